"""The tables of worlds laid out for many metrics in many groups: people by cell, each column in one piece.

A metric reads a column or two of everybody, and a row has more than forty of them; a sum over a group reads its people
in one stretch when they stand in the order of their cells. Both pay when all metrics are asked at once.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from sim.outcomes.metrics.cells import Cells
from sim.outcomes.outcome import Outcome

AT_ONCE = 1024
"""Rows that are laid out at once: so few stay in the cache from column to column."""


class ByPersonColumns:
    """Rows `order` of a table, to be read by column: all are laid out in one piece when one is first asked for.

    Whatever else is asked of the table is asked of its rows in that order.
    """

    def __init__(self, table: np.ndarray, order: np.ndarray | slice) -> None:
        self._table, self._order, self._columns = table, order, dict[str, np.ndarray]()

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, str):
            return self._rows[key]
        if key not in self._columns:
            column = self._laid_out[key][self._order]
            column.flags.writeable = False
            self._columns[key] = column
        return self._columns[key]

    def __len__(self) -> int:
        return len(self._table)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self._rows, dtype, copy=copy)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # how Python and NumPy ask what it is
            raise AttributeError(name)
        return getattr(self._rows, name)

    @cached_property
    def _laid_out(self) -> dict[str, np.ndarray]:
        """Each column of the table in one piece."""
        table, names = self._table, self._table.dtype.names or ()
        columns = {name: np.empty(table[name].shape, table.dtype[name].base) for name in names}
        for first in range(0, len(table), AT_ONCE):
            rows = slice(first, first + AT_ONCE)
            part = table[rows]
            for name, column in columns.items():
                column[rows] = part[name]
        return columns

    @cached_property
    def _rows(self) -> np.ndarray:
        rows: np.ndarray = self._table[self._order]
        return rows


class Arranged(NamedTuple):
    """The arms of a replicate, with their people in the order of `cells`."""

    arms: list[Outcome]
    cells: Cells


def arranged(arms: Sequence[Outcome], groups: Mapping[str, np.ndarray]) -> Arranged:
    """The arms of a replicate with their people in the order of the cells that `groups` cut, the same in all arms.

    Raises ResultError for a group that is not bool [person].
    """
    cells = Cells(len(arms[0].people), groups)
    order = cells.order
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Arranged([_in_order(outcome, order, place) for outcome in arms], cells.in_order())


def _in_order(outcome: Outcome, order: np.ndarray, place: np.ndarray) -> Outcome:
    """The outcome with person `order[k]` in row k; what names a row names his `place`."""
    orders = outcome.orders.copy()
    orders["user"] = place[orders["user"]]
    segments = copy.copy(outcome.segments)
    segments.update({name: members[order] for name, members in outcome.segments.items()})
    people: Any = ByPersonColumns(outcome.people, order)
    in_columns: Any = ByPersonColumns(orders, slice(None))
    return replace(outcome, people=people, orders=in_columns, reached=outcome.reached[:, order], segments=segments)
