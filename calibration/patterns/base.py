"""What a pattern is: a number that a table of events shows, with its unit, name and definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.registry import Registry
from sim.replicate.events import Events
from sim.texts import declare, docstring

Measure = Callable[[Events], float]
Who = Callable[[Events], np.ndarray]
"""Events -> bool [user]: those who are counted."""
MAY_LACK = 0.01
"""Share of blank rows up to which a total is told: it is too low by no more than that."""


@dataclass(frozen=True)
class Needs:
    """Columns of logs without which a number cannot be told.

    Attributes:
        cells: a row counts where these are known, such as "visits.seconds": shares and quantiles of rows.
        totals: nearly every row must have these, since rows without them are missing in a sum.
        days: days of opens [days]. order_days: days of orders whose return windows have closed [days].
        before: days at the beginning that only say who was there; those after them are counted [days].
        parcel_days: days of parcels [days]; logs have none.
    """

    cells: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    days: int = 1
    order_days: int = 0
    before: int = 0
    parcel_days: int = 0

    def missing(self, events: Events) -> list[str]:
        """Those that are too blank in the events."""
        return [name for name, most in (*((name, 0.99999) for name in self.cells),
                                        *((name, MAY_LACK) for name in self.totals))
                if events.blank_share(name) > most]  # fmt: skip

    def blank(self, events: Events) -> tuple[str, ...]:
        """Those that some row lacks."""
        return tuple(name for name in (*self.cells, *self.totals) if name in events.blanks)

    def met(self, events: Events) -> Events:
        """The events without the rows that lack one."""
        return events.knowing(self.blank(events))


@dataclass(frozen=True)
class Pattern:
    """A number that a world shows; `unit` as in metrics, "ratio" or "log" where it is a shape.

    Attributes:
        who: those who are counted in it. needs: columns of logs that it rests on.
        thinned: of opens of which most are left out, as the log of a source does: of logs it is told where asked.
    """

    name: str
    unit: str
    measure: Measure
    who: Who
    needs: Needs = Needs()
    thinned: bool = False


PATTERNS: Registry[Pattern] = Registry("pattern")


def active(events: Events) -> np.ndarray:
    """bool [user]: opened on one of the days."""
    return events.active


def pattern(name: str, unit: str, *, title: str = "", who: Who = active, cells: Sequence[str] = (),
            totals: Sequence[str] = (), parcel_days: int = 0, thinned: bool = False) -> Callable[[Measure], Measure]:
    """Declare the decorated function as a pattern; its docstring is the English definition.

    Args:
        title: the shown name in English, the words of `name` when it is blank.
        who: those who are counted. cells, totals, parcel_days: what it needs (`Needs`). thinned: see `Pattern`.
    """

    def declared(measure: Measure) -> Measure:
        needs = Needs(tuple(cells), tuple(totals), parcel_days=parcel_days)
        PATTERNS.add(name, Pattern(name, unit, measure, who, needs, thinned))
        declare(f"patterns.{name}.name", title or name.replace("_", " "))
        declare(f"patterns.{name}.definition", docstring(measure))
        return measure

    return declared


def users_of(events: Events, *users: np.ndarray) -> np.ndarray:
    """bool [user] from rows of the users' table."""
    chosen = np.zeros(len(events.users), bool)
    for rows in users:
        chosen[rows] = True
    return chosen


def distinct(one: np.ndarray, two: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct pairs of two columns, sorted: one [pair], two [pair], and the pair of each row [row].

    They are compared and not coded into one number, which could be that of a neighbour.
    """
    order = np.lexsort((two, one))
    first, second = one[order], two[order]
    new = np.ones(len(order), bool)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    pair = np.empty(len(order), np.int64)
    pair[order] = np.cumsum(new) - 1
    return first[new], second[new], pair


def ratio(top: float, bottom: float) -> float:
    """top / bottom, NaN over nothing."""
    return float(top / bottom) if bottom > 0 else float("nan")
