"""Metrics of a group of rooms (those of some hosts), counted from the comparison day on.

The reach `room` of the evidence: what happens in these rooms, whoever enters them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import said
from sim.base.registry import Registry
from sim.outcomes.outcome import Outcome
from sim.outcomes.signals import SIGNALS
from sim.texts import declare
from sim.users.counts import COUNTS


@dataclass(frozen=True)
class RoomMetric:
    """A ratio of sums over visits: `top` and `bottom` map a column of COUNTS to its factor.

    `unit`, `direction` and `per` mean the same as in `sim.outcomes.metrics.base.Metric`.
    """

    name: str
    unit: str
    direction: int
    top: Mapping[str, float]
    bottom: Mapping[str, float]
    per: float = 1.0


class RoomValue(NamedTuple):
    """A metric of a group of rooms: weighted `top / bottom` (NaN over nothing), and the events below.

    `events` counts the denominator without weights: impressions, visits, orders...
    """

    value: float
    top: float
    bottom: float
    events: int


ROOM_METRICS: Registry[RoomMetric] = Registry("room metric")


def _declare(entry: RoomMetric, title: str, definition: str) -> None:
    """Declare a room metric with its English name and definition."""
    ROOM_METRICS.add(entry.name, entry)
    declare(f"metrics.rooms.{entry.name}.name", title)
    declare(f"metrics.rooms.{entry.name}.definition", definition)


def _ratio(name: str, unit: str, top: Mapping[str, float], bottom: str, per: float = 1.0) -> RoomMetric:
    """A ratio of which more is better."""
    return RoomMetric(name, unit, 1, top, {bottom: 1.0}, per)


def _signal(name: str) -> RoomMetric:
    """The ratio that a signal of the same name has."""
    signal = SIGNALS[name]
    return RoomMetric(name, signal.unit, signal.direction, signal.top, signal.bottom)


_declare(_ratio("activity", "share", {"engaged": 1.0}, "shown"), "activity of the rooms",
         "Visits of 10 seconds or more over the times these rooms were shown.")
_declare(_signal("click_through_rate"), "click-through rate of the rooms",
         "Visits over the times these rooms were shown.")
_declare(_signal("bounce_rate"), "bounce rate of the rooms",
         "The share of visits to these rooms that last under 10 seconds.")
_declare(_signal("interaction_rate"), "interaction rate of the rooms",
         "The share of visits to these rooms with at least one like, comment or share.")
_declare(_signal("minutes_per_engaged_visit"), "minutes per engaged visit to the rooms",
         "Minutes per visit of 10 seconds or more to these rooms.")
_declare(_ratio("minutes_per_visit", "minutes", {"milliminutes": 1e-3, "bounce_milliminutes": 1e-3}, "visits"),
         "minutes per visit to the rooms", "Minutes per visit to these rooms, visits under 10 seconds included.")
_declare(_signal("conversion"), "conversion of the rooms", "Completed orders per visit to these rooms.")
_declare(_signal("checkout_dropout"), "checkout drop-out of the rooms",
         "Of the decisions to buy in these rooms that reached the payment step, the share that did not become an "
         "order.")
_declare(_ratio("order_value", "yuan", {"spent_fen": 1e-2}, "orders"), "order value of the rooms",
         "Yuan paid per completed order in these rooms, before returns.")
_declare(_ratio("follow_rate", "share", {"follows": 1.0}, "visits"), "follow rate of the rooms",
         "Hosts newly followed per visit to these rooms.")
_declare(_ratio("share_rate", "count", {"shares": 1.0}, "visits", per=1000.0), "share rate of the rooms",
         "Shares sent per 1,000 visits to these rooms.")


def room_evaluate(
    outcome: Outcome, name: str, hosts: np.ndarray, kinds: np.ndarray | None = None
) -> RoomValue:
    """The value of a room metric over the rooms of `hosts` (bool [host]) for `kinds` (bool [kind]) of users.

    `sim.outcomes.metrics.groups.kinds_of` gives the kinds of a segment; None takes everybody.
    """
    entry, (count, kind_count, _) = ROOM_METRICS[name], outcome.hosts.shape
    kinds = np.ones(kind_count, dtype=bool) if kinds is None else kinds
    _check(hosts, count, "hosts")
    _check(kinds, kind_count, "kinds of user")
    by_kind = outcome.hosts[hosts].sum(axis=0) * kinds[:, None]
    weighted = (by_kind * outcome.kind_weight[:, None]).sum(axis=0)
    top, bottom = _combine(weighted, entry.top), _combine(weighted, entry.bottom)
    events = int(_combine(by_kind.sum(axis=0), entry.bottom))
    return RoomValue(top / bottom if bottom else np.nan, top, bottom, events)


def _combine(columns: np.ndarray, factors: Mapping[str, float]) -> float:
    return sum(factor * float(columns[COUNTS.index(name)]) for name, factor in factors.items())


def _check(mask: np.ndarray, count: int, what: str) -> None:
    if mask.shape != (count,) or mask.dtype != bool:
        raise ResultError(
            said("a group of {what} is {dtype} with shape {shape}; allowed: bool, one entry for each of the "
                 "{count} {what} of the outcome", what=what, dtype=mask.dtype, shape=mask.shape, count=count)
        )
