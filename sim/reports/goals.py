"""The goals of each plan in words: reached or not, when, by how much it misses, on what that rests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.outcomes.goal import at_end, per_of
from sim.outcomes.signals import SIGNALS
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.names import lever_name, scenario_name, segment_name, signal_name
from sim.reports.sheet import Sheet, heads, span, times
from sim.texts import text

COLUMNS = ("goal", "before", "target", "reached", "baseline", "day", "gap", "error")
WIDE = ("error",)
"""Columns that the page alone has room for."""

ENDS = ("gap_low", "gap_high")


def goal_sheets(comparison: Comparison, lang: str, *, wide: bool = True) -> list[Sheet]:
    """One sheet for each scenario with goals; `wide` has the interval of the gap too."""
    columns = [column for column in COLUMNS if wide or column not in WIDE]
    scale = comparison.manifest["scale"] or 1.0
    sheets = []
    for scenario, rows in comparison.goals.groupby("scenario", sort=False):
        records = rows.to_dict("records")
        cells = [_cells(row, scale, lang) for row in records]
        lines = [tuple(texts[column] for column in columns) for texts in cells]
        title = fmt.capital(text("report.goals.of", lang, scenario=scenario_name(str(scenario), lang)))
        sheets.append(Sheet(title, heads("goals", columns, lang), lines, _weakest(records[0], lang)))
    return sheets


def _cells(row: Mapping[str, Any], scale: float, lang: str) -> dict[str, str]:
    unit, signal = row["unit"], row["signal"]
    factor = scale if signal in SIGNALS and SIGNALS[signal].scaled else 1.0

    def level(name: str) -> str:
        value = row[name] * factor
        return fmt.format_people(value, lang) if _people(row) else fmt.format_value(value, unit, per_of(signal), lang)

    return {
        "goal": _title(row, lang),
        "before": level("before"),
        "target": level("target"),
        "reached": times(row["reached"], row["n"], lang),
        "baseline": times(row["reached_baseline"], row["n"], lang),
        "day": _day(row["day"], lang),
        "gap": _gap(row, factor, lang),
        "error": _error(row, factor, lang),
    }


def _people(row: Mapping[str, Any]) -> bool:
    """True where levels are numbers of people; a metric that counts something gives it per user."""
    return bool(row["unit"] == "count" and not at_end(row["signal"]))


def _gap(row: Mapping[str, Any], factor: float, lang: str) -> str:
    if _people(row):
        return fmt.format_people(row["gap"] * factor, lang, signed=True)
    return fmt.format_difference(row["gap"], row["unit"], per_of(row["signal"]), lang)


def _error(row: Mapping[str, Any], factor: float, lang: str) -> str:
    """The interval of the gap."""
    if _people(row):
        low, high = (fmt.format_people(row[end] * factor, lang, signed=True) for end in ENDS)
        return span(low, high, lang)
    return fmt.format_range(row["gap_low"], row["gap_high"], row["unit"], per_of(row["signal"]), lang)


def _title(row: Mapping[str, Any], lang: str) -> str:
    """The goal with its group and its last day, where it has one."""
    words = signal_name(row["signal"], lang)
    if row["goal"] != row["signal"]:
        words = text("report.goals.named", lang, goal=row["goal"].replace("_", " "), signal=words)
    if row["segment"] != "all":
        words = text("report.goals.group", lang, goal=words, segment=segment_name(row["segment"], lang))
    if math.isfinite(row["by"]):
        words = text("report.goals.by", lang, goal=words, day=f"{row['by']:g}")
    elif at_end(row["signal"]):
        words = text("report.goals.at_end", lang, goal=words)
    return fmt.capital(words)


def _day(day: float, lang: str) -> str:
    return f"{day:g}" if math.isfinite(day) else text("report.format.none", lang)


def _weakest(row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    """The weakest assumption behind the goals of a scenario, if it has strategies."""
    if not row["weakest"]:
        return ()
    grade = text(f"report.basis.grade.{row['grade']}", lang)
    return (text("report.goals.weakest", lang, lever=lever_name(row["weakest"], lang), grade=grade),)
