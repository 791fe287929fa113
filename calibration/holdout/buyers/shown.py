"""What purchases alone show: the numbers that a simulation of buyers is fitted to, and how well customers show them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from calibration.holdout.buyers.histories import Histories

MANY = 7
"""Repeat purchases from which on customers form one class."""
SPANS = (0, 14, 28, 56, 84, 126, 182, 273)
"""Ends of the spans since the first purchase over which repeat purchases are counted [days]: about as many in each."""
CLASSES = ((1, 1), (2, 2), (3, 4), (5, 10**9))
"""Fewest and most repeat purchases of those whose recency is told together."""
RESAMPLES = 200
RESAMPLING_SEED = 18
LEAST = 1e-3
"""Stands for no purchase at all where a logarithm is taken."""


def shown_by(histories: Histories, ages: np.ndarray) -> dict[str, float]:
    """The numbers of customers who are seen up to their `ages` [days] after the first purchase.

    Shares of customers by repeat purchases (all but the last class, which the others give); log repeat purchases a
    customer in spans since the first one; recency over age by class; log repeat purchases of those with many.
    """
    seen = histories.read(ages)
    repeats, count = seen.repeats, max(1, len(ages))
    shares = np.bincount(np.minimum(repeats, MANY), minlength=MANY + 1) / count
    span = np.digitize(histories.until(ages).since, np.array(SPANS) + 1) - 1
    spans = np.bincount(span[span < len(SPANS) - 1], minlength=len(SPANS) - 1) / count
    lately = seen.recency / np.maximum(ages, 1)
    numbers = {f"share_{k}": shares[k] for k in range(MANY)}
    numbers |= {f"log_repeats_from_day_{a}": np.log(np.maximum(n, LEAST))
                for a, n in zip(SPANS[:-1], spans, strict=True)}
    for least, most in CLASSES:
        numbers[f"recency_{least}"] = mean_of(lately[(repeats >= least) & (repeats <= most)], 0.0)
    numbers["log_repeats_of_many"] = np.log(mean_of(repeats[repeats >= MANY], MANY))
    return {name: float(number) for name, number in numbers.items()}


def mean_of(numbers: np.ndarray, empty: float) -> float:
    """The mean, or `empty` of nothing."""
    return float(numbers.mean()) if len(numbers) else empty


def errors_of(histories: Histories, ages: np.ndarray) -> Mapping[str, float]:
    """The standard error of each number, over customers drawn anew with replacement."""
    rng = np.random.default_rng(RESAMPLING_SEED)
    count = len(ages)
    drawn = []
    for which in rng.integers(0, count, (RESAMPLES, count)):
        drawn.append(shown_by(histories.drawn(which), ages[which]))
    return {name: float(np.std([numbers[name] for numbers in drawn], ddof=1)) for name in drawn[0]}
