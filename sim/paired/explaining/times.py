"""When an effect arises, whether it lasts, or wears off: read from the daily curves of both worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired import course
from sim.paired.explaining.worlds import Explained
from sim.paired.headline import worth_of
from sim.paired.statistics import mean_interval
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

COLUMNS = [*course.COLUMNS, "first_day", "sure_day", "half_day"]


def over_time(records: Sequence[Record], arms: Sequence[Scenario], asked: Sequence[Explained]) -> pd.DataFrame:
    """COLUMNS: `course` of what is explained, and when the effect arises.

    `first_day`: the plan begins. `sure_day`: from it on the effect is surely (95 %) on the side of its peak.
    `half_day`: it first is half of its peak. NaN for no such day.

    One row for each metric that has a curve; of the others only the number at the end is kept.
    """
    rows = []
    for one in asked:
        effects = course.daily_effects(records, one.metric, one.segment, (arms[0].name, one.scenario.name))
        if effects.shape[1] > 1 and len(effects) > 1:
            names = (one.scenario.name, one.metric, one.segment, METRICS[one.metric].unit)
            line = course.line_of(effects, worth_of(one.metric, one.segment, arms))
            rows.append((*names, *line, one.scenario.first_day, *_arises(effects)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _arises(effects: pd.DataFrame) -> tuple[Any, Any]:
    """(first day from which on the effect is surely on the side of its peak, first day with half of it)."""
    days, values = effects.columns.to_numpy(int), effects.to_numpy()
    means = values.mean(axis=0)
    side = np.sign(means[np.argmax(abs(means))])
    lows = np.array([min(side * end for end in mean_interval(values[:, k])) for k in range(len(days))])
    unsure = np.flatnonzero(~(lows > 0))
    sure = unsure[-1] + 1 if len(unsure) else 0
    half = np.flatnonzero(side * means >= abs(means).max() / 2)
    return (days[sure] if sure < len(days) else np.nan), (days[half[0]] if side else np.nan)
