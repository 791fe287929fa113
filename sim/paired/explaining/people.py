"""By whom an effect is made: the same people or who came, ages, city tiers, behaviours on the comparison day.

A metric of a group is a sum over a sum, so the effect on it has two sources: rates that change inside the pieces of the
group, and pieces that grow or shrink. A piece with numerators n, denominators b and shares s = b / B of the whole
contributes n1/B1 - n0/B0 - R (s1 - s0), R the mean rate of both worlds: its mean share times the change of its rate,
plus the change of its share times how far its rate lies from the whole's (Kitagawa 1955). Contributions add up to the
effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.explaining.worlds import Explained, pieces
from sim.paired.statistics import effect, mean

SAME, CAME = "same_people", "who_came"
COLUMNS = ["scenario", "metric", "segment", "unit", "cut", "piece", "effect", "low", "high", "likely_low",
           "likely_high", "own", "people", "n"]
ROUNDING = 1e-9
"""Denominators of pieces and of the whole agree this well, as a part of it, where the pieces make up the whole."""


def contributions(replicates: pd.DataFrame, baseline: str, asked: Sequence[Explained], fixed: bool) -> pd.DataFrame:
    """COLUMNS: `effect` is what a piece contributes, `own` the effect in the piece itself, both in the metric's unit.

    `people` in the baseline's denominator, pooled over replicates. Cuts: "people" (SAME, CAME), then those of `pieces`.
    """
    rows = []
    for one in asked:
        part = replicates[replicates["metric"] == one.metric]
        worlds = [_by_group(part, arm) for arm in (baseline, one.scenario.name)]
        where = (one.scenario.name, one.metric, one.segment, METRICS[one.metric].unit)
        for cut, piece, change, own, people in _pieces(worlds, one):
            e = effect(np.zeros(len(change)), change, 1, fixed)
            line = (e.difference, e.low, e.high, e.likely_low, e.likely_high, mean(own[np.isfinite(own)]), people, e.n)
            rows.append((*where, cut, piece, *line))
    return pd.DataFrame(rows, columns=COLUMNS)


def contribution(old: pd.DataFrame, new: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> np.ndarray:
    """What a piece (`old`, `new`) contributes to the effect in the whole (`before`, `after`), by replicate."""
    middle = (before["numerator"] / before["denominator"] + after["numerator"] / after["denominator"]) / 2
    sides = [piece["numerator"] / whole["denominator"] - middle * piece["denominator"] / whole["denominator"]
             for piece, whole in ((old, before), (new, after))]  # fmt: skip
    return (sides[1] - sides[0]).to_numpy()


def _by_group(rows: pd.DataFrame, arm: str) -> dict[str, pd.DataFrame]:
    """Group -> rows of an arm by replicate."""
    own = rows[rows["arm"] == arm].set_index("replicate").sort_index()
    return {str(group): part for group, part in own.groupby("segment", sort=False)}


def _pieces(worlds: list[dict[str, pd.DataFrame]], one: Explained) -> Iterator[
        tuple[str, str, np.ndarray, np.ndarray, int]]:  # fmt: skip
    """(cut, piece, contribution and effect in the piece by replicate, people) of every cut that makes up the whole."""
    before, after = (world[one.segment] for world in worlds)
    answered = (np.isfinite(before["value"]) & np.isfinite(after["value"])).to_numpy()
    total, same = (after["value"] - before["value"]).to_numpy()[answered], after["same"].to_numpy()[answered]
    yield "people", SAME, same, same, int(after["people_same"].sum())
    came = int(after["people_only_treated"].sum() + after["people_only_baseline"].sum())
    yield "people", CAME, total - same, np.full(0, np.nan), came
    for cut, parts in pieces(one.segment, one.scenario.segments).items():
        lines = [(piece, worlds[0][name], worlds[1][name]) for piece, name in parts if name in worlds[0]]
        covered = sum((old["denominator"] for _, old, _ in lines), 0.0 * before["denominator"])
        if not np.allclose(covered, before["denominator"], rtol=ROUNDING, atol=0):
            continue  # a segment of one's own that no cut divides
        for piece, old, new in lines:
            people = int(old["people"].sum())
            if people or new["people"].sum():
                change = contribution(old, new, before, after)[answered]
                yield cut, piece, change, (new["value"] - old["value"]).to_numpy(), people
