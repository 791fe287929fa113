"""The study's prior: one coordinate for everything that is not known, each standard normal, and what it stands for.

    free parameters   (value - value of the fit that ships) / (NARROWER x the fit's own standard deviation), in bounds
    uncertain ones    z, of which Phi(z) is the share of the declared prior below the value
    strengths         z, of which Phi(z) is the share of the range that a planner leaves unstated

Any prior will do, as long as truths are drawn from the one that is inferred with (Talts et al. 2018). The fit's own
prior around the declared defaults is so wide that many of its platforms shrink, explode or sell nothing
(docs/coverage.md); half as wide and around the fit that ships it holds platforms that a planner could have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.special import ndtr

from calibration.fitting import FREE
from sim.base.params import PARAMETERS
from sim.cast.fit import fitted
from sim.levers import LEVERS
from sim.scenario import Scenario, load_scenario
from sim.scenario.plan import Strength

NARROWER = 0.5
"""Standard deviation of a free parameter in the study, over that of the fit's own prior."""
STRATEGIES = ("elder_mode", "referral_tasks", "shorter_streams")
"""The scenarios whose effects are asked for: those of the demo."""
LEAST = 0.02
"""A free parameter stays this share of the way between its bounds off them."""


@dataclass(frozen=True)
class Places:
    """The coordinates: free parameters with the standard deviations of the study, uncertain ones, strategies."""

    free: Mapping[str, float] = field(default_factory=lambda: {name: NARROWER * sd for name, sd in FREE.items()})
    strategies: Sequence[str] = STRATEGIES

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The strategies' scenarios."""
        return tuple(load_scenario(name) for name in self.strategies)

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """The uncertain parameters that act in a baseline, or with one of the strategies."""
        levers = {one.lever for scenario in self.scenarios for one in scenario.strategies}
        written = {name for lever in levers for name in LEVERS[lever].writes}
        return tuple(sorted(name for name, entry in PARAMETERS.items() if entry.uncertain
                            and (not entry.acts_with or written & set(entry.acts_with))))

    @property
    def names(self) -> tuple[str, ...]:
        """Parameters, then strategies (for their strengths), in the order of the coordinates."""
        return (*self.free, *self.uncertain, *self.strategies)

    @cached_property
    def centre(self) -> np.ndarray:
        """[free] the values of the fit that ships."""
        return np.array([fitted()[name] for name in self.free])

    @cached_property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """[name] between which the coordinates lie: free parameters keep off their bounds, the rest is unbounded."""
        low, high = (np.array([getattr(PARAMETERS[name], side) for name in self.free]) for side in ("low", "high"))
        scale, others = np.array(list(self.free.values())), np.full(len(self.names) - len(self.free), np.inf)
        gap = LEAST * (high - low)
        return (np.concatenate([(low + gap - self.centre) / scale, -others]),
                np.concatenate([(high - gap - self.centre) / scale, others]))

    def drawn(self, count: int, seed: int) -> np.ndarray:
        """[count, name] places drawn from the prior; the first ones stay when more are drawn."""
        low, high = self.bounds
        places = []
        for k in range(count):
            rng = np.random.default_rng((seed, k))
            place = rng.standard_normal(len(self.names))
            while (out := (place < low) | (place > high)).any():
                place[out] = rng.standard_normal(int(out.sum()))
            places.append(place)
        return np.array(places)

    def values(self, place: np.ndarray) -> dict[str, float]:
        """The free and uncertain parameters at a place."""
        count = len(self.free)
        free = self.centre + place[:count] * np.array(list(self.free.values()))
        uncertain = {name: PARAMETERS[name].prior.quantile(float(ndtr(z)))  # type: ignore[union-attr]
                     for name, z in zip(self.uncertain, place[count:], strict=False)}
        return dict(zip(self.free, free.tolist(), strict=True)) | uncertain

    def strengths(self, place: np.ndarray) -> dict[str, float]:
        """The strength of each strategy at a place, as drawn where a scenario leaves it out."""
        last = place[len(place) - len(self.strategies):]
        return {name: Strength().at(float(ndtr(z))) for name, z in zip(self.strategies, last, strict=True)}
