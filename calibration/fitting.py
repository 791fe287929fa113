"""Fit the baseline: weighted simulated moments with common random numbers.

The loss is the sum of squared misses of all targets, each in its tolerance, plus the squared distance of each
free parameter from the centre of its wide prior, in that prior's standard deviations: what the targets do not
see stays where its source puts it. A Sobol scatter finds where to begin (the start is global), then a
Levenberg-Marquardt search walks downhill, first with small simulations, then with whole ones; draws are keyed, so
forward differences are smooth enough. The steps are told here, because a library's take one simulation at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import qmc

from calibration.evaluations import Evaluations, Simulation
from calibration.moments import Setting, Shown, keys_of
from calibration.targets import Target
from sim.base.params import PARAMETERS, defaults

FREE: Mapping[str, float] = {
    # opening and leaving
    "open_intercept": 1.5, "open_habit": 1.0, "open_idle": 0.5, "own_sd": 0.4, "passing_share": 0.2,
    "passing_gap": 1.0, "uninstall_intercept": 1.0,
    # visits
    "bounce_intercept": 1.0, "go_on_bounce": 0.15, "watch_minutes": 1.5, "watch_sigma": 0.4, "watch_own_sd": 0.4,
    "interact_intercept": 1.0, "favourite_pull": 2.0,
    # buying
    "buy_intercept": 1.5, "buy_favourite": 1.5, "buy_own_sd": 0.6, "attach_order": 0.25, "checkout_intercept": 0.5,
    "return_intercept": 0.5, "return_impulse": 0.4, "problem_intercept": 0.5, "order_minutes_friction": 2.0,
    # people
    "gen_z_arrivals": 0.3, "silver_arrivals": 0.5,
}  # fmt: skip
"""What is fitted -> standard deviation of its prior around the declared default: wide, our judgement."""
PIVOTS: Mapping[str, float] = {"trust_pivot": 0.01, "satisfaction_pivot": 0.01, "fatigue_pivot": 0.01}
"""Means of the steady state, which must come out as they went in -> accepted difference."""
STEP = 0.4
"""Forward difference, in standard deviations of the prior: a small one drowns in the luck of rare events."""
DAMPINGS = ((0.01, 0.1, 0.5, 2.0), (5.0, 20.0, 80.0, 300.0))
"""Levenberg-Marquardt dampings, in units of the diagonal of the normal matrix."""
LONGEST = 1.5
"""Longest move of one parameter in one step, in standard deviations of its prior."""
PAYS = 0.005
"""Share of the loss that a step must take away for another one to be tried."""
SCATTER = 1.0
"""Half-width of the scatter of the global start, in standard deviations of the prior."""


@dataclass(frozen=True)
class Problem:
    """Targets, free parameters with the standard deviations of their priors, and the size of a simulation."""

    targets: Sequence[Target]
    setting: Setting = field(default_factory=Setting)
    free: Mapping[str, float] = field(default_factory=lambda: FREE)

    @property
    def names(self) -> tuple[str, ...]:
        """What moves: the free parameters, then the pivots."""
        return (*self.free, *PIVOTS)

    @property
    def wanted(self) -> tuple[Target, ...]:
        """The targets that a fit uses."""
        return tuple(target for target in self.targets if target.fitted)

    @property
    def scale(self) -> np.ndarray:
        """[name] one unit of the search: a prior's standard deviation; for pivots ten accepted differences."""
        return np.array([*self.free.values(), *(10.0 * accepted for accepted in PIVOTS.values())])

    @property
    def centre(self) -> np.ndarray:
        """[name] the declared defaults, in units of `scale`."""
        return np.array([PARAMETERS[name].default for name in self.names]) / self.scale

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """[name] the bounds of the parameters, in units of `scale`."""
        low, high = (np.array([getattr(PARAMETERS[name], side) for name in self.names]) for side in ("low", "high"))
        return low / self.scale, high / self.scale

    def values(self, point: np.ndarray) -> dict[str, float]:
        """Every parameter of the model at a point of the search: nothing is taken from an older fit."""
        moved = dict(zip(self.names, (point * self.scale).tolist(), strict=True))
        return defaults() | moved

    def task(self, point: np.ndarray) -> Simulation:
        """The simulation at a point."""
        return Simulation(self.values(point), self.setting, keys_of(self.targets))

    def residuals(self, point: np.ndarray, shown: Shown) -> np.ndarray:
        """Misses of the targets [tolerances], then of the pivots [accepted], then distances from the priors [sd]."""
        return np.array([
            *(target.miss(target.of(shown.values)) for target in self.wanted),
            *((shown.levels[name] - self.values(point)[name]) / accepted for name, accepted in PIVOTS.items()),
            *(point - self.centre)[: len(self.free)],
        ])

    def at(self, setting: Setting) -> Problem:
        """The same problem with simulations of another size or luck."""
        return replace(self, setting=setting)


