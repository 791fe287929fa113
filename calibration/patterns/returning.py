"""Coming back: the gaps between opens, and what becomes of newcomers."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from calibration.patterns.base import distinct, pattern, ratio, users_of
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.replicate.events import Events

GAP_DAYS = 17
"""Days in which the gaps of W09-W12 were seen from end to end."""
SETTLED = 90
"""Days since joining from which a user counts as an established one."""
KEPT = 0.0045
"""Share of impressions that the log of W09 to W12 keeps (W54)."""
SHOWN, SHOWN_SIGMA = 200.0, 1.25
"""Impressions of a user's day there are lognormal: their median, and the deviation of their log (W54: 1 to 1.5).

The deviation is one between people: who is shown little is so on all of his days (evidence/README.md says why).
"""
DAYS_OF_KEY = 1 << 20
"""More than the days that logs can cover, so that no two opens share their luck."""


def logged(events: Events, user: np.ndarray, day: np.ndarray) -> np.ndarray:
    """bool [row]: the open of that user and day is seen in a log that keeps one impression in 222 (W54).

    The luck is keyed by the user's row and the days before the last one: the same open has always the same.
    """
    impressions = SHOWN * np.exp(SHOWN_SIGMA * ndtri(uniforms(0, decisions.LOGGED, user)))
    luck = uniforms(0, decisions.LOGGED, user * DAYS_OF_KEY + (events.last - day), alternative=1)
    seen: np.ndarray = luck > (1.0 - KEPT) ** impressions
    return seen


def open_days(events: Events, thinned: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """(user, day) of every day with an open of established users in the last 17 days, sorted.

    With `thinned` only those that the log of W09 to W12 would show.
    """
    window = events.within(GAP_DAYS)
    user, day, _ = distinct(window.opens["user"], window.opens["day"])
    kept = events.users["joined"][user] <= window.first - SETTLED
    if thinned:
        kept &= logged(events, user, day)
    return user[kept], day[kept]


def open_gaps(events: Events, censored: bool, thinned: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Days from one open to the next [gap], and whether the next was seen, of established users.

    Without `censored` only gaps that begin and end inside the last 17 days, as W09 to W12 were seen.
    """
    user, day = open_days(events, thinned)
    follows = np.append(user[1:] == user[:-1], False)
    if not censored:
        return np.diff(day)[follows[:-1]], np.ones(int(follows.sum()), bool)
    until = np.append(day[1:], events.last)
    return np.where(follows, until, events.last) - day, follows


def settled(events: Events) -> np.ndarray:
    """bool [user]: established ones with an open in the days of W09 to W12."""
    return users_of(events, open_days(events)[0])


def came_back(events: Events, thinned: bool = False) -> np.ndarray:
    """bool [user]: established ones with two opens in these days, so with a gap that was seen to end."""
    twice: np.ndarray = np.bincount(open_days(events, thinned)[0], minlength=len(events.users)) >= 2
    return twice


def came_back_thinned(events: Events) -> np.ndarray:
    """bool [user]: those with two opens that a log shows which keeps few impressions."""
    return came_back(events, thinned=True)


def return_hazard(events: Events, gap: int, censored: bool = False, thinned: bool = False) -> float:
    """Of the users idle until `gap` days after an open, the share that opens on that very day."""
    length, ended = open_gaps(events, censored, thinned)
    return ratio(((length == gap) & ended).sum(), (length >= gap).sum())


def _declare(gap: int, evidence: str) -> None:
    def hazard_ratio(events: Events) -> float:
        return ratio(return_hazard(events, gap), return_hazard(events, 1))

    def thinned_ratio(events: Events) -> float:
        return ratio(return_hazard(events, gap, thinned=True), return_hazard(events, 1, thinned=True))

    hazard_ratio.__doc__ = (f"Hazard of returning after {gap} days over that after one, of gaps that begin and end "
                            f"within 17 days; every open is seen ({evidence} over W09 without W54).")
    thinned_ratio.__doc__ = (f"Hazard of returning after {gap} days over that after one, as its source has seen it "
                             f"({evidence} over W09): in a log of {KEPT:.2%} of the impressions (W54).")
    title = f"chance to come back after {gap} days, over after 1"
    pattern(f"return_hazard_{gap}_over_1", "ratio", title=title, who=came_back)(hazard_ratio)
    pattern(f"thinned_return_hazard_{gap}_over_1", "ratio", title=f"{title}, thin log", who=came_back_thinned,
            thinned=True)(thinned_ratio)


@pattern("return_hazard_1", "share", title="back after one day", who=came_back)
def return_hazard_1(events: Events) -> float:
    """Share of open gaps that last one day, among those that begin and end within 17 days (W09 without W54)."""
    return return_hazard(events, 1)


@pattern("thinned_return_hazard_1", "share", title="back after one day, thin log", who=came_back_thinned, thinned=True)
def thinned_return_hazard_1(events: Events) -> float:
    """Share of gaps of one day, as its source has seen it (W09): in a log of 0.45% of the impressions (W54)."""
    return return_hazard(events, 1, thinned=True)


for _gap, _evidence in ((2, "W10"), (3, "W11"), (4, "W12")):
    _declare(_gap, _evidence)


@pattern("true_return_hazard_4_over_1", "ratio", title="true chance to come back after 4 days, over after 1",
         who=settled)
def true_return_hazard_4_over_1(events: Events) -> float:
    """Hazards of every open, with gaps that the end of the days cuts off counted as such: what users really do."""
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
