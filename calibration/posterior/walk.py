"""A walk through a posterior: preconditioned Crank-Nicolson (Cotter, Roberts, Stuart and White 2013), many chains."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Density = Callable[[np.ndarray], np.ndarray]
"""[chain, d] -> [chain] log density, -inf where nothing can lie."""
ACCEPTED = 0.3
"""Share of moves that are taken, to which the length of the moves is brought while chains warm up."""


class Walked(NamedTuple):
    """Where chains ended.

    Attributes:
        last: [chain, d]. accepted: share of moves taken. mixing: [d] R-hat (Gelman and Rubin 1992) of the second half:
            1 when chains agree.
    """

    last: np.ndarray
    accepted: float
    mixing: np.ndarray


def walk(density: Density, start: np.ndarray, centre: np.ndarray, root: np.ndarray, steps: int,
         rng: np.random.Generator) -> Walked:
    """Walk every chain for `steps` steps, the first half to warm up.

    A move goes from x = centre + root s to s' = sqrt(1 - length^2) s + length xi, which leaves the Gaussian with the
    covariance root root' as it is; what is accepted makes up for how the density differs from it. The last places of
    the chains are independent draws.

    Args:
        start: [chain, d] where chains begin. centre, root: [d], [d, d] of the Gaussian that is like the density.
    """
    s = np.linalg.solve(root, (start - centre).T).T

    def surplus(places: np.ndarray) -> np.ndarray:
        return density(centre + places @ root.T) + 0.5 * (places**2).sum(axis=1)

    here, length, taken = surplus(s), 0.3, 0.0
    kept: list[np.ndarray] = []
    for step in range(steps):
        moved = np.sqrt(1.0 - length**2) * s + length * rng.standard_normal(s.shape)
        there = surplus(moved)
        better = np.log(rng.random(len(s))) < there - here
        s[better], here[better] = moved[better], there[better]
        if step < steps // 2:
            length = float(np.clip(length * np.exp(0.1 * (better.mean() - ACCEPTED)), 0.01, 0.999))
        else:
            taken += better.mean() / (steps - steps // 2)
            kept.append(s.copy())
    return Walked(centre + s @ root.T, float(taken), agreement(np.array(kept)))


def agreement(path: np.ndarray) -> np.ndarray:
    """[d] R-hat of a path [step, chain, d]: the spread of all places over that within chains."""
    within = path.var(axis=0, ddof=1).mean(axis=0)
    between = path.mean(axis=0).var(axis=0, ddof=1)
    n = len(path)
    return np.sqrt((n - 1) / n + np.divide(between, within, out=np.zeros_like(within), where=within > 0))
