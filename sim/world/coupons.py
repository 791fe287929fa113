"""Who is granted a coupon today, which strategy pays for it, and how it ends: used, expired or void."""

from __future__ import annotations

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.levers import COUPONS
from sim.world.budgets import to_commit
from sim.world.strategies import reached_profiles
from sim.world.world import NOBODY_PAYS, World

NONE = np.zeros(0, np.int64)


def grant(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Users who are granted a coupon today, its face value [fen] and last day; within the budgets.

    Only who would take it: of two coupons the larger one stays in the purse. `world.payer` keeps who pays
    when the coupon is used.
    """
    who, fen, last, reason = due(world, table)
    if not len(who) and not any(active.refused for active in world.actives):
        return who, fen, last
    state = world.state[who]
    held = np.where(state["coupon_until"] >= world.day, state["coupon_fen"], 0)
    taken = (fen > 0) & (fen >= held)
    who, fen, last, reason = who[taken], fen[taken], last[taken], reason[taken]
    payer = payers(world, who, reason)
    keep = affordable(world, who, fen, payer)
    hand_out(world, who[keep], payer[keep])
    return who[keep], fen[keep], last[keep]


def due(world: World, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(user, face value [fen], last day, reason: index into COUPONS) of today's coupons, at most one a user.

    Those of completed referral tasks come on the day after, before any other; with a win-back message on the
    day it is sent; campaign coupons every `coupon_every` days, on a day of the cycle by hash of the user; at last
    those of an answer to a crisis.
    """
    by_reason = [task_done(world), silent_today(world, table), of_campaign(world, table), of_apology(world, table)]
    if not any(map(len, by_reason)):
        return NONE, NONE, NONE, NONE
    rows, reason = np.concatenate(by_reason), np.repeat(np.arange(len(by_reason)), [len(part) for part in by_reason])
    who, first = np.unique(rows, return_index=True)
    p, reason, profile = table, reason[first], world.state["profile"][who]
    yuan = np.choose(reason, [part[profile] for part in (p["task_reward"], p["winback_coupon"], p["coupon_value"],
                                                         p["apology_coupon"])])
    days = np.choose(reason, [part[profile] for part in (p["task_valid_days"], p["coupon_valid_days"],
                                                         p["coupon_valid_days"], p["coupon_valid_days"])])
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
    p = table
    if not (p["coupon_value"] > 0).any():
        return np.zeros(0, np.int64)
    living = world.living()
    living = living[(p["coupon_value"] > 0)[world.state["profile"][living]]]
    every = p["coupon_every"][world.state["profile"][living]]
    phase = np.floor(uniforms(world.constants.seed, decisions.COUPON_ORDER, living) * every)
    return living[(world.day + phase) % np.maximum(1, np.floor(every)) == 0]


def of_apology(world: World, table: np.ndarray) -> np.ndarray:
    """Rows of the living to whom the answer to a crisis brings its coupon today."""
    if not any(active.crisis.repaid for active in world.actives):
        return NONE
    living = world.living()
    return living[(table["apology_coupon"] > 0)[world.state["profile"][living]]]


def payers(world: World, who: np.ndarray, reason: np.ndarray) -> np.ndarray:
    """The strategy that pays for each coupon: of those that reach the user and grant such ones, the first by name."""
    payer = np.full(len(who), NOBODY_PAYS)
    profile = world.state["profile"][who]
    for s in reversed(world.by_name()):
        writes = world.actives[s].writes
        grants = np.array([name in writes for name in COUPONS])[reason]
        payer[grants & reached_profiles(world.combos, s)[profile]] = s
    return payer


def affordable(world: World, who: np.ndarray, fen: np.ndarray, payer: np.ndarray) -> np.ndarray:
    """Which grants the budgets allow: all while money is left, or as many as can be reserved, in keyed order."""
    keep = np.ones(len(who), bool)
    if world.frozen:
        return keep
    order = np.argsort(uniforms(world.seed, decisions.COUPON_ORDER, who, day=world.day), kind="stable")
    cost = fen * world.weights(who)
    for s, active in enumerate(world.actives):
        holds, mine = to_commit(world, s), order[payer[order] == s]
        if active.plan.cost.reserve:
            keep[mine] = np.cumsum(cost[mine]) <= holds
            active.refused = not keep[mine].all()
        else:
            keep[mine] = holds > 0.0
    return keep


def hand_out(world: World, who: np.ndarray, payer: np.ndarray) -> None:
    """Note who pays for the coupons granted today; a coupon that gives way to a new one has expired."""
    close(world, who, "expired")
    world.payer[who] = payer
    count(world, who, "granted")


def take_expired(world: World) -> None:
    """Close the coupons whose last day this was."""
    if not world.actives:
        return
    holders = np.flatnonzero(world.payer != NOBODY_PAYS)
    close(world, holders[world.state["coupon_until"][holders] <= world.day], "expired")


def make_void(world: World, s: int) -> None:
    """Make the coupons void that users hold of strategy `s`: its budget is used up, who came first was served."""
    held = np.flatnonzero(world.payer == s)
    world.state["coupon_fen"][held] = 0
    close(world, held, "void")


def close(world: World, who: np.ndarray, how: str) -> None:
    """Count the coupons of strategies that users `who` held as used, expired or void; they hold them no longer."""
    count(world, who, how)
    world.payer[who] = NOBODY_PAYS


def count(world: World, who: np.ndarray, what: str) -> None:
    """Add the coupons [weighted] that users `who` hold to the counts of the strategies that granted them."""
    mine = who[world.payer[who] != NOBODY_PAYS]
    if len(mine):
        numbers = np.bincount(world.payer[mine], world.weights(mine), len(world.actives))
        for active, number in zip(world.actives, numbers, strict=True):
            active.coupons[what] += float(number)


def in_hand(world: World, s: int) -> float:
    """Coupons [weighted] of strategy `s` that users can still use."""
    return float(world.weights(np.flatnonzero(world.payer == s)).sum())
