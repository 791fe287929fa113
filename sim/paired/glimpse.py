"""A first answer while replicates still run: the mean effect on the first primary outcome so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.outcomes.metrics import METRICS
from sim.paired.statistics import mean_interval
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

FROM = 5
"""Replicates from which on a first answer is shown."""


def first_answer(records: Sequence[Record], arms: Sequence[Scenario]) -> dict[str, Any] | None:
    """scenario, metric, segment, unit, effect, error (half of the 95 % interval) and n; None where it is too early."""
    arm = next((arm for arm in arms[1:] if arm.outcomes), None)
    if arm is None or len(records) < FROM:
        return None
    outcome = arm.outcomes[0]
    levels = [[_level(record, name, outcome.metric, outcome.segment) for name in (arms[0].name, arm.name)]
              for record in records]  # fmt: skip
    change = np.diff(np.array(levels), axis=1)[:, 0]
    change = change[np.isfinite(change)]
    low, high = mean_interval(change)
    names = {"scenario": arm.name, "metric": outcome.metric, "segment": outcome.segment}
    numbers = {"effect": float(change.mean()), "error": (high - low) / 2, "n": len(change)}
    return {**names, "unit": METRICS[outcome.metric].unit, **numbers} if len(change) >= FROM else None


def _level(record: Record, arm: str, metric: str, segment: str) -> float:
    rows = record.rows
    row = rows[(rows["kind"] == "metric") & (rows["arm"] == arm) & (rows["name"] == metric)
               & (rows["segment"] == segment)]  # fmt: skip
    top, bottom = float(row["numerator"].iloc[0]), float(row["denominator"].iloc[0])
    return top / bottom if bottom else float("nan")
