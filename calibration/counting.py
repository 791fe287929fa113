"""From events to an outcome: what the engines count day by day, counted from tables of single visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.patterns import PATTERNS, Pattern
from calibration.patterns.base import Needs, distinct
from sim.base.message import Message, said
from sim.cast.segments import Groups
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import evaluate, refusals
from sim.outcomes.metrics.groups import MONTH
from sim.outcomes.outcome import NEVER, PEOPLE, Outcome
from sim.replicate.events import MARKS, Events
from sim.scenario.names import resolve
from sim.users.counts import COUNTS, RETENTION_DAYS
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED

SECONDS, ORDERED_MARK, SHARED_MARK = ("visits.seconds",), ("visits.ordered",), ("visits.shared",)
TOLD: Mapping[str, Needs] = {
    "active_days_per_base_user": Needs(days=MONTH + 1, before=MONTH), "dau_over_mau": Needs(days=30),
    "minutes_per_active_user_day": Needs(totals=SECONDS), "weekly_room_visits": Needs(days=30),
    "bounce_rate": Needs(SECONDS), "interaction_rate": Needs(("visits.interacted",)),
    "click_through_rate": Needs(totals=("opens.shown",)), "minutes_per_engaged_visit": Needs(SECONDS),
    "minutes_per_visit": Needs(SECONDS), "visits_per_active_user_day": Needs(), "share_rate": Needs(SHARED_MARK),
    "conversion": Needs(ORDERED_MARK), "checkout_dropout": Needs(("visits.checkout", *ORDERED_MARK)),
    "return_rate": Needs(order_days=1), "base_retention": Needs(days=3 * MONTH, before=MONTH),
    "rebuy_rate": Needs(days=MONTH + 1, order_days=91, before=MONTH), "repurchase_rate": Needs(order_days=90),
    "repurchase_rate_host": Needs(order_days=90),
    "repurchase_rate_month": Needs(order_days=60), "retention_d1": Needs(days=2), "retention_d7": Needs(days=8),
    "retention_d30": Needs(days=31),
}  # fmt: skip
"""Metrics that follow from opens, visits and orders, and what they rest on; others need messages or states."""


class LogNumber(NamedTuple):
    """A number that events show.

    `people` are those who are counted. A number that cannot be told is NaN, and `why` is a message that says why
    ("" for all others).
    """

    name: str
    value: float
    unit: str
    people: int
    why: Message | str


def told(events: Events, segment: str = "all", thinned: bool = False) -> pd.DataFrame:
    """What events show of a segment: a `LogNumber` for every metric of TOLD and every pattern.

    With `thinned` the patterns of opens that are thinned as their source did are told too.
    Raises UnknownNameError for a segment.
    """
    names = [*TOLD, *(entry.name for entry in PATTERNS.values() if thinned or not entry.thinned)]
    rows = rows_of(events, [(name, segment) for name in names])
    return pd.DataFrame(rows, columns=list(LogNumber._fields)).assign(
        why=pd.Series([row.why for row in rows], dtype=object))  # (or messages would become plain texts)


def rows_of(events: Events, keys: Iterable[tuple[str, str]]) -> list[LogNumber]:
    """What events show of each (metric of TOLD or pattern, segment). Raises UnknownNameError for a segment."""
    counted_from, parts = Outcomes(events), dict[str, Events]()
    rows = []
    for name, segment in keys:
        if name in PATTERNS:
            if segment not in parts:
                parts[segment] = events.of(segment_of(events, segment))
            rows.append(_pattern_row(PATTERNS[name], parts[segment]))
            continue
        if refused := lacking(TOLD[name], events):
            rows.append(LogNumber(name, np.nan, METRICS[name].unit, 0, refused))
            continue
        rows.append(_metric_row(name, counted_from.of(name), segment_of(events, segment)))
    return rows


class Outcomes:
    """Events as the outcome that a metric of TOLD is counted from, each made once."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.made: dict[tuple[tuple[str, ...], int], Outcome] = {}

    def of(self, name: str) -> Outcome:
        """The outcome of the rows that hold what a metric needs."""
        needs = TOLD[name]
        key = needs.blank(self.events), needs.before
        if key not in self.made:
            self.made[key] = outcome_of(needs.met(self.events), needs.before)
        return self.made[key]


