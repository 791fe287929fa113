"""The course of an effect over the horizon: does it still rise, does it hold, or does it fade?

Read from the daily curves of a metric, which end at its number in the table. The effect at the end is compared with
the one STEP days before, replicate by replicate (paired, so luck that both days share is gone).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.headline import worth_of
from sim.paired.statistics import mean_interval
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

STEP = 28
RISING, STEADY, FADING, UNCLEAR = "rising", "steady", "fading", "unclear"
COLUMNS = ["scenario", "metric", "segment", "unit", "trend", "effect", "day", "earlier", "earlier_day", "change_low",
           "change_high", "peak", "peak_day", "n"]


def course(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """COLUMNS, one row per scenario and primary outcome that has a curve; effects in the metric's unit.

    `effect` on the last `day` against `earlier`: RISING when it surely (95 %) moved away from zero, FADING when it
    surely moved towards it, STEADY when it surely moved by less than the worth, else UNCLEAR. `peak` is the largest
    mean effect, whatever its sign, of the days from the comparison day on.
    """
    rows = []
    for arm in arms[1:]:
        for outcome in arm.outcomes:
            effects = daily_effects(records, outcome.metric, outcome.segment, (arms[0].name, arm.name))
            if effects.shape[1] > 1 and len(effects) > 1:
                names = (arm.name, outcome.metric, outcome.segment, METRICS[outcome.metric].unit)
                rows.append((*names, *line_of(effects, worth_of(outcome.metric, outcome.segment, arms))))
    return pd.DataFrame(rows, columns=COLUMNS)


def daily_effects(records: Sequence[Record], metric: str, segment: str, arms: tuple[str, str]) -> pd.DataFrame:
    """The second arm's effect [replicate x day] on a curve; days that some replicate cannot answer are left out."""
    parts = []
    for record in records:
        rows = record.rows
        rows = rows[(rows["kind"] == "curve") & (rows["name"] == metric) & (rows["segment"] == segment)]
        value = (rows["numerator"] / rows["denominator"]).where(rows["denominator"] != 0)
        levels = rows.assign(value=value).pivot(index="day", columns="arm", values="value")
        levels = levels.reindex(columns=list(arms))
        parts.append(levels[arms[1]] - levels[arms[0]])
    return pd.DataFrame(parts).reset_index(drop=True).dropna(axis="columns")


def line_of(effects: pd.DataFrame, worth: float) -> tuple[Any, ...]:
    """What COLUMNS say after the unit, of an effect [replicate x day] that matters from `worth` on."""
    days, values = effects.columns.to_numpy(int), effects.to_numpy()
    means = values.mean(axis=0)
    before = int(np.argmin(abs(days - (days[-1] - STEP))))
    low, high = mean_interval(values[:, -1] - values[:, before])
    top = int(np.argmax(abs(means)))
    away = np.sign(means[-1] + means[before])
    trend = _trend(*((low, high) if away >= 0 else (-high, -low)), worth)
    return trend, means[-1], days[-1], means[before], days[before], low, high, means[top], days[top], len(values)


def _trend(low: float, high: float, worth: float) -> str:
    """The trend of an effect that moved away from zero by low..high."""
    if low > 0:
        return RISING
    if high < 0:
        return FADING
    return STEADY if -worth < low and high < worth else UNCLEAR
