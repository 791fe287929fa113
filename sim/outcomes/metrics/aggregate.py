"""From people to a group: the value of a metric, and how two worlds differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.base.message import message_of, said
from sim.outcomes.metrics.base import METRICS, Ratio
from sim.outcomes.metrics.by_cell import Arranged, arranged
from sim.outcomes.metrics.cells import Cells
from sim.outcomes.metrics.sides import ByPerson, Sides, Sums
from sim.outcomes.outcome import Outcome

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
            reasons[name] = message_of(error)
    return reasons


def evaluate(outcome: Outcome, name: str, group: np.ndarray | None = None) -> Value:
    """The value of a metric in a group (bool [person]; None: everybody)."""
    sums = Sides(Cells(len(outcome.people), {"": group})).whole(_by_person(outcome, ratios(outcome, [name])[name]))
    return Value(float(sums.value[0]), float(sums.top[0]), float(sums.bottom[0]), int(sums.people[0]))


def table(outcome: Outcome, names: Iterable[str], groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """One row per metric and group: metric, segment, value, top, bottom, people.

    Metrics that the outcome cannot answer have NaN as value and 0 people; `refusals` says why.
    """
    names = tuple(names)
    cells, refused = Cells(len(outcome.people), groups), refusals(outcome, names)
    unknown = np.full(len(groups), np.nan)
    nothing = Sums(unknown, unknown, np.zeros(len(groups), dtype=np.int64))
    sides, known = Sides(cells), ratios(outcome, [n for n in names if n not in refused])
    by_metric = {n: nothing if n in refused else sides.whole(_by_person(outcome, known[n])) for n in names}
    return _frame({(n,): sums.columns() for n, sums in by_metric.items()}, ("metric",), cells, Value._fields)


def split(name: str, baseline: Outcome, treated: Outcome, group: np.ndarray | None = None) -> Split:
    """How a metric differs between two arms in a group: the same people, and who came.

    Arms of a replicate hold the same people in the same rows; anything else raises ResultError.
    """
    _check_pair(baseline, treated)
    sides = Sides(Cells(len(baseline.people), {"": group}))
    one, two = (_by_person(outcome, ratios(outcome, [name])[name]) for outcome in (baseline, treated))
    columns = sides.split(one, two, sides.whole(one), sides.whole(two))
    return Split(*(column[0].item() for column in columns))


def across(arms: Sequence[Outcome], names: Iterable[str], groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """One row per metric, arm and group: metric, arm, segment, the fields of Value, then those of Split.

    `arm` counts from 0, the baseline, whose difference from itself is zero. Lays the people out once for all
    metrics, so it is the way to ask for many of them. Raises ResultError when an outcome cannot answer.
    """
    for treated in arms[1:]:
        _check_pair(arms[0], treated)
    return differences(arranged(arms, groups), names)


def differences(worlds: Arranged, names: Iterable[str]) -> pd.DataFrame:
    """`across`, of arms that are arranged already."""
    sides, baseline = Sides(worlds.cells), worlds.arms[0]
    rows: dict[tuple[object, ...], tuple[np.ndarray, ...]] = {}
    for name in names:
        known = [ratios(baseline, [name])[name], *(_measured(treated, name) for treated in worlds.arms[1:])]
        people = [_by_person(outcome, ratio) for outcome, ratio in zip(worlds.arms, known, strict=True)]
        sums = [sides.whole(each) for each in people]
        for number, (each, whole) in enumerate(zip(people, sums, strict=True)):
            rows[name, number] = (*whole.columns(), *sides.split(people[0], each, sums[0], whole))
    return _frame(rows, ("metric", "arm"), worlds.cells, (*Value._fields, *Split._fields))


def _by_person(outcome: Outcome, ratio: Ratio) -> ByPerson:
    weight = outcome.people["weight"]
    return ByPerson(weight * ratio.top, ratio.bottom, weight)


def _frame(
    by_key: Mapping[tuple[object, ...], tuple[np.ndarray, ...]],
    keys: tuple[str, ...],
    cells: Cells,
    fields: tuple[str, ...],
) -> pd.DataFrame:
    """One row per key and group, from the columns [group] that belong to each key."""
    rows = [(*key, label) for key in by_key for label in cells.labels]
    frame = pd.DataFrame(rows, columns=[*keys, "segment"])
    for number, field in enumerate(fields):
        columns = [columns[number] for columns in by_key.values()]
        frame[field] = np.concatenate(columns) if columns else []
    return frame


def _measured(outcome: Outcome, name: str) -> Ratio:
    declared = METRICS[name]
    try:
        return declared.measure(outcome)
    except ResultError as error:
        raise ResultError(said("metric '{name}' {why}", name=name, why=message_of(error))) from None


def _check_pair(baseline: Outcome, treated: Outcome) -> None:
    if not np.array_equal(baseline.people["id"], treated.people["id"]):
        raise ResultError(said("the two worlds hold different people; allowed: arms of one replicate"))
    if (baseline.comparison_day, baseline.days) != (treated.comparison_day, treated.days):
        raise ResultError(
            said("the baseline compares from day {day} of {days}, the treated world from day "
                 "{treated_day} of {treated_days}; allowed: the same days in both",
                 day=baseline.comparison_day, days=baseline.days,
                 treated_day=treated.comparison_day, treated_days=treated.days)
        )
