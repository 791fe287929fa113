"""Who gains and who loses: effects by group and scenario as coloured tables, and who was counted."""

from __future__ import annotations

import math

from sim.outcomes.metrics import METRICS
from sim.reports import format as fmt
from sim.reports.blocks import Block, Cell, Folded, Grid, Heading, Row, Words
from sim.reports.names import per_of
from sim.reports.rows import HEADLINES, EffectRow
from sim.texts import text

GOOD, BAD = "0,114,178", "213,94,0"  # blue and vermilion of the figures' palette, as red, green, blue
STRONGEST = 0.5
"""Opacity of the largest effect of a table: dark text on it keeps a contrast above 4.5 to 1."""
AGREE = 0.9
CROWDS = ("repurchase_rate", "retention_d30")
"""Rates whose denominators a strategy can change; shown split into the same people and who came."""


def heats(rows: list[EffectRow], scaled: bool, lang: str) -> list[Grid]:
    """One table for each headline metric that the comparison holds; head counts where it is `scaled`."""
    tables = []
    for metric in HEADLINES:
        part = [row for row in rows if row.data["metric"] == metric]
        if part:
            tables.append(heat(part, scaled, lang))
    return tables


def heat(rows: list[EffectRow], scaled: bool, lang: str) -> Grid:
    """The effects on one metric, a line a group and a column a scenario."""
    scenarios = {row.data["scenario"]: row.scenario for row in rows}
    largest = largest_of(rows)
    none, lines = text("report.format.none", lang), []
    for segment in dict.fromkeys(row.data["segment"] for row in rows):
        effects = {row.data["scenario"]: row for row in rows if row.data["segment"] == segment}
        first = next(iter(effects.values()))
        cells = [_cell(effects[name], largest, scaled, lang) if name in effects else none for name in scenarios]
        lines.append(Row([fmt.capital(first.segment), fmt.format_people(first.users, lang), *cells]))
    size = text(f"report.gains.{'size' if scaled else 'size_simulated'}", lang)
    heads = [text("report.gains.segment", lang), size, *map(fmt.capital, scenarios.values())]
    numbers = range(1, len(heads))
    return Grid(fmt.capital(rows[0].metric), heads, lines, numbers, captioned=True, look="heat")


def largest_of(rows: list[EffectRow]) -> float:
    """The largest effect of a table, which has the strongest colour."""
    return max((abs(row.data["difference"]) for row in rows if not row.data["greyed"]), default=0.0)


def _cell(row: EffectRow, largest: float, scaled: bool, lang: str) -> Cell:
    """One effect, its people and its odds; its colour says the direction and its size."""
    record, unsure = row.data, is_unsure(row)
    people = [text("report.gains.people", lang, people=row.people)] if scaled else []
    odds = text("report.gains.few", lang) if record["greyed"] else text("report.gains.odds", lang, odds=row.odds)
    return Cell(row.difference, small=[*people, odds], colour=colour_of(row, largest), unsure=unsure,
                greyed=bool(record["greyed"]))  # fmt: skip


def is_unsure(row: EffectRow) -> bool:
    """Whether fewer than AGREE of the draws agree on the direction of an effect."""
    probability = float(row.data["probability_better"])
    return not math.isfinite(probability) or 1 - AGREE < probability < AGREE


def colour_of(row: EffectRow, largest: float) -> str:
    """The colour of an effect as CSS, blank for none."""
    record = row.data
    goodness = float(record["difference"]) * METRICS[record["metric"]].direction
    if goodness == 0 or largest == 0 or record["greyed"] or not math.isfinite(goodness):
        return ""
    opacity = STRONGEST * min(1.0, abs(goodness) / largest) * (0.4 if is_unsure(row) else 1.0)
    return f"rgba({GOOD if goodness > 0 else BAD},{opacity:.2f})"


def crowds(rows: list[EffectRow], lang: str) -> list[Block]:
    """The rates whose crowd can change, with the two parts of the effect, folded; or that there are none."""
    title = text("report.gains.who.title", lang)
    lead: list[Block] = [Heading(title), Words(text("report.gains.who.lead", lang))]
    lines = [
        Row([fmt.capital(row.scenario), fmt.capital(row.metric), row.segment, row.difference,
             _part(row, "same_people", lang), _part(row, "who_came", lang), row.counted],
            ["greyed"] if row.data["greyed"] else [])
        for row in rows
        if row.data["metric"] in CROWDS and math.isfinite(row.data["who_came"])
    ]  # fmt: skip
    if not lines:
        return [*lead, Words(text("report.gains.who.blank", lang))]
    heads = [text(f"report.table.{column}", lang) for column in ("scenario", "metric", "segment")]
    heads += [text(f"report.gains.who.{column}", lang) for column in ("effect", "same_people", "who_came", "counted")]
    grid = Grid(title, heads, lines, numbers=range(3, 7), names=2)
    return [*lead, Folded(text("report.gains.who.show", lang, count=len(lines)), [grid])]


def _part(row: EffectRow, part: str, lang: str) -> str:
    """A part of an effect."""
    return fmt.format_difference(row.data[part], row.data["unit"], per_of(row.data["metric"]), lang)
