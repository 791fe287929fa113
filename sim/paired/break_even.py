"""Break-even: how much of a reported effect has to be real for a strategy to reach its worth, or to pay.

Two ways, one table. From the draws (no further simulation): every replicate drew how much of each report is real,
so the effect is a straight line in the shares drawn (least squares), read where all strategies have the same share.
The line goes through the means, so it says the same as the mean effect: a plan that loses at the mean of its
draws pays only from a larger share on. From `arms`: the scenario at SHARES of what was reported, simulated beside
the others (`--break-even`), which also sees a bend.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.levers import is_crisis
from sim.outcomes.metrics import METRICS
from sim.paired.benefit import NET_BENEFIT
from sim.paired.statistics import TAIL
from sim.paired.verdict import LEAST
from sim.replicate.record import Record
from sim.scenario.plan import PrimaryOutcome, Scenario, Strength

SHARES = (0.25, 0.5, 1.0)
"""Shares of the reported strength that get an arm of their own; the baseline is the arm at 0."""

RESAMPLES = 1000
PER_STRATEGY = 3
"""Replicates, beside LEAST, that the line needs for every strategy whose share is drawn."""

COLUMNS = ["scenario", "metric", "segment", "unit", "worth", "way", "share_needed", "share_low", "share_high",
           "share_least", *(f"effect_{share:.0%}" for share in SHARES), "n"]
DRAWS, ARMS, STATED, FEW = "draws", "arms", "stated", "few"
"""How a row was found; STATED: every share is stated, so the draws say nothing; FEW: too few replicates."""

Effects = Callable[[Sequence[str]], np.ndarray]
Needed = Callable[[np.ndarray], float]


def at_share(scenario: Scenario, share: float) -> Scenario:
    """The scenario with its strategies and responses at that share of what was reported, its crises as they are."""
    fixed = Strength(share, share, stated=True)
    strategies = tuple(strategy if is_crisis(strategy.lever) else replace(strategy, strength=fixed)
                       for strategy in scenario.strategies)
    return replace(scenario, name=f"{scenario.name}@{share:.0%}", strategies=strategies, outcomes=(), goals=())


def break_even(
    replicates: pd.DataFrame, records: Sequence[Record], arms: Sequence[Scenario], net: pd.Series, *, by_arms: bool
) -> pd.DataFrame:
    """One row per scenario and primary outcome, and one for money: COLUMNS.

    "It reaches its `worth` if at least `share_needed` (0..1) of what was reported is real", NaN when even the whole
    is not enough. `share_low`, `share_high`: 95 % of resampled replicates (simulation error); high is NaN when it
    may never be enough. Nothing is said below `share_least`, the smallest share looked at; a `share_needed` as small
    means "or less". Of the metric NET_BENEFIT, from the net benefit `net` [yuan] by arm and replicate where money is
    stated: from where on it pays.
    """
    rows = []
    for scenario in arms[1:]:
        if all(is_crisis(strategy.lever) for strategy in scenario.strategies) and scenario.strategies:
            continue  # nobody asks how much of a crisis has to be real
        for outcome, effects in _outcomes(replicates, scenario, arms[0].name, net):
            where = (scenario.name, outcome.metric, outcome.segment)
            unit = "yuan" if outcome.metric == NET_BENEFIT else METRICS[outcome.metric].unit
            find = _from_arms if by_arms else _from_draws
            rows.append((*where, unit, outcome.worth, *find(scenario, records, effects, outcome)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _outcomes(
    replicates: pd.DataFrame, scenario: Scenario, baseline: str, net: pd.Series
) -> Iterator[tuple[PrimaryOutcome, Effects]]:
    """Every outcome with its good-way effects [replicate x arm] as a function of the arms' names."""
    values = replicates.set_index(["arm", "metric", "segment", "replicate"])["value"].sort_index()
    for outcome in scenario.outcomes:
        levels = values.xs((outcome.metric, outcome.segment), level=("metric", "segment"))
        yield outcome, _against(levels, baseline, METRICS[outcome.metric].direction)
    if np.isfinite(net.loc[scenario.name]).any():
        yield PrimaryOutcome(NET_BENEFIT, "all", 0.0), _against(net, baseline, 1)


def _against(levels: pd.Series, baseline: str, direction: int) -> Effects:
    return lambda names: direction * np.column_stack([levels.loc[name] - levels.loc[baseline] for name in names])


def _from_draws(
    scenario: Scenario, records: Sequence[Record], effects: Effects, outcome: PrimaryOutcome
) -> tuple[Any, ...]:
    """The columns after `worth`, from the shares that replicates drew."""
    change = effects([scenario.name])[:, 0]
    drawn = np.array([[s.value for s in record.strengths if s.scenario == scenario.name and not is_crisis(s.lever)]
                      for record in records])
    drawn = drawn.reshape(len(records), -1)
    drawn = drawn[:, np.ptp(drawn, axis=0) > 0] if len(drawn) else drawn
    usable = np.isfinite(change)
    change, drawn, blank = change[usable], drawn[usable], (math.nan,) * (4 + len(SHARES))
    if drawn.shape[1] == 0:
        return STATED, *blank, len(change)
    if len(change) < LEAST + PER_STRATEGY * drawn.shape[1]:
        return FEW, *blank, len(change)
    least = min(strategy.strength.low for strategy in scenario.strategies if not is_crisis(strategy.lever))
    line = line_of(drawn, change)
    at = line @ np.array([np.ones(len(SHARES)), SHARES])
    sign = good_way(outcome.metric)
    points = np.column_stack([drawn, change])

    def needed(rows: np.ndarray) -> float:
        return _on_line(line_of(rows[:, :-1], rows[:, -1]), outcome.worth, least)

    return DRAWS, *_with_interval(points, needed), least, *(sign * at), len(change)


