"""One row for each unit and metric, over all replicates: the test, the truth, and the bias from spill-over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.paired.statistics import mean_interval

KEYS = ["unit", "metric", "segment", "metric_unit"]
MEANS = ["difference", "error", "low", "high", "treated", "control", "treated_units", "control_units", "baseline",
         "truth", "spill_over", "luck", "edges_cut", "viewers_elsewhere", "others_here"]
"""Numbers of one test, of which the table holds the means: `low, high` is the interval that one test has."""
INTERVALS = ["truth", "spill_over", "luck"]
"""Of these the mean has an interval of simulation error, `<name>_low` and `<name>_high`: replicates narrow it."""
VERDICTS = ("one", "none", "phantom", "opposite", "understates", "overstates")
"""What can be said of the bias: nothing from one replicate; none; one without a true effect; and three of its size."""


def table_of(replicates: pd.DataFrame) -> pd.DataFrame:
    """KEYS, MEANS, INTERVALS; `n` replicates; `covers` and `broken` of them; `verdict`, one of VERDICTS.

    `bias` is the spill-over as a share of the truth, blank where the truth cannot be told from zero.
    """
    rows = [_row(dict(zip(KEYS, key, strict=True)), group)
            for key, group in replicates.groupby(KEYS, sort=False)]
    return pd.DataFrame(rows)


def _row(keys: dict[str, Any], group: pd.DataFrame) -> dict[str, Any]:
    row: dict[str, Any] = {**keys, "n": len(group), **{name: float(group[name].mean()) for name in MEANS}}
    for name in INTERVALS:
        row[f"{name}_low"], row[f"{name}_high"] = mean_interval(group[name].to_numpy())
    row["covers"], row["broken"] = int(group["covers"].sum()), int(group["split_broken"].sum())
    row["verdict"] = verdict_of(row)
    known = np.isfinite(row["truth_low"]) and not _holds_zero(row, "truth")
    row["bias"] = row["spill_over"] / row["truth"] if known else float("nan")
    return row


def verdict_of(row: dict[str, Any]) -> str:
    """One of VERDICTS, from means and their intervals."""
    if row["n"] < 2:
        return "one"
    if _holds_zero(row, "spill_over"):
        return "none"
    if _holds_zero(row, "truth"):
        return "phantom"
    if row["spill_over"] * row["truth"] > 0:
        return "overstates"
    return "opposite" if abs(row["spill_over"]) > abs(row["truth"]) else "understates"


def _holds_zero(row: dict[str, Any], name: str) -> bool:
    return bool(row[f"{name}_low"] <= 0.0 <= row[f"{name}_high"])
