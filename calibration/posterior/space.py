"""Where a posterior lives: one coordinate for everything that moves, each with a standard normal prior.

    free parameters   (value - declared default) / standard deviation of the prior, inside the bounds
    uncertain ones    z, of which Phi(z) is the share of the declared prior below the value
    pivots            no prior: their steady state decides them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import ndtr, ndtri

from calibration.evaluations import Simulation
from calibration.fitting import PIVOTS, Problem
from sim.base.params import PARAMETERS, Prior

EDGE = 4.0
"""How far out [sd] an uncertain parameter may lie: its prior ends there but for a share of 1 in 16,000."""


def uncertain_at_baseline() -> tuple[str, ...]:
    """The uncertain parameters that can act where no strategy does, so that logs can say something of them."""
    return tuple(sorted(name for name, entry in PARAMETERS.items() if entry.uncertain and not entry.acts_with))


@dataclass(frozen=True)
class Space:
    """The coordinates of a problem: its free parameters, the `uncertain` ones, the pivots."""

    problem: Problem
    uncertain: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, in the order of the coordinates."""
        return (*self.problem.free, *self.uncertain, *PIVOTS)

    @property
    def priors(self) -> int:
        """How many coordinates have a prior: all but the pivots, which come last."""
        return len(self.problem.free) + len(self.uncertain)

    @cached_property
    def usual(self) -> np.ndarray:
        """[uncertain] where the declared defaults lie."""
        shares = [_prior(name).share(PARAMETERS[name].default) for name in self.uncertain]
        return np.clip(ndtri(np.array(shares)), -EDGE, EDGE)

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """[name] between which everything lies."""
        low, high = (edge - self.problem.centre for edge in self.problem.bounds)
        free, edge = len(self.problem.free), np.full(len(self.uncertain), EDGE)
        return np.concatenate([low[:free], -edge, low[free:]]), np.concatenate([high[:free], edge, high[free:]])

    def place(self, point: np.ndarray) -> np.ndarray:
        """[name] the coordinates of a point of the search, where uncertain parameters have their defaults."""
        free, moved = len(self.problem.free), point - self.problem.centre
        return np.concatenate([moved[:free], self.usual, moved[free:]])

    def values(self, place: np.ndarray) -> dict[str, float]:
        """Every parameter of the model at a place. A parameter that stays at its default is it to the bit."""
        free, ends = len(self.problem.free), self.priors
        values = self.problem.values(np.concatenate([place[:free], place[ends:]]) + self.problem.centre)
        for name, z, usual in zip(self.uncertain, place[free:ends], self.usual, strict=True):
            if z != usual:
                values[name] = float(_prior(name).quantile(ndtr(z)))
        return values

    def task(self, place: np.ndarray, seed: int) -> Simulation:
        """The simulation at a place, with the luck of a seed."""
        point = np.zeros(len(self.problem.names))
        task = self.problem.at(replace(self.problem.setting, seed=seed)).task(point)
        return replace(task, parameters=self.values(place))

    def fewer(self, acting: Sequence[bool] | np.ndarray) -> Space:
        """The same without those uncertain parameters that are not `acting` [uncertain]."""
        return replace(self, uncertain=tuple(n for n, acts in zip(self.uncertain, acting, strict=True) if acts))


def _prior(name: str) -> Prior:
    """The prior of an uncertain parameter."""
    prior = PARAMETERS[name].prior
    assert prior is not None, name
    return prior
