"""Sums over many groups at once: people are sorted into cells, each inside or outside every group.

A dozen segments overlap, but cut the people into few cells; summing the cells once is several times faster
than summing every group. NumPy's own reduction is used and never BLAS, so that a sum does not depend on the
number of threads.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import said

MOST = 62
"""Groups that fit into the bits of a cell's code."""


class Cells:
    """Groups of `people` persons, ready to be summed over.

    Args:
        people: persons of the outcome.
        groups: label -> bool [person], None for everybody.

    Attributes:
        order: rows of everybody by cell; those in no group come last.
    """

    def __init__(self, people: int, groups: Mapping[str, np.ndarray | None]) -> None:
        if len(groups) > MOST:
            raise ResultError(said("found {count} groups; allowed: at most {most} at once",
                                   count=len(groups), most=MOST))
        bits = np.uint16 if len(groups) <= 16 else np.int64  # short codes sort several times faster
        code: np.ndarray = np.zeros(people, dtype=bits)
        for bit, mask in enumerate(groups.values()):
            code += _checked(mask, people) * code.dtype.type(1 << bit)
        inside = np.flatnonzero(code)
        self.labels = tuple(groups)
        inside = inside[np.argsort(code[inside], kind="stable")]
        self.order = np.concatenate([inside, np.flatnonzero(code == 0)])
        self._summed: np.ndarray | slice = inside
        self._inside = len(inside)
        sorted_code = code[inside]
        self._starts = np.flatnonzero(np.diff(sorted_code, prepend=sorted_code.dtype.type(0)))
        codes: np.ndarray = sorted_code[self._starts]
        self._member = [codes >> bit & 1 == 1 for bit in range(len(groups))]

    def in_order(self) -> Cells:
        """The same cells, for values of people who stand in their `order` already."""
        other = copy.copy(self)
        other._summed = slice(self._inside)
        return other

    def sums(self, values: np.ndarray) -> np.ndarray:
        """The sum of `values` [person] over each group, in the order of `labels`; bools are counted."""
        kind = np.int64 if values.dtype == bool else values.dtype
        if not self._starts.size:
            return np.zeros(len(self.labels), dtype=kind)
        cells = np.add.reduceat(values[self._summed], self._starts, dtype=kind)
        return np.array([cells[member].sum() for member in self._member], dtype=kind)


def _checked(mask: np.ndarray | None, people: int) -> np.ndarray:
    if mask is None:
        return np.ones(people, dtype=bool)
    if mask.shape != (people,) or mask.dtype != bool:
        raise ResultError(
            said("a group is {dtype} with shape {shape}; allowed: bool, one entry for each of the {people} "
                 "people of the outcome", dtype=mask.dtype, shape=mask.shape, people=people)
        )
    return mask
