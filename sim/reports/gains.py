"""Who gains and who loses: effects by group and scenario as coloured tables, and who was counted."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.outcomes.metrics import METRICS
from sim.reports import format as shown
from sim.reports.names import per_of
from sim.reports.rows import HEADLINES, Row

GOOD, BAD = "0,114,178", "213,94,0"  # blue and vermilion of the figures' palette, as red, green, blue
STRONGEST = 0.5
"""Opacity of the largest effect of a table: dark text on it keeps a contrast above 4.5 to 1."""
AGREE = 0.9
CROWDS = ("repurchase_rate", "retention_d30")
"""Rates whose denominators a strategy can change; shown split into the same people and who came."""


@dataclass(frozen=True)
class Cell:
    """One effect: what is written in the cell, and its colour as CSS (blank for none)."""

    row: Row
    colour: str
    unsure: bool


@dataclass(frozen=True)
class Heat:
    """One metric's table: `lines` holds (group, people counted in it, a cell or None per scenario)."""

    metric: str
    scenarios: list[str]
    lines: list[tuple[str, str, list[Cell | None]]]


@dataclass(frozen=True)
class Crowd:
    """The split of one effect on a rate whose crowd may change."""

    row: Row
    same_people: str
    who_came: str


def heats(rows: list[Row], lang: str) -> list[Heat]:
    """One table for each headline metric that the comparison holds."""
    tables = []
    for metric in HEADLINES:
        part = [row for row in rows if row.data["metric"] == metric]
        if part:
            tables.append(_heat(part, lang))
    return tables


def _heat(rows: list[Row], lang: str) -> Heat:
    scenarios = {row.data["scenario"]: row.scenario for row in rows}
    largest = max((abs(row.data["difference"]) for row in rows if not row.data["greyed"]), default=0.0)
    lines = []
    for segment in dict.fromkeys(row.data["segment"] for row in rows):
        found = {row.data["scenario"]: row for row in rows if row.data["segment"] == segment}
        first = next(iter(found.values()))
        people = shown.format_people(first.users, lang)
        cells = [_cell(found[name], largest) if name in found else None for name in scenarios]
        lines.append((first.segment, people, cells))
    return Heat(rows[0].metric, list(scenarios.values()), lines)


def _cell(row: Row, largest: float) -> Cell:
    record = row.data
    probability = float(record["probability_better"])
    unsure = not math.isfinite(probability) or 1 - AGREE < probability < AGREE
    goodness = float(record["difference"]) * METRICS[record["metric"]].direction
    if goodness == 0 or largest == 0 or record["greyed"] or not math.isfinite(goodness):
        return Cell(row, "", unsure)
    opacity = STRONGEST * min(1.0, abs(goodness) / largest) * (0.4 if unsure else 1.0)
    return Cell(row, f"rgba({GOOD if goodness > 0 else BAD},{opacity:.2f})", unsure)


def crowds(rows: list[Row], lang: str) -> list[Crowd]:
    """The rates whose crowd can change, with the two parts of the effect."""
    return [
        Crowd(row, _effect(row, "same_people", lang), _effect(row, "who_came", lang))
        for row in rows
        if row.data["metric"] in CROWDS and math.isfinite(row.data["who_came"])
    ]


def _effect(row: Row, part: str, lang: str) -> str:
    return shown.format_difference(row.data[part], row.data["unit"], per_of(row.data["metric"]), lang)
