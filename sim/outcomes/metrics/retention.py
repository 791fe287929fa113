"""Who stays: retention of newcomers by day, of base users over the horizon, and uninstalls."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric, remembered
from sim.outcomes.metrics.groups import (
    MONTH,
    active_in_last,
    among,
    days_from_comparison,
    need_days,
    newcomers,
    per_base_user,
)
from sim.outcomes.outcome import Outcome
from sim.users.counts import RETENTION_DAYS

WINDOW = 7


@remembered
def settled(outcome: Outcome) -> np.ndarray:
    """bool [person]: base users who had joined 28 or more days before the comparison day."""
    return outcome.people["base"] & ~outcome.people["newer"]


def pooled(outcome: Outcome, after: int) -> np.ndarray:
    """bool [person]: newcomers whose day joined + `after` lies inside the horizon.

    The days are those of the horizon, so every arm pools the same cohorts.
    """
    need_days(outcome, after + 1)
    return newcomers(outcome, outcome.days - 1 - after)


def returned(outcome: Outcome, column: str, n: int) -> np.ndarray:
    """bool [person]: active on day joined + `n` (`retained`) or in the week from it (`retained_window`)."""
    return (outcome.people[column] >> RETENTION_DAYS.index(n)) & 1 == 1


def _declare(n: int) -> None:
    last = n + WINDOW - 1

    def retention(outcome: Outcome) -> Ratio:
        return among(pooled(outcome, n), returned(outcome, "retained", n))

    def retention_window(outcome: Outcome) -> Ratio:
        return among(pooled(outcome, last), returned(outcome, "retained_window", n))

    retention.__doc__ = _definition(f"day c + {n}", n)
    retention_window.__doc__ = _definition(f"at least one of the days c + {n} to c + {last}", last)
    metric(f"retention_d{n}", title=f"D{n} retention", unit="share", direction=1)(retention)
    metric(f"retention_d{n}_window", title=f"D{n} retention, one week", unit="share", direction=1)(retention_window)


def _definition(days: str, last: int) -> str:
    """What retention on `days` counts; `last` is the last of them."""
    return (f"Of the users whose first open was on day c, the comparison day or later, the share active on {days}. "
            f"All c with c + {last} inside the horizon are pooled, the same in every world.")


for _n in RETENTION_DAYS:
    _declare(_n)


@metric("base_retention", unit="share", direction=1)
def base_retention(outcome: Outcome) -> Ratio:
    """Of the users who were active in the 28 days before the comparison day and had joined 28 or
    more days before it, the share active in the last 28 days. Not given when fewer than 56 days
    follow.
    """
    need_days(outcome, 2 * MONTH)
    return among(settled(outcome), active_in_last(outcome, MONTH), fixed=True)


@metric("base_retention_newer", title="base retention, newer users", unit="share", direction=1)
def base_retention_newer(outcome: Outcome) -> Ratio:
    """Of the users who were active in the 28 days before the comparison day and had joined fewer
    than 28 days before it, the share active in the last 28 days. Not given when fewer than 56 days
    follow.
    """
    need_days(outcome, 2 * MONTH)
    people = outcome.people
    return among(people["base"] & people["newer"], active_in_last(outcome, MONTH), fixed=True)


@metric("uninstall_rate", unit="share", direction=-1)
def uninstall_rate(outcome: Outcome) -> Ratio:
    """The share of base users who have uninstalled at the end of the horizon; those who came back
    by then do not count.
    """
    return per_base_user(outcome, outcome.people["left"])


@metric("newcomer_uninstall_rate", title="uninstall rate of newcomers", unit="share", direction=-1)
def newcomer_uninstall_rate(outcome: Outcome) -> Ratio:
    """Of the users whose first open was on or after the comparison day and 30 or more days before
    the end, the share who have uninstalled at the end.
    """
    return among(pooled(outcome, 30), outcome.people["left"])


@metric("new_users", unit="count", direction=1, per=1000.0)
def new_users(outcome: Outcome) -> Ratio:
    """Users whose first open was on or after the comparison day, per 1,000 base users and 28 days."""
    joined = newcomers(outcome, outcome.days - 1)
    return Ratio(joined * (MONTH / days_from_comparison(outcome)), outcome.people["base"], fixed=True)
