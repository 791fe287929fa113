"""The health index of the source (T05): four dimensions of 0 to 100 points, and their mean.

Points are linear between anchors; 60 is the edge of warning and 80 that of health. The source names some of these
edges (T01 both, T02 and G04 the healthy one, T03 the warning); the other anchors are judged. Where it names none,
the baseline's own level is worth 60 points, and 50 % more or less adds or takes 20. Its twelfth figure, traffic
between platforms, is not simulated and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.paired.statistics import mean, mean_interval
from sim.scenario.plan import Scenario

POINTS = (0.0, 60.0, 80.0, 100.0)
LEVEL, PER_CHANGE = 60.0, 40.0
"""Points at the baseline's level, and for a change by 100 % of it."""


@dataclass(frozen=True)
class Score:
    """One figure of the index: its dimension, and the levels [the metric's unit] that are worth POINTS.

    Without anchors it is measured against the baseline.
    """

    metric: str
    dimension: str
    anchors: tuple[float, ...] = ()
    evidence: str = "T05"


SCORES = (
    Score("minutes_per_active_user_day", "behaviour", (0.0, 8.0, 15.0, 30.0), "T01"),
    Score("interaction_rate", "behaviour", (0.0, 0.1, 0.2, 0.4), "T03"),
    Score("repurchase_rate", "behaviour", (0.0, 0.2, 0.4, 0.6), "G04"),
    Score("satisfied_share", "emotion", (0.0, 0.5, 0.7, 1.0), "T02"),
    Score("willingness_to_recommend", "emotion"),
    Score("trust", "emotion"),
    Score("order_value", "value"),
    Score("conversion", "value"),
    Score("gmv_per_base_user", "value"),  # for lifetime value: margins cancel in a ratio to the baseline
    Score("shares_per_base_user", "ecosystem"),
    Score("interactions_per_base_user", "ecosystem"),  # for community activity
)
INDEX = "index"
DIMENSIONS = tuple(dict.fromkeys(score.dimension for score in SCORES))
COLUMNS = ["arm", "segment", "part", "value", "low", "high", "difference", "difference_low", "difference_high", "n"]


def health(replicates: pd.DataFrame, arms: Sequence[Scenario]) -> pd.DataFrame:
    """COLUMNS by arm, segment and part: INDEX, the DIMENSIONS, then the metrics of SCORES [points 0..100].

    A dimension is the mean of its figures and the index the mean of the dimensions, in every replicate; shown
    are the means over replicates with their 95 % interval. A figure that some arm or replicate cannot answer is
    left out for all, and a dimension without any leaves the index blank.
    """
    scores, names = _scores(replicates, arms[0].name), [arm.name for arm in arms]
    rows: list[tuple[Any, ...]] = []
    for segment in dict.fromkeys(replicates["segment"]):
        if segment in scores.index:
            parts = _parts(scores.loc[segment].dropna(axis="columns"))
            rows += [(arm, segment, *line) for arm in names for line in _lines(parts.loc[arm], parts.loc[names[0]])]
    return pd.DataFrame(rows, columns=COLUMNS)


def points(score: Score, value: np.ndarray, baseline: np.ndarray) -> np.ndarray:
    """What levels [the metric's unit] are worth, 0..100; NaN where that cannot be said."""
    if score.anchors:
        return np.interp(value, score.anchors, POINTS)
    change = value / np.where(baseline > 0, baseline, np.nan) - 1
    return np.clip(LEVEL + PER_CHANGE * change, 0.0, 100.0)


def _scores(replicates: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Points by segment, arm and replicate, a column for each metric."""
    rows = replicates[replicates["metric"].isin([score.metric for score in SCORES])]
    values = rows.pivot(index=["segment", "arm", "replicate"], columns="metric", values="value")
    own = values.index.droplevel("arm")
    old = values.xs(baseline, level="arm").reindex(own) if len(values) else values
    columns = {
        score.metric: points(score, values[score.metric].to_numpy(float), old[score.metric].to_numpy(float))
        for score in SCORES
        if score.metric in values
    }
    return pd.DataFrame(columns, index=values.index)


def _parts(scores: pd.DataFrame) -> pd.DataFrame:
    """Index and dimensions before the single figures."""
    dimensions = pd.DataFrame(index=scores.index)
    for dimension in DIMENSIONS:
        members = [score.metric for score in SCORES if score.dimension == dimension and score.metric in scores]
        dimensions[dimension] = scores[members].mean(axis=1)
    index = dimensions.mean(axis=1, skipna=False).rename(INDEX)
    return pd.concat([index, dimensions, scores], axis=1)


def _lines(new: pd.DataFrame, old: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """(part, value and difference with their intervals, replicates) of every part."""
    for part in new:
        value, change = new[part].to_numpy(), (new[part] - old[part]).to_numpy()
        yield part, mean(value), *mean_interval(value), mean(change), *mean_interval(change), len(value)
