"""The posterior of one made-up platform, on an emulator that all of them share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.fitting import OUTLIER, soft
from calibration.posterior.emulator import Emulator
from calibration.posterior.walk import Walked, walk

NEWTON = 12
"""Steps to the mode on the emulator; each is halved until the density grows."""
DRAWS = 99
"""Chains, of which each gives one draw: ranks 0 to 99."""
STEPS = 400
"""Steps of a chain, the first half to warm up; chains begin in the Gaussian around the mode."""


@dataclass(frozen=True)
class PlatformDensity:
    """The log density of places, given the numbers of one platform.

    Attributes:
        emulator: of the targets. numbers: [target] of the platform, NaN for one that is not known. noise: [target]
            scale of what lies between them and the emulator: of the observation, of the platform's own luck, and of the
            emulator itself. bounds: between which places lie.
    """

    emulator: Emulator
    numbers: np.ndarray
    noise: np.ndarray
    bounds: tuple[np.ndarray, np.ndarray]

    @property
    def known(self) -> np.ndarray:
        """bool [target]: the platform shows it, and so do enough of the others."""
        known: np.ndarray = np.isfinite(self.numbers) & np.isfinite(self.emulator.level) & (self.noise > 0.0)
        return known

    def misses(self, places: np.ndarray) -> np.ndarray:
        """[place, known target] misses in units of the noise."""
        known = self.known
        return (self.emulator.mean(places)[:, known] - self.numbers[known]) / self.noise[known]

    def data(self, places: np.ndarray) -> np.ndarray:
        """[place] log density of the numbers."""
        return -0.5 * soft(self.misses(places)).sum(axis=1)

    def __call__(self, places: np.ndarray) -> np.ndarray:
        inside = ((places >= self.bounds[0]) & (places <= self.bounds[1])).all(axis=1)
        return np.where(inside, self.data(places) - 0.5 * (places**2).sum(axis=1), -np.inf)

    def slopes(self, place: np.ndarray) -> np.ndarray:
        """[known target, name] of the misses at a place; one far out weighs less, as in the loss."""
        known = self.known
        slopes = self.emulator.slope[known] + 2.0 * self.emulator.curve[known] @ place
        return np.asarray(slopes / self.noise[known][:, None])


def density_of(emulator: Emulator, numbers: np.ndarray, noise: np.ndarray,
               bounds: tuple[np.ndarray, np.ndarray]) -> PlatformDensity:
    """The density for the numbers of one platform, known up to `noise` [target]."""
    return PlatformDensity(emulator, numbers, np.sqrt(noise**2 + emulator.luck**2 + emulator.doubt**2), bounds)


def gaussian(density: PlatformDensity, d: int) -> tuple[np.ndarray, np.ndarray]:
    """[d] the mode, from the middle of the prior on, and [d, d] a root of the covariance around it (Laplace)."""
    place, here = np.zeros(d), float(density(np.zeros((1, d)))[0])
    for _ in range(NEWTON):
        misses, slopes = density.misses(place[None])[0], density.slopes(place)
        weight = 1.0 / np.sqrt(1.0 + (misses / OUTLIER) ** 2)
        step = np.linalg.solve(np.eye(d) + slopes.T @ (weight[:, None] * slopes),
                               -place - slopes.T @ (weight * misses))
        length = 1.0
        while length > 1e-3 and (there := float(density((place + length * step)[None])[0])) <= here:
            length /= 2.0
        if length <= 1e-3:
            break
        place, here = place + length * step, there
    slopes, misses = density.slopes(place), density.misses(place[None])[0]
    weight = (1.0 + (misses / OUTLIER) ** 2) ** -0.5
    return place, np.linalg.cholesky(np.linalg.inv(np.eye(d) + slopes.T @ (weight[:, None] * slopes)))


def posterior_of(density: PlatformDensity, d: int, rng: np.random.Generator, draws: int = DRAWS,
                 steps: int = STEPS) -> Walked:
    """Draws from the posterior of one platform; before anything is known, from the prior."""
    centre, root = gaussian(density, d)
    low, high = density.bounds
    gap = 1e-6
    start = np.clip(centre + rng.standard_normal((draws, d)) @ root.T, low + gap, high - gap)
    return walk(density, start, centre, root, steps, rng)
