"""What a planner would compute from a test: a difference with its interval, from units that are treated or not.

A metric is a ratio of sums, sum(top) / sum(bottom), of which a mean is the special case with bottom 1. Its variance is
that of the linearised unit, `top - ratio x bottom` (the delta method: Deng, Knoblich and Lu 2018, Applying the delta
method in metric analytics, KDD), each raised by its leverage. Where units are clusters or hosts, that is the
cluster-robust error CR2 (Bell and McCaffrey 2002, Bias reduction in standard errors for linear regression with
multi-stage samples): a few large ones do not make the interval too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb, nan

import numpy as np

from sim.paired.statistics import LEVEL, t_quantile

MOST_DRAWS = 4000
"""Assignments that a randomisation interval looks at, at most; fewer where there are fewer."""
HALVINGS = 60
"""Steps by which an end of a randomisation interval is found: as fine as a float."""


@dataclass(frozen=True)
class Difference:
    """What a test shows: the treated less the untreated, its standard error, and the interval that covers 95 %.

    `treated` and `control` are the levels of the metric, the units behind them are `treated_units`, `control_units`.
    """

    difference: float
    error: float
    low: float
    high: float
    treated: float
    control: float
    treated_units: int
    control_units: int


def difference(top: np.ndarray, bottom: np.ndarray, treated: np.ndarray) -> Difference:
    """The difference of the ratios of the `treated` (bool [unit]) and of the others, its error by the delta method.

    `top` and `bottom` [unit] are sums over each unit, weights included; a unit with neither is not counted.
    """
    there = (top != 0) | (bottom != 0)
    groups = there & treated, there & ~treated
    (one, one_error, one_like), (other, other_error, other_like) = (_ratio(top[g], bottom[g]) for g in groups)
    error = float(np.hypot(one_error, other_error))
    freedom = one_like + other_like - 2.0
    half = float(t_quantile(freedom, LEVEL)) * error if freedom > 0 else nan
    change = one - other
    return Difference(change, error, change - half, change + half, one, other, *(int(g.sum()) for g in groups))


def summed(values: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """The sum of `values` over each of `count` groups; `of` is the group of each."""
    return np.bincount(of, weights=values, minlength=count)


def _ratio(top: np.ndarray, bottom: np.ndarray) -> tuple[float, float, float]:
    """(ratio, its standard error, how many equal units would tell as much); NaN over nothing, an error takes two units.

    The last is Kish's effective number, `sum(bottom)^2 / sum(bottom^2)`: the degrees of freedom hang on it.
    """
    under = float(bottom.sum())
    if under == 0.0:
        return nan, nan, 0.0
    ratio, like = float(top.sum()) / under, under**2 / float((bottom**2).sum())
    leverage = bottom / under
    if leverage.max() == 1.0:
        return ratio, nan, like
    residual = top - ratio * bottom
    return ratio, float(np.sqrt((residual**2 / (1.0 - leverage)).sum())) / under, like


def by_randomisation(values: np.ndarray, treated: np.ndarray) -> Difference:
    """The difference of the means of treated and untreated units, with the interval of the randomisation test.

    The interval holds the effects that are not rejected when they are taken off the treated units and the treatment is
    dealt out anew in every way (or MOST_DRAWS of them): Fisher 1935, and Bojinov, Simchi-Levi and Zhao 2023 (Design and
    analysis of switchback experiments, Management Science) for blocks of days. It is exact whatever the units are like.
    """
    one, other = values[treated], values[~treated]
    change = float(one.mean() - other.mean())
    n, m = len(one), len(other)
    error = float(np.sqrt(one.var(ddof=1) / n + other.var(ddof=1) / m)) if min(n, m) > 1 else nan
    deals = _deals(len(values), n)
    shift = (deals * values).sum(axis=1) / n - (~deals * values).sum(axis=1) / m
    slope = (deals & treated).sum(axis=1) / n - (~deals & treated).sum(axis=1) / m
    low, high = (_edge(change, shift, slope, way * (float(np.ptp(values)) or 1.0)) for way in (-1.0, 1.0))
    return Difference(change, error, low, high, float(one.mean()), float(other.mean()), n, m)


def p_value(change: float, shift: np.ndarray, slope: np.ndarray, effect: float) -> float:
    """The share of deals that show at least as much as was seen, once an `effect` is taken off the treated units."""
    near = 1e-9 * (abs(change - effect) + 1e-300)
    return float((np.abs(shift - effect * slope) >= abs(change - effect) - near).mean())


def _deals(count: int, treated: int) -> np.ndarray:
    """bool [deal, unit]: all ways to treat so many units, or MOST_DRAWS of them, drawn by a fixed seed."""
    if comb(count, treated) <= MOST_DRAWS:
        rows = list(combinations(range(count), treated))
        deals = np.zeros((len(rows), count), bool)
        np.put_along_axis(deals, np.array(rows), True, axis=1)
        return deals
    order = np.random.default_rng(count).random((MOST_DRAWS, count)).argsort(axis=1)
    return order < treated


def _edge(change: float, shift: np.ndarray, slope: np.ndarray, reach: float) -> float:
    """The end of the interval on one side: the farthest effect that is not rejected; infinite where all are kept."""
    inside, outside = change, change + reach
    for _ in range(HALVINGS):
        if p_value(change, shift, slope, outside) <= 1 - LEVEL:
            break
        inside, outside = outside, change + 2.0 * (outside - change)
    else:
        return float(np.copysign(np.inf, reach))
    for _ in range(HALVINGS):
        middle = 0.5 * (inside + outside)
        if p_value(change, shift, slope, middle) > 1 - LEVEL:
            inside = middle
        else:
            outside = middle
    return inside
