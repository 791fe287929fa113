"""Who is granted a coupon today, and which strategy pays for it; budgets are never promised twice."""

from __future__ import annotations

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.levers import LEVERS
from sim.world.strategies import COUPONS, reached_profiles
from sim.world.world import NOBODY_PAYS, World


def grant(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Users who are granted a coupon today, its face value [fen] and last day; within the budgets.

    Only who would take it: of two coupons the larger one stays in the purse. `world.payer` keeps who pays
    when the coupon is used.
    """
    who, fen, last, reason = due(world, table)
    state = world.state[who]
    held = np.where(state["coupon_until"] >= world.day, state["coupon_fen"], 0)
    taken = (fen > 0) & (fen >= held)
    who, fen, last, reason = who[taken], fen[taken], last[taken], reason[taken]
    payer = payers(world, who, reason)
    keep = affordable(world, who, fen, payer)
    world.payer[who[keep]] = payer[keep]
    return who[keep], fen[keep], last[keep]


def due(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(user, face value [fen], last day, reason: index into COUPONS) of today's coupons, at most one a user.

    Those of completed referral tasks come on the day after, before any other; with a win-back message on the
    day it is sent; campaign coupons every `coupon_every` days, on a day of the cycle by hash of the user.
    """
    by_reason = [task_done(world), silent_today(world, table), of_campaign(world, table)]
    rows, reason = np.concatenate(by_reason), np.repeat(np.arange(len(by_reason)), [len(part) for part in by_reason])
    who, first = np.unique(rows, return_index=True)
    reason, p = reason[first], table[world.state["profile"][who]]
    yuan = np.choose(reason, [p["task_reward"], p["winback_coupon"], p["coupon_value"]])
    days = np.choose(reason, [p["task_valid_days"], p["coupon_valid_days"], p["coupon_valid_days"]])
    return who, np.rint(100 * yuan).astype(np.int64), world.day + days.astype(np.int64) - 1, reason


def task_done(world: World) -> np.ndarray:
    """Rows of the living who completed a referral task yesterday."""
    tasks = world.shares["user"][world.shares["task"] > 0]
    return tasks[world.alive[tasks]]


def silent_today(world: World, table: np.ndarray) -> np.ndarray:
    """Rows of the living to whom a win-back message with a coupon is sent today."""
    p = table
    if not (p["winback_coupon"] > 0).any():
        return np.zeros(0, np.int64)
    profile = world.state["profile"]
    rows = np.flatnonzero(world.alive & (p["winback_coupon"] > 0)[profile])
    first, again = (days.astype(np.int64)[profile[rows]] for days in (p["winback_days"], p["winback_again"]))
    silent = world.day - world.state["last_open"][rows] - 1 - first
    return rows[(first > 0) & (silent >= 0) & (silent % again == 0)]  # `winback_due` of many users at once


def of_campaign(world: World, table: np.ndarray) -> np.ndarray:
    """Rows of the living whose day of the coupon cycle it is."""
    if not (table["coupon_value"] > 0).any():
        return np.zeros(0, np.int64)
    living = world.living()
    p = table[world.state["profile"][living]]
    phase = np.floor(uniforms(world.constants.seed, decisions.COUPON_ORDER, living) * p["coupon_every"])
    today = (p["coupon_value"] > 0) & ((world.day + phase) % np.maximum(1, np.floor(p["coupon_every"])) == 0)
    return living[today]


def payers(world: World, who: np.ndarray, reason: np.ndarray) -> np.ndarray:
    """The strategy that pays for each coupon: of those that reach the user and grant such ones, the first by name."""
    payer = np.full(len(who), NOBODY_PAYS)
    profile = world.state["profile"][who]
    by_name = sorted(range(len(world.actives)), key=lambda s: world.actives[s].plan.name)
    for s in reversed(by_name):
        writes = LEVERS[world.actives[s].plan.lever].writes
        grants = np.array([name in writes for name in COUPONS])[reason]
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
        keep[mine] = np.cumsum(cost[mine]) <= left(world, s)
        active.refused = not keep[mine].all()
    return keep


def left(world: World, s: int) -> float:
    """What the budget of strategy `s` still holds [fen], the coupons held apart; infinite without a budget."""
    active = world.actives[s]
    if active.budget_fen is None or world.frozen:
        return np.inf
    return max(0.0, active.budget_fen - active.spent_fen - reserved(world, s))


def reserved(world: World, s: int) -> float:
    """The face value [fen, weighted] of the coupons of strategy `s` that can still be used from today on."""
    valid = (world.payer == s) & (world.state["coupon_until"] >= world.day) & (world.state["coupon_fen"] > 0)
    held = np.flatnonzero(valid)
    return float((world.state["coupon_fen"][held] * weights(world, held)).sum())


def weights(world: World, rows: np.ndarray) -> np.ndarray:
    """Real people for one simulated person of each row, before the planner's scale: 1 without oversampling."""
    return world.constants.people.kind_weight[world.traits["kind"][rows]]
