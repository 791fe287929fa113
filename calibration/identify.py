"""What a fit knows: standard errors, and the directions of parameters that the targets do not pin down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.evaluations import Evaluations
from calibration.fitting import Fit

WEAK = 0.7
"""A parameter whose standard error is more than this share of its prior's is called not identified."""
SEEDS = 6
"""Other seeds whose moments show the noise of a simulation."""


@dataclass(frozen=True)
class Knowledge:
    """What a fit knows of each free parameter, in the parameter's unit.

    Attributes:
        error: standard error when a tolerance counts as one standard deviation of a target, prior included.
        luck: standard deviation that the luck of one simulation adds.
        prior: standard deviation of the prior.
        singular: singular values of the data's Jacobian per standard deviation of the prior, largest first:
            above 1 the targets say more than the prior.
        worst: share of each parameter in the direction that the targets see least.
        profile: (distance [sd of the prior], loss) along that direction.
    """

    error: Mapping[str, float]
    luck: Mapping[str, float]
    prior: Mapping[str, float]
    singular: tuple[float, ...]
    worst: Mapping[str, float]
    profile: tuple[tuple[float, float], ...]

    @property
    def unknown(self) -> list[str]:
        """The parameters that the targets do not pin down, the least known first."""
        share = {name: self.error[name] / self.prior[name] for name in self.error}
        return sorted((name for name in share if share[name] > WEAK), key=lambda name: -share[name])

    @property
    def identified(self) -> int:
        """Directions in which the targets say more than the prior."""
        return sum(value > 1.0 for value in self.singular)


def knowledge(fit: Fit, evaluations: Evaluations, seeds: int = SEEDS) -> Knowledge:
    """What `fit` knows; simulates some other seeds and a few points along the worst direction."""
    problem, names = fit.problem, tuple(fit.problem.free)
    covariance = np.linalg.inv(fit.jacobian.T @ fit.jacobian)
    pull = covariance @ fit.jacobian.T  # how residuals move the point
    scale = problem.scale[: len(names)]
    error = np.sqrt(np.diag(covariance))[: len(names)] * scale
    others = [problem.at(replace(problem.setting, seed=problem.setting.seed + 1000 + k)) for k in range(seeds)]
    results = evaluations.answer([other.task(fit.point) for other in others])
    noise = np.array([other.residuals(fit.point, s) for other, s in zip(others, results, strict=True)])
    luck = (noise @ pull.T).std(axis=0, ddof=1)[: len(names)] * scale
    free_jacobian, follow = of_data(fit)
    singular, directions = np.linalg.svd(free_jacobian)[1:]
    worst = directions[-1]
    profile = profile_along(fit, evaluations, np.concatenate([worst, follow @ worst]))
    return Knowledge(
        dict(zip(names, error.tolist(), strict=True)), dict(zip(names, luck.tolist(), strict=True)),
        dict(problem.free), tuple(singular.tolist()), dict(zip(names, worst.tolist(), strict=True)), profile,
    )


def of_data(fit: Fit) -> tuple[np.ndarray, np.ndarray]:
    """[data residual, free] the Jacobian without priors when the pivots follow as they must, and [pivot, free] how."""
    free = len(fit.problem.free)
    data = fit.jacobian[:-free]
    moving, pivots = data[:, :free], data[:, free:]
    follow = -np.linalg.lstsq(pivots, moving, rcond=None)[0]
    return moving + pivots @ follow, follow


def profile_along(fit: Fit, evaluations: Evaluations, direction: np.ndarray) -> tuple[tuple[float, float], ...]:
    """(distance, loss of data and pivots without priors) on both sides of the fit, as far as the bounds allow."""
    problem, free = fit.problem, len(fit.problem.free)
    low, high = problem.bounds
    points = {d: np.clip(fit.point + d * direction, low, high) for d in (-1.0, -0.5, 0.0, 0.5, 1.0)}
    results = evaluations.answer([problem.task(point) for point in points.values()])
    losses = [problem.residuals(point, s)[:-free] for point, s in zip(points.values(), results, strict=True)]
    return tuple((d, float(r @ r)) for d, r in zip(points, losses, strict=True))
