"""Goals: the course of what a goal watches, day by day, and whether and when it gets there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from sim.base.calendar_days import is_promotion
from sim.outcomes.goal import Goal, at_end, direction_of
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.groups import MONTH, kinds_of
from sim.outcomes.metrics.groups import segment as members
from sim.outcomes.metrics.order_window import decision_days
from sim.outcomes.metrics.repurchase import WINDOW
from sim.outcomes.outcome import KEPT, Outcome
from sim.outcomes.signals import SIGNALS, sums, trailing

YEAR = 365
LOOKING_BACK = ("monthly_active_users",)
"""Signals that look back by themselves, and are taken as they are."""


class GoalReached(NamedTuple):
    """What became of a goal [the signal's unit].

    `before`: the level on the last day before the comparison day. `value`: the level on the goal's last day.
    `day`: the first one from the comparison day on, and in time, on which it was at `target`, None for never.
    """

    before: float
    value: float
    target: float
    day: int | None


def course(outcome: Outcome, signal: str, segment: str = "all") -> np.ndarray:
    """Float [day of the horizon]: the level of a goal's signal in a segment; NaN where it cannot be said.

    Signals over their trailing 28 days: a ratio of sums, or the mean of a count.
    """
    return _recorded(outcome, signal, segment)[-outcome.first_day:]


def reached(outcome: Outcome, goal: Goal) -> GoalReached:
    """Whether and when a world gets to a goal, in the good direction of its signal.

    Raises ResultError for a metric that this horizon is too short to answer.
    """
    if at_end(goal.signal):
        return _reached_at_end(outcome, goal)
    levels = _recorded(outcome, goal.signal, goal.segment)
    start = outcome.comparison_day - outcome.first_day
    last = (outcome.days - 1 if goal.by is None else min(goal.by, outcome.days - 1)) - outcome.first_day
    before = float(levels[start - 1]) if start else np.nan
    target = before * (1.0 + goal.target) if goal.relative else goal.target
    there = np.flatnonzero(direction_of(goal.signal) * (levels[start : last + 1] - target) >= 0)
    day = outcome.comparison_day + int(there[0]) if there.size else None
    return GoalReached(before, float(levels[last]), target, day)


def _reached_at_end(outcome: Outcome, goal: Goal) -> GoalReached:
    """A metric over the whole horizon is at its target on the last day or never, and has no level before."""
    value = evaluate(outcome, goal.signal, members(outcome, goal.segment)).value
    there = direction_of(goal.signal) * (value - goal.target) >= 0
    return GoalReached(np.nan, value, goal.target, outcome.days - 1 if there else None)


def repurchase_rate(outcome: Outcome, weight: np.ndarray) -> np.ndarray:
    """Of the users with a kept order in the last 90 decided days up to each day, the share with them on 2 or more.

    [recorded day], NaN before 90 decided days are recorded. An order is counted as soon as it is known to be kept
    and its day is decided, and for 90 days.
    """
    wait = decision_days(outcome)
    user, day, closes = _kept_days(outcome)
    first, end = np.maximum(day + wait, closes), day + wait + WINDOW
    repeated, buyers = _holders(outcome, user, np.minimum(first, end), end)
    share = _quotient((repeated * weight).sum(axis=1), (buyers * weight).sum(axis=1))
    share[: wait + WINDOW - 1] = np.nan
    return share


def ordinary_day_opens(outcome: Outcome, weight: np.ndarray) -> np.ndarray:
    """Active users on an ordinary day over those on a day of promotion, up to each day.

    [recorded day], means over the last 365 days as far as they are recorded; NaN without both kinds of days.
    """
    active = (outcome.level("dau") * weight).sum(axis=1)
    if outcome.date is None:
        return np.full(len(active), np.nan)
    dates = [outcome.date + datetime.timedelta(outcome.first_day + row) for row in range(len(active))]
    promotion = np.array([is_promotion(date) for date in dates])
    ordinary, promoted = (
        _quotient(_over_a_year(active * days), _over_a_year(days)) for days in (~promotion, promotion)
    )
    return _quotient(ordinary, promoted)


COURSES: Mapping[str, Callable[[Outcome, np.ndarray], np.ndarray]] = {
    "repurchase_rate": repurchase_rate,
    "ordinary_day_opens": ordinary_day_opens,
}
"""What a goal can watch beside SIGNALS (`sim.scenario.goals.COURSES`), by [recorded day] and kinds' weights."""


def _recorded(outcome: Outcome, signal: str, segment: str) -> np.ndarray:
    """`course` with the recorded past, [recorded day]."""
    weight = outcome.kind_weight * kinds_of(outcome, members(outcome, segment))
    if signal in COURSES:
        return COURSES[signal](outcome, weight)
    top, bottom = sums(SIGNALS[signal], outcome.daily, weight)
    return top if signal in LOOKING_BACK else trailing(top, bottom, MONTH)


def _kept_days(outcome: Outcome) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(user, day, day on which the first of its return windows closed) of every user's days with a kept order."""
    kept = outcome.orders[outcome.orders["status"] == KEPT]
    kept = kept[np.lexsort((kept["closes"], kept["day"], kept["user"]))]
    new = (np.diff(kept["user"], prepend=-1) != 0) | (np.diff(kept["day"], prepend=0) != 0)
    return kept["user"][new], kept["day"][new], kept["closes"][new]


def _holders(
    outcome: Outcome, user: np.ndarray, first: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Users who hold two or more, and one or more, of the things held on the days `first <= day < end`.

    Both [recorded day, kind]. Every user's things are gone through in the order in which they come and go.
    """
    days, kinds = len(outcome.daily), len(outcome.kind_weight)
    user, step = np.tile(user, 2), np.repeat([1, -1], len(user))
    at = np.minimum(np.concatenate([first, end]) - outcome.first_day, days)  # after the last day: never
    order = np.lexsort((at, user))
    user, step, at = user[order], step[order], at[order]
    held = np.cumsum(step)  # by this user: what others held has come and gone
    place = at * kinds + outcome.people["kind"][user]
    changes = [(held >= many).astype(int) - (held - step >= many) for many in (2, 1)]
    by_day = [np.bincount(place, change, (days + 1) * kinds).reshape(-1, kinds) for change in changes]
    repeated, once = (np.cumsum(table, axis=0)[:days] for table in by_day)
    return repeated, once


def _over_a_year(values: np.ndarray) -> np.ndarray:
    """Sum over the last 365 days up to each, or since the first."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    return total[1:] - total[np.maximum(np.arange(1, len(total)) - YEAR, 0)]


def _quotient(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return top / np.where(bottom > 0, bottom, np.nan)
