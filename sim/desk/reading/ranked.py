"""The options ranked on the same outcomes, doing nothing among them, in the words of a table."""

from __future__ import annotations

import math
from typing import Any

from sim.outcomes.metrics import METRICS
from sim.paired.benefit import NET_BENEFIT
from sim.paired.break_even import good_way
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.basis import driver_name
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.reports.page_one import option_name
from sim.reports.rows import baseline_of
from sim.reports.sheet import Sheet
from sim.texts import text

COLUMNS = ("option", "effect", "likely", "best", "ahead")


def ranking_sheets(comparison: Comparison, lang: str) -> list[Sheet]:
    """A sheet for each outcome on which the options were ranked, the best option first."""
    grouped = comparison.ranking.groupby(["metric", "segment"], sort=False)
    return [_sheet(str(metric), str(segment), part.to_dict("records"), comparison, lang)
            for (metric, segment), part in grouped]  # fmt: skip


def _sheet(metric: str, segment: str, rows: list[dict[str, Any]], comparison: Comparison, lang: str) -> Sheet:
    title = text("report.page_one.of_group", lang, option=fmt.capital(_metric(metric, lang)),
                 segment=segment_name(segment, lang))  # fmt: skip
    _, per, unit = _counted(metric)
    if unit != "yuan":
        title = text("report.format.with_unit", lang, name=title, unit=fmt.unit_word(unit, per, lang))
    columns = tuple(text(f"desk.decide.{column}", lang) for column in COLUMNS)
    return Sheet(title, columns, [_line(metric, row, comparison, lang) for row in rows], bold=(0,))


def _line(metric: str, row: dict[str, Any], comparison: Comparison, lang: str) -> tuple[str, ...]:
    """Place, option, effect in the metric's own direction, and in how many draws it is best and ahead of the next."""
    name = row["scenario"]
    nothing = name == baseline_of(comparison)
    option = text("desk.decide.nothing", lang, baseline=scenario_name(name, lang)) if nothing else \
        option_name(name, comparison, lang)  # fmt: skip
    none = text("report.format.none", lang)
    effect, likely = (none, none) if nothing else _effect(metric, row, comparison, lang)
    ahead = none
    if math.isfinite(row["ahead_draws"]):
        ahead = fmt.format_odds(row["ahead_draws"], row["n"], lang)
    best = fmt.format_odds(round(row["best_draws"], 1), row["n"], lang)
    return f"{row['place']}. {option}", effect, likely, best, ahead


def _effect(metric: str, row: dict[str, Any], comparison: Comparison, lang: str) -> tuple[str, str]:
    """The average effect, written no more finely than page one does, and the possible range that stands there."""
    way, per, unit = _counted(metric)
    known = comparison.benefit if unit == "yuan" else comparison.table
    part = "net_benefit_" if unit == "yuan" else ""
    mine = known["scenario"] == row["scenario"]
    if unit != "yuan":
        mine &= (known["metric"] == metric) & (known["segment"] == row["segment"])
    low, high, likely_low, likely_high = (float(known.loc[mine, f"{part}{end}"].iloc[0]) if mine.any() else math.nan
                                          for end in ("low", "high", "likely_low", "likely_high"))  # fmt: skip
    error, effect = (high - low) / 2, way * row["effect"]
    if unit == "yuan":
        return (fmt.format_difference(effect, unit, per, lang, error=error),
                fmt.format_range(likely_low, likely_high, unit, per, lang, error=error))
    return (fmt.plain_number(effect, unit, per, lang, signed=True, error=error),
            fmt.plain_range(likely_low, likely_high, unit, per, lang, error=error))


def _counted(metric: str) -> tuple[int, float, str]:
    """Which way of a metric is good, the factor it is shown with, and its unit."""
    return good_way(metric), *((1.0, "yuan") if metric == NET_BENEFIT else (per_of(metric), METRICS[metric].unit))


def turning_sheet(comparison: Comparison, lang: str) -> Sheet:
    """What decides between the first two on each outcome, with the share of the spread that it explains."""
    lines = [
        (text("report.page_one.of_group", lang, option=fmt.capital(_metric(row["metric"], lang)),
              segment=segment_name(row["segment"], lang)),
         *(fmt.capital(scenario_name(row[name], lang)) for name in ("first", "second")),
         driver_name(row["parameter"], row["lever"], lang), fmt.format_part(round(row["share"], 2), lang))
        for row in comparison.turning.to_dict("records")
    ]  # fmt: skip
    columns = tuple(text(f"desk.decide.{name}", lang) for name in ("outcome", "first", "second", "decides", "share"))
    return Sheet(text("desk.decide.turning", lang), columns, lines, words=(0, 1, 2, 3))


def _metric(metric: str, lang: str) -> str:
    return text("report.money.net_benefit", lang) if metric == NET_BENEFIT else metric_name(metric, lang)
