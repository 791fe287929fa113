"""What a Mesa data collector notes at the end of every day: module functions of the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.users.counts import COUNTS, LEVELS
from sim.world.world import SETTLED


def total(model: Any, column: str) -> float:
    """A column of LEVELS or COUNTS on the last day lived, summed over people with their weights."""
    weight = model.world.constants.people.kind_weight
    return float(model.world.daily[-1][:, (LEVELS + COUNTS).index(column)] @ weight)


def ratio(top: float, bottom: float) -> float:
    """A quotient, NaN over nobody."""
    return top / bottom if bottom else float("nan")


def day(model: Any) -> int:
    """The day lived."""
    return int(model.day) - 1


def daily_active_users(model: Any) -> float:
    """Users with an open on the day [people]."""
    return total(model, "dau")


def monthly_active_users(model: Any) -> float:
    """Users with an open on one of the last 30 days [people]."""
    return total(model, "mau")


def stickiness(model: Any) -> float:
    """Daily over monthly-active users [share]."""
    return ratio(total(model, "dau"), total(model, "mau"))


def minutes(model: Any) -> float:
    """Engaged minutes per active user of the day [min]."""
    return ratio(total(model, "milliminutes") / 1000.0, total(model, "dau"))


def orders(model: Any) -> float:
    """Orders completed on the day [orders]."""
    return total(model, "orders")


def base_retention(model: Any) -> float:
    """Of the base users who joined 28 or more days before the comparison day, those active in the last 28 days [share].

    NaN before the comparison day.
    """
    world = model.world
    if not world.counting:
        return float("nan")
    weight = world.constants.people.kind_weight[world.traits["kind"]]
    return ratio(total(model, "base_active_28"), float(np.sum(weight * (world.base == SETTLED))))


def left(model: Any) -> float:
    """Users who uninstalled on the day [people]."""
    return total(model, "left")


REPORTERS: dict[str, Callable[[Any], float]] = {
    reporter.__name__: reporter
    for reporter in (day, daily_active_users, monthly_active_users, stickiness, minutes, orders, base_retention, left)
}
"""Name of a column -> its reporter."""