def _metric_row(name: str, outcome: Outcome, group: np.ndarray) -> LogNumber:
    unit = METRICS[name].unit
    if refused := refusals(outcome, [name]):
        return LogNumber(name, np.nan, unit, 0, refused[name])
    value = evaluate(outcome, name, group)
    return LogNumber(name, value.value, unit, value.people, _nobody(value.value))


def _pattern_row(entry: Pattern, part: Events) -> LogNumber:
    if refused := lacking(entry.needs, part):
        return LogNumber(entry.name, np.nan, entry.unit, 0, refused)
    known = entry.needs.met(part)
    value = entry.measure(known)
    return LogNumber(entry.name, value, entry.unit, int(entry.who(known).sum()), _nobody(value))


def lacking(needs: Needs, events: Events) -> Message | str:
    """Which days are too few or which columns too blank for a number, "" when none is."""
    days, open_window = events.last - events.first + 1, 0
    if needs.order_days and len(events.orders):
        open_window = int((events.orders["closes"] - events.orders["day"]).max())
    order_days = events.last - open_window - events.orders_from + 1
    if days < needs.days:
        return said("needs {wanted} days of opens, found {days}", wanted=needs.days, days=days)
    if order_days < needs.order_days:
        return said("needs orders of {wanted} days whose return windows have closed, found {days}",
                    wanted=needs.order_days, days=max(0, order_days))
    parcel_days = events.last - events.parcels_from + 1
    if parcel_days < needs.parcel_days:
        return said("days of parcels that are needed: {wanted}; found: {days}", wanted=needs.parcel_days,
                    days=parcel_days)
    missing = needs.missing(events)
    if whole := [name for name in missing if events.blank_share(name) == 1.0]:
        return said("needs {columns}, which the logs do not have", columns=whole)
    if missing:
        return said("{share:.0%} of the cells of {column} are empty", share=events.blank_share(missing[0]),
                    column=missing[0])
    return ""


def _nobody(value: float) -> Message | str:
    return said("too few days or people show it") if np.isnan(value) else ""


def segment_of(events: Events, name: str) -> np.ndarray:
    """bool [user] of a segment, or of a combination. Raises a LivesimError for a name nobody declared."""
    return events.groups[resolve("segment", name) if name not in events.groups else name]


def outcome_of(events: Events, before: int = 0) -> Outcome:
    """The outcome whose horizon is the days of the events, so every metric of people and orders can be computed.

    Args:
        before: days at the beginning that only say who is a base user; the comparison day follows them.
    """
    people = np.zeros(len(events.users), PEOPLE)
    people["id"], people["weight"], people["joined"] = np.arange(len(people)), 1.0, events.users["joined"]
    people["left"] = events.users["gone"] <= events.last
    counts = counted(events.within(events.last - events.first + 1 - before))
    for name, values in counts.items():
        people[name] = values
    there = events.opens["user"][events.opens["day"] < events.first + before]
    people["base"][there] = True
    people["newer"] = people["base"] & (people["joined"] > events.first + before - MONTH)
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
        comparison_day=before,
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
    milli = 1000.0 * visits["minutes"]
    engaged_days = distinct(visits["user"][~bounced], visits["day"][~bounced])[0]
    return {
        "active_days": per_user(events.opens), "shown": per_user(events.opens, events.opens["shown"]),
        "engaged_days": np.bincount(engaged_days, minlength=size), "visits": per_user(visits),
        "bounces": per_user(visits, bounced), "engaged": per_user(visits, ~bounced),
        "milliminutes": np.round(per_user(visits, milli * ~bounced)),
        "bounce_milliminutes": np.round(per_user(visits, milli * bounced)),
        "interacted": per_user(visits, marks & INTERACTED > 0), "checkouts": per_user(visits, marks & CHECKOUT > 0),
        "orders": per_user(visits, marks & ORDERED > 0), "shares": per_user(visits, marks & SHARED > 0),
    }
