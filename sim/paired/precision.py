"""Stopping by precision: replicates are enough when the mean effect is known to plus or minus a width.

Looking again after every replicate costs a little coverage: a fixed-width sequential interval reaches its
level only as the width shrinks (Chow and Robbins 1965), hence at least 10 replicates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import message_of, said
from sim.base.numeric import own
from sim.base.units import QuantityError, parse
from sim.outcomes.metrics import METRICS
from sim.paired.statistics import mean_interval
from sim.replicate.record import Record
from sim.scenario import Scenario
from sim.scenario.build import worth_kind
from sim.scenario.names import resolve

_PART = re.compile(r"([^=]+(?:=[^=,，、]*|$))(?:[,，、]|$)")
"""METRIC=WIDTH; a metric's title may have commas in it."""
LEAST = 10
"""Replicates below which no width is believed."""


def widths(wanted: str | Mapping[str, float] | None) -> dict[str, float]:
    """Metric -> largest half width [the metric's unit] of `"base_retention=0.5pp"`, several by commas."""
    if wanted is None:
        return {}
    if isinstance(wanted, str):
        wanted = dict(_width(part) for part in _PART.findall(wanted))
    wanted = {resolve("metric", metric): _number(metric, width) for metric, width in wanted.items()}
    for metric, width in wanted.items():
        if not width > 0:
            raise ResultError(said("precision of '{metric}' is {width:g}; allowed: a number above 0",
                                   metric=metric, width=width))
    return wanted


class Precise:
    """Judges growing beginnings of the replicates: every arm's effect in these metrics narrow enough?

    A metric is judged in the segments of the primary outcomes that name it, else in "all".
    """

    def __init__(self, arms: Sequence[Scenario], wanted: Mapping[str, float]) -> None:
        self.baseline, *self.treated = [scenario.name for scenario in arms]
        self.wanted = dict(wanted)
        primary = [outcome for scenario in arms[1:] for outcome in scenario.outcomes]
        self.judged = [
            (metric, segment)
            for metric in wanted
            for segment in sorted({o.segment for o in primary if o.metric == metric} or {"all"})
        ]
        self.changes: dict[tuple[str, str, str], list[float]] = {}
        self.read = 0

    def __call__(self, records: Sequence[Record]) -> bool:
        for record in records[self.read:]:
            self._take(record)
        self.read = len(records)
        return (
            bool(self.wanted)
            and self.read >= LEAST
            and all(half_width(changes) <= self.wanted[metric] for (_, metric, _), changes in self.changes.items())
        )

    def _take(self, record: Record) -> None:
        """Add the replicate's effects to those known."""
        rows = record.rows[(record.rows["kind"] == "metric") & record.rows["name"].isin(self.wanted)]
        value = (rows["numerator"] / rows["denominator"]).to_numpy()
        keys = zip(rows["arm"], rows["name"], rows["segment"], strict=True)
        values = dict(zip(keys, value, strict=True))
        for metric, segment in self.judged:
            if (self.baseline, metric, segment) not in values:
                raise ResultError(said("precision of '{metric}' in '{segment}': {why}",
                                       metric=metric, segment=segment, why=_why_not(record, metric)))
            for arm in self.treated:
                change = values[(arm, metric, segment)] - values[(self.baseline, metric, segment)]
                self.changes.setdefault((arm, metric, segment), []).append(change)


def half_width(changes: Sequence[float]) -> float:
    """Half the width of the 95 % t-interval of the mean, infinite when it has none."""
    values = np.array(changes)
    low, high = mean_interval(values[np.isfinite(values)])
    return np.inf if np.isnan(low) else (high - low) / 2


def _why_not(record: Record, metric: str) -> str:
    return record.refused.get(metric, said("it is not among the metrics or segments of this comparison"))


def _number(metric: str, width: object) -> float:
    """A width that was handed over by itself: a number, or a text as a planner writes it."""
    width = own(width)
    if isinstance(width, (int, float)) and not isinstance(width, bool):
        return width
    return _width(f"{metric}={width}")[1]


def _width(part: str) -> tuple[str, float]:
    metric, equals, width = (piece.strip() for piece in part.partition("="))
    if not equals:
        raise ResultError(said("precision '{part}' is not METRIC=WIDTH; write it as base_retention=0.5pp", part=part))
    metric = resolve("metric", metric)
    try:
        return metric, parse(width, worth_kind(METRICS[metric])) / METRICS[metric].per
    except QuantityError as error:
        raise ResultError(said("precision of '{metric}': {why}", metric=metric, why=message_of(error))) from None
