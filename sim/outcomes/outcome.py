"""What one simulated world leaves behind: tables of people, orders, days and hosts.

Every metric is a function of these tables, so a metric can be computed on hand-made tables too.
Days count from day 0 of the horizon; the recorded past has negative days.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np

from sim.users.counts import COUNTS, LEVELS

NEVER = 1 << 40
"""A day that lies beyond every horizon: not joined, nothing due."""

AGES = ("gen_z", "new_middle", "silver")
TIERS = ("upper", "lower")
ABSENT, FREQUENT_THEN, OCCASIONAL_THEN, DORMANT_THEN = range(4)
BEHAVED = ("absent", "frequent", "occasional", "dormant")
"""Behaviours on the morning of the comparison day; who had not joined, or was gone, is absent."""

PEOPLE = np.dtype(
    [
        ("id", "i8"),
        ("kind", "i8"),  # index of the combination of segments
        ("age", "i8"),  # index into AGES
        ("tier", "i8"),  # index into TIERS
        ("weight", "f8"),  # real share over simulated share of the cell: 1 without oversampling
        ("base", "?"),  # active in the 28 days before the comparison day
        ("newer", "?"),  # base user who joined fewer than 28 days before the comparison day
        ("behaved", "i1"),  # index into BEHAVED: the behaviour on the comparison day
        ("joined", "i8"),  # day of the first open, NEVER for a prospect
        ("left", "?"),  # uninstalled at the end
        ("history", "i8"),  # bit d: active d days before the last day
        ("retained", "i8"),
        ("retained_window", "i8"),
        ("engaged_early", "?"),  # an engaged visit within seven days of joining (those who join in the horizon)
        ("back_later", "?"),  # active on one of the days 28 to 34 after joining
        ("brought", "?"),  # a share since the comparison day has led somebody to open or to join
        ("seed", "?"),  # has posted as a seed
        ("by_seed", "?"),  # was brought by a seed
        ("habit", "f8"),
        ("trust", "f8"),
        ("satisfaction", "f8"),
        ("fatigue", "f8"),
        ("belonging", "f8"),  # to a community, 0 for who is no member
    ]
    + [(name, "i8") for name in COUNTS]
)

UNDER_WAY, KEPT, RETURNED = 0, 1, 2

ORDERS = np.dtype(
    [
        ("user", "i8"),  # row in the people table
        ("day", "i8"),
        ("host", "i8"),
        ("category", "i8"),
        ("paid_fen", "i8"),
        ("coupon_fen", "i8"),
        ("interacted", "i8"),  # 1 when the user interacted in the visit
        ("favourite", "i8"),  # 1 when bought from a host one was tied to
        ("due", "i8"),  # day of delivery
        ("closes", "i8"),  # day on which the return window closes
        ("status", "i8"),  # UNDER_WAY, KEPT or RETURNED
        ("problem", "i8"),  # 1 when the parcel had a problem that nobody answered
    ]
)

PLAN = "plan total"
"""In place of a strategy's name: all strategies of a plan together, where the plan has a budget."""


class Account(TypedDict, total=False):
    """What became of a strategy's budget and coupons, at the planner's scale; what it does not have is left out.

    Coupons `granted`, of which some were `used`, some have `expired` (their days were over, or a new one took
    their place), some became `void` with the budget, and some are still `in_hand`. `spent` of the `budget` [yuan],
    with what is `reserved` for coupons in hand, and what is `left`. `ended`: the day from which the budget was used
    up, None while it holds.
    """

    granted: float
    used: float
    expired: float
    void: float
    in_hand: float
    budget: float
    spent: float
    reserved: float
    left: float
    ended: int | None


@dataclass(eq=False)  # arrays have no single equality; by identity, so that metrics can be cached
class Outcome:
    """One arm of one replicate after its last day.

    Attributes:
        people: PEOPLE rows, one for every person of the simulation, prospects included.
        orders: ORDERS rows, recorded past included (negative days).
        daily: int64 [day, kind, LEVELS + COUNTS]; row 0 is `first_day`.
        hosts: int64 [host, kind, COUNTS] from the comparison day on.
        reached: bool [strategy, person]: ever reached by that strategy (empty for a baseline).
        segments: name of a segment -> bool [person]; "all" included. That of a world answers combinations too.
        kind_weight: weight of each kind.
        first_day: first recorded day (negative).
        days: length of the horizon.
        comparison_day: docs/model.md section 5, one for all arms.
        return_window: days after delivery within which a parcel can be returned.
        scale: real people for one weighted simulated person (represents / weighted MAU at day 0), or
            None when the scenario does not say.
        money: name of a strategy -> yuan spent at the planner's scale, None where not stated.
        margin: share of an order's value before coupons that is earned, by category; None where not stated.
        return_cost: yuan for each parcel sent back, 0 where only the margin is stated.
        date: of day 0, None for a world without a calendar.
        acted: name of a strategy -> the stretches of days on which it acted, each (first, day after the last).
        accounts: name of a strategy, or PLAN -> what became of its budget and its coupons.
    """

    people: np.ndarray
    orders: np.ndarray
    daily: np.ndarray
    hosts: np.ndarray
    reached: np.ndarray
    segments: dict[str, np.ndarray]
    kind_weight: np.ndarray
    first_day: int
    days: int
    comparison_day: int
    return_window: int
    scale: float | None
    money: dict[str, float | None]
    margin: np.ndarray | None = None
    return_cost: float = 0.0
    date: datetime.date | None = None
    acted: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def level(self, name: str) -> np.ndarray:
        """int64 [day, kind] of one daily column, by its name in LEVELS or COUNTS."""
        return self.daily[:, :, (LEVELS + COUNTS).index(name)]
