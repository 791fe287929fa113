"""Break-even: how much of a reported effect has to be real for a strategy to reach its worth, or to pay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.scenario.plan import Scenario, Strength

SHARES = (0.25, 0.5, 1.0)
"""Shares of the reported strength that get an arm of their own; the baseline is the arm at 0."""

RESAMPLES = 1000
NET_BENEFIT = "net_benefit"
"""The row about money in place of a metric: worth is 0 yuan."""

COLUMNS = ["scenario", "metric", "segment", "unit", "worth", "share_needed", "share_low", "share_high",
           *(f"effect_{share:.0%}" for share in SHARES), "n"]


def at_share(scenario: Scenario, share: float) -> Scenario:
    """The scenario with all its strategies at that share of what was reported."""
    fixed = Strength(share, share, stated=True)
    strategies = tuple(replace(strategy, strength=fixed) for strategy in scenario.strategies)
    return replace(scenario, name=f"{scenario.name}@{share:.0%}", strategies=strategies, outcomes=(), goals=())


def break_even(
    replicates: pd.DataFrame, baseline: str, scenarios: Sequence[Scenario], net: pd.Series | None = None
) -> pd.DataFrame:
    """One row per scenario and primary outcome: COLUMNS, from replicates that hold the arms of `at_share`.

    "It reaches its `worth` if at least `share_needed` (0..1) of what was reported is real": where the
    effect, made monotone in the strength (isotonic regression from 0 at strength 0) and linear between the
    arms, meets the worth. NaN when even the whole is not enough. `share_low`, `share_high`: 95 % of
    resampled replicates (simulation error); high is NaN when it may never be enough.

    With `net`, the net benefit [yuan] by arm and replicate, one row more for each scenario with stated money,
    of the metric NET_BENEFIT: from where on it pays. Costs do not vanish with the strength, so nothing is said below
    the smallest share tried; a `share_needed` as small means "or less".
    """
    values = replicates.set_index(["arm", "metric", "segment", "replicate"])["value"].sort_index()
    rows = []
    for scenario in scenarios:
        for outcome in scenario.outcomes:
            where = (outcome.metric, outcome.segment)
            metric = METRICS[outcome.metric]
            changes = _changes(scenario, values, where, baseline)
            effects = changes.mean(axis=0) if len(changes) else [math.nan] * len(SHARES)
            needed = shares_needed(metric.direction * changes, outcome.worth)
            rows.append((scenario.name, *where, metric.unit, outcome.worth, *needed, *effects, len(changes)))
        changes = _changes(scenario, net, (), baseline) if net is not None else np.empty((0, 0))
        if len(changes):
            needed = shares_needed(changes, 0.0, sunk=True)
            rows.append((scenario.name, NET_BENEFIT, "all", "yuan", 0.0, *needed, *changes.mean(axis=0), len(changes)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _changes(scenario: Scenario, values: pd.Series, where: tuple[str, ...], baseline: str) -> np.ndarray:
    """Effects [replicate, SHARES] of the scenario's arms, from values by arm, `where` and replicate."""
    arms = [values[(at_share(scenario, share).name, *where)] for share in SHARES]
    changes = np.column_stack([arm - values[(baseline, *where)] for arm in arms])
    return changes[np.isfinite(changes).all(axis=1)]


def shares_needed(changes: np.ndarray, worth: float, *, sunk: bool = False) -> tuple[float, float, float]:
    """(needed, low, high) from good-way effects [replicate, SHARES], NaN for never.

    An effect is 0 at strength 0, unless something is `sunk` that is lost at any strength.
    """
    n = len(changes)
    if n == 0:
        return math.nan, math.nan, math.nan
    chosen = np.random.default_rng(n).integers(n, size=(RESAMPLES, n))
    resampled = [_needed(changes[rows].mean(axis=0), worth, sunk) for rows in chosen] if n > 1 else []
    low, high = np.quantile(resampled, (0.025, 0.975), method="nearest") if resampled else (np.inf, np.inf)
    shares = (_needed(changes.mean(axis=0), worth, sunk), float(low), float(high))
    needed, low, high = (share if math.isfinite(share) else math.nan for share in shares)
    return needed, low, high


def _needed(effects: np.ndarray, worth: float, sunk: bool) -> float:
    """The smallest share (0..1) whose monotone effect reaches `worth`, infinite when none does."""
    from scipy.optimize import isotonic_regression  # half a second that the first progress need not wait for

    monotone, shares = isotonic_regression(effects).x, np.array(SHARES)
    if not sunk:
        monotone, shares = np.array([0.0, *np.maximum(monotone, 0.0)]), np.array([0.0, *SHARES])
    if monotone[-1] < worth or (sunk and monotone[-1] == worth):
        return math.inf
    at = int(np.argmax(monotone >= worth))
    if at == 0:
        return float(shares[0])
    rise = monotone[at] - monotone[at - 1]
    return float(shares[at - 1] + (shares[at] - shares[at - 1]) * (worth - monotone[at - 1]) / rise)
