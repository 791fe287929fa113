"""Groups of people, and the few sets of people that most metrics start from."""

from __future__ import annotations

import numpy as np

from sim.base.errors import ResultError, UnknownNameError, unknown
from sim.base.message import said
from sim.outcomes.metrics.base import Ratio, remembered
from sim.outcomes.outcome import BEHAVED, NEVER, Outcome

MONTH = 28
"""Days of the window behind "active lately", and of the period that counts are scaled to: whole weeks."""


BY_BEHAVIOUR = " @ "
"""Between a segment and one of BEHAVED: its members who behaved so on the comparison day."""


def segment(outcome: Outcome, name: str) -> np.ndarray:
    """bool [person]: the members of a segment or a combination, or of them those who behaved in a way (BY_BEHAVIOUR).

    Raises UnknownNameError for a name nobody declared.
    """
    whole, _, behaviour = name.partition(BY_BEHAVIOUR)
    if behaviour in BEHAVED:
        behaved: np.ndarray = outcome.people["behaved"] == BEHAVED.index(behaviour)
        return segment(outcome, whole) & behaved
    try:
        return outcome.segments[name]
    except KeyError:
        raise UnknownNameError(unknown("segment", name, outcome.segments)) from None


def kinds_of(outcome: Outcome, group: np.ndarray | None) -> np.ndarray:
    """bool [kind]: the kinds that make up `group` (None: everybody).

    Daily levels and rooms are counted by kind, so a group that cuts through a kind raises ResultError.
    """
    count = len(outcome.kind_weight)
    return np.ones(count, dtype=bool) if group is None else whole_kinds(column(outcome, "kind"), count, group)


@remembered
def column(outcome: Outcome, name: str) -> np.ndarray:
    """A column of the people in one piece: much faster to read again and again than a field of every row."""
    return np.ascontiguousarray(outcome.people[name])


def whole_kinds(kind: np.ndarray, count: int, group: np.ndarray) -> np.ndarray:
    """bool [kind]: those of `count` kinds that make up `group`; `kind` is that of each person.

    Raises ResultError for a group that cuts through a kind.
    """
    members = np.bincount(kind[group], minlength=count)
    everybody = np.bincount(kind, minlength=count)
    cut = np.flatnonzero((members > 0) & (members < everybody))
    if cut.size:
        raise ResultError(
            said("daily and room figures are counted by kind of user, and the group holds only {some} of the "
                 "{all} users of kind {kind}; allowed: a segment that is made up of whole kinds",
                 some=members[cut[0]], all=everybody[cut[0]], kind=cut[0])
        )
    return members > 0


def days_from_comparison(outcome: Outcome) -> int:
    """Days from the comparison day (counted) to the end of the horizon."""
    return outcome.days - outcome.comparison_day


def need_days(outcome: Outcome, days: int) -> None:
    """Raise ResultError unless at least `days` days lie between the comparison day and the end."""
    available = days_from_comparison(outcome)
    if available < days:
        raise ResultError(
            said("needs at least {days} days from the comparison day (day {day}) on, found "
                 "{available}; run {enough} days or more",
                 days=days, day=outcome.comparison_day, available=available, enough=outcome.comparison_day + days)
        )


def active_days_in_last(outcome: Outcome, days: int) -> np.ndarray:
    """int [person]: days with an open among the last `days` (up to 62) of the horizon."""
    return np.bitwise_count(outcome.people["history"] & ((1 << days) - 1))


def active_in_last(outcome: Outcome, days: int) -> np.ndarray:
    """bool [person]: at least one open in the last `days` (up to 62) of the horizon."""
    return active_days_in_last(outcome, days) > 0


@remembered
def newcomers(outcome: Outcome, until: int) -> np.ndarray:
    """bool [person]: first open between the comparison day and day `until`, both included."""
    joined = outcome.people["joined"]
    return (joined >= outcome.comparison_day) & (joined <= min(until, NEVER - 1))


def among(population: np.ndarray, top: np.ndarray, *, fixed: bool = False) -> Ratio:
    """A mean (or share) of `top` over the people of a bool `population`."""
    return Ratio(np.where(population, top, np.zeros((), top.dtype)), population, fixed)


def per_base_user(outcome: Outcome, top: np.ndarray, scale: float = 1.0) -> Ratio:
    """`top * scale` per base user; who left later stays in, so both worlds divide by the same people."""
    return among(outcome.people["base"], top * scale if scale != 1.0 else top, fixed=True)


def per_month(outcome: Outcome) -> float:
    """The factor from a count since the comparison day to a count per 28 days."""
    return MONTH / days_from_comparison(outcome)
