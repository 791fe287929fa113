"""Sums of metrics over groups of people, of one world and of two: those of a denominator once for all that have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.outcomes.metrics.cells import Cells


class Sums(NamedTuple):
    """Weighted sums and people in the denominator, [group]."""

    top: np.ndarray
    bottom: np.ndarray
    people: np.ndarray

    @property
    def value(self) -> np.ndarray:
        return self.top / np.where(self.bottom != 0, self.bottom, np.nan)

    def columns(self) -> tuple[np.ndarray, ...]:
        """The fields of Value."""
        return self.value, self.top, self.bottom, self.people


class ByPerson(NamedTuple):
    """The weighted numerator by person, the denominator without its weight, and the weight."""

    top: np.ndarray
    bottom: np.ndarray
    weight: np.ndarray


class _Denominator(NamedTuple):
    """Who is in a denominator [person], with its sums and its people [group]; `source`: of what it was made."""

    member: np.ndarray
    bottom: np.ndarray
    people: np.ndarray
    source: np.ndarray


class _Shared(NamedTuple):
    """The people in the denominators of two worlds, and of either world the sums over them; `same`: over all in it."""

    both: np.ndarray
    same: tuple[bool, bool]
    sums: Sequence[_Denominator]


class Sides:
    """Sums of worlds over the groups of `cells`. Those of a denominator are found once: many metrics have the same."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._wholes: dict[int, _Denominator] = {}
        self._shared: dict[tuple[int, int], _Shared] = {}

    def whole(self, people: ByPerson) -> Sums:
        """The sums over all in the denominator."""
        below = self._whole(people)
        return Sums(self.cells.sums(people.top), below.bottom, below.people)

    def split(self, one: ByPerson, two: ByPerson, before: Sums, after: Sums) -> tuple[np.ndarray, ...]:
        """The fields of Split, each [group], of two worlds with the sums `before` and `after` over all their people."""
        shared = self._of_both(one, two)
        was, now = self._among(0, one, shared, before), self._among(1, two, shared, after)
        difference = after.value - before.value
        same = np.where(now.people > 0, now.value - was.value, 0.0)
        only = (before.people - now.people, after.people - now.people)
        return difference, same, difference - same, now.people, *only

    def _whole(self, people: ByPerson) -> _Denominator:
        if id(people.bottom) not in self._wholes:  # kept as its source, so that no other array gets its id
            self._wholes[id(people.bottom)] = self._denominator(people.weight * people.bottom, people.bottom)
        return self._wholes[id(people.bottom)]

    def _denominator(self, weighted: np.ndarray, source: np.ndarray) -> _Denominator:
        member = source != 0
        return _Denominator(member, self.cells.sums(weighted), self.cells.sums(member), source)

    def _of_both(self, one: ByPerson, two: ByPerson) -> _Shared:
        key = id(one.bottom), id(two.bottom)
        if key not in self._shared:
            wholes = self._whole(one), self._whole(two)
            both = wholes[0].member & wholes[1].member
            same = np.array_equal(wholes[0].member, both), np.array_equal(wholes[1].member, both)
            # everybody else set to zero and not dropped, so that equal sums stay equal to the bit
            sums = [whole if alike else self._denominator(each.weight * each.bottom * both, both)
                    for each, whole, alike in zip((one, two), wholes, same, strict=True)]
            self._shared[key] = _Shared(both, same, sums)
        return self._shared[key]

    def _among(self, k: int, people: ByPerson, shared: _Shared, whole: Sums) -> Sums:
        """The sums over those in both denominators: those over the `whole`, where nobody else counts."""
        if shared.same[k] and not ((people.top != 0) & ~shared.both).any():
            return whole
        return Sums(self.cells.sums(people.top * shared.both), shared.sums[k].bottom, shared.sums[k].people)
