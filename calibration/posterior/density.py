"""The log density of a posterior on an emulator: minus half of a fit's loss, with what the emulator does not know."""

from __future__ import annotations

import numpy as np

from calibration.fitting import PIVOTS, soft
from calibration.posterior.emulator import Emulator
from calibration.posterior.space import Space


class Density:
    """The log density on an emulator of the wanted targets and then of the pivots' levels."""

    def __init__(self, space: Space, emulator: Emulator, centre: np.ndarray, root: np.ndarray) -> None:
        self.space, self.emulator, self.centre, self.inverse = space, emulator, centre, np.linalg.inv(root)
        targets = space.problem.wanted
        self.targets = len(targets)
        doubt = np.nan_to_num(emulator.doubt)
        self.low, self.high = (np.array([getattr(t, side) for t in targets]) for side in ("low", "high"))
        self.tolerance = np.hypot([t.tolerance for t in targets], doubt[: self.targets])
        self.accepted = np.hypot(list(PIVOTS.values()), doubt[self.targets : self.targets + len(PIVOTS)])

    def shown(self, places: np.ndarray) -> np.ndarray:
        """[place, output] what the emulator says that simulations show there."""
        return self.emulator.mean((places - self.centre) @ self.inverse.T)

    def residuals(self, places: np.ndarray) -> np.ndarray:
        """[place, residual] as in a fit: targets, pivots, then distances from the prior."""
        shown = self.shown(places)
        values = shown[:, : self.targets]
        misses = (values - np.clip(values, self.low, self.high)) / self.tolerance
        levels = shown[:, self.targets : self.targets + len(PIVOTS)]
        apart = (levels - self.pivots(places)) / self.accepted
        return np.concatenate([np.nan_to_num(misses), apart, places[:, : self.space.priors]], axis=1)

    def pivots(self, places: np.ndarray) -> np.ndarray:
        """[place, pivot] the pivots' values at places."""
        first = len(self.space.problem.free)
        scale, middle = (part[first:] for part in (self.space.problem.scale, self.space.problem.centre))
        return (places[:, self.space.priors :] + middle) * scale

    def __call__(self, places: np.ndarray) -> np.ndarray:
        low, high = self.space.bounds
        residuals = self.residuals(places)
        split = self.targets + len(PIVOTS)
        logs = -0.5 * (soft(residuals[:, :split]).sum(axis=1) + (residuals[:, split:] ** 2).sum(axis=1))
        return np.where(((places >= low) & (places <= high)).all(axis=1), logs, -np.inf)
