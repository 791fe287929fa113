"""A small table in words, which the page and the terminal both show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sim.reports import format as fmt
from sim.reports.blocks import Block, Grid, Row, Words
from sim.texts import text


@dataclass(frozen=True)
class Sheet:
    """Column heads and lines of cells, with notes below; without lines the notes say why.

    `words` are the columns that hold words; the others hold numbers. A `bold` line is the one to read first.
    """

    title: str
    heads: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    notes: tuple[str, ...] = ()
    words: Collection[int] = (0,)
    bold: Collection[int] = ()


def sheet_blocks(sheet: Sheet, lang: str) -> list[Block]:
    """The sheet as blocks of a page: its table, if it has lines, and its notes."""
    blocks: list[Block] = []
    if sheet.lines:
        rows = [Row(line, ["primary"] if place in sheet.bold else []) for place, line in enumerate(sheet.lines)]
        numbers = [place for place in range(len(sheet.heads)) if place not in sheet.words]
        blocks.append(Grid(sheet.title, sheet.heads, rows, numbers, captioned=True, look="sheet"))
    if sheet.notes:
        blocks.append(Words(fmt.paragraph(sheet.notes, lang), "quiet"))
    return blocks


def heads(area: str, columns: Sequence[str], lang: str) -> tuple[str, ...]:
    """Column heads from the texts under `report.<area>`."""
    return tuple(text(f"report.{area}.{column}", lang) for column in columns)


def value_and_change(value: str, change: str, lang: str) -> str:
    """"60.0 (+1.50)"."""
    return text("report.format.with_change", lang, value=value, change=change)


def span(low: str, high: str, lang: str) -> str:
    """"−2 to +3", or a dash when one end is unknown."""
    none = text("report.format.none", lang)
    return none if none in (low, high) else text("report.format.range", lang, low=low, high=high)


def times(count: float, n: int, lang: str) -> str:
    """"17 of 20" replicates."""
    return fmt.format_odds(count, n, lang)
