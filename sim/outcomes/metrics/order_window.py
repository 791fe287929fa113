"""Which orders count: the last day whose parcels are all decided, and orders gathered by person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import said
from sim.outcomes.metrics.base import remembered
from sim.outcomes.outcome import KEPT, Outcome


class Window(NamedTuple):
    """Orders of the days `first`..`last`, as bool [order]."""

    first: int
    last: int
    orders: np.ndarray

    @property
    def days(self) -> int:
        """Days in the window."""
        return self.last - self.first + 1


@remembered
def decision_days(outcome: Outcome) -> int:
    """The longest time from an order to the close of its return window [d], at least the return window.

    Read from orders of the days before the comparison day, which all arms share: so every arm has the
    same windows. An order that takes longer afterwards counts as not kept.
    """
    day, closes = outcome.orders["day"], outcome.orders["closes"]
    longest = (closes - day).max(initial=0, where=day < outcome.comparison_day)
    return max(outcome.return_window, int(longest))


def last_decided(outcome: Outcome) -> int:
    """The last order day whose return windows have all closed by the end of the horizon."""
    return outcome.days - 1 - decision_days(outcome)


@remembered
def between(outcome: Outcome, first: int, last: int) -> Window:
    """Orders placed on the days `first`..`last`, both included."""
    day = outcome.orders["day"]
    return Window(first, last, (day >= first) & (day <= last))


def decided(outcome: Outcome, at_least: int = 1) -> Window:
    """Orders from the comparison day to the last closed return window.

    Raises ResultError when the window holds fewer than `at_least` days.
    """
    window = between(outcome, outcome.comparison_day, last_decided(outcome))
    if window.days < at_least:
        raise ResultError(
            said("needs {at_least} order day(s) from the comparison day (day {day}) on whose return "
                 "windows have closed, found {available}; run {enough} days or more",
                 at_least=at_least, day=outcome.comparison_day, available=max(window.days, 0),
                 enough=outcome.days + at_least - window.days)
        )
    return window


def need_past(outcome: Outcome, first: int) -> None:
    """Raise ResultError unless orders are recorded from day `first` on."""
    if first < outcome.first_day:
        raise ResultError(
            said("needs orders from day {first} on, found a record that starts on day {first_day}; record "
                 "{missing} more days before day 0",
                 first=first, first_day=outcome.first_day, missing=outcome.first_day - first)
        )


def sums(outcome: Outcome, chosen: np.ndarray, values: np.ndarray | None = None) -> np.ndarray:
    """Int [person]: number of chosen orders, or the sum of integer `values` over them."""
    user, people = outcome.orders["user"][chosen], len(outcome.people)
    if values is None:
        return np.bincount(user, minlength=people)
    total = np.zeros(people, dtype=np.int64)
    np.add.at(total, user, values[chosen])
    return total


def people_with(outcome: Outcome, chosen: np.ndarray) -> np.ndarray:
    """bool [person]: placed at least one of the chosen orders."""
    return sums(outcome, chosen) > 0


def kept_order_days(outcome: Outcome, window: Window) -> np.ndarray:
    """int [row, (user, day)], sorted and distinct: the days on which users placed orders they kept."""
    if window.orders is between(outcome, window.first, window.last).orders:  # what many metrics ask
        return _kept_between(outcome, window.first, window.last)
    return _kept_of(outcome, window)


@remembered
def _kept_between(outcome: Outcome, first: int, last: int) -> np.ndarray:
    return _kept_of(outcome, between(outcome, first, last))


def _kept_of(outcome: Outcome, window: Window) -> np.ndarray:
    kept = window.orders & (outcome.orders["status"] == KEPT)
    span = max(window.days, 1)
    code = np.sort(outcome.orders["user"][kept] * span + outcome.orders["day"][kept] - window.first)
    code = code[np.diff(code, prepend=-1) != 0]
    return np.stack([code // span, code % span + window.first], axis=1)


def kept_days(outcome: Outcome, window: Window) -> np.ndarray:
    """Int [person]: distinct days of the window with a kept order."""
    return np.bincount(kept_order_days(outcome, window)[:, 0], minlength=len(outcome.people))
