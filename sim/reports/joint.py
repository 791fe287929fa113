"""Interactions in words: every strategy alone, their sum, the whole plan, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.paired.comparison import Comparison
from sim.paired.interactions import INTERACTION, SINGLE
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, scenario_name, segment_name, strategy_name
from sim.reports.sheet import Sheet, heads
from sim.texts import text

COLUMNS = ("part", "effect", "error", "likely")


def interaction_sheets(comparison: Comparison, lang: str) -> list[Sheet]:
    """One sheet for each primary outcome of each plan with several strategies."""
    sheets = []
    for (scenario, metric, segment), part in comparison.interactions.groupby(
        ["scenario", "metric", "segment"], sort=False
    ):
        records = part.to_dict("records")
        names = {"scenario": scenario_name(scenario, lang), "metric": metric_name(metric, lang)}
        title = text("report.basis.outcome_of", lang, **names, segment=segment_name(segment, lang))
        lines, last = [_line(row, lang) for row in records], len(records) - 1
        notes = (_said(records[last], lang),)
        sheets.append(Sheet(fmt.capital(title), heads("interactions", COLUMNS, lang), lines, notes, bold=(last,)))
    return sheets


def _line(row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    unit, per = row["unit"], per_of(row["metric"])
    label = text(f"report.interactions.{row['part']}", lang)
    if row["part"] == SINGLE:
        label = text("report.interactions.single", lang, strategy=strategy_name(row["strategy"], lang))
    return (
        fmt.capital(label),
        fmt.format_difference(row["effect"], unit, per, lang),
        fmt.format_range(row["low"], row["high"], unit, per, lang),
        fmt.format_range(row["likely_low"], row["likely_high"], unit, per, lang),
    )


def _said(row: Mapping[str, Any], lang: str) -> str:
    """Whether the whole is surely more or less than the sum."""
    assert row["part"] == INTERACTION
    case = "more" if row["low"] > 0 else "less" if row["high"] < 0 else "unsure"
    return text(f"report.interactions.{case}", lang)
