"""The study: platforms drawn from the prior, each the truth of a posterior that an emulator of the others gives.

A platform's observation is what its own world shows, its luck included, with noise as large as the targets' tolerances.
Of STRANGERS parts of the design one is left out after the other: the emulator of a truth has not seen it. So one design
serves every truth, and further truths cost no simulations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.contrasts.draws import DRAWS as FEW
from calibration.coverage.inference import DRAWS, STEPS, density_of, posterior_of
from calibration.coverage.ranks import positions
from calibration.coverage.scales import noise_of
from calibration.posterior.emulator import Emulator, learn
from sim.paired.statistics import likely

STRANGERS = 5
"""Parts of a design: the emulator for the truths of one is learnt from the others."""


@dataclass(frozen=True)
class Platforms:
    """Platforms that were lived.

    Attributes:
        places: [platform, d] drawn from the prior. bounds: between which places lie. numbers: [platform, target] on
            the targets' scales. noise: [target] scale of an observation's noise. asked: [platform, quantity] what is
            asked of a posterior besides the places, on scales of its own. steps: [quantity] in which it comes, since
            people are counted: about what one person is worth, 0 where it is smooth.
    """

    places: np.ndarray
    bounds: tuple[np.ndarray, np.ndarray]
    numbers: np.ndarray
    noise: np.ndarray
    asked: np.ndarray
    steps: np.ndarray


@dataclass(frozen=True)
class Ranked:
    """What the posteriors of all truths say of them.

    Attributes:
        places, asked: [truth, d], [truth, quantity] where the truth stands among its draws, 0..1. data: [truth] the
            same of the log density of its observation, which would tell a posterior that has not heard it.
        few: [truth, quantity, (low, high)] the likely interval of FEW draws, as many as
            `livesim compare` makes. truth: [truth, quantity] what they are about.
        narrow: [truth, d] variance of draws over that of the prior. mean_width, prior_width: [truth, quantity] standard
            deviations, without luck, of what is asked: among draws, and over platforms that the emulator has not seen.
        luck: [truth, quantity] standard deviation of luck. mixing: [truth] R-hat of the worst coordinate.
        explained: [quantity] share of the variance over platforms that the emulator foretells of those that it has not
            seen. shown: [target] the same of what a posterior hears.
    """

    places: np.ndarray
    asked: np.ndarray
    data: np.ndarray
    few: np.ndarray
    truth: np.ndarray
    narrow: np.ndarray
    mean_width: np.ndarray
    prior_width: np.ndarray
    luck: np.ndarray
    mixing: np.ndarray
    explained: np.ndarray
    shown: np.ndarray


def parts(count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """(the others, the truths) of each part of a design, as bool [platform]."""
    part = np.arange(count) % STRANGERS
    for k in range(min(STRANGERS, count)):
        yield part != k, part == k


def study(design: Platforms, seed: int = 1, truths: int | None = None, draws: int = DRAWS, steps: int = STEPS,
          tell: Callable[[int, int], None] = lambda done, wanted: None) -> Ranked:
    """What the posteriors of the first `truths` platforms (None: of all) say of them.

    Args:
        seed: of noise and walks; a truth's do not depend on how many there are. draws, steps: of each walk.
        tell: hears (truths done, wanted).
    """
    count = len(design.places)
    wanted = count if truths is None else min(truths, count)
    rows: dict[int, tuple[np.ndarray, ...]] = {}
    off_asked, off_numbers = np.full_like(design.asked, np.nan), np.full_like(design.numbers, np.nan)
    for others, left_out in parts(count):
        emulator = learn(design.places[others], design.numbers[others])
        asked = learn(design.places[others], design.asked[others])
        luck = _residuals(asked, design.places[others], design.asked[others])
        off_asked[left_out] = design.asked[left_out] - asked.mean(design.places[left_out])
        off_numbers[left_out] = design.numbers[left_out] - emulator.mean(design.places[left_out])
        before = asked.mean(design.places[left_out]).std(axis=0)  # where it has learnt, it has learnt luck too
        for k in np.flatnonzero(left_out[:wanted]).tolist():
            rows[k] = (*_truth(design, k, emulator, asked, luck, seed, draws, steps), before)
            tell(len(rows), wanted)
    columns = (np.array(column) for column in zip(*(rows[k] for k in range(wanted)), strict=True))
    placed, above, data, few, narrow, width, luck_of, mixing, prior_width = columns
    truth = counted(design.asked[:wanted], design.steps)
    return Ranked(placed, above, data, few, truth, narrow, width, prior_width, luck_of, mixing,
                 _explained(design.asked, off_asked), _explained(design.numbers, off_numbers))


def _truth(design: Platforms, k: int, emulator: Emulator, asked: Emulator, residuals: Sequence[np.ndarray], seed: int,
           draws: int, steps: int) -> tuple[np.ndarray, ...]:
    """The row of one truth, in the order of Ranked's first fields (the truth itself left out)."""
    rng = np.random.default_rng((seed, k))
    heard = design.numbers[k] + design.noise * noise_of(design.noise.shape, int(rng.integers(1 << 31)))
    density = density_of(emulator, heard, design.noise, design.bounds)
    walked = posterior_of(density, design.places.shape[1], rng, draws, steps)
    means = asked.mean(walked.last)
    scatter = np.hypot(asked.luck, asked.doubt)
    lived = means + scatter * np.stack([rng.choice(column, draws) for column in residuals], axis=1)
    lived = counted(lived, design.steps)
    place, truth = design.places[k : k + 1], counted(design.asked[k : k + 1], design.steps)
    data = positions(density.data(place)[None], density.data(walked.last)[None, :, None], rng)
    few = np.array([likely(column) for column in lived[:FEW].T])
    return (positions(place, walked.last[None], rng)[0], positions(truth, lived[None], rng)[0], data[0, 0], few,
            walked.last.var(axis=0), means.std(axis=0), scatter, walked.mixing.max())


def counted(values: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """[..., quantity] values in whole steps, so that a draw can equal a truth that only whole people make up."""
    whole = np.where(steps > 0.0, steps, 1.0)
    return np.where(steps > 0.0, np.round(values / whole) * whole, values)


def _residuals(emulator: Emulator, places: np.ndarray, asked: np.ndarray) -> list[np.ndarray]:
    """What an emulator leaves of each quantity, brought to standard deviation 1: the shape of luck."""
    left = []
    for off in (asked - emulator.mean(places)).T:
        known = off[np.isfinite(off)]
        spread = known.std() if len(known) else 0.0
        left.append((known - known.mean()) / spread if spread > 0.0 else np.zeros(1))
    return left


def _explained(values: np.ndarray, off: np.ndarray) -> np.ndarray:
    """[column] 1 - the variance of what is left over that of the values; NaN where nothing varies or nobody knows."""
    shares = []
    for value, left in zip(values.T, off.T, strict=True):
        known = np.isfinite(left)
        spread = value[known].var() if known.any() else 0.0
        shares.append(1.0 - np.mean(left[known] ** 2) / spread if spread > 0.0 else np.nan)
    return np.array(shares)
