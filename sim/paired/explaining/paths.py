"""How much of an effect comes by each path: alone, left out, and its share by Shapley (1953).

v(S) is the effect of the paths S, lived together while all others are as in the baseline. The Shapley value of a path
is its mean contribution v(S + path) - v(S) over all orders in which the paths could be switched on. It is the one
division of the whole that adds up, gives nothing to a path that changes nothing, and treats paths alike that do alike.
The interaction is what the whole has beyond the sum of the paths alone; the Shapley values have it divided among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.explaining.worlds import MOST, Explained, plan_paths, world_name
from sim.paired.statistics import effect

SHARE, ALONE, LEFT_OUT = "shapley", "alone", "left_out"
SUM, INTERACTION, TOTAL = "sum", "interaction", "total"
COLUMNS = ["scenario", "metric", "segment", "unit", "part", "path", "effect", "low", "high", "likely_low",
           "likely_high", "n"]
Sets = dict[frozenset[str], np.ndarray]
"""Paths that are switched on -> the effect against the baseline, by replicate."""


def path_effects(replicates: pd.DataFrame, baseline: str, asked: Sequence[Explained], fixed: bool) -> pd.DataFrame:
    """COLUMNS: of every path SHARE (MOST paths at most), ALONE and LEFT_OUT (what is lost without it), then the sum.

    SUM (of the paths alone) + INTERACTION = TOTAL, and the shares add up to TOTAL too. From replicates that hold
    the arms of `path_worlds`; intervals as in the main table.
    """
    rows = []
    for one in asked:
        paths, where = list(plan_paths(one.scenario, one.shared)), (one.scenario.name, one.metric, one.segment)
        sets = effects_of_sets(replicates, baseline, one, paths)
        for part, path, change in _parts(paths, sets):
            e = effect(np.zeros(len(change)), change, 1, fixed)
            rows.append((*where, METRICS[one.metric].unit, part, path, e.difference, e.low, e.high, e.likely_low,
                         e.likely_high, e.n))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def effects_of_sets(replicates: pd.DataFrame, baseline: str, one: Explained, paths: Sequence[str]) -> Sets:
    """The effect of every set of paths that was lived, in the replicates in which all of them can answer."""
    rows = replicates[(replicates["metric"] == one.metric) & (replicates["segment"] == one.segment)]
    values = rows.pivot(index="replicate", columns="arm", values="value")
    arms = {frozenset(chosen): name for size in range(1, len(paths)) for chosen in combinations(paths, size)
            if (name := world_name(one.scenario.name, chosen)) in values}  # fmt: skip
    arms |= {frozenset(): baseline, frozenset(paths): one.scenario.name}
    values = values[list(arms.values())].dropna()
    return {chosen: (values[name] - values[baseline]).to_numpy() for chosen, name in arms.items()}


def shapley(path: str, paths: Sequence[str], sets: Sets) -> np.ndarray:
    """The Shapley value of a path in every replicate; `sets` holds every set of the `paths`."""
    others, count = [name for name in paths if name != path], len(paths)
    value = np.zeros_like(sets[frozenset()])
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        for chosen in map(frozenset, combinations(others, size)):
            value = value + weight * (sets[chosen | {path}] - sets[chosen])
    return value


def _parts(paths: Sequence[str], sets: Sets) -> Iterator[tuple[str, str, np.ndarray]]:
    """(part, path, what it does by replicate) of every line of the table."""
    whole = frozenset(paths)
    total, alone = sets[whole], {path: sets[frozenset([path])] for path in paths}
    for path in paths:
        if len(paths) <= MOST:
            yield SHARE, path, shapley(path, paths, sets)
        yield ALONE, path, alone[path]
        yield LEFT_OUT, path, total - sets[whole - {path}]
    together = sum(alone.values(), np.zeros_like(total))
    yield SUM, "", together
    yield INTERACTION, "", total - together
    yield TOTAL, "", total
