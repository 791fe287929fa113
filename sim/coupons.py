"""Who is granted a coupon today, and which strategy pays for it; budgets are never promised twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim import decisions
from sim.draws import uniforms
from sim.levers import LEVERS
from sim.strategies import reached_profiles

if TYPE_CHECKING:
    from sim.world import World

NOBODY_PAYS = -1
TASK, CAMPAIGN = "task_reward", "coupon_value"
"""The parameters that make the platform grant coupons."""


def grant(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Users who are granted a coupon today, its face value [fen] and last day; within the budgets.

    Only who would take it: of two coupons the larger one stays in the purse. `world.payer` keeps who pays
    when the coupon is used.
    """
    who, fen, last, task = due(world, table)
    state = world.state[who]
    held = np.where(state["coupon_until"] >= world.day, state["coupon_fen"], 0)
    taken = (fen > 0) & (fen >= held)
    who, fen, last, task = who[taken], fen[taken], last[taken], task[taken]
    payer = payers(world, who, task)
    keep = affordable(world, who, fen, payer)
    world.payer[who[keep]] = payer[keep]
    return who[keep], fen[keep], last[keep]


def due(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(user, face value [fen], last day, whether for a task) of today's coupons, at most one a user.

    Campaign coupons come every `coupon_every` days, on a day of the cycle by hash of the user; those of
    completed referral tasks on the day after, before any other.
    """
    profile = world.state["profile"]
    tasks = world.shares["user"][world.shares["task"] > 0]
    tasks = tasks[world.alive[tasks]]
    rows, yuan, days = [tasks], [table[TASK][profile[tasks]]], [table["task_valid_days"][profile[tasks]]]
    if (table[CAMPAIGN] > 0).any():
        living = world.living()
        own = table[profile[living]]
        phase = np.floor(uniforms(world.fixed.seed, decisions.COUPON_ORDER, living) * own["coupon_every"])
        today = (own[CAMPAIGN] > 0) & ((world.day + phase) % np.maximum(1, np.floor(own["coupon_every"])) == 0)
        rows.append(living[today])
        yuan.append(own[CAMPAIGN][today])
        days.append(own["coupon_valid_days"][today])
    who, first = np.unique(np.concatenate(rows), return_index=True)
    fen = np.rint(100 * np.concatenate(yuan)).astype(np.int64)[first]
    last = world.day + np.concatenate(days).astype(np.int64)[first] - 1
    return who, fen, last, first < len(tasks)


def payers(world: World, who: np.ndarray, task: np.ndarray) -> np.ndarray:
    """The strategy that pays for each coupon: the first of the plan that reaches the user and grants such ones."""
    payer = np.full(len(who), NOBODY_PAYS)
    profile = world.state["profile"][who]
    for s, active in reversed(list(enumerate(world.actives))):
        writes = LEVERS[active.plan.lever].writes
        grants = np.where(task, TASK in writes, CAMPAIGN in writes)
        payer[grants & reached_profiles(world.combos, s)[profile]] = s
    return payer


def affordable(world: World, who: np.ndarray, fen: np.ndarray, payer: np.ndarray) -> np.ndarray:
    """Which grants the budgets allow, in keyed order; the face value of the coupons held is reserved.

    Budgets are a channel between users, so they bind nobody while channels are frozen.
    """
    keep = np.ones(len(who), bool)
    if world.frozen:
        return keep
    order = np.argsort(uniforms(world.seed, decisions.COUPON_ORDER, who, day=world.day), kind="stable")
    cost = fen * weights(world, who)
    for s, active in enumerate(world.actives):
        if active.budget_fen is None:
            continue
        mine = order[payer[order] == s]
        keep[mine] = np.cumsum(cost[mine]) <= active.budget_fen - active.spent_fen - reserved(world, s)
        active.refused = not keep[mine].all()
    return keep


def reserved(world: World, s: int) -> float:
    """The face value [fen, weighted] of the coupons of strategy `s` that can still be used from today on."""
    valid = (world.payer == s) & (world.state["coupon_until"] >= world.day) & (world.state["coupon_fen"] > 0)
    held = np.flatnonzero(valid)
    return float((world.state["coupon_fen"][held] * weights(world, held)).sum())


def weights(world: World, rows: np.ndarray) -> np.ndarray:
    """Real people for one simulated person of each row, before the planner's scale: 1 without oversampling."""
    return world.fixed.people.kind_weight[world.traits["kind"][rows]]
