"""One table of the logs: its columns are checked and understood, odd lines are refused or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.logs import days as dates
from calibration.logs.cells import numbers_of, why_no_number
from calibration.logs.columns import DAYS, MAY_LACK_DAY, NEEDED, NUMBERS, OPTIONAL, columns_of, key
from calibration.logs.files import file_of, text_table
from calibration.logs.odd import LINE, Doubts, LogError
from sim.base.errors import unknown
from sim.base.message import Message, said, term
from sim.outcomes.outcome import AGES, TIERS

STATUS = ("kept", "returned", "under_way")
WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "users": {"age": AGES, "tier": TIERS}, "orders": {"status": STATUS},
}  # fmt: skip
"""Columns of words -> what may stand there."""
NOUNS = {"age": said("age"), "tier": said("tier"), "status": said("status")}


@dataclass
class Table:
    """A table as it is used.

    Attributes:
        file: its name. frame: texts in `user`, `host` and the columns of words, numbers in all others, and LINE.
        lines: lines with a cell that the file holds, its head left out. unit: how its days are written.
    """

    name: str
    file: str
    frame: pd.DataFrame
    lines: int
    unit: str = ""

    def where(self, column: str) -> Message:
        """How the place of a column is called."""
        return said("{source}: column '{column}'", source=self.file, column=column)

    def without(self, doubts: Doubts, wrong: np.ndarray, why: Callable[[int], Message], column: str = "") -> None:
        """Take rows out: refused, or left out where the reader asked for it."""
        frame, where = self.frame, self.where(column) if column else self.file
        self.frame = doubts.odd(self.name, frame, wrong, lambda k: said(
            "{where}, line {line}: {why}", where=where, line=int(frame[LINE].iloc[k]), why=why(k)))


def read_table(folder: Path, name: str, zone: dates.Zone, doubts: Doubts) -> Table:
    """A table of a folder, each column understood by itself. Raises LogError when it cannot be read at all."""
    path = file_of(folder, name)
    frame = text_table(path, name, doubts)
    _check_columns(path, name, frame)
    table = Table(name, path.name, frame, len(frame))
    _without_guests(table, doubts)
    _without_copies(table, doubts)
    zones: set[str] = set()
    for column in DAYS[name]:
        if column in table.frame:
            zones |= _read_days(table, column, zone, doubts)
    _tell_zones(table, zones, zone, doubts)
    for column in NUMBERS[name]:
        if column in table.frame:
            _read_numbers(table, column, doubts)
    for column in ("host", *WORDS.get(name, ())):
        if column in table.frame:
            _read_words(table, column, doubts)
    return table


def _check_columns(path: Path, name: str, frame: pd.DataFrame) -> None:
    allowed = columns_of(name)
    for head in frame.columns:
        if head not in (*allowed, LINE):
            raise LogError(said("{name}: {why}", name=path.name, why=unknown("column", str(head), allowed)))
    if missing := [head for head in NEEDED[name] if head not in frame]:
        raise LogError(said("{name}: column '{missing}' is missing (found: {columns})", name=path.name,
                            missing=missing[0], columns=[head for head in frame if head != LINE]))


def _without_guests(table: Table, doubts: Doubts) -> None:
    """Lines without a user are nobody's: together they would be one very busy user."""
    nobody = table.frame["user"].isin(["", "\\N"]).to_numpy()
    if nobody.any():
        doubts.leave_out(table.name, said("lines without a user: {count}", count=int(nobody.sum())))
        table.frame = table.frame[~nobody].reset_index(drop=True)


def _without_copies(table: Table, doubts: Doubts) -> None:
    """Lines that equal an earlier one in every column."""
    copies = table.frame.drop(columns=LINE).duplicated().to_numpy()
    if not copies.any():
        return
    count = int(copies.sum())
    doubts.leave_out(table.name, said("lines that equal an earlier one: {count}; if they are others, tell them apart "
                                      "with a column 'id'", count=count) if "id" in OPTIONAL[table.name]
                     else said("lines that equal an earlier one: {count}", count=count))
    table.frame = table.frame[~copies].reset_index(drop=True)