@dataclass(frozen=True)
class Fit:
    """Where a search ended: the point, its residuals, what was shown there, and the Jacobian of the residuals."""

    problem: Problem
    point: np.ndarray
    residuals: np.ndarray
    shown: Shown
    jacobian: np.ndarray

    @property
    def values(self) -> dict[str, float]:
        """The free parameters and pivots."""
        return dict(zip(self.problem.names, (self.point * self.problem.scale).tolist(), strict=True))

    @property
    def loss(self) -> float:
        """The sum of squared residuals."""
        return float(self.residuals @ self.residuals)


@dataclass(frozen=True)
class Effort:
    """How long a search goes on.

    Attributes:
        scatter: points of the global start. coarse: steps of the search with simulations of a quarter of the
            size, as the start has. fine: steps with whole ones.
    """

    scatter: int = 32
    coarse: int = 20
    fine: int = 8


def search(problem: Problem, evaluations: Evaluations, effort: Effort = Effort(),
           tell: Callable[[str], None] = lambda _: None) -> Fit:
    """The fit of a problem: the best of a scatter of points, then downhill from it."""
    small = problem.at(replace(problem.setting, users=max(500, problem.setting.users // 4)))
    point = global_start(small, evaluations, effort.scatter, tell)
    point = descend(small, evaluations, point, effort.coarse, tell)
    point = descend(problem, evaluations, point, effort.fine, tell)
    shown = evaluations.answer([problem.task(point)])[0]
    return Fit(problem, point, problem.residuals(point, shown), shown, jacobian(problem, evaluations, point, shown))


def global_start(problem: Problem, evaluations: Evaluations, scatter: int, tell: Callable[[str], None]) -> np.ndarray:
    """The best of the centre and a Sobol scatter around it, inside the bounds."""
    low, high = problem.bounds
    unit = qmc.Sobol(len(problem.names), seed=problem.setting.seed).random(scatter) if scatter else np.zeros((0, 1))
    around = [problem.centre + SCATTER * (2.0 * u - 1.0) for u in unit]
    margin = 0.01 * (high - low)
    points = [np.clip(point, low + margin, high - margin) for point in (problem.centre, *around)]
    shown = evaluations.answer([problem.task(point) for point in points])
    losses = [float(np.sum(soft(problem.residuals(p, s)))) for p, s in zip(points, shown, strict=True)]
    best = int(np.argmin(losses))
    tell(f"start: loss {losses[best]:.1f}, the best of {len(points)} (the centre: {losses[0]:.1f})")
    return points[best]


def soft(residuals: np.ndarray) -> np.ndarray:
    """The loss of residuals: a square that grows as a line beyond some 3: one hopeless target spoils no other."""
    return 18.0 * (np.sqrt(1.0 + (residuals / 3.0) ** 2) - 1.0)


def descend(problem: Problem, evaluations: Evaluations, point: np.ndarray, steps: int,
            tell: Callable[[str], None]) -> np.ndarray:
    """The point after at most `steps` Levenberg-Marquardt steps, fewer when they stop paying.

    Each step tries a row of DAMPINGS side by side and takes the best, so that every core has work; the second row,
    of short moves, is tried when the first one finds nothing better.
    """
    shown = evaluations.answer([problem.task(point)])[0]
    loss = float(soft(problem.residuals(point, shown)).sum())
    for step in range(steps):
        before, slopes, here = loss, jacobian(problem, evaluations, point, shown), problem.residuals(point, shown)
        for dampings in DAMPINGS:
            points = [moved(problem, point, here, slopes, damping) for damping in dampings]
            tried = evaluations.answer([problem.task(p) for p in points])
            losses = [float(soft(problem.residuals(p, s)).sum()) for p, s in zip(points, tried, strict=True)]
            best = int(np.argmin(losses))
            if losses[best] < loss:
                point, shown, loss = points[best], tried[best], losses[best]
                break
        tell(f"step {step + 1}: loss {loss:.2f}")
        if before - loss < PAYS * loss:
            break
    return point


def moved(problem: Problem, point: np.ndarray, residuals: np.ndarray, slopes: np.ndarray,
          damping: float) -> np.ndarray:
    """The point after one damped step, no parameter by more than LONGEST, all inside their bounds."""
    weight = 1.0 / np.sqrt(1.0 + (residuals / 3.0) ** 2)  # of the soft loss
    curve = slopes.T @ (weight[:, None] * slopes)
    step = -np.linalg.solve(curve + damping * np.diag(np.diag(curve)), slopes.T @ (weight * residuals))
    return np.clip(point + np.clip(step, -LONGEST, LONGEST), *problem.bounds)


def jacobian(problem: Problem, evaluations: Evaluations, point: np.ndarray, shown: Shown) -> np.ndarray:
    """[residual, name] by forward differences, backward where a bound is near; columns are simulated side by side."""
    here = problem.residuals(point, shown)
    step = np.where(point + STEP > problem.bounds[1], -STEP, STEP)
    moved_points = [point + step[k] * np.eye(len(point))[k] for k in range(len(point))]
    answers = evaluations.answer([problem.task(p) for p in moved_points])
    columns = [(problem.residuals(p, s) - here) / step[k]
               for k, (p, s) in enumerate(zip(moved_points, answers, strict=True))]
    return np.array(columns).T
