"""What each strategy has cost so far, and the end of those whose budget has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.outcome import COUNTS, LEVELS
from sim.rules.stage import PROSPECT
from sim.strategies import Active

if TYPE_CHECKING:
    from sim.world import World

EVENT_COUNTS = {"order": "orders", "message": "messages", "share": "shares"}
"""The count that each priced event is read from."""


def charge(world: World, counts: np.ndarray) -> None:
    """Charge today's cost to every strategy that acted today; one whose budget is used up ends tomorrow.

    `counts` are today's [profile, LEVELS + COUNTS].
    """
    charged = np.zeros(len(counts), bool)
    for s, active in enumerate(world.actives):
        if active.level(world.day) == 0.0:
            continue
        active.spent_fen += today_fen(world, active, counts, reached_profiles(world, s), charged)
        if active.budget_fen is not None and active.spent_fen >= active.budget_fen:
            active.ended = world.day + 1
            world.notes.append(f"{active.plan.name}: budget used up on day {world.day}")


def reached_profiles(world: World, s: int) -> np.ndarray:
    """bool [profile]: which profiles strategy `s` reaches today."""
    assert world.combos is not None
    return (world.combos[:, 1] >> s & 1).astype(bool)


def today_fen(world: World, active: Active, counts: np.ndarray, mine: np.ndarray, charged: np.ndarray) -> float:
    """Today's cost of a strategy [fen, scale of the simulation]: fixed once, new users reached, events, coupons.

    Coupons cost their face value when used, charged to the first strategy of the plan that reaches the
    user and grants coupons; `charged` marks the profiles whose coupons are paid for.
    """
    cost, fen = active.plan.cost, 0.0
    if not active.begun:
        active.begun = True
        fen += 100.0 * (cost.fixed or 0.0) / active.yuan_scale
    if cost.per_user is not None:
        reached = int((active.reached & (world.state["stage"] != PROSPECT)).sum())
        fen += 100.0 * cost.per_user * (reached - active.users_charged)
        active.users_charged = reached
    for name, yuan in cost.per_event.items():
        fen += 100.0 * yuan * events_today(world, active, EVENT_COUNTS[name], counts, mine)
    if active.grants:
        fen += float(counts[mine & ~charged, len(LEVELS) + COUNTS.index("coupon_fen")].sum())
        charged |= mine
    return fen


def events_today(world: World, active: Active, count: str, counts: np.ndarray, mine: np.ndarray) -> int:
    """Today's events of the users reached, or in the rooms changed."""
    column = COUNTS.index(count)
    if not active.on_rooms:
        return int(counts[mine, len(LEVELS) + column].sum())
    so_far = int(world.host_counts[active.mask, :, column].sum())
    new = so_far - active.room_events.get(count, 0)
    active.room_events[count] = so_far
    return new
