"""The tables of worlds laid out for many metrics in many groups: people by cell, each column in one piece.

A metric reads a column or two of everybody, and a row has more than forty of them; a sum over a group reads its people
in one stretch when they stand in the order of their cells. Both pay when all metrics are asked at once.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.outcomes.metrics.cells import Cells
from sim.outcomes.outcome import Outcome


class Columns(np.ndarray):
    """Rows of a table to be read by column: each is laid out in one piece when it is first asked for."""

    _whole: dict[str, np.ndarray]

    def __array_finalize__(self, made_of: Any) -> None:
        self._whole = {}

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, str):
            return self.view(np.ndarray)[key]
        if key not in self._whole:
            self._whole[key] = np.ascontiguousarray(self.view(np.ndarray)[key])
            self._whole[key].flags.writeable = False
        return self._whole[key]


def arranged(arms: Sequence[Outcome], groups: Mapping[str, np.ndarray]) -> tuple[list[Outcome], Cells]:
    """The arms of a replicate with their people in the order of the cells that `groups` cut, and those cells.

    The same people are in the same cells in all arms. Raises ResultError for a group that is not bool [person].
    """
    cells = Cells(len(arms[0].people), groups)
    order = cells.order
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return [_in_order(outcome, order, place) for outcome in arms], cells.in_order()


def _in_order(outcome: Outcome, order: np.ndarray, place: np.ndarray) -> Outcome:
    """The outcome with person `order[k]` in row k; what names a row names his `place`."""
    orders = outcome.orders.copy()
    orders["user"] = place[orders["user"]]
    segments = copy.copy(outcome.segments)
    segments.update({name: members[order] for name, members in outcome.segments.items()})
    return replace(outcome, people=outcome.people[order].view(Columns), orders=orders.view(Columns),
                   reached=outcome.reached[:, order], segments=segments)
