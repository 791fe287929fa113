"""What each strategy has cost so far, and the end of those whose budget has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.coupons import reserved, weights
from sim.outcome import COUNTS, LEVELS
from sim.rules.stage import PROSPECT
from sim.strategies import Active, reached_profiles

if TYPE_CHECKING:
    from sim.world import World

EVENT_COUNTS = {"order": "orders", "message": "messages", "share": "shares"}
"""The count that each priced event is read from; coupons used are read from the orders."""


def charge(world: World, counts: np.ndarray, placed: np.ndarray) -> None:
    """Charge today's cost to every strategy; one whose budget is used up ends tomorrow.

    `counts` are today's [profile, LEVELS + COUNTS], `placed` today's order events. A coupon costs its face
    value when it is used, charged to the strategy that granted it, even after that has ended.
    """
    used = placed[placed["coupon"] > 0]
    for s, active in enumerate(world.actives):
        mine = used[world.payer[used["user"]] == s]
        active.spent_fen += float((mine["coupon"] * weights(world, mine["user"])).sum())
        if active.level(world.day) == 0.0:
            continue
        active.spent_fen += today_fen(world, active, counts, used, s)
        if exhausted(world, s):
            active.ended = world.day + 1
            world.notes.append(f"{active.plan.name}: budget used up on day {world.day}")


def exhausted(world: World, s: int) -> bool:
    """Whether the budget of strategy `s` has been spent, or what is left buys no further coupon."""
    active = world.actives[s]
    if active.budget_fen is None or world.frozen:
        return False
    return active.spent_fen >= active.budget_fen or (active.refused and reserved(world, s) == 0.0)


def today_fen(world: World, active: Active, counts: np.ndarray, used: np.ndarray, s: int) -> float:
    """Today's cost of a strategy [fen, scale of the simulation] but for coupons: fixed once, new users, events."""
    cost, fen = active.plan.cost, 0.0
    if not active.begun:
        active.begun = True
        fen += 100.0 * (cost.fixed or 0.0) / active.yuan_scale
    if cost.per_user is not None:
        rows = np.flatnonzero(active.reached & (world.state["stage"] != PROSPECT))
        reached = float(weights(world, rows).sum())
        fen += 100.0 * cost.per_user * (reached - active.users_charged)
        active.users_charged = reached
    for name, yuan in cost.per_event.items():
        fen += 100.0 * yuan * events_today(world, active, name, counts, used, s)
    return fen


def events_today(world: World, active: Active, name: str, counts: np.ndarray, used: np.ndarray, s: int) -> float:
    """Today's events [weighted] of the users reached, or in the rooms changed; `coupon` means one used."""
    reached = reached_profiles(world.combos, s)
    if name == "coupon":
        inside = active.mask[used["host"]] if active.on_rooms else reached[world.state["profile"][used["user"]]]
        return float(weights(world, used["user"][inside]).sum())
    column, kind_weight = COUNTS.index(EVENT_COUNTS[name]), world.fixed.people.kind_weight
    if not active.on_rooms:
        assert world.combos is not None
        return float((counts[reached, len(LEVELS) + column] * kind_weight[world.combos[reached, 0]]).sum())
    so_far = float((world.host_counts[active.mask, :, column] * kind_weight).sum())
    new = so_far - active.room_events.get(name, 0.0)
    active.room_events[name] = so_far
    return new
