"""Whose numbers the money rests on: every margin and cost that went in, the planner's own or an example of ours."""

from __future__ import annotations

from typing import Any

from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.names import scenario_name, strategy_name
from sim.reports.sheet import Sheet, heads
from sim.texts import text

EXAMPLE = "example"
COLUMNS = ("scenario", "strategy", "what", "value", "whose")


def input_sheet(comparison: Comparison, lang: str) -> Sheet:
    """Every stated margin and cost with whose it is, or that none is stated."""
    lines = [_line(row, lang) for row in comparison.inputs.to_dict("records")]
    notes = () if lines else (text("report.inputs.none", lang),)
    return Sheet(text("report.inputs.title", lang), heads("inputs", COLUMNS, lang), lines, notes, words=(0, 1, 2, 4))


def examples_of(comparison: Comparison, scenario: str) -> bool:
    """Whether some margin or cost of a scenario is an example of ours."""
    table = comparison.inputs
    return bool(((table["scenario"] == scenario) & (table["whose"] == EXAMPLE)).any())


def whose(comparison: Comparison, scenario: str, lang: str) -> str:
    """Whose numbers the money of a scenario rests on."""
    return text(f"report.inputs.{EXAMPLE if examples_of(comparison, scenario) else 'planner'}", lang)


def _line(row: dict[str, Any], lang: str) -> tuple[str, ...]:
    strategy = strategy_name(row["strategy"], lang) if row["strategy"] else text("report.format.none", lang)
    value = (fmt.format_part(row["value"], lang) if row["unit"] == "share"
             else fmt.format_value(row["value"], "yuan", 1.0, lang))  # fmt: skip
    names = fmt.capital(scenario_name(row["scenario"], lang)), fmt.capital(strategy)
    return *names, what(row["what"], lang), value, text(f"report.inputs.{row['whose']}", lang)


def what(name: str, lang: str) -> str:
    """What an input is: a margin, or a part of a cost."""
    part, _, event = name.partition(".")
    words = text(f"scenario.event.{event}", lang) if event else ""
    return text(f"report.inputs.part.{part}", lang, event=words)
