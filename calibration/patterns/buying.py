"""Buying again, sending back, and parcels with problems."""

from __future__ import annotations

import numpy as np

from calibration.patterns.base import distinct, pattern, ratio, users_of
from sim.outcomes.outcome import RETURNED, UNDER_WAY
from sim.replicate.events import Events
from sim.users.state import BOUNCED, ORDERED

YEAR = 365
"""Days of parcels over which W33 asks whether a person ever had a problem: our reading [days]."""
REBUY = 60
"""Days since a parcel arrived within which its buyer comes back to the host or does not: our reading of W49 [days]."""
TENTH = (8, 12)
"""First and last of a person's orders that are counted as about his tenth (W55)."""


def order_days(events: Events) -> tuple[np.ndarray, np.ndarray]:
    """(user, day) of every distinct day with an order, kept or not, sorted."""
    return distinct(events.orders["user"], events.orders["day"])[:2]


def first_buyers(events: Events) -> np.ndarray:
    """bool [user]: ordered, and joined since orders are recorded, so that the first order ever was seen."""
    return users_of(events, events.orders["user"]) & (events.users["joined"] >= events.orders_from)


def repeat_buyers(events: Events) -> np.ndarray:
    """bool [user]: ordered on two days or more."""
    return np.bincount(order_days(events)[0], minlength=len(events.users)) >= 2


def decided_buyers(events: Events) -> np.ndarray:
    """bool [user]: with an order that is kept or returned."""
    return users_of(events, events.orders["user"][events.orders["status"] != UNDER_WAY])


def receivers(events: Events) -> np.ndarray:
    """bool [user]: with a parcel on any of the days on which parcels are seen."""
    return users_of(events, events.parcels["user"])


def lately(events: Events) -> np.ndarray:
    """PARCELS rows of the last 365 days."""
    rows: np.ndarray = events.parcels[events.parcels["day"] > events.last - YEAR]
    return rows


def receivers_of_a_year(events: Events) -> np.ndarray:
    """bool [user]: with a parcel in the last 365 days."""
    return users_of(events, lately(events)["user"])


def engaged_visitors(events: Events) -> np.ndarray:
    """bool [user]: with an engaged visit."""
    return users_of(events, events.visits["user"][events.visits["marks"] & BOUNCED == 0])


def repurchase(events: Events, days: int) -> float:
    """Share of first buyers who ordered again within `days`: Kaplan-Meier, cut by the end of the days alone.

    First buyers are those whose first order ever was seen: they joined since orders are recorded.
    """
    user, day = order_days(events)
    if not len(user):
        return float("nan")
    known = first_buyers(events)[user]
    user, day = user[known], day[known]
    _, first = np.unique(user, return_index=True)
    again = np.append(user[1:] == user[:-1], False)[first]
    until = np.append(day[1:], events.last)[first]
    wait = np.where(again, until, events.last) - day[first]
    if not len(wait) or events.last - day[first].min() < days:
        return float("nan")
    length = max(days, int(wait.max())) + 1
    at_risk = np.bincount(wait, minlength=length)[::-1].cumsum()[::-1]
    bought = np.bincount(wait[again], minlength=length)
    return float(1.0 - np.prod(1.0 - bought[1 : days + 1] / np.maximum(at_risk[1 : days + 1], 1)))


def _declare_repurchase(short: int, long: int, within: str, evidence: str) -> None:
    def repurchase_ratio(events: Events) -> float:
        return ratio(repurchase(events, short), repurchase(events, long))

    repurchase_ratio.__doc__ = (f"Share of first buyers who order again within {short} days over that within {long} "
                                f"({evidence}).")
    title = f"bought again within {short} days, of those within {within}"
    pattern(f"repurchase_{short}d_over_{long}d", "ratio", title=title, who=first_buyers)(repurchase_ratio)


_declare_repurchase(30, 90, "90", "W15 over W16")
_declare_repurchase(90, 365, "a year", "W16 over W17")


def purchase_gap(events: Events, q: float) -> float:
    """The quantile of days between an order day and the user's next one, both seen."""
    user, day = order_days(events)
    gaps = np.diff(day)[user[1:] == user[:-1]]
    return float(np.quantile(gaps, q)) if len(gaps) else float("nan")


def _declare_gap(percent: int, long: str) -> None:
    def gap_ratio(events: Events) -> float:
        return ratio(purchase_gap(events, percent / 100.0), purchase_gap(events, 0.5))

    gap_ratio.__doc__ = f"{percent} % quantile of the days between orders over the median (W18)."
    title = f"days between orders: {long} gap over median"
    pattern(f"purchase_gap_p{percent}_over_p50", "ratio", title=title, who=repeat_buyers)(gap_ratio)


for _percent, _long in ((25, "short"), (75, "long"), (90, "very long")):
    _declare_gap(_percent, _long)


@pattern("return_slope", "logit", title="more returns after interaction", who=decided_buyers,
         cells=("orders.interacted",))
