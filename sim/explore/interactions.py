"""Whether two factors work together: how much of a grid's two-way table neither of them explains alone."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd

from sim.explore.plan import Sweep
from sim.explore.response import told
from sim.paired.statistics import LEVEL, NAN

COLUMNS = ("factor", "other", "share_factor", "share_other", "share_interaction", "by_noise", "sure")
FLIPS = 999
ENUMERATED = 10
"""Up to this many replicates all patterns of signs are looked at, above it `FLIPS` random ones."""
FEWEST = 4
"""With fewer replicates the noise is not estimated."""


def interactions(
    results: pd.DataFrame, sweep: Sweep, scenario: str, metric: str, segment: str
) -> pd.DataFrame:
    """One row per pair of crossed factors: what each alone and both together explain of their table of means.

    The shares (0..1) are of the variance of the cells' mean differences. `by_noise` is the `share_interaction` to
    expect of simulation noise alone; `sure` says that the interaction is beyond what 95 % of random signs of the
    replicates' own interactions give (no more than 5 replicates can never show that). Only replicates that all
    points have are looked at.
    """
    rows = told(results, scenario, metric, segment, "difference")
    values = rows.pivot_table(index="point", columns="replicate", values="difference").dropna(axis=1)
    settings = rows.drop_duplicates("point").set_index("point").loc[values.index]
    records = []
    for one, other in combinations([factor.name for factor in sweep.factors], 2):
        tables = _cells(values, settings, one, other)
        if tables is not None:
            records.append((one, other, *_shares(tables)))
    return pd.DataFrame(records, columns=list(COLUMNS))


def _cells(values: pd.DataFrame, settings: pd.DataFrame, one: str, other: str) -> np.ndarray | None:
    """Mean differences, replicates x levels x levels; None unless all cells have equally many points."""
    if values.empty:
        return None
    (rows, levels), (columns, others) = (pd.factorize(settings[name], use_na_sentinel=False)
                                         for name in (one, other))
    shape = (len(levels), len(others))
    counts = np.zeros(shape, int)
    np.add.at(counts, (rows, columns), 1)
    if min(shape) < 2 or counts.min() == 0 or counts.min() != counts.max():
        return None
    total = np.zeros((*shape, values.shape[1]))
    np.add.at(total, (rows, columns), values.to_numpy(float))
    return np.moveaxis(total / counts[..., None], 2, 0)


def _shares(tables: np.ndarray) -> tuple[float, float, float, float, bool]:
    mean = tables.mean(axis=0)
    together = _remainder(tables)
    centred = mean - mean.mean()
    total = float((centred**2).sum())
    n = len(tables)
    if total <= (1e-12 * np.abs(mean).max()) ** 2 * mean.size:
        return 0.0, 0.0, 0.0, 0.0 if n >= FEWEST else NAN, False
    squares = float((together.mean(axis=0) ** 2).sum())
    shares = [float((centred.mean(axis=axis) ** 2).sum()) * mean.shape[axis] / total for axis in (1, 0)]
    if n < FEWEST:
        return shares[0], shares[1], squares / total, NAN, False
    noise = float(together.var(axis=0, ddof=1).sum()) / n
    sure = squares > 1e-12 * total and _chance(together, squares) <= 1 - LEVEL
    return shares[0], shares[1], squares / total, min(1.0, noise / total), sure


def _remainder(tables: np.ndarray) -> np.ndarray:
    """What is left of each replicate's table without the means of its rows and columns."""
    return (tables - tables.mean(axis=1, keepdims=True) - tables.mean(axis=2, keepdims=True)
            + tables.mean(axis=(1, 2), keepdims=True))


def _chance(together: np.ndarray, squares: float) -> float:
    """The share of patterns of signs whose mean interaction is at least as large as the observed one."""
    n = len(together)
    if n <= ENUMERATED:
        signs = np.array(list(product((1.0, -1.0), repeat=n)))
    else:
        drawn = np.random.default_rng(1).choice((1.0, -1.0), (FLIPS, n))
        signs = np.vstack([np.ones(n), drawn])  # the observed pattern is one of the possible ones
    sums = ((signs @ together.reshape(n, -1) / n) ** 2).sum(axis=1)
    return float((sums >= squares * (1 - 1e-9)).mean())