def line_of(drawn: np.ndarray, change: np.ndarray) -> np.ndarray:
    """(effect at share 0, effect of a share of 1 more) of the least squares line where all shares are equal.

    From shares `drawn` [replicate, strategy] and effects `change` [replicate].
    """
    design = np.column_stack([np.ones(len(drawn)), drawn])
    found = np.linalg.lstsq(design, change, rcond=None)[0]
    return np.array([found[0], found[1:].sum()])


def _on_line(line: np.ndarray, worth: float, least: float) -> float:
    """The smallest share from `least` to 1 at which the line is at the worth, infinite when none is."""
    start, slope = line
    if start + slope * least >= worth:
        return least
    return float((worth - start) / slope) if start + slope >= worth and start + slope > 0 else math.inf


def _from_arms(
    scenario: Scenario, records: Sequence[Record], effects: Effects, outcome: PrimaryOutcome
) -> tuple[Any, ...]:
    """The columns after `worth`, from the arms of `at_share`."""
    changes = effects([at_share(scenario, share).name for share in SHARES])
    changes = changes[np.isfinite(changes).all(axis=1)]
    money, sign = outcome.metric == NET_BENEFIT, good_way(outcome.metric)
    means = changes.mean(axis=0) if len(changes) else np.full(len(SHARES), math.nan)
    needed = shares_needed(changes, outcome.worth, sunk=money)
    return ARMS, *needed, SHARES[0] if money else 0.0, *(sign * means), len(changes)


def shares_needed(changes: np.ndarray, worth: float, *, sunk: bool = False) -> tuple[float, float, float]:
    """(needed, low, high) from good-way effects [replicate, SHARES], NaN for never.

    An effect is 0 at strength 0, unless something is `sunk` that is lost at any strength.
    """
    return _with_interval(changes, lambda rows: _needed(rows.mean(axis=0), worth, sunk))


def _with_interval(rows: np.ndarray, needed: Needed) -> tuple[float, float, float]:
    """What is `needed` by the rows, with the 95 % interval of resampled rows; NaN where it is infinite."""
    n = len(rows)
    if n == 0:
        return math.nan, math.nan, math.nan
    chosen = np.random.default_rng(n).integers(n, size=(RESAMPLES, n))
    resampled = [needed(rows[one]) for one in chosen] if n > 1 else []
    low, high = np.quantile(resampled, (TAIL, 1 - TAIL), method="nearest") if resampled else (np.inf, np.inf)
    shares = (needed(rows), float(low), float(high))
    best, low, high = (share if math.isfinite(share) else math.nan for share in shares)
    return best, low, high


def _needed(effects: np.ndarray, worth: float, sunk: bool) -> float:
    """The smallest share (0..1) whose monotone effect reaches `worth`, infinite when none does."""
    shares, monotone = _monotone(effects, sunk)
    if monotone[-1] < worth or (sunk and monotone[-1] == worth):
        return math.inf
    at = int(np.argmax(monotone >= worth))
    if at == 0:
        return float(shares[0])
    rise = monotone[at] - monotone[at - 1]
    return float(shares[at - 1] + (shares[at] - shares[at - 1]) * (worth - monotone[at - 1]) / rise)


def _monotone(effects: np.ndarray, sunk: bool) -> tuple[np.ndarray, np.ndarray]:
    """(shares, effects) with every dip smoothed away; from share 0 and effect 0 on, unless something is `sunk`."""
    from scipy.optimize import isotonic_regression  # half a second that the first progress need not wait for

    monotone, shares = isotonic_regression(effects).x, np.array(SHARES)
    if sunk:
        return shares, monotone
    return np.array([0.0, *shares]), np.array([0.0, *np.maximum(monotone, 0.0)])


def good_way(metric: str) -> int:
    """Which way of a metric, or of NET_BENEFIT, is good: 1 up, -1 down."""
    return 1 if metric == NET_BENEFIT else METRICS[metric].direction


def effect_at(row: Mapping[str, Any], share: float) -> float:
    """The mean effect [unit of the row] if `share` (0..1) of what was reported is real, by a row of `break_even`.

    It is read off the very line on which `share_needed` was found, so it is at the worth there; what does harm as a
    whole is smoothed the other way round. NaN where nothing is said: below `share_least`, and for STATED and FEW.
    """
    effects = np.array([float(row[f"effect_{one:.0%}"]) for one in SHARES])
    if not np.isfinite(effects).all() or not row["share_least"] <= share <= 1.0:
        return math.nan
    if row["way"] == DRAWS:
        slope = (effects[-1] - effects[0]) / (SHARES[-1] - SHARES[0])
        return float(effects[0] + slope * (share - SHARES[0]))
    good, money = good_way(row["metric"]), row["metric"] == NET_BENEFIT
    shares, smooth = _monotone(good * effects, money)
    if smooth[-1] <= 0.0:
        good = -good
        shares, smooth = _monotone(good * effects, money)
    return float(good * np.interp(share, shares, smooth))
