"""The columns of the four tables: which must be there, which help, and what a cell of each may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEEDED: Mapping[str, tuple[str, ...]] = {
    "users": ("user", "joined"), "opens": ("user", "day"), "visits": ("user", "day", "host", "seconds"),
    "orders": ("user", "day", "host", "status"),
}  # fmt: skip
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "users": ("gone", "contacts", "age", "tier"), "opens": ("shown",),
    "visits": ("interacted", "checkout", "ordered", "shared", "id"),
    "orders": ("interacted", "closes", "paid_yuan", "id"),
}  # fmt: skip
DAYS: Mapping[str, tuple[str, ...]] = {
    "users": ("joined", "gone"), "opens": ("day",), "visits": ("day",), "orders": ("day", "closes"),
}  # fmt: skip
MAY_LACK_DAY = frozenset({"gone", "closes"})
"""Days that a line need not have: not gone, and a return window of the usual length."""


@dataclass(frozen=True)
class Limits:
    """What a number may be: `low` to `high`, and whether it has to be whole."""

    low: float
    high: float
    whole: bool = False


FLAG = Limits(0, 1, whole=True)
NUMBERS: Mapping[str, Mapping[str, Limits]] = {
    "users": {"contacts": Limits(0, 1e7, whole=True)},
    "opens": {"shown": Limits(0, 1e5, whole=True)},
    "visits": {"seconds": Limits(0, 86_400), "interacted": FLAG, "checkout": FLAG, "ordered": FLAG, "shared": FLAG},
    "orders": {"interacted": FLAG, "paid_yuan": Limits(0, 1e8)},
}
"""Bounds of what can be: a visit ends within a day, a phone book has an end."""
TRUE_FALSE: Mapping[str, str] = {
    "true": "1", "false": "0", "yes": "1", "no": "0", "是": "1", "否": "0",
}  # fmt: skip
EMPTY = frozenset({"", "na", "n/a", "nan", "null", "none", "nil", "\\n", "<na>", "nat", "-"})
"""What stands in a cell of days or numbers that holds nothing, whatever its capitals; an id is blank or an id."""


def columns_of(table: str) -> tuple[str, ...]:
    """All columns that a table may have."""
    return (*NEEDED[table], *OPTIONAL[table])


def key(table: str, column: str) -> str:
    """How a column is called where tables are many, such as "visits.seconds"."""
    return f"{table}.{column}"
