"""As others count: the definitions of Chinese analytics tools, beside ours, and why their numbers differ."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import among, days_from_comparison, need_days, per_month
from sim.outcomes.metrics.order_window import between, need_past, sums
from sim.outcomes.outcome import Outcome

REMEMBERED = 62
"""Days of which it is known whether somebody was active: the bits of a history."""
WINDOW = 90


def _days(outcome: Outcome, after: int) -> tuple[np.ndarray, int]:
    """(history, days): the last days from the comparison day on, at most those remembered; `after` must fit in."""
    need_days(outcome, after + 1)
    days = min(REMEMBERED, days_from_comparison(outcome))
    return outcome.people["history"] & ((1 << days) - 1), days


def _came_back(history: np.ndarray, days: int, after: int) -> np.ndarray:
    """The history's days on which one was active, and again `after` days later: bit d stands for d days ago."""
    return history & ((history & ((1 << (days - after)) - 1)) << after)


def _day_retention(outcome: Outcome, n: int, every: range) -> Ratio:
    """Active days followed by another one after as many days as one of `every`, over those with n days behind."""
    history, days = _days(outcome, n)
    started = history & ~((1 << n) - 1)
    back = np.bitwise_or.reduce([_came_back(history, days, after) & started for after in every])
    return Ratio(np.bitwise_count(back), np.bitwise_count(started))


def _declare(n: int) -> None:
    def on_the_day(outcome: Outcome) -> Ratio:
        return _day_retention(outcome, n, range(n, n + 1))

    on_the_day.__doc__ = (
        f"Of the users active on day t, the share active again on day t + {n}; all days t from the comparison day on, "
        f"of the last {REMEMBERED} days, whose t + {n} lies inside the horizon are pooled. D{n} retention is about "
        f"newcomers; this is about everybody who was there, so frequent users count on each of their days and it is "
        f"higher. Descriptive: bringing occasional users in lowers it."
    )
    metric(f"day_retention_d{n}", title=f"{n}-day retention of a day's users", unit="share", direction=0)(on_the_day)


def _declare_within(n: int) -> None:
    def within(outcome: Outcome) -> Ratio:
        return _day_retention(outcome, n, range(1, n + 1))

    within.__doc__ = (
        f"Of the users active on day t, the share active on at least one of the days t + 1 to t + {n}; all days t from "
        f"the comparison day on, of the last {REMEMBERED} days, whose t + {n} lies inside the horizon are pooled. One "
        f"chance in {n} days is enough, so it is higher than the retention on day t + {n} alone. Descriptive: bringing "
        f"occasional users in lowers it."
    )
    metric(f"day_retention_within_d{n}", title=f"retention of a day's users within {n} days", unit="share",
           direction=0)(within)


for _n in (1, 7, 30):
    _declare(_n)
for _n in (7, 30):
    _declare_within(_n)


@metric("buyers_twice", title="buyers with two or more orders (90 days)", unit="share", direction=0)
def buyers_twice(outcome: Outcome) -> Ratio:
    """Of the users with an order in the last 90 days, the share with two or more, as the tools count: orders that were
    placed, returned ones and two on one day included. The repurchase rate asks for kept orders on two days and is
    lower. Descriptive: bringing in marginal buyers lowers it even when everybody buys more.
    """
    first = outcome.days - WINDOW
    need_past(outcome, first)
    placed = sums(outcome, between(outcome, first, outcome.days - 1).orders)
    return Ratio(placed >= 2, placed >= 1)


@metric("gpm", title="sales per 1,000 visits (GPM)", unit="yuan", direction=1, per=1000.0)
def gpm(outcome: Outcome) -> Ratio:
    """Yuan paid for all orders placed, returned ones included, per 1,000 room visits. Sales per base user are net of
    returns and divide by the same people in every world; this falls when more is watched and as much is bought.
    """
    return Ratio(outcome.people["spent_fen"] / 100.0, outcome.people["visits"])


@metric("uv_value", title="sales per viewer (UV value)", unit="yuan", direction=1)
def uv_value(outcome: Outcome) -> Ratio:
    """Yuan paid for all orders placed, returned ones included, per user with at least one room visit since the
    comparison day, scaled to 28 days. The tools count the viewers of one stream or day, of whom there are more in sum,
    so their number is lower; sales per base user are net of returns and count those who watch nothing too.
    """
    people = outcome.people
    return among(people["visits"] > 0, people["spent_fen"] / 100.0 * per_month(outcome))
