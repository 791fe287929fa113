"""Metrics of a group of rooms (those of some hosts), counted from the comparison day on.

The reach `room` of the evidence: what happens in these rooms, whoever enters them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.base.errors import ResultError
from sim.base.registry import Registry
from sim.outcomes.outcome import Outcome
from sim.outcomes.signals import SIGNALS
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


def _declare(
    name: str, unit: str, direction: int, top: Mapping[str, float], bottom: str, per: float = 1.0
) -> None:
    ROOM_METRICS.add(name, RoomMetric(name, unit, direction, top, {bottom: 1.0}, per))


def _as_signal(name: str) -> None:
    """Declare the ratio that a signal of the same name has."""
    signal = SIGNALS[name]
    ROOM_METRICS.add(name, RoomMetric(name, signal.unit, signal.direction, signal.top, signal.bottom))


_declare("activity", "share", 1, {"engaged": 1.0}, "shown")
_as_signal("click_through_rate")
_as_signal("bounce_rate")
_as_signal("interaction_rate")
_as_signal("minutes_per_engaged_visit")
_declare("minutes_per_visit", "minutes", 1, {"milliminutes": 1e-3, "bounce_milliminutes": 1e-3}, "visits")
_as_signal("conversion")
_as_signal("checkout_dropout")
_declare("order_value", "yuan", 1, {"spent_fen": 1e-2}, "orders")
_declare("follow_rate", "share", 1, {"follows": 1.0}, "visits")
_declare("share_rate", "count", 1, {"shares": 1.0}, "visits", per=1000.0)


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
            f"a group of {what} is {mask.dtype} with shape {mask.shape}; allowed: bool, one entry for each "
            f"of the {count} {what} of the outcome"
        )
