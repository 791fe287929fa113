"""From people to a group: the value of a metric, and how two worlds differ in it.

Sums use NumPy's own reduction and never BLAS, so a result does not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from sim.errors import ResultError
from sim.metrics.base import METRICS, Ratio
from sim.outcome import Outcome

_CACHE: WeakKeyDictionary[Outcome, dict[str, Ratio]] = WeakKeyDictionary()


class Value(NamedTuple):
    """A metric of a group: weighted `top / bottom` (NaN over nobody) and the people in the denominator."""

    value: float
    top: float
    bottom: float
    people: int


class Split(NamedTuple):
    """Treated minus baseline: `difference = same + who_came`.

    `same` is the difference among the people in both denominators; `who_came` is the remainder, made by
    those who are in one world's denominator only. The counts are of people, without weights.
    """

    difference: float
    same: float
    who_came: float
    people_same: int
    people_only_baseline: int
    people_only_treated: int


def ratios(outcome: Outcome, names: Iterable[str]) -> dict[str, Ratio]:
    """Name -> ratio by person; each is computed once per outcome.

    Raises ResultError when the outcome cannot answer one of them, UnknownNameError for an unknown name.
    """
    cache = _CACHE.setdefault(outcome, {})
    for name in (names := tuple(names)):
        if name not in cache:
            cache[name] = _measured(outcome, name)
    return {name: cache[name] for name in names}


def refusals(outcome: Outcome, names: Iterable[str]) -> dict[str, str]:
    """Name -> reason, for the metrics that this outcome cannot answer."""
    reasons = {}
    for name in names:
        try:
            ratios(outcome, [name])
        except ResultError as error:
            reasons[name] = str(error)
    return reasons


def evaluate(outcome: Outcome, name: str, group: np.ndarray | None = None) -> Value:
    """The value of a metric in a group (bool [person]; None: everybody)."""
    return _weighted(outcome, name).value(_rows(outcome, group))


def table(outcome: Outcome, names: Iterable[str], groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """One row per metric and group: metric, segment, value, top, bottom, people.

    Metrics that the outcome cannot answer have NaN as value and 0 people; `refusals` says why.
    """
    names = tuple(names)
    rows = {label: _rows(outcome, group) for label, group in groups.items()}
    refused = refusals(outcome, names)
    found: list[tuple[object, ...]] = []
    for name in names:
        if name in refused:
            found += [(name, label, np.nan, np.nan, np.nan, 0) for label in rows]
            continue
        sums = _weighted(outcome, name)
        found += [(name, label, *sums.value(index)) for label, index in rows.items()]
    return pd.DataFrame(found, columns=["metric", "segment", *Value._fields])


def split(name: str, baseline: Outcome, treated: Outcome, group: np.ndarray | None = None) -> Split:
    """How a metric differs between two arms in a group: the same people, and who came.

    Arms of a replicate hold the same people in the same rows; anything else raises ResultError.
    """
    _check_pair(baseline, treated)
    return _Pair(_weighted(baseline, name), _weighted(treated, name)).split(_rows(baseline, group))


def splits(
    names: Iterable[str], baseline: Outcome, treated: Outcome, groups: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """One row per metric and group: metric, segment and the fields of Split; fast for many groups."""
    _check_pair(baseline, treated)
    rows = {label: _rows(baseline, group) for label, group in groups.items()}
    found: list[tuple[object, ...]] = []
    for name in names:
        pair = _Pair(_weighted(baseline, name), _weighted(treated, name))
        found += [(name, label, *pair.split(index)) for label, index in rows.items()]
    return pd.DataFrame(found, columns=["metric", "segment", *Split._fields])


@dataclass(frozen=True)
class _Weighted:
    """Weighted numerator and denominator by person, and who is in the denominator."""

    top: np.ndarray
    bottom: np.ndarray
    member: np.ndarray

    def value(self, rows: np.ndarray) -> Value:
        top, bottom = float(self.top[rows].sum()), float(self.bottom[rows].sum())
        people = int(np.count_nonzero(self.member[rows]))
        return Value(top / bottom if bottom else np.nan, top, bottom, people)

    def among(self, chosen: np.ndarray) -> _Weighted:
        """Everybody else set to zero and not dropped, so that equal sums stay equal to the bit."""
        return _Weighted(self.top * chosen, self.bottom * chosen, chosen)


class _Pair:
    """A metric in two arms."""

    def __init__(self, before: _Weighted, after: _Weighted) -> None:
        both = before.member & after.member
        self.before, self.after = before, after
        self.same_before, self.same_after = before.among(both), after.among(both)

    def split(self, rows: np.ndarray) -> Split:
        before, after = self.before.value(rows), self.after.value(rows)
        was, now = self.same_before.value(rows), self.same_after.value(rows)
        difference = after.value - before.value
        same = now.value - was.value if now.people else 0.0
        only = (before.people - now.people, after.people - now.people)
        return Split(difference, same, difference - same, now.people, *only)


def _weighted(outcome: Outcome, name: str) -> _Weighted:
    ratio, weight = ratios(outcome, [name])[name], outcome.people["weight"]
    return _Weighted(weight * ratio.top, weight * ratio.bottom, ratio.bottom != 0)


def _measured(outcome: Outcome, name: str) -> Ratio:
    declared = METRICS[name]
    try:
        return declared.measure(outcome)
    except ResultError as error:
        raise ResultError(f"metric '{name}' {error}") from None


def _rows(outcome: Outcome, group: np.ndarray | None) -> np.ndarray:
    people = len(outcome.people)
    if group is None:
        return np.arange(people)
    if group.shape != (people,) or group.dtype != bool:
        raise ResultError(
            f"a group is {group.dtype} with shape {group.shape}; allowed: bool, one entry for each of the "
            f"{people} people of the outcome"
        )
    return np.flatnonzero(group)


def _check_pair(baseline: Outcome, treated: Outcome) -> None:
    if not np.array_equal(baseline.people["id"], treated.people["id"]):
        raise ResultError("the two worlds hold different people; allowed: arms of one replicate")
    if (baseline.comparison_day, baseline.days) != (treated.comparison_day, treated.days):
        raise ResultError(
            f"the baseline compares from day {baseline.comparison_day} of {baseline.days}, the treated world "
            f"from day {treated.comparison_day} of {treated.days}; allowed: the same days in both"
        )
