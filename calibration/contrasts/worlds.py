"""The worlds of a contrast: treated and untreated, with shared luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from calibration.contrasts.contrast import Contrast
from sim.base.params import PARAMETERS, names
from sim.outcomes.outcome import Outcome
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario

USERS = 8_000
"""Simulated users of a world; its fixed costs weigh less in a larger one."""
OVERSAMPLE = {"silver": 3.0}
"""Few users are silver, and several rows are about them; weights undo it."""

Sizes = Mapping[str, float]


def declared() -> dict[str, float]:
    """Lever-scope parameter -> its declared value: what a search begins with, so that it forgets the last one."""
    return {name: PARAMETERS[name].default for name in names("lever")}


def effect(contrast: Contrast, sizes: Sizes, users: int = USERS, seed: int = 1, times: int = 1) -> float:
    """The simulated number of a contrast when the levers have these `sizes`, of means over `times` its worlds."""
    return contrast.compare(*pair(contrast, sizes, users, seed, times))


def pair(contrast: Contrast, sizes: Sizes, users: int, seed: int, times: int = 1) -> tuple[float, float]:
    """What is read of the untreated and of the treated worlds, in the mean."""
    if contrast.both is None:
        return without(contrast, users, seed, times), with_lever(contrast, sizes, users, seed, times)
    scenario = treated(contrast, sizes, users, seed)
    pairs = [contrast.pair(untreated(contrast.days, contrast.parameters, users, seed, k), lived(scenario, k))
             for k in range(times * contrast.worlds)]
    before, after = np.mean(pairs, axis=0)
    return float(before), float(after)


@lru_cache
def without(contrast: Contrast, users: int, seed: int, times: int = 1) -> float:
    """What is read of the untreated worlds, in the mean; no size of a lever moves them."""
    outcomes = (untreated(contrast.days, contrast.parameters, users, seed, k) for k in range(times * contrast.worlds))
    return float(np.mean([contrast.read(outcome, contrast) for outcome in outcomes]))


def with_lever(contrast: Contrast, sizes: Sizes, users: int, seed: int, times: int = 1) -> float:
    """What is read of the treated worlds, in the mean."""
    scenario = treated(contrast, sizes, users, seed)
    return float(np.mean([contrast.read(lived(scenario, k), contrast) for k in range(times * contrast.worlds)]))


def treated(contrast: Contrast, sizes: Sizes, users: int, seed: int) -> Scenario:
    """The scenario of a treated world, in which the levers have these `sizes`."""
    world = world_of(contrast.days, contrast.parameters, users, seed)
    return replace(world, name=contrast.lever, strategies=contrast.strategies,
                   parameters={**sizes, **world.parameters})


@lru_cache(maxsize=4)  # neighbours in the table mostly ask for the same ones
def untreated(days: int, parameters: tuple[tuple[str, float], ...], users: int, seed: int, replicate: int) -> Outcome:
    """One world without strategies."""
    return lived(world_of(days, parameters, users, seed), replicate)


def world_of(days: int, parameters: tuple[tuple[str, float], ...], users: int, seed: int) -> Scenario:
    """The scenario of an untreated world of contrasts."""
    return Scenario("baseline", population=Population(users=users, oversample=OVERSAMPLE),
                    horizon=Horizon(days=days), seed=seed, parameters=dict(parameters))


def lived(scenario: Scenario, replicate: int) -> Outcome:
    """A world lived alone; people, past and luck are those of every other world of this replicate."""
    return simulate([scenario], replicate=replicate, fixed=True).outcomes[0]
