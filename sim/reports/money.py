"""What a scenario brings and costs, in words: the net benefit first, the return on cost after it, and whose numbers.

One account: every amount here and on page one comes from `comparison.benefit`, and every break-even from the
same draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.inputs import examples_of, input_sheet, whose
from sim.reports.names import scenario_name, strategy_name
from sim.reports.sheet import Sheet, heads, span, times
from sim.texts import text

PARTS = ("net_benefit", "margin", "cost", "roi", "retained", "cost_per_retained")
COLUMNS = ("what", "change", "error", "likely")
SUMMARY = ("option", "cost", "whose", "net_benefit", "error", "likely", "pays")
KNOWN = 3
"""Columns that do not need a net benefit."""
BRIEF = ("option", "cost", "whose", "net_benefit", "brief_error", "brief_likely", "pays")
STATED = ("", "no_cost", "unmeasured")
"""Reasons of a blank net benefit (`sim.paired.benefit`) with which margins are stated all the same."""

Written = Callable[[float], str]


def money_sheets(comparison: Comparison, lang: str) -> list[Sheet]:
    """One sheet a scenario: margin, cost, net benefit and return, or why they are blank; then all inputs."""
    sheets = [_sheet(row, comparison, lang) for row in comparison.benefit.to_dict("records")]
    return [*sheets, input_sheet(comparison, lang)]


def money_summary(comparison: Comparison, order: Sequence[str], lang: str, *, brief: bool = False) -> Sheet:
    """The options beside each other in yuan, in the `order` of page one; the reasons of blanks below."""
    by_name = {row["scenario"]: row for row in comparison.benefit.to_dict("records")}
    lines = [_summary(by_name[name], comparison, lang) for name in order]
    blanks = dict.fromkeys(text(f"report.page_one.blank.{by_name[name]['reason']}", lang)
                           for name in order if by_name[name]["reason"])  # fmt: skip
    notes = [*blanks]
    if any(examples_of(comparison, name) for name in order):
        notes.append(text("report.page_one.example", lang))
    head = heads("page_one", BRIEF if brief else SUMMARY, lang)
    if all(by_name[name]["reason"] for name in order):  # no net benefit anywhere: its columns would be empty
        head, lines = head[:KNOWN], [line[:KNOWN] for line in lines]
    return Sheet(text("report.page_one.money", lang), head, lines, tuple(notes), words=(0, 2))


def _summary(row: Mapping[str, Any], comparison: Comparison, lang: str) -> tuple[str, ...]:
    """Cost and whose number it is, net benefit with both ranges, and in how many draws it pays."""
    error = _error(row, "net_benefit")
    name, none = row["scenario"], text("report.format.none", lang)
    return (
        fmt.capital(scenario_name(name, lang)),
        fmt.format_value(row["cost"], "yuan", 1.0, lang, error=_error(row, "cost")),
        whose(comparison, name, lang) if math.isfinite(row["cost"]) else none,
        fmt.format_difference(row["net_benefit"], "yuan", 1.0, lang, error=error),
        fmt.format_range(row["net_benefit_low"], row["net_benefit_high"], "yuan", 1.0, lang, error=error),
        fmt.format_range(row["net_benefit_likely_low"], row["net_benefit_likely_high"], "yuan", 1.0, lang, error=error),
        times(row["paying_draws"], row["n"], lang),
    )


def stated(comparison: Comparison) -> bool:
    """Whether some scenario states its margins."""
    return bool(comparison.benefit["reason"].isin(STATED).any())


def blank_sentence(row: Mapping[str, Any], lang: str) -> str:
    """Why a scenario has no net benefit."""
    names = (strategy_name(name, lang) for name in row["unstated"].split(", "))
    return text(f"paired.benefit.{row['reason']}", lang, strategies=text("report.format.list", lang).join(names))


def _sheet(row: Mapping[str, Any], comparison: Comparison, lang: str) -> Sheet:
    parts = [part for part in PARTS if math.isfinite(row[part])]
    notes = [] if row["reason"] == "" else [blank_sentence(row, lang)]
    if math.isfinite(row["paying_draws"]):
        notes.append(text("report.money.pays", lang, odds=times(row["paying_draws"], row["n"], lang)))
    if row["reason"] == "" and "cost_per_retained" not in parts:
        notes.append(text("report.money.unsure_retained", lang))
    if "cost_per_retained" in parts and row["scenario"] in set(comparison.harms["scenario"]):
        notes.append(text("report.money.harmful_retained", lang))
    if parts and comparison.manifest["scale"] is None:
        notes.append(text("report.money.unscaled", lang))
    if examples_of(comparison, row["scenario"]):
        notes.append(text("report.money.example", lang))
    lines = [_line(part, row, lang) for part in parts]
    title = fmt.capital(text("report.money.of", lang, scenario=scenario_name(row["scenario"], lang)))
    bold = (0,) if parts[:1] == ["net_benefit"] else ()
    return Sheet(title, heads("money", COLUMNS, lang), lines, tuple(notes), bold=bold)


def _line(part: str, row: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    write = _written(part, _error(row, part), lang)
    intervals = [
        [float(row.get(f"{part}_{end}", math.nan)) for end in ends]
        for ends in (("low", "high"), ("likely_low", "likely_high"))
    ]
    label = text(f"report.money.{part}", lang)
    written = [span(write(low), write(high), lang) for low, high in intervals]
    return label, write(float(row[part])), *written


def _error(row: Mapping[str, Any], part: str) -> float:
    """Half of the simulation error's interval of a part."""
    return (float(row[f"{part}_high"]) - float(row[f"{part}_low"])) / 2


def _written(part: str, error: float, lang: str) -> Written:
    """How the numbers of a part are written."""
    if part == "roi":
        return lambda value: fmt.format_relative(value, lang, error=error)
    if part == "retained":
        return lambda value: fmt.format_people(value, lang, signed=True)
    if part == "cost_per_retained":
        return lambda value: fmt.format_value(value, "yuan", 1.0, lang, error=error)
    return lambda value: fmt.format_difference(value, "yuan", 1.0, lang, error=error)
