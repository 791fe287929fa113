"""What is left unsure when the targets have been heard: draws from the posterior of everything that moves.

    1. keyed forward differences at the fit's end give a Jacobian, it gives a Gaussian (Laplace) around that end
    2. simulations scattered over this Gaussian, each with luck of its own, teach an emulator
    3. chains walk the density on the emulator; a second scatter, drawn where they ended, tests it and teaches it more
    4. the chains walk again: where each ends is one draw

The log density is minus half of the fit's loss: misses in tolerances, squares that grow as lines beyond three of them,
and a standard normal prior in every coordinate. Targets are about what is expected, so the luck of a simulation is no
part of it, but what the emulator does not know widens each tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from calibration.evaluations import Evaluations
from calibration.fitting import OUTLIER, PIVOTS, STEP, Effort, Fit, Problem
from calibration.moments import Shown
from calibration.posterior.density import Density
from calibration.posterior.emulator import learn
from calibration.posterior.space import Space, uncertain_at_baseline
from calibration.posterior.walk import Walked, walk
from sim.base.message import said
from sim.base.params import PARAMETERS
from sim.cast.fit import FOLLOWING, Draws

DRAWS = 500
"""Chains, of which each gives one draw."""
STEPS = 8_000
"""Steps of a chain, the first half to warm up."""
SCOUTING = 3_000
"""Steps at the most of the first walk, which only finds where to simulate next."""
SCATTERED = Effort.posterior
"""Simulations of each of the two scatters: together some seven for each coordinate."""
WIDER = 1.2
"""How much wider than the Gaussian the first scatter is: tails are walked too."""
OWN_LUCK = 10_000
"""Seeds of the scatters lie so far from those of the fit."""
FLOWS = tuple(name for name in FOLLOWING if name not in PIVOTS)
"""What holds the level of a steady state, which every draw needs beside the pivots."""


@dataclass(frozen=True)
class Posterior:
    """Draws, and how they were found.

    Attributes:
        names: the parameters of a draw: free ones, uncertain ones, pivots and flows. draws: [draw, name] their values.
        spread: name -> standard deviation of the draws over that of the prior, for all that has a prior.
        misjudged: [target] root mean square error of the emulator over the second scatter before it had learnt it, in
            tolerances, the luck of those simulations taken out. luck: [target] of one simulation, in tolerances.
        accepted, mixing: of the last walk; the latter is the greatest R-hat.
        simulations: how many it rests on.
    """

    names: tuple[str, ...]
    draws: np.ndarray
    spread: Mapping[str, float]
    misjudged: np.ndarray
    luck: np.ndarray
    accepted: float
    mixing: float
    simulations: int

    @property
    def kept(self) -> Draws:
        """The draws as they are written."""
        return Draws(self.names, self.draws)


def posterior(fit: Fit, settled: Mapping[str, float], evaluations: Evaluations,
              tell: Callable[[str], None] = lambda _: None, draws: int = DRAWS,
              scatters: tuple[int, int] = (SCATTERED, SCATTERED), steps: int = STEPS) -> Posterior:
    """The posterior around a fit; simulates a Jacobian and two scatters.

    Args:
        settled: pivots and flows of the steady state at the fit's end. tell: hears about progress.
        draws: how many. scatters: simulations of the first and of the second one. steps: of a chain.
    """
    before = evaluations.simulated + evaluations.remembered
    space, slope = differences(fit, evaluations)
    tell(said("posterior: {count} of {all} uncertain parameters act without a strategy",
              count=len(space.uncertain), all=len(uncertain_at_baseline())))
    centre = space.place(fit.point)
    root = _root(slope)
    rng = np.random.default_rng(fit.problem.setting.seed)
    places = scatter(space, centre, WIDER * root, scatters[0], fit.problem.setting.seed)
    outputs = outputs_at(space, evaluations, places, OWN_LUCK)
    density = Density(space, learn(whiten(places, centre, root), outputs), centre, root)
    walked = walk(density, within(space, centre + rng.standard_normal((draws, len(centre))) @ root.T), centre, root,
                  min(steps, SCOUTING), rng)
    chosen = rng.choice(draws, scatters[1], replace=scatters[1] > draws)
    tests = walked.last[chosen]
    truths = outputs_at(space, evaluations, tests, OWN_LUCK + scatters[0])
    misjudged = _misjudged(density, tests, truths)
    if len(misjudged):
        tell(said("posterior: the emulator is off by {miss:.2f} tolerances (median of targets)",
                  miss=float(np.median(misjudged))))
    every, seen = np.concatenate([places, tests]), np.concatenate([outputs, truths])
    density = Density(space, learn(whiten(every, centre, root), seen), centre, root)
    centre, root = _like(walked)
    tell(said("posterior: the chains walk"))
    walked = walk(density, walked.last, centre, root, steps, rng)
    tolerances = np.array([t.tolerance for t in space.problem.wanted])
    names, values = drawn(density, walked.last, space.place(fit.point), settled)
    moving = space.names[: space.priors]
    spread = dict(zip(moving, walked.last[:, : space.priors].std(axis=0).tolist(), strict=True))
    return Posterior(names, values, spread, misjudged, density.emulator.luck[: len(tolerances)] / tolerances,
                     walked.accepted, float(walked.mixing.max()),
                     evaluations.simulated + evaluations.remembered - before)


def differences(fit: Fit, evaluations: Evaluations) -> tuple[Space, np.ndarray]:
    """The space of what acts, and [residual, name] the Jacobian in it: keyed forward differences at the fit's end."""
    space = Space(fit.problem, uncertain_at_baseline())
    here, high = space.place(fit.point), space.bounds[1]
    step = np.where(here + STEP > high, -STEP, STEP)
    seed = fit.problem.setting.seed
    first, *others = evaluations.answer([space.task(p, seed) for p in (here, *(here + np.diag(step)))])
    outputs = _outputs(fit.problem, [first, *others])
    moved = ((outputs[1:] - outputs[0]) / step[:, None]).T
    free = len(fit.problem.free)
    acting = np.array([other.values != first.values for other in others[free : space.priors]], bool)
    kept = np.concatenate([np.ones(free, bool), acting, np.ones(len(PIVOTS), bool)])
    space, moved = space.fewer(acting), moved[:, kept]
    return space, _residual_slopes(space, fit, outputs[0], moved)


