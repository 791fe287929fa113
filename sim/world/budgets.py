"""What budgets still hold, and when they are used up: those of strategies, and that of the whole plan.

A coupon costs its face value on the day on which it is used, like any other event. A strategy can ask instead
that every coupon it grants reserves its face value until it is used or runs out (`reserve`).

Budgets are a channel between users, so they bind nobody while channels are frozen. Nothing here depends on the
order of strategies: what several of them want of the plan's budget is divided, and sums are rounded once.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.world import World

RESERVE = 1.25
"""A day's events may cost so many times those of the dearest day before."""


def left(world: World, s: int) -> float:
    """What the own budget of strategy `s` still holds [fen], reserved coupons apart; infinite without a budget."""
    active = world.actives[s]
    if active.budget_fen is None or world.frozen:
        return np.inf
    return max(0.0, active.budget_fen - active.spent_fen - reserved(world, s))


def plan_left(world: World) -> float:
    """What the budget of the plan still holds [fen], reserved coupons apart; infinite without one."""
    if world.budget is None or world.frozen:
        return np.inf
    bound = [active.spent_fen for active in world.actives] + [reserved(world, s) for s in range(len(world.actives))]
    return max(0.0, world.budget.fen - math.fsum(bound))


def to_commit(world: World, s: int) -> float:
    """What strategy `s` may promise this morning [fen]: by its own budget, and an equal part of the plan's."""
    committing = sum(active.commits and active.level(world.day) != 0.0 for active in world.actives)
    return min(left(world, s), plan_left(world) / max(1, committing))


def reserved(world: World, s: int) -> float:
    """The face value [fen, weighted] that strategy `s` reserves for the coupons it granted; 0 unless it asks for it."""
    if not world.actives[s].plan.cost.reserve:
        return 0.0
    holders = np.flatnonzero(world.payer == s)  # few: their rows alone are looked up
    held = holders[world.state["coupon_until"][holders] >= world.day]
    return float((world.state["coupon_fen"][held] * world.weights(held)).sum())


def exhausted(world: World, s: int) -> bool:
    """Whether the budget of strategy `s` is used up: no further user, coupon or day like its dearest can be paid."""
    active = world.actives[s]
    if active.budget_fen is None or world.frozen or active.ended is not None or not active.begun:
        return False
    if active.spent_fen >= active.budget_fen or left(world, s) < RESERVE * active.dearest:
        return True
    return active.refused and reserved(world, s) == 0.0


def plan_exhausted(world: World) -> bool:
    """Whether the budget of the plan is used up: it cannot pay a day on which all that still run cost their most."""
    if world.budget is None or world.frozen or world.budget.ended is not None:
        return False
    holds = plan_left(world)
    dearest = math.fsum(active.dearest for s, active in enumerate(world.actives) if still_costs(world, s))
    return holds == 0.0 or holds < RESERVE * dearest


def still_costs(world: World, s: int) -> bool:
    """Whether strategy `s` can cost anything from tomorrow on: it can still act, or users hold coupons of it."""
    active = world.actives[s]
    last = active.plan.when.end
    over = active.ended is not None or (last is not None and world.day + 1 >= last)
    return not over or bool((world.payer == s).any())