def return_slope(events: Events) -> float:
    """How the log-odds of a return grow with one standard deviation of interaction in the visit (W36)."""
    decided = events.orders[events.orders["status"] != UNDER_WAY]
    returned, interacted = decided["status"] == RETURNED, decided["interacted"] > 0

    def odds(chosen: np.ndarray) -> float:
        return float((returned[chosen].sum() + 0.5) / ((~returned)[chosen].sum() + 0.5))

    if not len(decided):
        return float("nan")
    slope = np.log(odds(interacted) / odds(~interacted)) * interacted.std()
    return float(slope)


@pattern("unanswered_problems", "share", title="people with an unanswered problem in a year",
         who=receivers_of_a_year, parcel_days=YEAR)
def unanswered_problems(events: Events) -> float:
    """Of those with a parcel in the last 365 days, the share with a problem in them that got no good answer.

    W33 less the answered share W46. Shorter days show nothing: who has had few parcels has met few problems.
    """
    if events.last - events.parcels_from + 1 < YEAR:
        return float("nan")
    parcels = lately(events)
    met = users_of(events, parcels["user"][parcels["problems"] > 0])
    return ratio(met.sum(), receivers_of_a_year(events).sum())


@pattern("unanswered_problems_per_parcel", "share", title="parcels with an unanswered problem", who=receivers,
         parcel_days=1)
def unanswered_problems_per_parcel(events: Events) -> float:
    """Parcels with a problem that got no good answer, over parcels; no source reports it."""
    return ratio(events.parcels["problems"].sum(), events.parcels["parcels"].sum())


def judged_parcels(events: Events) -> np.ndarray:
    """ORDERS rows of parcels that arrived in time to see whether their buyers order again within 60 days."""
    rows: np.ndarray = events.orders[(events.orders["status"] != UNDER_WAY)
                                     & (events.orders["due"] <= events.last - REBUY + 1)]
    return rows


def rebought(events: Events, parcels: np.ndarray) -> np.ndarray:
    """bool [parcel]: its buyer orders at its host again within 60 days of the parcel's arrival, that day included."""
    orders = events.orders
    both = np.concatenate([orders, parcels])
    pair = distinct(both["user"], both["host"])[2]
    start = both["day"].min(initial=0)
    width = both["due"].max(initial=0) - start + REBUY + 1  # wider than all days, so that no pair meets another
    placed = np.sort(pair[: len(orders)] * width + orders["day"] - start)
    arrived = pair[len(orders) :] * width + parcels["due"] - start
    within: np.ndarray = placed.searchsorted(arrived + REBUY) > placed.searchsorted(arrived)
    return within


def buyers_of_judged_parcels(events: Events) -> np.ndarray:
    """bool [user]: with a parcel of which is seen whether its buyer ordered again within 60 days."""
    return users_of(events, judged_parcels(events)["user"])


@pattern("bad_parcel_rebuy", "ratio", title="back at the host: bad last parcel over good one",
         who=buyers_of_judged_parcels, parcel_days=1)
def bad_parcel_rebuy(events: Events) -> float:
    """Share who order at a host again within 60 days of a parcel with an unanswered problem, over that of a good one.

    Each parcel is the last of its host when it arrives; 60 days are our reading. W49 is the strong end (0.37 over
    0.95), W50 the mild one.
    """
    parcels = judged_parcels(events)
    again, bad = rebought(events, parcels), parcels["problem"] > 0
    return ratio(ratio(again[bad].sum(), bad.sum()), ratio(again[~bad].sum(), (~bad).sum()))


@pattern("return_rate_tenth_over_first", "ratio", title="returns: about the tenth order over the first",
         who=first_buyers)
def return_rate_tenth_over_first(events: Events) -> float:
    """Return rate of people's eighth to twelfth orders over that of their first, where the first was seen (W55)."""
    orders = events.orders[first_buyers(events)[events.orders["user"]]]
    orders = orders[np.lexsort((orders["day"], orders["user"]))]  # those of a day stay in their order
    _, first, count = np.unique(orders["user"], return_index=True, return_counts=True)
    number = 1 + np.arange(len(orders)) - np.repeat(first, count)

    def returned(chosen: np.ndarray) -> float:
        status = orders["status"][chosen]
        return ratio((status == RETURNED).sum(), (status != UNDER_WAY).sum())

    return ratio(returned((number >= TENTH[0]) & (number <= TENTH[1])), returned(number == 1))


@pattern("orders_per_engaged_visit", "share", title="orders per engaged visit", who=engaged_visitors,
         cells=("visits.seconds", "visits.ordered"))
def orders_per_engaged_visit(events: Events) -> float:
    """Completed orders per visit of 10 seconds or more: the conversion rate (W41) without those who leave at once."""
    marks = events.visits["marks"][events.visits["marks"] & BOUNCED == 0]
    return ratio((marks & ORDERED > 0).sum(), len(marks))
