"""Whom a strategy reaches: which hosts, and who of the people meets its conditions of the day."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.cast.hosts import CATEGORIES, FORMATS
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import ABSENT, DORMANT_THEN, FREQUENT_THEN, OCCASIONAL_THEN
from sim.scenario.plan import NEEDS, Where
from sim.users.rules.stage import DORMANT, FREQUENT_VISITS, WEEK_BITS
from sim.users.rules.trust import trust_of
from sim.world.strategies import Active


def host_mask(where: Where, hosts: np.ndarray, seed: int) -> np.ndarray:
    """Which hosts' rooms a strategy changes; the share is rolled out by hash of the host."""
    mask = uniforms(seed, decisions.WHERE, hosts["host"]) < where.share
    if where.host is not None:
        mask &= hosts["host"] == where.host
    if where.category is not None:
        mask &= hosts["category"] == CATEGORIES.index(where.category)
    if where.format is not None:
        mask &= hosts["format"] == FORMATS.index(where.format)
    return mask


def today_reached(active: Active, state: np.ndarray, traits: np.ndarray, day: int,
                  priors: np.ndarray | None = None) -> np.ndarray:
    """Who of the reachable people meets the strategy's conditions of the day (behaviour, need, own state).

    `priors` [kind, 2]: the good and bad experiences that trust begins with.
    """
    who, mask = active.plan.who, active.mask
    if who.need is not None:
        mask = mask & (traits["needs"].argmax(axis=1) == NEEDS.index(who.need))
    for condition in who.state:
        level = state_of(condition.name, state, traits, day, priors)
        mask = mask & (level > condition.value if condition.above else level < condition.value)
    if who.behaviour == "dormant":
        return mask & (state["stage"] == DORMANT)
    if who.behaviour is not None:
        frequent = are_frequent(state["week"])
        return mask & (frequent if who.behaviour == "frequent" else ~frequent & (state["stage"] != DORMANT))
    return mask


def state_of(name: str, state: np.ndarray, traits: np.ndarray, day: int, priors: np.ndarray | None) -> np.ndarray:
    """One of STATES of everybody on the morning of `day`."""
    if name == "idle":
        return day - state["last_open"] - 1
    if name == "tenure":
        return day - state["joined"]
    if name == "trust":
        assert priors is not None
        return trust_levels(state, *priors[traits["kind"]].T)
    return state[name]


def trust_levels(state: np.ndarray, prior_good: np.ndarray, prior_bad: np.ndarray) -> np.ndarray:
    """`trust_of` many users at once, each with the experiences [count] that trust begins with."""
    priors = SimpleNamespace(trust_prior_good=prior_good, trust_prior_bad=prior_bad)
    rule: Any = trust_of  # written for numbers, and right for arrays: it only adds and divides
    levels: np.ndarray = rule(state["good"], state["bad"], priors)
    return levels


def are_frequent(weeks: np.ndarray) -> np.ndarray:
    """`is_frequent` of many packed weeks at once (T09)."""
    days = (weeks[:, None] >> (WEEK_BITS * np.arange(7))) & 31
    return ((days >> 1).sum(axis=1) >= FREQUENT_VISITS) & ((days & 1).sum(axis=1) > 0)


def behaviours(state: np.ndarray, alive: np.ndarray) -> np.ndarray:
    """int8 [person]: index into BEHAVED of everybody this morning."""
    there = np.where(are_frequent(state["week"]), FREQUENT_THEN, OCCASIONAL_THEN)
    there[state["stage"] == DORMANT] = DORMANT_THEN
    return np.where(alive, there, ABSENT).astype(np.int8)
