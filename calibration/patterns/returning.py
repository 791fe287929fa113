"""Coming back: the gaps between opens, and what becomes of newcomers."""

from __future__ import annotations

import numpy as np

from calibration.patterns.base import distinct, pattern, ratio, users_of
from sim.replicate.events import Events

GAP_DAYS = 17
"""Days in which the gaps of W09-W12 were seen from end to end."""
SETTLED = 90
"""Days since joining from which a user counts as an established one."""


def open_gaps(events: Events, censored: bool) -> tuple[np.ndarray, np.ndarray]:
    """Days from one open to the next [gap], and whether the next was seen, of established users.

    Without `censored` only gaps that begin and end inside the last 17 days, as W09 to W12 were seen.
    """
    window = events.within(GAP_DAYS)
    old = events.users["joined"] <= window.first - SETTLED
    user, day, _ = distinct(window.opens["user"], window.opens["day"])
    user, day = user[old[user]], day[old[user]]
    follows = np.append(user[1:] == user[:-1], False)
    if not censored:
        return np.diff(day)[follows[:-1]], np.ones(int(follows.sum()), bool)
    until = np.append(day[1:], window.last)
    return np.where(follows, until, window.last) - day, follows


def settled(events: Events) -> np.ndarray:
    """bool [user]: established ones with an open in the days of W09 to W12."""
    window = events.within(GAP_DAYS)
    return window.active & (events.users["joined"] <= window.first - SETTLED)


def came_back(events: Events) -> np.ndarray:
    """bool [user]: established ones with two opens in these days, so with a gap that was seen to end."""
    user, _, _ = distinct(*(events.within(GAP_DAYS).opens[column] for column in ("user", "day")))
    return settled(events) & (np.bincount(user, minlength=len(events.users)) >= 2)


def return_hazard(events: Events, gap: int, censored: bool = False) -> float:
    """Of the users idle until `gap` days after an open, the share that opens on that very day."""
    length, ended = open_gaps(events, censored)
    return ratio(((length == gap) & ended).sum(), (length >= gap).sum())


def _declare(gap: int, evidence: str) -> None:
    def hazard_ratio(events: Events) -> float:
        return ratio(return_hazard(events, gap), return_hazard(events, 1))

    hazard_ratio.__doc__ = (f"Hazard of returning after {gap} days over that after one, seen as its source did "
                            f"({evidence} over W09).")
    title = f"chance to come back after {gap} days, over after 1"
    pattern(f"return_hazard_{gap}_over_1", "ratio", title=title, who=came_back)(hazard_ratio)


@pattern("return_hazard_1", "share", title="back after one day", who=came_back)
def return_hazard_1(events: Events) -> float:
    """Share of open gaps that last one day, among those that begin and end within 17 days (W09)."""
    return return_hazard(events, 1)


for _gap, _evidence in ((2, "W10"), (3, "W11"), (4, "W12")):
    _declare(_gap, _evidence)


@pattern("true_return_hazard_4_over_1", "ratio", title="true chance to come back after 4 days, over after 1",
         who=settled)
def true_return_hazard_4_over_1(events: Events) -> float:
    """The same with gaps that the end of the days cuts off counted as such: what the users really do."""
    return ratio(return_hazard(events, 4, censored=True), return_hazard(events, 1, censored=True))


def newcomers(events: Events) -> np.ndarray:
    """bool [user]: joined before the days seen, and all of the days 28 to 34 after that were seen."""
    joined = events.users["joined"]
    seen: np.ndarray = (joined < events.first) & (joined + 28 >= events.first) & (joined + 34 <= events.last)
    return seen


@pattern("new_lost_in_4_weeks", "share", title="newcomers lost within four weeks", who=newcomers)
def new_lost_in_4_weeks(events: Events) -> float:
    """Of those who joined before the days seen, the share without an open in days 28 to 34 (W38)."""
    age = events.opens["day"] - events.users["joined"][events.opens["user"]]
    back = users_of(events, events.opens["user"][(age >= 28) & (age <= 34)])
    who = newcomers(events)
    return 1.0 - ratio(back[who].sum(), who.sum())


def mature(events: Events) -> np.ndarray:
    """bool [user]: joined 30 to 180 days before the end."""
    joined = events.users["joined"]
    long_enough: np.ndarray = (joined <= events.last - 30) & (joined > events.last - 180)
    return long_enough


@pattern("uninstalled_30d", "share", title="uninstalled within 30 days of joining", who=mature,
         cells=("users.gone",))
def uninstalled_30d(events: Events) -> float:
    """Of the users who joined 30 to 180 days before the end, the share gone within 30 days (W39)."""
    who = mature(events)
    return ratio((events.users["gone"][who] - events.users["joined"][who] <= 30).sum(), who.sum())
