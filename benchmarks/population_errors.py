"""From stored replicates of several population sizes to errors and what they are made of.

The variance of one replicate is `draws + hosts + people / users`: chance among people averages out, the draws of
parameters, strengths and hosts do not. `benchmarks.population_size` simulates and stores,
`benchmarks.population_page` shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from sim.outcomes.metrics import METRICS
from sim.paired.statistics import t_quantile
from sim.reports.names import lever_name, metric_name, segment_name
from sim.scenario import load_scenario

DAYS, USERS, FEW, MANY = 180, 20_000, 10, 20
WORTH, POWER, MOST = 0.01, 0.8, 1_000
"""One percentage point (10 of 1,000 users), how often an interval shall tell it from zero, replicates at most."""
OVERHEAD = 4_000
"""A replicate takes as long as if it had this many users more."""
BLUR = 1.1
"""The factor by which chance may widen the spread of the draws."""
NAMES, SEGMENTS = ("base_retention", "rebuy_rate", "repeat_buyers"), ("all", "gen_z", "silver", "lower_tier")
SHOWN = {"elder_mode": ("all", "silver"), "shorter_streams": SEGMENTS}
"""The strategies, and the segments that a planner would ask each about; all are stored."""


def spread(stored: dict[str, Any]) -> pd.DataFrame:
    """users, fixed, what, metric, segment, mean, std, count over replicates [share, or count per user].

    `what` is "baseline" for its level, or a strategy for its paired difference from the baseline.
    """
    rows = [(run["users"], run["fixed"], int(n), arm, *column, value)
            for run in stored["runs"] for n, arms in run["replicates"].items() for arm, values in arms.items()
            for column, value in zip(stored["columns"], values, strict=True)]  # fmt: skip
    keys = ["users", "fixed", "replicate", "metric", "segment"]
    frame = pd.DataFrame(rows, columns=[*keys[:3], "arm", *keys[3:], "value"]).astype({"value": float})
    wide = frame.pivot(index=keys, columns="arm", values="value")
    apart = wide.sub(wide["baseline"], axis=0).assign(baseline=wide["baseline"])
    long = apart.melt(ignore_index=False, var_name="what").reset_index()
    grouped = long.groupby(["users", "fixed", "what", "metric", "segment"])["value"]
    return grouped.agg(["mean", "std", "count"]).reset_index()


def sizes_of(stored: dict[str, Any]) -> dict[int, int]:
    """Users -> replicates under drawn parameters, the smallest first."""
    return {run["users"]: len(run["replicates"])
            for run in sorted(stored["runs"], key=lambda run: run["users"]) if not run["fixed"]}  # fmt: skip


def variances(table: pd.DataFrame) -> np.ndarray:
    """[draws, hosts, people], all >= 0: the variance of one replicate is draws (unless fixed) + hosts + people / users.

    The likeliest under normal replicates: a sample variance weighs (count - 1) / variance^2, found by repetition.
    """
    known = table[(table["count"] > 1) & (table["std"] > 0)]
    if known.empty:
        return np.zeros(3)
    unit = known["users"].min()
    terms = np.stack([~known["fixed"].to_numpy(bool), np.ones(len(known)), unit / known["users"]], axis=1).astype(float)
    parts, square = np.zeros(3), known["std"].to_numpy() ** 2
    expected = square
    for _ in range(100):
        weight = np.sqrt(known["count"].to_numpy() - 1) / expected
        parts, _ = nnls(terms * weight[:, None], square * weight)
        expected = np.maximum(terms @ parts, 1e-3 * square)
    return parts * [1, 1, unit]


def half_width(std: float, replicates: int) -> float:
    """Half of the 95 % t-interval of the mean effect, when one replicate has that standard deviation."""
    return float(t_quantile(replicates - 1) * std / np.sqrt(replicates))


def needed(std: float) -> int:
    """Fewest replicates that tell WORTH from zero in a share POWER of comparisons; MOST + 1 when MOST do not."""
    n = np.arange(2, MOST + 1)
    enough = (t_quantile(n - 1) + t_quantile(n - 1, 2 * POWER - 1)) * std / np.sqrt(n) <= WORTH
    return int(n[enough][0]) if enough.any() else MOST + 1


class Row:
    """An effect (or a level) in a segment: what was seen at each size, and the line through it."""

    def __init__(self, table: pd.DataFrame, what: str, metric: str, segment: str) -> None:
        chosen = (table["what"] == what) & (table["metric"] == metric) & (table["segment"] == segment)
        self.what, self.metric, self.segment = what, metric, segment
        self.measures = table[chosen].set_index(["fixed", "users"])
        self.draws, self.hosts, self.people = variances(table[chosen])
        self.scale = 100.0 if METRICS[metric].per == 1 else METRICS[metric].per
        strategy = [] if what == "baseline" else [lever_name(what, "en")]
        self.name = [*strategy, metric_name(metric, "en"), segment_name(segment, "en")]

    def mean(self, users: int) -> float:
        """The mean over the replicates of a size under fixed parameters, NaN when there are none [unit of the page]."""
        return float(self.measures["mean"].get((True, users), np.nan)) * self.scale

    def measured(self, users: int, fixed: bool) -> float:
        """The standard deviation over the replicates of a size, NaN when there are none [unit of the page]."""
        return float(self.measures["std"].get((fixed, users), np.nan)) * self.scale

    def std(self, users: float, fixed: bool = False) -> float:
        """The standard deviation of one replicate, by the line."""
        return float(np.sqrt(self.draws * (not fixed) + self.hosts + self.people / users))

    def width(self, replicates: int, users: float = USERS, fixed: bool = False) -> float:
        """Half of the 95 % interval, by the line [unit of the page]."""
        return half_width(self.std(users, fixed), replicates) * self.scale

    def clear(self) -> float:
        """Users from which chance among them widens the spread of the draws by less than BLUR."""
        stays = self.draws + self.hosts
        return self.people / (stays * (BLUR**2 - 1)) if stays else np.inf


def rows_of(table: pd.DataFrame, strategies: Iterable[str] = SHOWN) -> list[Row]:
    """The rows of a table of the page: of strategies, or of the levels of the baseline."""
    return [Row(table, what, metric, segment)
            for what in strategies for metric in NAMES for segment in SHOWN.get(what, SEGMENTS)]  # fmt: skip


def primaries(rows: Iterable[Row]) -> list[Row]:
    """The rows that are primary outcomes of their scenario."""
    named = {(what, one.metric, one.segment) for what in SHOWN for one in load_scenario(what).outcomes}
    return [row for row in rows if (row.what, row.metric, row.segment) in named]
