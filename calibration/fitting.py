"""Fit the baseline: weighted simulated moments with common random numbers.

The loss is the sum of squared misses of all targets, each in its tolerance, plus the squared distance of each
free parameter from the centre of its wide prior, in that prior's standard deviations: what the targets do not
see stays where its source puts it. A Sobol scatter finds where to begin (the start is global), then SciPy's trust
region walks downhill, first with small simulations, then with whole ones; draws are keyed, so forward differences are
smooth enough. It ends as low as a search of our own did (six seeds, 700 users: docs/fitting.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.optimize import OptimizeResult, least_squares
from scipy.stats import qmc

from calibration.evaluations import Evaluations, Simulation
from calibration.moments import Setting, Shown, keys_of
from calibration.targets import Target
from sim.base.message import said
from sim.base.params import PARAMETERS, defaults

FREE: Mapping[str, float] = {
    # opening and leaving
    "open_intercept": 1.5, "open_habit": 1.0, "open_idle": 0.5, "own_sd": 0.4, "passing_share": 0.2,
    "passing_gap": 1.0, "uninstall_intercept": 1.0,
    # visits
    "bounce_intercept": 1.0, "go_on_bounce": 0.15, "watch_minutes": 1.5, "watch_sigma": 0.4, "watch_own_sd": 0.4,
    "interact_intercept": 1.0, "favourite_pull": 2.0, "none_weight": 2.0, "match_sharpness": 0.3, "go_on_sd": 0.4,
    "relevance": 0.15, "interest_sd": 0.3,
    # buying
    "buy_intercept": 1.5, "buy_favourite": 1.5, "buy_own_sd": 0.6, "attach_order": 0.25, "checkout_intercept": 0.5,
    "return_intercept": 0.5, "return_impulse": 0.4, "problem_intercept": 0.5, "order_minutes_friction": 2.0,
    "return_habit": 1.0, "buy_wait": 0.2, "buy_coupon": 3.0, "tie_problem": 0.25,
    # people
    "gen_z_arrivals": 0.3, "silver_arrivals": 0.5,
}  # fmt: skip
"""What is fitted -> standard deviation of its prior around the declared default: wide, our judgement."""
LOWER_TIER = {"lower_tier_share": 0.2}
"""The same of the share of lower tiers, which is fitted where a target is about it: else it stays the evidence's."""
PIVOTS: Mapping[str, float] = {"trust_pivot": 0.01, "satisfaction_pivot": 0.01, "fatigue_pivot": 0.01}
"""Means of the steady state, which must come out as they went in -> accepted difference."""
STEP = 0.4
"""Forward difference, in standard deviations of the prior: a small one drowns in the luck of rare events."""
OUTLIER = 3.0
"""Miss beyond which the loss grows as a line [tolerances]: one hopeless target spoils no other."""
PAYS = 0.005
"""Share of the loss that a step must take away for another one to be tried."""
SHORTEST = 0.001
"""Move worth a simulation, as a share of the way from the start."""
SCATTER = 1.0
"""Half-width of the scatter of the global start, in standard deviations of the prior."""


