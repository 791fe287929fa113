"""What budgets still hold, and when they are used up.

A coupon costs its face value on the day on which it is used, like any other event. A strategy can ask instead
that every coupon it grants reserves its face value until it is used or runs out (`reserve`).
"""

from __future__ import annotations

import numpy as np

from sim.world.world import World

RESERVE = 1.25
"""A day's events may cost so many times those of the dearest day before."""


def left(world: World, s: int) -> float:
    """What the budget of strategy `s` still holds [fen], reserved coupons apart; infinite without a budget.

    Budgets are a channel between users, so they bind nobody while channels are frozen.
    """
    active = world.actives[s]
    if active.budget_fen is None or world.frozen:
        return np.inf
    return max(0.0, active.budget_fen - active.spent_fen - reserved(world, s))


def reserved(world: World, s: int) -> float:
    """The face value [fen, weighted] that strategy `s` reserves for the coupons it granted; 0 unless it asks for it."""
    if not world.actives[s].plan.cost.reserve:
        return 0.0
    held = np.flatnonzero((world.payer == s) & (world.state["coupon_until"] >= world.day))
    return float((world.state["coupon_fen"][held] * world.weights(held)).sum())


def exhausted(world: World, s: int) -> bool:
    """Whether the budget of strategy `s` is used up: no further user, coupon or day like its dearest can be paid."""
    active = world.actives[s]
    if active.budget_fen is None or world.frozen or active.ended is not None or not active.begun:
        return False
    if active.spent_fen >= active.budget_fen or left(world, s) < RESERVE * active.dearest:
        return True
    return active.refused and reserved(world, s) == 0.0
