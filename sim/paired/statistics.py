"""From the replicates of two arms to an effect, its two intervals and a verdict.

`low, high` is the t-interval of the mean effect (Student 1908): *simulation error*, it vanishes with more
replicates. `likely_low, likely_high` hold a further draw of the effect nine times in ten: *not knowing*, it
does not vanish. The two must never be mixed up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

LEVEL = 0.95
TAIL = (1 - LEVEL) / 2
"""What an interval at LEVEL leaves out on either side."""
LIKELY = (0.05, 0.95)
NAN = float("nan")


@dataclass(frozen=True)
class Effect:
    """What a strategy changed in one metric and segment [the metric's unit].

    `correlation` is that of the arms over replicates; `variance_ratio` is the variance of the difference
    over the sum of the arms' variances: the replicates needed, as a share of those that arms without
    shared luck would need. `better_draws` of `n` draws were good (ties, the `equal_draws`, count half).
    """

    baseline: float
    treated: float
    difference: float
    relative: float
    low: float
    high: float
    likely_low: float
    likely_high: float
    probability_better: float
    better_draws: float
    equal_draws: float
    n: int
    correlation: float
    variance_ratio: float


def effect(baseline: np.ndarray, treated: np.ndarray, direction: int, fixed: bool = False) -> Effect:
    """The effect over paired replicates; a replicate without a value in either arm is left out.

    Under `fixed` nothing uncertain was drawn, so what describes the draws stays blank (NaN).
    """
    paired = np.isfinite(baseline) & np.isfinite(treated)
    old, new = baseline[paired], treated[paired]
    change = new - old
    low, high = mean_interval(change)
    drawn = len(change) > 1 and not fixed
    likely_low, likely_high = likely(change) if drawn else (NAN, NAN)
    good = better_draws(change, direction) if drawn else NAN
    start = mean(old)
    return Effect(
        baseline=start,
        treated=mean(new),
        difference=mean(change),
        relative=mean(change) / start if start else NAN,
        low=low,
        high=high,
        likely_low=likely_low,
        likely_high=likely_high,
        probability_better=(good + 0.5) / (len(change) + 1),
        better_draws=good,
        equal_draws=float((change == 0).sum()) if np.isfinite(good) else NAN,
        n=len(change),
        correlation=correlation(old, new),
        variance_ratio=variance_ratio(old, new),
    )


def mean(values: np.ndarray) -> float:
    """The mean, or NaN of nothing (without NumPy's warning)."""
    return float(values.mean()) if len(values) else NAN


def likely(draws: np.ndarray) -> tuple[float, float]:
    """The ends between which a further draw lies nine times in ten, by the order of those there are (Weibull 1939).

    The 5 and 95 % points that NumPy gives by default lie too far inside: of 20 draws they hold a further one in 81 of
    100. Of fewer than 19 draws nothing can hold nine in ten; the ends are then the extremes, which hold (n-1)/(n+1).
    """
    low, high = np.quantile(draws, LIKELY, method="weibull")
    return float(low), float(high)


def mean_interval(values: np.ndarray, level: float = LEVEL) -> tuple[float, float]:
    """The t-interval of the mean that covers the truth in a share `level` of repetitions."""
    n = len(values)
    if n < 2:
        return NAN, NAN
    half = float(t_quantile(n - 1, level) * values.std(ddof=1) / np.sqrt(n))
    centre = float(values.mean())
    return centre - half, centre + half


def t_quantile(freedom: np.ndarray | float, level: float = LEVEL) -> np.ndarray:
    """The half width of the central `level` of Student's t, in standard errors."""
    from scipy.special import stdtrit  # half a second that the first progress need not wait for

    return stdtrit(freedom, (1 + level) / 2)


def better_draws(change: np.ndarray, direction: int) -> float:
    """Draws in which the change is good in the metric's direction, ties half; NaN without a direction."""
    if direction == 0:
        return NAN
    return float((direction * change > 0).sum() + 0.5 * (change == 0).sum())


class Reached(NamedTuple):
    """How many draws reached something, and the 95 % interval of the share of all draws that do."""

    draws: float
    low: float
    high: float


def reached(change: np.ndarray, worth: float, *, drawn: bool = True) -> Reached:
    """The draws of `change`, counted in the good direction, that are `worth` or more; blank unless `drawn`.

    The interval is the exact one (Clopper and Pearson 1934).
    """
    from scipy.special import betaincinv  # half a second that the first progress need not wait for

    n = len(change)
    if not drawn or n < 2 or np.isnan(worth):
        return Reached(NAN, NAN, NAN)
    k = int((change >= worth).sum())
    low = float(betaincinv(k, n - k + 1, TAIL)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - TAIL)) if k < n else 1.0
    return Reached(float(k), low, high)


def correlation(old: np.ndarray, new: np.ndarray) -> float:
    """Pearson's correlation of the arms over replicates (-1..1), NaN when an arm does not vary."""
    if len(old) < 2 or old.std() == 0 or new.std() == 0:
        return NAN
    return float(np.corrcoef(old, new)[0, 1])


def variance_ratio(old: np.ndarray, new: np.ndarray) -> float:
    """Variance of the difference over the sum of the arms' variances: 0 for A/A, 1 without pairing."""
    if len(old) < 2:
        return NAN
    apart = old.var(ddof=1) + new.var(ddof=1)
    return float((new - old).var(ddof=1) / apart) if apart else NAN


def simultaneous_level(comparisons: int, level: float = LEVEL) -> float:
    """The level of each of several intervals, so that all of them cover at once in a share `level`.

    Bonferroni's bound (Dunn 1961, Multiple comparisons among means, JASA 56): valid whatever the
    dependence between arms and outcomes, which some twenty replicates cannot estimate.
    """
    return 1 - (1 - level) / max(1, comparisons)
