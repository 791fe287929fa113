"""What can be measured in a test: metrics of people, of rooms, of days; which units answer which, and why not the rest.

What happens within a visit is known of a person, a room and a day alike, so every unit answers it; per open, of a
person and a day. What is said of
people over weeks (retention, repurchase, trust) has no room and no day; amounts by room have no person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.base.errors import UnknownNameError, unknown
from sim.base.message import Message, said
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.scenario.names import money_needs, resolve
from sim.texts import LANGUAGES, text
from sim.users.counts import COUNTS

OF_PEOPLE = ("user", "cluster")
"""Units that are people, one by one or together."""


@dataclass(frozen=True)
class AskedMetric:
    """A metric of a group of users. `unit`, `direction` and `per` are those of the metric.

    `top` and `bottom` say which counts of a day it is made of, empty where it is a matter of people over weeks; an
    amount has no `bottom`: it is counted by room and day. `in_rooms`: rooms have these counts, and not days alone.
    """

    name: str
    segment: str
    unit: str
    direction: int
    per: float
    top: Mapping[str, float]
    bottom: Mapping[str, float]
    in_rooms: bool = True

    @property
    def of_counts(self) -> bool:
        """True when it is made of counts of a day."""
        return bool(self.top)

    @property
    def is_amount(self) -> bool:
        """True when it is an amount by room and day, which nobody has by himself."""
        return self.of_counts and not self.bottom


WITHIN = tuple(name for name in ROOM_METRICS if name in METRICS and name != "activity")
"""Metrics that are the same ratio of visits whether people, rooms or days are asked (`activity` is not)."""
MINUTES = {"milliminutes": 1e-3, "bounce_milliminutes": 1e-3}
OF_DAYS: dict[str, Mapping[str, float]] = {
    "minutes_per_active_user_day": MINUTES,
    "visits_per_active_user_day": {"visits": 1.0},
    "engaged_visits_per_active_user_day": {"engaged": 1.0},
    "friend_open_share": {"friend_opens": 1.0},
}
"""Metrics per open, which people and days have, and rooms have not: the counts above active days."""
AMOUNTS: dict[str, tuple[str, Mapping[str, float]]] = {
    "room_visits": ("count", {"engaged": 1.0}),
    "room_minutes": ("minutes", MINUTES),
    "room_orders": ("count", {"orders": 1.0}),
    "room_sales": ("yuan", {"spent_fen": 1e-2}),
}
"""Amounts by room and day: unit, and the counts that they are made of; more is better."""
USUAL = ("conversion", "room_orders")
"""What a unit is asked that can answer none of the scenario's outcomes: how well rooms sell, and how much."""


def measure(name: str, segment: str) -> AskedMetric:
    """The metric of that own name, in a segment."""
    if name in AMOUNTS:
        unit, top = AMOUNTS[name]
        return AskedMetric(name, segment, unit, 1, 1.0, top, {})
    declared, top, bottom = METRICS[name], OF_DAYS.get(name, {}), {"active_days": 1.0}
    if name in WITHIN:
        top, bottom = dict(ROOM_METRICS[name].top), dict(ROOM_METRICS[name].bottom)
    return AskedMetric(name, segment, declared.unit, declared.direction, declared.per, top, bottom, name in WITHIN)


def amount_name(name: str, lang: str) -> str:
    """How an amount by room and day is called."""
    return text(f"experiment.amount.{name}", lang)


def metric_meant(written: str) -> str:
    """The own spelling of a metric or an amount, as a planner may write it. Raises UnknownNameError for neither."""
    for name in AMOUNTS:
        if written == name or written in [amount_name(name, lang) for lang in LANGUAGES]:
            return name
    try:
        return resolve("metric", written)
    except UnknownNameError:
        if money_needs(written):
            raise
        raise UnknownNameError(unknown("metric", written, [*AMOUNTS, *METRICS])) from None


def refused(unit: str, asked: AskedMetric) -> Message | None:
    """Why a test of `unit` cannot answer a measure, None when it can."""
    if unit in OF_PEOPLE:
        if not asked.is_amount:
            return None
        return said("'{metric}' is counted by room, and users of both sides meet in every room; ask for a metric of "
                    "users, such as {few}", metric=asked.name, few=WITHIN[:3])
    if unit == "time":
        return None if asked.of_counts else said(
            "'{metric}' is made over weeks, and what one block does to a user goes on in the next: blocks answer what "
            "happens within a day, such as {others}", metric=asked.name,
            others=[*AMOUNTS, "conversion", "friend_open_share"])
    if asked.of_counts and asked.in_rooms:
        return None
    return said("'{metric}' is of users, and every user visits rooms of both sides: rooms answer what happens in them, "
                "such as {others}", metric=asked.name, others=[*AMOUNTS, "conversion", "bounce_rate"])


def of_counts(asked: AskedMetric, counts: np.ndarray, days: int) -> np.ndarray:
    """float [2, ...]: top and bottom of a metric of counts from `counts` [..., COUNTS], weighted.

    `days`: room-days that stand behind each row, the bottom of an amount.
    """
    combined = partial(_combined, counts)
    bottom = combined(asked.bottom) if asked.bottom else np.full(counts.shape[:-1], float(days))
    return np.stack([combined(asked.top), bottom])


def _combined(counts: np.ndarray, factors: Mapping[str, float]) -> np.ndarray:
    return sum((factor * counts[..., COUNTS.index(name)] for name, factor in factors.items()),
               np.zeros(counts.shape[:-1]))
