"""From events to an outcome: what the engines count day by day, counted from tables of single visits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calibration.patterns import PATTERNS
from sim.cast.segments import Groups
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import Value, evaluate, refusals
from sim.outcomes.outcome import NEVER, PEOPLE, Outcome
from sim.replicate.events import MARKS, Events
from sim.scenario.names import resolve
from sim.users.counts import COUNTS, RETENTION_DAYS
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED

TOLD = (
    "active_days_per_base_user", "dau_over_mau", "minutes_per_active_user_day", "weekly_room_visits", "bounce_rate",
    "interaction_rate", "click_through_rate", "minutes_per_engaged_visit", "minutes_per_visit",
    "visits_per_active_user_day", "share_rate", "conversion", "checkout_dropout", "return_rate", "repurchase_rate",
    "repurchase_rate_month", "retention_d1", "retention_d7", "retention_d30",
)  # fmt: skip
"""Metrics that follow from opens, visits and orders; others need messages, prices or states that logs do not hold."""


def told(events: Events, segment: str = "all") -> pd.DataFrame:
    """What events show of a segment: name, value, unit and people of every pattern and every metric of TOLD.

    A metric that needs more days, or whose numbers are not there, has NaN. Raises UnknownNameError for a segment.
    """
    group = segment_of(events, segment)
    outcome, part = outcome_of(events), events.of(group)
    rows: list[tuple[str, float, str, int]] = []
    for name in TOLD:
        measured = Value(np.nan, 0.0, 0.0, 0)
        if not refusals(outcome, [name]):
            measured = evaluate(outcome, name, group)
        rows.append((name, measured.value, METRICS[name].unit, measured.people))
    rows += [(name, entry.measure(part), entry.unit, int(part.active.sum())) for name, entry in PATTERNS.items()]
    return pd.DataFrame(rows, columns=["name", "value", "unit", "people"])


def segment_of(events: Events, name: str) -> np.ndarray:
    """bool [user] of a segment, or of a combination. Raises a LivesimError for a name nobody declared."""
    return events.groups[resolve("segment", name) if name not in events.groups else name]


def outcome_of(events: Events) -> Outcome:
    """The outcome whose horizon is the days of the events, so every metric of people and orders can be computed."""
    people = np.zeros(len(events.users), PEOPLE)
    people["id"], people["weight"], people["joined"] = np.arange(len(people)), 1.0, events.users["joined"]
    people["left"] = events.users["gone"] <= events.last
    counts = counted(events)
    for name, values in counts.items():
        people[name] = values
    age = events.opens["day"] - people["joined"][events.opens["user"]]
    for k, n in enumerate(RETENTION_DAYS):
        for head, late in (("retained", 0), ("retained_window", 6)):
            back = np.unique(events.opens["user"][(age >= n) & (age <= n + late)])
            people[head][back] |= 1 << k
    before_end = events.last - events.opens["day"]
    recent = before_end < 62
    np.bitwise_or.at(people["history"], events.opens["user"][recent], 1 << before_end[recent])
    days = events.last - events.first + 1
    orders, people["joined"] = events.orders.copy(), np.where(people["joined"] < NEVER, people["joined"] - events.first,
                                                              NEVER)
    for head in ("day", "due", "closes"):
        orders[head] -= events.first
    window = int(np.max(orders["closes"] - orders["due"], initial=0))
    return Outcome(
        people=people,
        orders=orders,
        daily=np.zeros((days, 1, 1), np.int64),
        hosts=np.zeros((1, 1, len(COUNTS)), np.int64),
        reached=np.zeros((0, len(people)), bool),
        segments=Groups(events.groups),
        kind_weight=np.ones(1),
        first_day=events.orders_from - events.first,
        days=days,
        comparison_day=0,
        return_window=window,
        scale=None,
        money={},
    )


def counted(events: Events) -> dict[str, np.ndarray]:
    """Name of COUNTS -> [user], for all that follows from opens and visits."""
    size = len(events.users)

    def per_user(table: np.ndarray, weight: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(table["user"], weight, minlength=size)

    visits, marks = events.visits, events.visits["marks"] & MARKS
    bounced = marks & BOUNCED > 0
    milli = np.round(1000.0 * visits["minutes"])
    engaged_days = np.unique(np.stack([visits["user"][~bounced], visits["day"][~bounced]]), axis=1)[0]
    return {
        "active_days": per_user(events.opens), "shown": per_user(events.opens, events.opens["shown"]),
        "engaged_days": np.bincount(engaged_days, minlength=size), "visits": per_user(visits),
        "bounces": per_user(visits, bounced), "engaged": per_user(visits, ~bounced),
        "milliminutes": per_user(visits, milli * ~bounced), "bounce_milliminutes": per_user(visits, milli * bounced),
        "interacted": per_user(visits, marks & INTERACTED > 0), "checkouts": per_user(visits, marks & CHECKOUT > 0),
        "orders": per_user(visits, marks & ORDERED > 0), "shares": per_user(visits, marks & SHARED > 0),
    }