def free_of(targets: Sequence[Target]) -> Mapping[str, float]:
    """What a fit to these targets moves -> standard deviation of its prior."""
    tiers = any(t.fitted and t.metric == "population_share" and t.segment.endswith("_tier") for t in targets)
    return {**FREE, **(LOWER_TIER if tiers else {})}


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
            size, as the start has. fine: steps with whole ones. posterior: simulations of each of the two scatters
            that the posterior is learnt from; 0 for a fit without one.
    """

    scatter: int = 32
    coarse: int = 20
    fine: int = 8
    posterior: int = 220


def small(problem: Problem) -> Problem:
    """The same problem with simulations of a quarter of the size, for the way to the neighbourhood of the end."""
    return problem.at(replace(problem.setting, users=max(500, problem.setting.users // 4)))


def most_users(problem: Problem, effort: Effort) -> int:
    """Users in all simulations of a search that takes every step it may [users]; most searches end earlier."""
    step = 2 + len(problem.names)  # a move that is tried, and the Jacobian where it ends
    coarse, fine = effort.scatter + 1 + effort.coarse * step, (effort.fine + 1) * step
    return coarse * small(problem).setting.users + fine * problem.setting.users


def search(problem: Problem, evaluations: Evaluations, effort: Effort = Effort(),
           tell: Callable[[str], None] = lambda _: None, begin: Mapping[str, float] | None = None) -> Fit:
    """The fit of a problem: the best of a scatter of points, then downhill from it; or downhill from where to `begin`.

    `begin` gives values of the free parameters and pivots, those of an earlier fit; no scatter is simulated then.
    """
    evaluations.most_users = most_users(problem, effort)
    if begin is None:
        point = global_start(small(problem), evaluations, effort.scatter, tell)
    else:
        point = np.clip(np.array([begin[name] for name in problem.names]) / problem.scale, *problem.bounds)
    point = descend(small(problem), evaluations, point, effort.coarse, tell)
    point = descend(problem, evaluations, point, effort.fine, tell)
    shown = evaluations.answer([problem.task(point)])[0]
    return Fit(problem, point, problem.residuals(point, shown), shown, jacobian(problem, evaluations, point))


def residuals_at(problem: Problem, evaluations: Evaluations, points: Sequence[np.ndarray]) -> np.ndarray:
    """[point, residual] of points that are simulated side by side."""
    shown = evaluations.answer([problem.task(point) for point in points])
    return np.array([problem.residuals(point, s) for point, s in zip(points, shown, strict=True)])


def soft(residuals: np.ndarray) -> np.ndarray:
    """[..., residual] the loss: a square that grows as a line beyond some OUTLIER (SciPy's `soft_l1`)."""
    return 2.0 * OUTLIER**2 * (np.sqrt(1.0 + (residuals / OUTLIER) ** 2) - 1.0)


def global_start(problem: Problem, evaluations: Evaluations, scatter: int, tell: Callable[[str], None]) -> np.ndarray:
    """The best of the centre and a Sobol scatter around it, inside the bounds."""
    low, high = problem.bounds
    sobol = qmc.Sobol(len(problem.names), seed=problem.setting.seed)
    unit = sobol.random_base2(max(scatter - 1, 0).bit_length())[:scatter]  # it warns of numbers between powers of two
    around = [problem.centre + SCATTER * (2.0 * u - 1.0) for u in unit]
    margin = 0.01 * (high - low)
    points = [np.clip(point, low + margin, high - margin) for point in (problem.centre, *around)]
    losses = soft(residuals_at(problem, evaluations, points)).sum(axis=1)
    best = int(np.argmin(losses))
    tell(said("start: loss {loss:.1f}, the best of {count} (the centre: {centre:.1f})",
              loss=losses[best], count=len(points), centre=losses[0]))
    return points[best]


def descend(problem: Problem, evaluations: Evaluations, point: np.ndarray, steps: int,
            tell: Callable[[str], None]) -> np.ndarray:
    """The point after at most `steps` steps of SciPy's trust region, fewer when they stop paying.

    Moves are counted from `point`, because SciPy's first trust region is as large as the distance from zero, but of
    about one standard deviation at zero itself: a longer first step goes astray (docs/fitting.md).
    """
    if not steps:
        return point

    def progress(intermediate_result: OptimizeResult) -> None:  # SciPy asks for this name
        tell(said("step {step}: loss {loss:.2f}", step=intermediate_result.nit, loss=2.0 * intermediate_result.cost))
        if intermediate_result.nit == steps:
            raise StopIteration

    low, high = problem.bounds
    result = least_squares(
        lambda move: residuals_at(problem, evaluations, [point + move])[0], np.zeros_like(point),
        jac=lambda move: jacobian(problem, evaluations, point + move), bounds=(low - point, high - point),
        loss="soft_l1", f_scale=OUTLIER, ftol=PAYS, xtol=SHORTEST, callback=progress,
    )  # fmt: skip
    return np.clip(point + result.x, low, high)


def jacobian(problem: Problem, evaluations: Evaluations, point: np.ndarray) -> np.ndarray:
    """[residual, name] by forward differences, backward where a bound is near; columns are simulated side by side."""
    step = np.where(point + STEP > problem.bounds[1], -STEP, STEP)
    here, *there = residuals_at(problem, evaluations, [point, *(point + np.diag(step))])
    return ((np.array(there) - here) / step[:, None]).T
