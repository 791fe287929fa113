"""Rows as plain Python objects: what `live_day` runs on when it is read, stepped or told."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.cast.hosts import CATEGORIES
from sim.outcomes.outcome import AGES, TIERS
from sim.scenario.plan import NEEDS
from sim.users.rules.base import FEN_A_YUAN, MILLI
from sim.users.state import BOUNCED, DONE, MAIL, PARCEL, ROOM, TRAITS, Today, fields

Traits = namedtuple("Traits", fields(TRAITS))  # type: ignore[misc]
Room = namedtuple("Room", fields(ROOM))  # type: ignore[misc]
Letter = namedtuple("Letter", fields(MAIL))  # type: ignore[misc]
Parcel = namedtuple("Parcel", fields(PARCEL))  # type: ignore[misc]


TOLD = ("opened", "by_message", "by_friend", "messages", "adopted", "group_joined", "parts", "shown", "visits",
        "bounces", "interacted", "follows", "checkouts", "orders", "shares", "parcels", "problems", "uninstalled")
"""Fields of a day's record that its printed form shows."""


class DayRecord:
    """A day's record with the fields of a DONE row, as plain Python numbers and lists."""

    __slots__ = fields(DONE)

    def __init__(self) -> None:
        for name in self.__slots__:
            shape = DONE[name].shape
            setattr(self, name, [0] * shape[0] if shape else 0)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    def __repr__(self) -> str:
        """What happened, in minutes and yuan; what did not happen is left out."""
        if not any(getattr(self, name) for name in TOLD):
            return "DayRecord(nothing happened)"
        told = {name: getattr(self, name) for name in TOLD} | {
            "minutes": round(self.milliminutes / MILLI, 1),
            "rooms": [self.visit_room[k] for k in range(self.visits) if not self.visit_marks[k] & BOUNCED],
            "paid_yuan": sum(self.order_fen[: self.orders]) / FEN_A_YUAN,
        }  # fmt: skip
        return f"DayRecord({', '.join(f'{name}={value}' for name, value in told.items() if value)})"

    def row(self) -> np.ndarray:
        """The record as a DONE row."""
        out = np.zeros((), DONE)
        for name in self.__slots__:
            out[name] = getattr(self, name)
        return out


def traits_in_words(who: Any) -> dict[str, Any]:
    """TRAITS by name, with words in place of codes: age, tier, yes or no, needs (shares) and interests (mean 1)."""
    told = who._asdict()
    told.pop("kind")  # a row of another table
    words = {"age": AGES[who.age], "tier": TIERS[who.tier], "overseas": who.overseas > 0, "vr": who.vr > 0}
    vectors = {"needs": dict(zip(NEEDS, who.needs, strict=True)),
               "interest": dict(zip(CATEGORIES, who.interest, strict=True))}  # fmt: skip
    return told | words | vectors


def namedtuple_of(table: np.ndarray, row: int) -> Any:
    """One row of a parameter table as a named tuple of Python floats."""
    return Parameters(fields(table.dtype))(*table[row].tolist())


_PARAMETERS: dict[tuple[str, ...], Any] = {}


def Parameters(names: tuple[str, ...]) -> Any:  # noqa: N802  (it makes a class)
    """The named tuple class with these fields."""
    if names not in _PARAMETERS:
        made = namedtuple("Parameters", names)  # type: ignore[misc]
        made.__reduce__ = _reduced  # type: ignore[method-assign,assignment]
        _PARAMETERS[names] = made
    return _PARAMETERS[names]


def _reduced(row: Any) -> tuple[Any, ...]:
    """How a row is pickled: its class cannot be found by name."""
    return remade, (row._fields, tuple(row))


def remade(names: tuple[str, ...], values: tuple[float, ...]) -> Any:
    """A row that was pickled: its class is made anew where it is read."""
    return Parameters(names)(*values)


def readable(today: Today) -> Today:
    """The shared state of a day as Python numbers, lists and named tuples."""
    return Today(
        today.day, today.calendar, today.rivals, today.announced,
        [Room(*row) for row in today.rooms.tolist()], today.boards.tolist(),
        [Letter(*row) for row in today.mail.tolist()], [Parcel(*row) for row in today.parcels.tolist()],
        today.members.tolist(),
        today.news,
    )
