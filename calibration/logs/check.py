"""The data check: what was read, what was left out and why, and what to know before the numbers are believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from calibration.logs.across import day_written
from calibration.logs.odd import Doubts
from calibration.logs.tables import Table
from sim.base.message import Message


@dataclass(frozen=True)
class TableCheck:
    """What became of a table.

    Attributes:
        lines: lines that the file holds. used: those the numbers rest on. users: users in these.
        first, last: its days, as dates where the logs have dates, "" for a table without a line.
        left_out, notes: what is not used and why, and what to know.
    """

    name: str
    file: str
    lines: int
    used: int
    users: int
    first: str
    last: str
    left_out: tuple[Message, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class DataCheck:
    """The tables of a folder, in the order users, opens, visits, orders."""

    tables: tuple[TableCheck, ...]

    def rows(self) -> pd.DataFrame:
        """One row a table: table, file, lines, used, users, first, last."""
        return pd.DataFrame([{"table": t.name, "file": t.file, "lines": t.lines, "used": t.used, "users": t.users,
                              "first": t.first, "last": t.last} for t in self.tables])


def checked(tables: Mapping[str, Table], doubts: Doubts) -> DataCheck:
    """The data check of tables that have been settled."""
    return DataCheck(tuple(_table(table, doubts) for table in tables.values()))


def _table(table: Table, doubts: Doubts) -> TableCheck:
    frame, name = table.frame, table.name
    days = frame["joined" if name == "users" else "day"]
    first, last = (day_written(table, days.min()), day_written(table, days.max())) if len(frame) else ("", "")
    return TableCheck(name, table.file, table.lines, len(frame), frame["user"].nunique(), first, last,
                      tuple(doubts.left_out.get(name, ())), tuple(doubts.notes.get(name, ())))
