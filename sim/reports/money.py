"""What a scenario brings and costs, in words: the net benefit first, the return on cost after it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.names import scenario_name, strategy_name
from sim.reports.sheet import Sheet, heads, span, times
from sim.texts import text

PARTS = ("net_benefit", "margin", "cost", "roi", "retained", "cost_per_retained")
COLUMNS = ("what", "change", "error", "likely")
STATED = ("", "no_cost", "unmeasured")
"""Reasons of a blank net benefit (`sim.paired.benefit`) with which margins are stated all the same."""

Written = Callable[[float], str]


def money_sheets(comparison: Comparison, lang: str) -> list[Sheet]:
    """One sheet a scenario: what is known of margin, cost, net benefit and return, and why the rest is blank."""
    scaled = comparison.manifest["scale"] is not None
    return [_sheet(row, scaled, lang) for row in comparison.benefit.to_dict("records")]


def stated(comparison: Comparison) -> bool:
    """Whether some scenario states its margins."""
    return bool(comparison.benefit["reason"].isin(STATED).any())


def blank_sentence(row: Mapping[str, Any], lang: str) -> str:
    """Why a scenario has no net benefit."""
    names = (strategy_name(name, lang) for name in row["unstated"].split(", "))
    return text(f"paired.benefit.{row['reason']}", lang, strategies=text("report.format.list", lang).join(names))


def _sheet(row: Mapping[str, Any], scaled: bool, lang: str) -> Sheet:
    parts = [part for part in PARTS if math.isfinite(row[part])]
    notes = [] if row["reason"] == "" else [blank_sentence(row, lang)]
    if math.isfinite(row["paying_draws"]):
        notes.append(text("report.money.pays", lang, odds=times(row["paying_draws"], row["n"], lang)))
    if row["reason"] == "" and "cost_per_retained" not in parts:
        notes.append(text("report.money.unsure_retained", lang))
    if parts and not scaled:
        notes.append(text("report.money.unscaled", lang))
    lines = [_line(part, row, lang) for part in parts]
    title = fmt.capital(text("report.money.of", lang, scenario=scenario_name(row["scenario"], lang)))
    bold = (0,) if parts[:1] == ["net_benefit"] else ()
    return Sheet(title, heads("money", COLUMNS, lang), lines, tuple(notes), bold=bold)


def _line(part: str, row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    write = _written(part, lang)
    intervals = [
        [float(row.get(f"{part}_{end}", math.nan)) for end in ends]
        for ends in (("low", "high"), ("likely_low", "likely_high"))
    ]
    label = text(f"report.money.{part}", lang)
    return label, write(float(row[part])), *(_interval(part, low, high, write, lang) for low, high in intervals)


def _written(part: str, lang: str) -> Written:
    """How the numbers of a part are written."""
    if part == "roi":
        return lambda value: fmt.format_relative(value, lang)
    if part == "retained":
        return lambda value: fmt.format_people(value, lang, signed=True)
    if part == "cost_per_retained":
        return lambda value: fmt.format_value(value, "yuan", 1.0, lang)
    return lambda value: fmt.format_difference(value, "yuan", 1.0, lang)


def _interval(part: str, low: float, high: float, write: Written, lang: str) -> str:
    if part in ("roi", "retained", "cost_per_retained"):
        return span(write(low), write(high), lang)
    return fmt.format_range(low, high, "yuan", 1.0, lang)
