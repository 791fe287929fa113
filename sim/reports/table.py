"""Every row of a comparison: one folded table a scenario, primary outcomes first."""

from __future__ import annotations

from collections.abc import Sequence

from sim.reports import format as fmt
from sim.reports.blocks import Folded, Grid, Row, RowLook
from sim.reports.rows import EffectRow, by_scenario
from sim.texts import text

COLUMNS = ("metric", "segment", "baseline", "treated", "difference", "relative", "error", "likely", "better",
           "verdict", "simulated", "correlation", "note")  # fmt: skip
WORDS = ("metric", "segment", "verdict", "note")
"""Columns that hold words; the others hold numbers."""


def full_tables(rows: list[EffectRow], baseline: str, lang: str) -> list[Folded]:
    """All rows in words, one table for each scenario."""
    heads = [text(f"report.table.{column}", lang) for column in COLUMNS]
    numbers = [place for place, column in enumerate(COLUMNS) if column not in WORDS]
    blocks = []
    for name, group in by_scenario(rows).items():
        scenario = fmt.capital(name)
        caption = text("report.table.caption", lang, scenario=scenario, baseline=baseline)
        grid = Grid(caption, heads, [_line(row, lang) for row in group], numbers, captioned=True, look="full")
        blocks.append(Folded(text("report.table.show", lang, scenario=scenario, count=len(group)), [grid]))
    return blocks


def _line(row: EffectRow, lang: str) -> Row:
    cells: Sequence[str] = (
        fmt.capital(row.metric), row.segment, row.baseline, row.treated, row.difference, row.relative, row.error,
        row.likely, row.odds, text(f"report.answer.verdict.{row.data['verdict']}", lang), row.counted, row.luck,
        row.note,
    )  # fmt: skip
    looks: list[RowLook] = ["primary"] if row.data["primary"] else []
    return Row(cells, [*looks, "greyed"] if row.data["greyed"] else looks)
