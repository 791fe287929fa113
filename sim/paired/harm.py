"""Harm: groups whose retention or repurchase a strategy surely lowers by more than what is worth acting on.

Looked for in every group, whatever a scenario names as its outcome, so that no strategy is praised for some people
while others pay for it. Sure: the interval of the mean effect, simultaneous over all groups, scenarios and both
outcomes (Bonferroni), lies wholly beyond -worth. That keeps false alarms below 1 in 20 comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.headline import ASKED, worth_of
from sim.paired.statistics import mean, mean_interval, simultaneous_level
from sim.paired.table import FEW
from sim.scenario.plan import Scenario

COLUMNS = ["scenario", "metric", "segment", "unit", "difference", "low", "high", "worth", "harmed_draws", "n"]


def harms(replicates: pd.DataFrame, arms: Sequence[Scenario]) -> pd.DataFrame:
    """COLUMNS, one row per scenario, metric of ASKED and group that is surely harmed, the worst first.

    `low, high` is the simultaneous interval of the mean effect [the metric's unit]; in `harmed_draws` of `n` the
    loss is at least the `worth`. Groups with fewer than FEW people are left out.
    """
    rows = replicates[replicates["metric"].isin(ASKED)]
    groups = {key: part for key, part in rows.groupby(["arm", "metric", "segment"], sort=False)
              if part["people"].sum() >= FEW}  # fmt: skip
    compared = [key for key in groups if key[0] != arms[0].name and (arms[0].name, *key[1:]) in groups]
    level = simultaneous_level(len(compared))
    harmed = []
    for arm, metric, segment in compared:
        old, new = (groups[(name, metric, segment)]["value"].to_numpy() for name in (arms[0].name, arm))
        change = (new - old)[np.isfinite(new - old)] * METRICS[metric].direction
        worth, (low, high) = worth_of(metric, segment, arms), mean_interval(change, level)
        if high < -worth:
            counts = int((change <= -worth).sum()), len(change)
            harmed.append((arm, metric, segment, METRICS[metric].unit, mean(change), low, high, worth, *counts))
    table = pd.DataFrame(harmed, columns=COLUMNS)
    place = table["scenario"].map({arm.name: number for number, arm in enumerate(arms)})
    return table.assign(place=place).sort_values(["place", "difference"])[COLUMNS].reset_index(drop=True)
