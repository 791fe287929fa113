"""The options as campaigns are reviewed: targets, newcomers and their cost, ROI, returns, rebuying."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.outcomes.metrics.groups import MONTH
from sim.paired.comparison import Comparison
from sim.paired.headline import REPURCHASE, RETENTION
from sim.reports import format as fmt
from sim.reports.names import metric_name, scenario_name
from sim.reports.repeat import platform_facts
from sim.reports.rows import EffectRow
from sim.reports.sheet import Sheet, span, times, value_and_change
from sim.texts import text

NEWCOMERS = "new_users"
MEASURED = (NEWCOMERS, "return_rate", REPURCHASE, RETENTION)


def review_sheet(comparison: Comparison, rows: Sequence[EffectRow], lang: str) -> Sheet:
    """A line for each question of a review, a column for each option in the recommended order; all users."""
    order = list(comparison.advice["scenario"])
    measured = {(row.data["metric"], row.data["scenario"]): row for row in rows if row.data["segment"] == "all"}
    paid = {row["scenario"]: row for row in comparison.benefit.to_dict("records")}
    lines = [(text("report.review.goals", lang), *(_goals(comparison, name, lang) for name in order))]
    for metric in MEASURED:
        lines.append((fmt.capital(metric_name(metric, lang)), *(_level(measured.get((metric, name)), lang)
                                                                 for name in order)))  # fmt: skip
        if metric == NEWCOMERS:
            cells = [_newcomer_cost(comparison, measured.get((metric, name)), paid[name], lang) for name in order]
            lines.append((text("report.review.newcomer_cost", lang), *cells))
            lines.append((text("report.money.roi", lang), *(_roi(paid[name], lang) for name in order)))
    heads = (text("report.review.asked", lang), *(fmt.capital(scenario_name(name, lang)) for name in order))
    return Sheet(text("report.review.title", lang), heads, lines, (text("report.review.note", lang),))


def _goals(comparison: Comparison, scenario: str, lang: str) -> str:
    """In how many draws each goal is reached, or that none is set."""
    goals = comparison.goals[comparison.goals["scenario"] == scenario]
    counts = [times(row["reached"], row["n"], lang) for row in goals.to_dict("records")]
    return text("report.format.clause", lang).join(counts) or text("report.review.no_goal", lang)


def _level(row: EffectRow | None, lang: str) -> str:
    """The level with the strategy and its change, a dash where it was not measured."""
    return text("report.format.none", lang) if row is None else value_and_change(row.treated, row.difference, lang)


def _newcomer_cost(
    comparison: Comparison, row: EffectRow | None, paid: Mapping[str, Any], lang: str
) -> str:
    """Change of cost over change of newcomers [yuan], a dash unless newcomers surely rise and cost is stated."""
    manifest = comparison.manifest
    if row is None or not row.data["low"] > 0 or not math.isfinite(paid["cost"]):
        return text("report.format.none", lang)
    months = (manifest["days"] - platform_facts(manifest)["comparison_day"]) / MONTH
    users = row.data["denominator_baseline"] * (manifest["scale"] or 1.0) * months
    ends = [paid["cost"] / (row.data[end] * users) for end in ("difference", "high", "low")]
    value, low, high = (fmt.format_value(end, "yuan", 1.0, lang, error=(ends[2] - ends[1]) / 2) for end in ends)
    return value_and_change(value, span(low, high, lang), lang)


def _roi(paid: Mapping[str, Any], lang: str) -> str:
    error = (paid["roi_high"] - paid["roi_low"]) / 2
    return fmt.format_relative(paid["roi"], lang, error=error)
