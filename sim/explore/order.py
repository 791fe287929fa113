"""Which uncertainties change the order of the options: what a planner gains by finding out first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from sim.explore.best import codes, futures, judged
from sim.explore.plan import Factor, Sweep
from sim.paired.statistics import LEVEL

BINS = 4
MOST_LEVELS = 6
"""A factor of more values than this is cut into bins, if it is numeric."""
SHUFFLES = 200
WORTH = ("factor", "value", "by_chance", "sure", "best_low", "best_high", "flips")
PAIRS = ("better", "worse", "reversed", "factor", "share", "by_chance")


def worth_knowing(results: pd.DataFrame, sweep: Sweep, metric: str, segment: str) -> pd.DataFrame:
    """One row per uncertainty, most valuable first: what knowing it would add to the best choice [metric's unit].

    `value` is the expected value of partial perfect information (Strong, Oakley & Brennan 2014, Medical Decision
    Making 34) by bins of the factor: choosing the best option in each bin rather than the best one overall.
    `by_chance` is its 95 % point when the factor is shuffled, `sure` says that it is beyond that. `best_low` and
    `best_high` are the best options in the lowest and highest bin; `flips` is the share of futures in bins whose
    best option is not the best one overall.
    """
    values = futures(results, sweep, metric, segment)
    rows = []
    for factor in _uncertain(sweep) if len(values) else ():
        bins = binned(values, factor)
        if bins.max() < 1:
            continue
        table = values.to_numpy(float)
        worth = value_of_bins(table, bins)
        chance = [value_of_bins(table, bins[source]) for source in shuffles(values.index, factor.name)]
        limit = float(np.quantile(chance, LEVEL))
        sure = worth > limit + 1e-12 * float(np.abs(table).max())
        rows.append((factor.name, worth, limit, sure, *_best_by_bin(values, bins, factor)))
    table = pd.DataFrame(rows, columns=list(WORTH))
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def pairs(results: pd.DataFrame, sweep: Sweep, metric: str, segment: str) -> pd.DataFrame:
    """One row per pair of scenarios: which is better on average, how often it is not, and what that depends on.

    `factor` is the uncertainty whose squared rank correlation with their difference is largest (for words: the
    share of the ranks' variance between them), `share` is that square; `by_chance` is the 95 % point of the
    largest one when all factors are shuffled. Scenarios are compared at equal choices.
    """
    values = judged(results, sweep, metric, segment, ())
    couples = [_ordered(values, one, other) for one, other in combinations(values.columns, 2)]
    if not couples or values.empty:
        return pd.DataFrame(columns=list(PAIRS))
    change = np.column_stack([values[better] - values[worse] for better, worse in couples])
    shares, chance = _hanging_on(change, values, _uncertain(sweep))
    rows = []
    for i, (better, worse) in enumerate(couples):
        known = bool(shares) and change[:, i].std() > 0
        factor = max(shares, key=lambda name, i=i: shares[name][i]) if known else None  # type: ignore[misc]
        share = shares[factor][i] if factor else float("nan")
        limit = float(np.quantile(chance[:, i], LEVEL)) if factor else float("nan")
        rows.append((better, worse, float((change[:, i] < 0).mean()), factor, share, limit))
    return pd.DataFrame(rows, columns=list(PAIRS))


def binned(values: pd.DataFrame, factor: Factor) -> np.ndarray:
    """The bin of each future: 0 for the lowest values; the scenario's own (blank) is a bin of its own, the last.

    Bins are equally filled with settings, not with futures, so that more replicates do not move their edges.
    """
    stated = values.index.get_level_values(factor.name)
    if not factor.numeric:
        order = [factor.shown(level) for level in factor.levels]
        ranked = pd.Series(stated).map({level: i for i, level in enumerate(order)})
        return pd.factorize(ranked.fillna(len(order)), sort=True)[0]
    numbers = pd.Series(stated, dtype=float)
    if numbers.nunique() > MOST_LEVELS:
        setting = _settings(values.index)
        places = pd.qcut(numbers.groupby(setting).first(), BINS, labels=False, duplicates="drop")
        numbers = pd.Series(setting).map(places)
    return pd.factorize(numbers.fillna(np.inf), sort=True)[0]


def value_of_bins(table: np.ndarray, bins: np.ndarray) -> float:
    """The mean of the best option's mean in each bin, less the best option's mean overall; never below 0."""
    sums = np.column_stack([np.bincount(bins, weights=column) for column in table.T])
    return max(0.0, float((sums.max(axis=1).sum() - sums.sum(axis=0).max()) / len(table)))


def shuffles(index: pd.MultiIndex, name: str) -> Iterator[np.ndarray]:
    """For each shuffle the future from which each future takes the factor's value.

    Where the factor is crossed with everything else (a grid), its values are exchanged within each replicate and
    setting of the others; otherwise among settings, whose replicates keep one value.
    """
    generator = np.random.default_rng(1)
    frame = index.to_frame(index=False)
    strata = codes(frame, [column for column in frame if column != name])
    crossed = strata.max() + 1 <= len(frame) / 2
    setting = _settings(index)
    firsts = np.unique(setting, return_index=True)[1]
    for _ in range(SHUFFLES):
        if crossed:
            source = np.empty(len(frame), int)
            source[np.argsort(strata, kind="stable")] = np.lexsort((generator.random(len(frame)), strata))
            yield source
        else:
            yield firsts[generator.permutation(len(firsts))][setting]


def _uncertain(sweep: Sweep) -> list[Factor]:
    return [factor for factor in sweep.factors if factor.role == "uncertainty"]


def _settings(index: pd.MultiIndex) -> np.ndarray:
    frame = index.to_frame(index=False)
    return codes(frame, [column for column in frame if column != "replicate"])


def _best_by_bin(values: pd.DataFrame, bins: np.ndarray, factor: Factor) -> tuple[str, str, float]:
    best = values.groupby(bins).mean().idxmax(axis=1)
    overall = values.mean().idxmax()
    flipped = best.index[(best != overall).to_numpy()]
    blank = bool(pd.isna(values.index.get_level_values(factor.name)).any())
    return best.iloc[0], best.iloc[-2 if blank else -1], float(np.isin(bins, flipped).mean())


def _ordered(values: pd.DataFrame, one: str, other: str) -> tuple[str, str]:
    return (one, other) if values[one].mean() >= values[other].mean() else (other, one)


def _hanging_on(
    change: np.ndarray, values: pd.DataFrame, factors: list[Factor]
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """(factor -> what it explains of each pair, the largest share of any factor by shuffle and pair)."""
    from scipy.stats import rankdata

    ranks = rankdata(change, axis=0)
    ranks -= ranks.mean(axis=0)
    shares, chance = {}, np.zeros((SHUFFLES, change.shape[1]))
    for factor in factors:
        place = _places(values, factor)
        if place.min() == place.max():
            continue
        shares[factor.name] = _explained(place, ranks, factor.numeric)
        for i, source in enumerate(shuffles(values.index, factor.name)):
            chance[i] = np.maximum(chance[i], _explained(place[source], ranks, factor.numeric))
    return shares, chance


def _places(values: pd.DataFrame, factor: Factor) -> np.ndarray:
    """Ranks of numbers, groups of words."""
    if not factor.numeric:
        return binned(values, factor)
    stated = pd.Series(values.index.get_level_values(factor.name), dtype=float)
    return stated.fillna(stated.median()).rank().to_numpy()  # a scenario's own value is neither more nor less


def _explained(place: np.ndarray, ranks: np.ndarray, numeric: bool) -> np.ndarray:
    return _of_order(place, ranks) if numeric else _of_groups(place, ranks)


def _of_order(place: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """The squared correlation of places with each column of centred ranks."""
    apart = place - place.mean()
    return _ratio((apart @ ranks) ** 2, (apart**2).sum() * (ranks**2).sum(axis=0))


def _of_groups(group: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """The share of each column's variance that lies between groups."""
    count = np.maximum(np.bincount(group), 1)
    between = [(np.bincount(group, weights=column) ** 2 / count).sum() for column in ranks.T]
    return _ratio(np.array(between), (ranks**2).sum(axis=0))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
