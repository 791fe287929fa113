"""Predictions: contrasts in many draws, each with its own luck, uncertain values and strength, as in `compare`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from calibration.contrasts.contrast import Contrast
from calibration.contrasts.worlds import world_of
from sim.paired.statistics import likely
from sim.replicate.run import simulate
from sim.scenario.plan import Strategy, Strength

DRAWS = 20
"""As many as `livesim compare` makes replicates; the 5 and 95 % points of so few are rough."""
LARGER = 8
"""A draw is one world, this many times as large as one of the several that a contrast at the centre averages: luck
should widen the interval little."""

Pair = tuple[float, float]
"""What is read of the untreated and of the treated world."""


class Predicted(NamedTuple):
    """What the draws of a contrast say of its number: the median, the 5 and 95 % points.

    `untreated` is the median of what is read without the lever; `draws` counts those that show a number at all.
    """

    median: float
    low: float
    high: float
    untreated: float
    draws: int


def alike(contrasts: Iterable[Contrast]) -> list[tuple[Contrast, ...]]:
    """Contrasts that share an untreated world, of one horizon and one set of parameters, side by side."""
    groups: dict[tuple[object, ...], list[Contrast]] = {}
    for contrast in contrasts:
        groups.setdefault((contrast.days, contrast.parameters), []).append(contrast)
    return [tuple(group) for group in groups.values()]


def draw(contrasts: Sequence[Contrast], replicate: int, users: int, seed: int, strength: Strength = Strength(),
         fixed: bool = False) -> list[Pair]:
    """The pair of each of `contrasts`, which are alike, in one draw: the past, the luck and what is drawn are shared.

    Args:
        replicate: number of the draw. users: simulated in each world. seed: of their luck. strength: what is known of
            it, by default what is known of a strength that a scenario leaves out. fixed: nothing is drawn from priors.
    """
    pulls: list[tuple[Strategy, ...]] = [()]
    places = []
    for contrast in contrasts:
        pulled = contrast.pulled(strength)
        if pulled not in pulls:
            pulls.append(pulled)
        places.append(pulls.index(pulled))
    world = world_of(contrasts[0].days, contrasts[0].parameters, users, seed)
    arms = [replace(world, name=f"arm_{k}", strategies=pulled) for k, pulled in enumerate(pulls)]
    lived = simulate(arms, replicate=replicate, fixed=fixed).outcomes
    return [contrast.pair(lived[0], lived[place]) for contrast, place in zip(contrasts, places, strict=True)]


def predicted(contrast: Contrast, pairs: Sequence[Pair]) -> Predicted:
    """What the draws of a contrast say together; a draw without a number is left out."""
    numbers = np.array([contrast.compare(before, after) for before, after in pairs])
    kept = np.isfinite(numbers)
    if not kept.any():
        return Predicted(np.nan, np.nan, np.nan, np.nan, 0)
    low, high = likely(numbers[kept])
    untreated = np.median(np.array(pairs)[kept, 0])
    return Predicted(float(np.median(numbers[kept])), low, high, float(untreated), int(kept.sum()))


def verdict(reported: float, low: float, high: float) -> str:
    """Whether the interval `low`..`high` covers a reported effect, or misses it.

    It misses low when all of it is nearer to zero than what was reported, or of the other sign, and high when all of it
    is farther out; "unread" when there is no interval.
    """
    near, far = sorted((low / reported, high / reported))
    if np.isnan(near + far):
        return "unread"
    return "misses_low" if far < 1.0 else "misses_high" if near > 1.0 else "covers"