def _read_days(table: Table, column: str, zone: dates.Zone, doubts: Doubts) -> set[str]:
    """Put days in place of a column's texts; the zones that its stamps name."""
    cells = table.frame[column]
    empty, found = dates.is_empty(cells), dates.days_of(cells, zone)
    unit = dates.unit_of(dates.Days(found.day[~empty], found.unit[~empty], found.zone[~empty]))
    no_day = ~empty & ((found.unit != unit) | np.isnan(found.day))
    implausible = ~empty & ~no_day & dates.implausible_date(found)
    missing = empty & (column not in MAY_LACK_DAY)

    def why(k: int) -> Message:
        if missing[k]:
            return said("is empty; a day is needed")
        if implausible[k]:
            return said("'{value}' is before 2003 or after 2049", value=cells.iloc[k])
        return dates.why_no_day(cells.iloc[k], str(found.unit[k]), unit)

    table.frame = table.frame.assign(**{column: np.where(empty, np.nan, found.day)})
    wrong = missing | no_day | implausible
    table.without(doubts, wrong, why, column)
    kind = "" if not unit else dates.NUMBER if unit == dates.NUMBER else dates.DATE
    if kind and table.unit and kind != table.unit:
        doubts.settle()
        raise LogError(said("{where} holds {unit}, another column {other}; write all days alike",
                            where=table.where(column), unit=term(kind), other=term(table.unit)))
    table.unit = table.unit or kind
    if unit not in ("", dates.NUMBER, dates.DATE):
        doubts.note(table.name, said("column '{column}' is read as {unit}", column=column, unit=term(unit)))
    return {str(name) for name in found.zone[~empty & ~wrong] if name}


def _tell_zones(table: Table, zones: set[str], zone: dates.Zone, doubts: Doubts) -> None:
    if not zones:
        return
    if len(zones) > 1:
        doubts.note(table.name, said("stamps of several time zones: {zones}", zones=sorted(zones)))
    if zone.name is None:
        doubts.note(table.name, said("days begin at midnight as the stamps are written ({zones}); --timezone "
                                     "Asia/Shanghai counts the days there", zones=sorted(zones)))


def _read_numbers(table: Table, column: str, doubts: Doubts) -> None:
    """Put numbers in place of a column's texts; NaN where a cell is empty."""
    cells, limits = table.frame[column], NUMBERS[table.name][column]
    number, wrong = numbers_of(cells, dates.is_empty(cells), limits)
    table.frame = table.frame.assign(**{column: number})
    empty = int(np.isnan(number).sum() - wrong.sum())
    if 0 < empty < len(number):
        doubts.note(table.name, said("empty cells in column '{column}': {count} of {all}; these lines count where it "
                                     "is not asked for", column=column, count=empty, all=len(number)))
    table.without(doubts, wrong, lambda k: why_no_number(cells.iloc[k], column, limits), column)


def _read_words(table: Table, column: str, doubts: Doubts) -> None:
    """Check that a column of words holds those that may stand there; of age and tier nothing is no group."""
    cells, allowed = table.frame[column], WORDS.get(table.name, {}).get(column)
    if allowed is None or column == "status":
        table.without(doubts, (cells == "").to_numpy(), lambda k: said("is empty"), column)
        cells = table.frame[column]
    if allowed is None:
        return
    words = cells.str.lower()
    table.frame = table.frame.assign(**{column: words})
    wrong = ~words.isin(["", *allowed]).to_numpy()
    table.without(doubts, wrong, lambda k: unknown(NOUNS[column], cells.iloc[k], allowed), column)


def blanks_of(table: Table) -> dict[str, np.ndarray]:
    """Column such as "visits.seconds" -> bool [row]: no number in the cell; only columns that lack one."""
    rows = len(table.frame)
    blank = {column: table.frame[column].isna().to_numpy() if column in table.frame else np.ones(rows, bool)
             for column in NUMBERS[table.name]}
    if table.name == "users" and "gone" not in table.frame:
        blank["gone"] = np.ones(rows, bool)
    return {key(table.name, column): cells for column, cells in blank.items() if cells.any()}