def _residual_slopes(space: Space, fit: Fit, here: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """[residual, name] slopes of residuals: an interval counts as a value of its width, a miss beyond OUTLIER less."""
    targets, d = space.problem.wanted, len(space.names)
    rows = []
    for target, value, slope in zip(targets, here, moved, strict=False):
        half = (target.high - target.low) / 2.0
        miss = target.miss(value)
        weight = (1.0 + (miss / OUTLIER) ** 2) ** -0.25
        rows.append(np.nan_to_num(slope) * weight / np.hypot(target.tolerance, half))
    levels = moved[len(targets) : len(targets) + len(PIVOTS)]
    scale = space.problem.scale[len(space.problem.free) :]
    own = np.zeros((len(PIVOTS), d))
    own[:, space.priors :] = np.diag(scale)
    rows += list((levels - own) / np.array(list(PIVOTS.values()))[:, None])
    return np.concatenate([np.array(rows), np.eye(d)[: space.priors]])


def _root(slope: np.ndarray) -> np.ndarray:
    """[name, name] a root of the covariance of the Gaussian that the slopes give."""
    return np.linalg.cholesky(np.linalg.inv(slope.T @ slope))


def _like(walked: Walked) -> tuple[np.ndarray, np.ndarray]:
    """Centre and root of the Gaussian that is like the places where chains ended."""
    d = walked.last.shape[1]
    covariance = np.cov(walked.last.T) + 1e-9 * np.eye(d)
    return walked.last.mean(axis=0), np.linalg.cholesky(covariance)


def whiten(places: np.ndarray, centre: np.ndarray, root: np.ndarray) -> np.ndarray:
    """[place, d] in the coordinates in which the Gaussian is a standard normal one."""
    return (places - centre) @ np.linalg.inv(root).T


def within(space: Space, places: np.ndarray) -> np.ndarray:
    """The places, brought inside the bounds."""
    low, high = space.bounds
    margin = 1e-6 * (high - low)
    return np.clip(places, low + margin, high - margin)


def scatter(space: Space, centre: np.ndarray, root: np.ndarray, count: int, seed: int) -> np.ndarray:
    """[count, name] places of a Sobol scatter over a Gaussian, inside the bounds."""
    sobol = qmc.MultivariateNormalQMC(np.zeros(len(centre)), seed=seed)
    normal = sobol.random(1 << max(count - 1, 0).bit_length())[:count]  # it warns of numbers between powers of two
    return within(space, centre + normal @ root.T)


def outputs_at(space: Space, evaluations: Evaluations, places: np.ndarray, first_seed: int) -> np.ndarray:
    """[place, output] of simulations, each with a luck of its own."""
    seed = space.problem.setting.seed + first_seed
    tasks = [space.task(place, seed + k) for k, place in enumerate(places)]
    return _outputs(space.problem, evaluations.answer(tasks))


def _outputs(problem: Problem, shown: list[Shown]) -> np.ndarray:
    """[simulation, output] the wanted targets' numbers, then the levels of pivots and flows."""
    levels = (*PIVOTS, *FLOWS)
    return np.array([[*(t.of(one.values) for t in problem.wanted), *(one.levels[name] for name in levels)]
                     for one in shown], float)


def _misjudged(density: Density, places: np.ndarray, truths: np.ndarray) -> np.ndarray:
    """[target] how far off the emulator is [tolerances], the luck of the simulations that judge it taken out."""
    targets = density.targets
    off = (density.shown(places) - truths)[:, :targets]
    square = np.nanmean(off**2, axis=0) - density.emulator.luck[:targets] ** 2
    return np.sqrt(np.maximum(square, 0.0)) / [t.tolerance for t in density.space.problem.wanted]


def drawn(density: Density, places: np.ndarray, here: np.ndarray,
          settled: Mapping[str, float]) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and [place, name] values of draws, each with the pivots and flows of a steady state of its own.

    These are the `settled` ones of the fit's end, moved as the emulator says that they move from `here` to a place:
    pivots by the difference, flows by the ratio. A fit's simulations are shorter than the run that settles.
    """
    space = density.space
    moving = space.names[: space.priors]
    values = [space.values(place) for place in places]
    levels = density.shown(np.concatenate([here[None], places]))[:, density.targets :]
    pivots = [settled[name] for name in PIVOTS] + levels[1:, : len(PIVOTS)] - levels[0, : len(PIVOTS)]
    flows = np.array([settled[name] for name in FLOWS]) * levels[1:, len(PIVOTS) :] / levels[0, len(PIVOTS) :]
    names = (*moving, *PIVOTS, *FLOWS)
    table = np.concatenate([np.array([[one[name] for name in moving] for one in values]), pivots, flows], axis=1)
    low, high = (np.array([getattr(PARAMETERS[name], side) for name in names]) for side in ("low", "high"))
    return names, np.clip(table, low, high)
