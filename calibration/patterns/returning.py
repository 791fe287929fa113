"""Coming back: the gaps between opens, and what becomes of newcomers."""

from __future__ import annotations

import numpy as np

from calibration.patterns.base import pattern, ratio
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
    span = window.last - window.first + 1
    code = np.unique(window.opens["user"] * span + window.opens["day"] - window.first)
    user, day = code // span, code % span
    user, day = user[old[user]], day[old[user]]
    follows = np.append(user[1:] == user[:-1], False)
    if not censored:
        return np.diff(day)[follows[:-1]], np.ones(int(follows.sum()), bool)
    until = np.append(day[1:], span - 1)
    return np.where(follows, until - day, span - 1 - day), follows


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
    pattern(f"return_hazard_{gap}_over_1", "ratio", title=title)(hazard_ratio)


@pattern("return_hazard_1", "share", title="back after one day")
def return_hazard_1(events: Events) -> float:
    """Share of open gaps that last one day, among those that begin and end within 17 days (W09)."""
    return return_hazard(events, 1)


for _gap, _evidence in ((2, "W10"), (3, "W11"), (4, "W12")):
    _declare(_gap, _evidence)


@pattern("true_return_hazard_4_over_1", "ratio", title="true chance to come back after 4 days, over after 1")
def true_return_hazard_4_over_1(events: Events) -> float:
    """The same with gaps that the end of the days cuts off counted as such: what the users really do."""
    return ratio(return_hazard(events, 4, censored=True), return_hazard(events, 1, censored=True))


@pattern("new_lost_in_4_weeks", "share", title="newcomers lost within four weeks")
def new_lost_in_4_weeks(events: Events) -> float:
    """Of those who joined before the days seen, the share without an open in days 28 to 34 (W38)."""
    joined = events.users["joined"]
    full = np.flatnonzero((joined + 28 >= events.first) & (joined + 34 <= events.last))
    age = events.opens["day"] - joined[events.opens["user"]]
    back = np.zeros(len(joined), bool)
    back[events.opens["user"][(age >= 28) & (age <= 34)]] = True
    return 1.0 - ratio(back[full].sum(), len(full))


@pattern("uninstalled_30d", "share", title="uninstalled within 30 days of joining")
def uninstalled_30d(events: Events) -> float:
    """Of the users who joined 30 to 180 days before the end, the share gone within 30 days (W39)."""
    joined, gone = events.users["joined"], events.users["gone"]
    mature = (joined <= events.last - 30) & (joined > events.last - 180)
    return ratio((gone[mature] - joined[mature] <= 30).sum(), mature.sum())
