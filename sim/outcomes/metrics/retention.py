"""Who stays: retention of newcomers by day, of base users over the horizon, and uninstalls."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
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
    @metric(f"retention_d{n}", unit="share", direction=1)
    def retention(outcome: Outcome) -> Ratio:
        """Of the users who joined on day c, the share active on day c + n."""
        return among(pooled(outcome, n), returned(outcome, "retained", n))

    @metric(f"retention_d{n}_window", unit="share", direction=1)
    def retention_window(outcome: Outcome) -> Ratio:
        """Of the users who joined on day c, the share active on one of the days c + n to c + n + 6."""
        return among(pooled(outcome, n + WINDOW - 1), returned(outcome, "retained_window", n))


for _n in RETENTION_DAYS:
    _declare(_n)


@metric("base_retention", unit="share", direction=1)
def base_retention(outcome: Outcome) -> Ratio:
    """Of the base users who joined 28 or more days before, the share active in the last 28 days."""
    need_days(outcome, 2 * MONTH)
    people = outcome.people
    return among(people["base"] & ~people["newer"], active_in_last(outcome, MONTH), fixed=True)


@metric("base_retention_newer", unit="share", direction=1)
def base_retention_newer(outcome: Outcome) -> Ratio:
    """Of the base users who joined fewer than 28 days before, the share active in the last 28 days."""
    need_days(outcome, 2 * MONTH)
    people = outcome.people
    return among(people["base"] & people["newer"], active_in_last(outcome, MONTH), fixed=True)


@metric("uninstall_rate", unit="share", direction=-1)
def uninstall_rate(outcome: Outcome) -> Ratio:
    """The share of base users who have uninstalled at the end."""
    return per_base_user(outcome, outcome.people["left"])


@metric("newcomer_uninstall_rate", unit="share", direction=-1)
def newcomer_uninstall_rate(outcome: Outcome) -> Ratio:
    """Of the users who joined 30 or more days before the end, the share who have uninstalled at the end."""
    return among(pooled(outcome, 30), outcome.people["left"])


@metric("new_users", unit="count", direction=1, per=1000.0)
def new_users(outcome: Outcome) -> Ratio:
    """Users who joined from the comparison day on, per base user and 28 days."""
    joined = newcomers(outcome, outcome.days - 1)
    return Ratio(joined * (MONTH / days_from_comparison(outcome)), outcome.people["base"], fixed=True)
