"""Scales on which numbers of very different platforms are nearly smooth in the parameters: logs of what is positive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from calibration.fitting import OUTLIER
from calibration.responses import RESPONSES
from calibration.targets import Target, unit_of

PLAIN, LOG, LOGIT = "plain", "log", "logit"
SIGNED = ("logit", "log")
"""Units of numbers that may be negative."""


def scale_of(metric: str) -> str:
    """The scale of a metric, pattern or response."""
    unit = unit_of(metric)
    if metric in RESPONSES or unit in SIGNED:
        return PLAIN
    return LOGIT if unit == "share" else LOG


def to_scale(values: np.ndarray, scale: str) -> np.ndarray:
    """Numbers on a scale; NaN for those that do not lie on it, such as the log of 0: too few people showed them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = {PLAIN: lambda v: v, LOG: np.log, LOGIT: logit}[scale](np.asarray(values, float))
    return np.where(np.isfinite(moved), moved, np.nan)


def from_scale(values: np.ndarray, scale: str) -> np.ndarray:
    """What `to_scale` undoes."""
    moved: np.ndarray = {PLAIN: lambda v: v, LOG: np.exp, LOGIT: expit}[scale](values)
    return moved


@dataclass(frozen=True)
class Observed:
    """How the numbers of a platform are known: on which scale, and how exactly.

    Attributes:
        names: of the targets. scales: [target]. noise: [target] scale of the noise of an observation, on the target's
            scale: its tolerance, and for an interval the standard deviation of a number that may lie anywhere in it.
    """

    names: tuple[str, ...]
    scales: tuple[str, ...]
    noise: np.ndarray

    def numbers(self, shown: np.ndarray) -> np.ndarray:
        """[platform, target] of [platform, target], on the targets' scales."""
        return np.stack([to_scale(column, scale) for column, scale in zip(shown.T, self.scales, strict=True)], axis=1)


def observed(targets: Sequence[Target]) -> Observed:
    """How exactly platforms are known that are known as well as the targets say, each relative to its own level."""
    scales = tuple(scale_of(one.metric) for one in targets)
    noise = []
    for target, scale in zip(targets, scales, strict=True):
        middle = (target.low + target.high) / 2.0
        exact = float(np.hypot(target.tolerance, (target.high - target.low) / np.sqrt(12.0)))
        noise.append(exact / {PLAIN: 1.0, LOG: middle, LOGIT: middle * (1.0 - middle)}[scale])
    return Observed(tuple(one.name for one in targets), scales, np.array(noise))


def noise_of(shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Draws of noise with the density that the loss says: Gaussian in the middle, exponential beyond OUTLIER."""
    from scipy.stats import genhyperbolic

    drawn: np.ndarray = genhyperbolic(p=1.0, a=OUTLIER**2, b=0.0, scale=OUTLIER).rvs(shape, random_state=seed)
    return drawn
