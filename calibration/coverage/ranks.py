"""Ranks of truths among draws: how often intervals hold them, and whether ranks are as uniform as they must be.

Where the posterior is right, the rank of a truth among draws from the posterior of its own data is uniform (Talts,
Betancourt, Simpson, Vehtari and Gelman 2018), whatever is asked of the parameters (Modrak et al. 2023).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2, kstest

NOMINAL = (0.5, 0.8, 0.9, 0.95)
"""Central intervals whose coverage is told."""
BINS = 10
"""Of the ranks, in the chi-square test."""


def positions(truths: np.ndarray, draws: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """[truth, quantity] where each truth stands among its draws, 0..1: uniform for a posterior that is right.

    Ties are broken at random, and so is the place within a rank. NaN where the truth is not known.

    Args:
        truths: [truth, quantity]. draws: [truth, draw, quantity].
    """
    below, ties = ((draws < truths[:, None]).sum(axis=1), (draws == truths[:, None]).sum(axis=1))
    rank = below + rng.integers(0, ties + 1)
    placed = (rank + rng.random(rank.shape)) / (draws.shape[1] + 1)
    return np.where(np.isfinite(truths) & np.isfinite(draws).all(axis=1), placed, np.nan)


class Covered(NamedTuple):
    """How often intervals held the truth: `share`, its standard error, and the truths that it rests on."""

    share: float
    error: float
    truths: int


def covered(placed: np.ndarray, nominal: float) -> Covered:
    """How often the central interval of a `nominal` share holds the truth, over all quantities of [truth, quantity].

    The error is binomial over truths: what is asked of one truth is counted as one, since its quantities hang together.
    """
    inside = np.where(np.isnan(placed), np.nan, np.abs(placed - 0.5) <= nominal / 2.0)
    known = ~np.isnan(inside)
    some = known.any(axis=1)
    inside, known = inside[some], known[some]
    if not len(inside):
        return Covered(np.nan, np.nan, 0)
    share = float(np.nansum(inside) / known.sum())
    off = np.nansum(inside - share, axis=1)  # of a ratio: sum of hits over sum of counts
    error = float(np.sqrt((off**2).sum()) / known.sum())
    floor = np.sqrt(nominal * (1.0 - nominal) / known.sum())  # where every truth is held, nothing varies
    return Covered(share, max(error, float(floor)), len(inside))


class Uniform(NamedTuple):
    """Tests of one quantity's ranks: p-values of chi-square over BINS, and of the greatest distance of the ECDF."""

    chi_square: float
    ecdf: float


def uniform(placed: np.ndarray) -> Uniform:
    """How likely ranks so uneven are for a posterior that is right; `placed` is [truth]."""
    known = placed[~np.isnan(placed)]
    if len(known) < BINS:
        return Uniform(np.nan, np.nan)
    counts = np.histogram(known, BINS, (0.0, 1.0))[0]
    expected = len(known) / BINS
    return Uniform(float(chi2.sf(((counts - expected) ** 2 / expected).sum(), BINS - 1)),
                   float(kstest(known, "uniform").pvalue))


def band(truths: int, level: float = 0.95, times: int = 4000, seed: int = 1) -> float:
    """How far the ECDF of so many uniform ranks strays at the most, anywhere, in a share `level` of all studies."""
    u = np.sort(np.random.default_rng(seed).random((times, truths)), axis=1)
    steps = np.arange(1, truths + 1) / truths
    return float(np.quantile(np.maximum(steps - u, u - steps + 1.0 / truths).max(axis=1), level))
