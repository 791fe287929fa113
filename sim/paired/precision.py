"""Stopping by precision: replicates are enough when the mean effect is known to plus or minus a width.

Looking again after every replicate costs a little coverage: a fixed-width sequential interval reaches its
level only as the width shrinks (Chow and Robbins 1965), hence at least 10 replicates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.errors import ResultError
from sim.metrics import METRICS
from sim.paired.statistics import mean_interval
from sim.scenario import Scenario
from sim.scenario.build import worth_kind
from sim.store import Record
from sim.units import QuantityError, parse

LEAST = 10
"""Replicates below which no width is believed."""


def widths(wanted: str | Mapping[str, float] | None) -> dict[str, float]:
    """Metric -> largest half width [the metric's unit] of `"base_retention=0.5pp"`, several by commas."""
    if wanted is None:
        return {}
    if isinstance(wanted, str):
        wanted = dict(_width(part) for part in wanted.split(","))
    for metric, width in wanted.items():
        METRICS[metric]
        if not width > 0:
            raise ResultError(f"precision of '{metric}' is {width:g}; allowed: a number above 0")
    return dict(wanted)


class Precise:
    """Judges growing beginnings of the replicates: every arm's effect in these metrics narrow enough?

    A metric is judged in the segments of the primary outcomes that name it, else in "all".
    """

    def __init__(self, arms: Sequence[Scenario], wanted: Mapping[str, float]) -> None:
        self.names = [scenario.name for scenario in arms]
        self.wanted = dict(wanted)
        primary = [outcome for scenario in arms[1:] for outcome in scenario.outcomes]
        self.segments = {
            metric: {outcome.segment for outcome in primary if outcome.metric == metric} or {"all"}
            for metric in wanted
        }
        self.values: list[pd.Series] = []

    def __call__(self, records: Sequence[Record]) -> bool:
        if not self.wanted:
            return False
        self.values += [self._values(record) for record in records[len(self.values):]]
        if len(records) < LEAST:
            return False
        frame = pd.concat(self.values[: len(records)], axis=1).T
        baseline = frame[self.names[0]]
        return all(
            _half_width(column.to_numpy() - baseline[(metric, segment)].to_numpy()) <= self.wanted[metric]
            for arm in self.names[1:]
            for (metric, segment), column in frame[arm].items()
        )

    def _values(self, record: Record) -> pd.Series:
        """(arm, metric, segment) -> value of what is judged in one replicate."""
        rows = record.rows[(record.rows["kind"] == "metric") & record.rows["name"].isin(self.wanted)]
        asked = zip(rows["name"], rows["segment"], strict=True)
        rows = rows[[segment in self.segments[name] for name, segment in asked]]
        keys = pd.MultiIndex.from_frame(rows[["arm", "name", "segment"]])
        found = pd.Series((rows["numerator"] / rows["denominator"]).to_numpy(), index=keys)
        for metric, segments in self.segments.items():
            for segment in segments:
                if (self.names[0], metric, segment) not in found.index:
                    raise ResultError(f"precision of '{metric}' in '{segment}': {_why_not(record, metric)}")
        return found


def _half_width(changes: np.ndarray) -> float:
    low, high = mean_interval(changes[np.isfinite(changes)])
    return np.inf if np.isnan(low) else (high - low) / 2


def _why_not(record: Record, metric: str) -> str:
    return record.refused.get(metric, "it is not among the metrics or segments of this comparison")


def _width(part: str) -> tuple[str, float]:
    metric, equals, width = (piece.strip() for piece in part.partition("="))
    if not equals:
        raise ResultError(f"precision '{part}' is not METRIC=WIDTH; write it as base_retention=0.5pp")
    try:
        return metric, parse(width, worth_kind(METRICS[metric])) / METRICS[metric].per
    except QuantityError as error:
        raise ResultError(f"precision of '{metric}': {error}") from None
