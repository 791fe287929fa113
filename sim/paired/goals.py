"""Goals: in how many draws a plan reaches them, when, by how much it misses, and on what that rests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.params import GRADES
from sim.levers import LEVERS
from sim.outcomes.goal import unit_of
from sim.paired.statistics import mean, mean_interval
from sim.paired.tables import told_rows
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

KEPT = ["arm", "goal", "signal", "segment", "before", "value", "target", "day", "by"]
NUMBERS = KEPT[4:]
SAME = ["replicate", "goal", "signal", "segment", "target", "by"]
"""What tells a goal of the baseline's from another scenario's of the same name."""

COLUMNS = ["scenario", "goal", "segment", "signal", "unit", "by", "before", "target", "reached", "reached_baseline",
           "n", "day", "day_baseline", "value", "gap", "gap_low", "gap_high", "weakest", "grade"]


def goals(records: Sequence[Record], arms: Sequence[Scenario]) -> pd.DataFrame:
    """COLUMNS, one row per scenario and goal, in the signal's unit (people at simulated scale).

    `reached` and `reached_baseline` count the draws of `n` in which it was there in time, `day` is the median day
    of those that reached it. `gap` is the mean of value less target, with its 95 % interval. `weakest` is the
    lever with the lowest `grade` among the scenario's strategies.
    """
    kept = told_rows(records, "goals", KEPT)
    kept = kept.astype(dict.fromkeys(NUMBERS, float))
    baseline = kept[kept["arm"] == arms[0].name].drop_duplicates(SAME)[[*SAME, "day"]]
    rows = []
    for arm in arms[1:]:
        own = kept[kept["arm"] == arm.name].merge(baseline, "left", SAME, suffixes=("", "_baseline"), indicator=True)
        assert (own["_merge"] == "both").all(), "the baseline is held to every goal of the scenarios"
        for _, part in own.groupby(own.groupby("replicate").cumcount()):
            names = part.iloc[0][["goal", "segment", "signal"]].to_dict()
            unit = unit_of(names["signal"])
            rows.append({"scenario": arm.name, "unit": unit} | names | _row(part) | _weakest(arm))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(part: pd.DataFrame) -> dict[str, Any]:
    by = part["by"].to_numpy()
    reached, day = in_time(part["day"].to_numpy(), by)
    reached_baseline, day_baseline = in_time(part["day_baseline"].to_numpy(), by)
    gap = (part["value"] - part["target"]).to_numpy(float)
    gap = gap[np.isfinite(gap)]
    low, high = mean_interval(gap)
    levels = {name: float(part[name].mean()) for name in ("before", "target", "value")}
    days = {"by": by[0], "day": day, "day_baseline": day_baseline}
    counts = {"reached": reached, "reached_baseline": reached_baseline, "n": len(part)}
    return levels | days | counts | {"gap": mean(gap), "gap_low": low, "gap_high": high}


def in_time(day: np.ndarray, by: np.ndarray) -> tuple[int, float]:
    """(draws that reached it until the day `by`, their median day), NaN for never and for no last day."""
    days = day[np.isfinite(day) & ~(day > by)]
    return len(days), float(np.median(days)) if len(days) else math.nan


def _weakest(arm: Scenario) -> dict[str, str]:
    """The first of the scenario's levers with the lowest grade, and that grade."""
    if not arm.strategies:
        return {"weakest": "", "grade": ""}
    levers = [LEVERS[strategy.lever] for strategy in arm.strategies]
    weakest = max(levers, key=lambda lever: GRADES.index(lever.grade))
    return {"weakest": weakest.name, "grade": weakest.grade}
