"""A comparison as a workbook: page one, effects, money, definitions and inputs; numbers are numbers there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.base.files import write_whole
from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.inputs import input_sheet
from sim.reports.money import PARTS
from sim.reports.names import metric_name, per_of, scenario_name, segment_name
from sim.reports.page_one import page_one, verdict_word
from sim.texts import text

WIDEST = 70
"""Letters a column is wide at most; longer words are wrapped."""
NUMBERS = ("baseline", "treated", "difference", "low", "high", "likely_low", "likely_high")
COUNTS = ("better_draws", "reaches_draws", "n")


def write_workbook(comparison: Comparison, path: Path, lang: str = "en") -> Path:
    """The workbook `path` (.xlsx) in `lang`; its sheet of effects also beside it as effects.csv, for any program."""
    from openpyxl import Workbook

    effects = effect_table(comparison, lang)
    book = Workbook()
    book.remove(book.active)
    sheets: dict[str, list[Sequence[Any]]] = {
        "page_one": _page_one(comparison, lang),
        "effects": [list(effects.columns), *effects.itertuples(index=False)],
        "money": _money(comparison, lang),
        "definitions": _definitions(comparison, lang),
        "inputs": _inputs(comparison, lang),
    }
    for name, lines in sheets.items():
        _fill(book.create_sheet(text(f"report.workbook.{name}", lang)), lines, headed=name != "page_one")
    body = BytesIO()
    book.save(body)
    write_whole(path, body.getvalue())
    table = effects.to_csv(index=False, lineterminator=os.linesep)
    write_whole(path.parent / "effects.csv", table.encode("utf-8-sig"))  # Excel knows Chinese by its mark
    return path


def effect_table(comparison: Comparison, lang: str) -> pd.DataFrame:
    """Every row of the comparison's table under headings in `lang`, shares as points of a hundred."""
    table = comparison.in_language(lang)
    factor = np.where(table["unit"] == "share", 100.0, table["metric"].map(per_of).to_numpy(float))
    columns: dict[str, Any] = {
        "scenario": [fmt.capital(scenario_name(name, lang)) for name in table["scenario"]],
        "metric": [fmt.capital(metric_name(name, lang)) for name in table["metric"]],
        "unit": [_unit(row.unit, per_of(row.metric), lang) for row in table.itertuples()],
        "segment": [segment_name(name, lang) for name in table["segment"]],
    }
    columns |= {name: table[name].to_numpy(float) * factor for name in NUMBERS}
    columns |= {name: table[name].to_numpy() for name in COUNTS}
    columns["worth"] = table["worth"].to_numpy(float) * factor
    columns["verdict"] = [verdict_word(row, lang) for row in table.to_dict("records")]
    columns["note"] = table["note"].to_numpy()
    return pd.DataFrame({text(f"report.workbook.column.{name}", lang): values for name, values in columns.items()})


def _unit(unit: str, per: float, lang: str) -> str:
    return fmt.unit_word(unit, per, lang)


def _page_one(comparison: Comparison, lang: str) -> list[Sequence[Any]]:
    """Page one line by line, its blocks as tables."""
    one = page_one(comparison, lang)
    said = one.recommendation
    first = (one.quick,) if one.quick else ()
    lines: list[Sequence[Any]] = [(words,) for words in (*first, *one.questions, said.first, *said.harms, *said.others)]
    for block in one.blocks:
        lines += [(), (block.title,), block.heads, *block.lines, *((note,) for note in block.notes)]
    return [*lines, (), *((words,) for words in (*said.changes, *said.then, one.scale))]


def _money(comparison: Comparison, lang: str) -> list[Sequence[Any]]:
    """The account of every scenario in yuan and people, with both intervals."""
    ends = ("", "_low", "_high", "_likely_low", "_likely_high")
    names = ("value", "low", "high", "likely_low", "likely_high")
    heads = [text(f"report.workbook.column.{name}", lang) for name in ("scenario", "what", *names)]
    lines: list[Sequence[Any]] = [heads]
    for row in comparison.benefit.to_dict("records"):
        for part in PARTS:
            values = [row.get(f"{part}{end}", np.nan) for end in ends]
            name = fmt.capital(scenario_name(row["scenario"], lang))
            lines.append((name, text(f"report.money.{part}", lang), *values))
    return lines


def _definitions(comparison: Comparison, lang: str) -> list[Sequence[Any]]:
    heads = [text(f"report.workbook.column.{name}", lang) for name in ("metric", "definition")]
    entries = [definition(name, lang) for name in dict.fromkeys(comparison.table["metric"])]
    return [heads, *((fmt.capital(entry.name), entry.definition) for entry in entries)]


def _inputs(comparison: Comparison, lang: str) -> list[Sequence[Any]]:
    sheet = input_sheet(comparison, lang)
    values = comparison.inputs["value"]
    lines = [(*line[:3], value, *line[4:]) for line, value in zip(sheet.lines, values, strict=True)]
    return [sheet.heads, *lines, *((note,) for note in sheet.notes)]


def _fill(sheet: Any, lines: Iterable[Sequence[Any]], *, headed: bool) -> None:
    """Write lines into a sheet: blanks stay empty, heads are bold and stay in sight, columns fit their words."""
    from openpyxl.styles import Alignment, Font

    widths: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        for place, value in enumerate(line, 1):
            cell = sheet.cell(number, place, _plain(value))
            if isinstance(value, str) and len(line) > 1:
                widths[place] = max(widths.get(place, 8), sum(1 if letter.isascii() else 2 for letter in value) + 2)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if headed and number == 1:
                cell.font = Font(bold=True)
    for place, width in widths.items():
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = min(width, WIDEST)
    if headed:
        sheet.freeze_panes = "A2"


def _plain(value: Any) -> Any:
    """A value as a workbook holds it: numbers as numbers, a blank for what is not known."""
    if isinstance(value, (float, np.floating)):
        return None if not np.isfinite(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value
