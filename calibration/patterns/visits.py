"""Visits: how long they last, who watches most, and whose rooms they are in."""

from __future__ import annotations

import numpy as np

from calibration.patterns.base import distinct, pattern, ratio, users_of
from sim.replicate.events import Events
from sim.users.state import BOUNCED, ORDERED

SOURCE_DAYS = 21
"""Days that the data of W01-W08 and W44 cover (KuaiLive)."""
HEAVY_DAYS = 90
"""Days in which a heavy user here makes as many engaged visits (some 70) as one of the source in 21."""
MANY_VISITS = 40
"""Engaged visits in these days from which a user is a heavy one: our reading of W07."""
SOME_VISITS = 5
"""Engaged visits in the source's days from which a user is one of those of W44: our reading."""


SECONDS = ("visits.seconds",)


def visitors(events: Events) -> np.ndarray:
    """bool [user]: with a visit in the source's days."""
    return users_of(events, events.within(SOURCE_DAYS).visits["user"])


def some_visitors(events: Events) -> np.ndarray:
    """bool [user]: those of W44."""
    return with_visits(events, SOURCE_DAYS, SOME_VISITS)


def lately_active(events: Events) -> np.ndarray:
    """bool [user]: with an open in the source's days."""
    return events.within(SOURCE_DAYS).active


def heavy(events: Events) -> np.ndarray:
    """bool [user]: those of W07."""
    return with_visits(events, HEAVY_DAYS, MANY_VISITS)


def engaged_visitors(events: Events) -> np.ndarray:
    """bool [user]: with an engaged visit in the source's days."""
    return with_visits(events, SOURCE_DAYS, 1)


def visit_length(events: Events, q: float) -> float:
    """The quantile of room visits' length [min], bounced ones included."""
    minutes = events.within(SOURCE_DAYS).visits["minutes"]
    return float(np.quantile(minutes, q)) if len(minutes) else float("nan")


def mean_length(events: Events) -> float:
    """The mean length of a room visit [min], bounced ones included."""
    minutes = events.within(SOURCE_DAYS).visits["minutes"]
    return float(minutes.mean()) if len(minutes) else float("nan")


@pattern("visit_median_seconds", "s", title="median length of a room visit", who=visitors, cells=SECONDS)
def visit_median_seconds(events: Events) -> float:
    """Median length of a room visit (W01): most visits are bounces, which last seconds."""
    return 60.0 * visit_length(events, 0.5)


@pattern("visit_p90_over_mean", "ratio", title="long visit (1 in 10) over mean visit", who=visitors, cells=SECONDS)
def visit_p90_over_mean(events: Events) -> float:
    """90 % quantile of the length of room visits over their mean (W02 over W04)."""
    return ratio(visit_length(events, 0.9), mean_length(events))


@pattern("visit_p99_over_mean", "ratio", title="very long visit (1 in 100) over mean visit", who=visitors,
         cells=SECONDS)
def visit_p99_over_mean(events: Events) -> float:
    """99 % quantile of the length of room visits over their mean (W03 over W04)."""
    return ratio(visit_length(events, 0.99), mean_length(events))


def watched(events: Events, days: int = HEAVY_DAYS) -> np.ndarray:
    """[user] minutes watched in the last `days`."""
    visits = events.within(days).visits
    return np.bincount(visits["user"], visits["minutes"], minlength=len(events.users))


@pattern("watch_log_sd", "log", title="spread of watching among heavy users", who=some_visitors,
         totals=SECONDS)
def watch_log_sd(events: Events) -> float:
    """Standard deviation of the log of minutes watched in 21 days by users with 5 or more engaged visits (W44)."""
    total = watched(events, SOURCE_DAYS)[some_visitors(events)]
    return float(np.log(total).std()) if len(total) > 1 else float("nan")


@pattern("watch_top_tenth", "share", title="share of minutes of the top tenth", who=lately_active, totals=SECONDS)
def watch_top_tenth(events: Events) -> float:
    """The share of all minutes of 21 days that the tenth of users who watch most have."""
    total = np.sort(watched(events, SOURCE_DAYS)[lately_active(events)])[::-1]
    return ratio(total[: -(-len(total) // 10)].sum(), total.sum())


def with_visits(events: Events, days: int, visits: int) -> np.ndarray:
    """bool [user]: so many engaged visits or more in the last `days`."""
    visited = events.within(days).visits
    engaged = visited["user"][visited["marks"] & BOUNCED == 0]
    return np.bincount(engaged, minlength=len(events.users)) >= visits


@pattern("top_host_share", "share", title="share of minutes with the most watched host", who=heavy,
         totals=SECONDS)
def top_host_share(events: Events) -> float:
    """Median over heavy users of the share of their minutes in 90 days that their most watched host has (W07).

    One long visit weighs more among few: 90 days give our users as many visits as the source's have in 21.
    """
    visits = events.within(HEAVY_DAYS).visits
    user, _, where = distinct(visits["user"], visits["host"])
    top = np.zeros(len(events.users))
    np.maximum.at(top, user, np.bincount(where, visits["minutes"], minlength=len(user)))
    chosen = heavy(events)
    return float(np.median(top[chosen] / watched(events)[chosen])) if chosen.any() else float("nan")


@pattern("known_host_order_ratio", "ratio", title="orders per visit: host bought from before over others",
         who=engaged_visitors, cells=("visits.seconds", "visits.ordered"))
def known_host_order_ratio(events: Events) -> float:
    """Orders per engaged visit to a host ordered from before in the 21 days, over those to any other (W08)."""
    window = events.within(SOURCE_DAYS)
    visits = window.visits[window.visits["marks"] & BOUNCED == 0]
    ordered = visits["marks"] & ORDERED > 0
    pairs, _, pair = distinct(visits["user"], visits["host"])
    first_order = np.full(len(pairs), window.last + 1)
    np.minimum.at(first_order, pair[ordered], visits["day"][ordered])
    known = visits["day"] > first_order[pair]
    return ratio(ratio(ordered[known].sum(), known.sum()), ratio(ordered[~known].sum(), (~known).sum()))
