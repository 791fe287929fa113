"""Who buys again. Orders count by order day; kept means not returned when the return window closed."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric, remembered
from sim.outcomes.metrics.groups import among, per_base_user
from sim.outcomes.metrics.order_window import (
    between,
    decided,
    kept_days,
    last_decided,
    need_past,
    people_with,
)
from sim.outcomes.outcome import KEPT, Outcome

WINDOW = 90


@remembered
def earlier_buyers(outcome: Outcome) -> np.ndarray:
    """bool [person]: a kept order in the 90 days before the comparison day, final before that day."""
    need_past(outcome, outcome.comparison_day - WINDOW)
    orders = outcome.orders
    window = between(outcome, outcome.comparison_day - WINDOW, outcome.comparison_day - 1)
    closed = (orders["status"] == KEPT) & (orders["closes"] < outcome.comparison_day)
    return people_with(outcome, window.orders & closed)


@metric("rebuy_rate", unit="share", direction=1)
def rebuy_rate(outcome: Outcome) -> Ratio:
    """Of the users with a kept order in the 90 days before the comparison day whose return window
    had closed by then, the share who place another kept order on or after it, up to the last day
    whose return windows have all closed. The denominator is the same in every world.
    """
    again = people_with(outcome, decided(outcome).orders & (outcome.orders["status"] == KEPT))
    return among(earlier_buyers(outcome), again, fixed=True)


@metric("repeat_buyers", unit="count", direction=1, per=1000.0)
def repeat_buyers(outcome: Outcome) -> Ratio:
    """Base users with kept orders on two or more days between the comparison day and the last day
    whose return windows have all closed, per 1,000 base users.
    """
    return per_base_user(outcome, kept_days(outcome, decided(outcome, at_least=2)) >= 2)


@metric("repurchase_rate", title="repurchase rate (90 days)", unit="share", direction=0)
def repurchase_rate(outcome: Outcome) -> Ratio:
    """Among the users with a kept order in the last 90 days whose return windows have all closed,
    the share with kept orders on two or more days. Descriptive: bringing in marginal buyers lowers
    it even when everybody buys more, so compare worlds on the rebuy rate and on repeat buyers.
    """
    last = last_decided(outcome)
    need_past(outcome, last - WINDOW + 1)
    days = kept_days(outcome, between(outcome, last - WINDOW + 1, last))
    return Ratio(days >= 2, days >= 1)


@metric("repurchase_rate_category", title="repurchase rate in a category (90 days)", unit="share", direction=0)
def repurchase_rate_category(outcome: Outcome) -> Ratio:
    """As the repurchase rate, but each category by itself: of the pairs of a user and a category with a
    kept order in the last 90 days whose return windows have all closed, the share with kept orders on
    two or more days.
    """
    return _again_in(outcome, "category")


@metric("repurchase_rate_host", title="repurchase rate at a host (90 days)", unit="share", direction=0)
def repurchase_rate_host(outcome: Outcome) -> Ratio:
    """As the repurchase rate, but each host by himself: of the pairs of a user and a host with a kept
    order in the last 90 days whose return windows have all closed, the share with kept orders on two
    or more days.
    """
    return _again_in(outcome, "host")


def _again_in(outcome: Outcome, place: str) -> Ratio:
    """Pairs of a user and a place (a column of the orders) with kept orders on two days or more, over all pairs."""
    last = last_decided(outcome)
    need_past(outcome, last - WINDOW + 1)
    orders = outcome.orders[between(outcome, last - WINDOW + 1, last).orders & (outcome.orders["status"] == KEPT)]
    days = np.unique(np.stack([orders["user"], orders[place], orders["day"]], axis=1), axis=0)
    pairs, counts = np.unique(days[:, :2], axis=0, return_counts=True)
    people = len(outcome.people)
    return Ratio(np.bincount(pairs[counts >= 2, 0], minlength=people), np.bincount(pairs[:, 0], minlength=people))


@metric("repurchase_rate_month", title="buyers of a month who buy again", unit="share", direction=0)
def repurchase_rate_month(outcome: Outcome) -> Ratio:
    """Among the users with a kept order in a month (30 days), the share who have another one on
    another day of it or in the next month; the last two months whose return windows have all
    closed.
    """
    last = last_decided(outcome)
    need_past(outcome, last - 59)
    first_month = kept_days(outcome, between(outcome, last - 59, last - 30))
    both = kept_days(outcome, between(outcome, last - 59, last))
    return among(first_month >= 1, both >= 2)
