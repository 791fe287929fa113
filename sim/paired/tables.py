"""From stored replicates to tidy tables: one row per replicate and metric, curves with bands, draws, money."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.core.groupby import SeriesGroupBy

from sim.paired.statistics import t_quantile
from sim.replicate.measure import SPLIT
from sim.replicate.record import Record

REPLICATES = ["replicate", "arm", "metric", "segment", "numerator", "denominator", "value", "people", *SPLIT]
BANDS = {"mean": "value", "difference_mean": "difference"}
DRAWS = ["replicate", "parameter", "scenario", "strategy", "lever", "value"]
CURVES = ["curve", "arm", "segment", "day", "value", "low", "high", "difference", "difference_low",
          "difference_high", "people", "n"]


def replicate_rows(records: Sequence[Record]) -> pd.DataFrame:
    """REPLICATES: every arm, metric and segment of every replicate; `people` counts without weights."""
    rows = _stacked(records, "metric").rename(columns={"name": "metric"})
    return rows.assign(value=_quotient(rows["numerator"], rows["denominator"]))[REPLICATES]


def curve_bands(records: Sequence[Record], baseline: str) -> pd.DataFrame:
    """CURVES: means over replicates with their 95 % t-interval; `people` pooled over the `n` replicates.

    Days that some replicate cannot answer are left out: a mean over fewer worlds would jump there.
    `difference` is the paired one from the baseline, so the luck that arms share is gone from its interval.
    """
    rows = _stacked(records, "curve").rename(columns={"name": "curve"})
    rows["value"] = _quotient(rows["numerator"], rows["denominator"])
    keys = ["replicate", "curve", "segment", "day"]
    old = rows[rows["arm"] == baseline].set_index(keys)["value"]
    rows["difference"] = rows["value"] - old.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy()
    grouped = rows.groupby(["curve", "arm", "segment", "day"], sort=False)
    counts = grouped.agg(people=("people", "sum"), n=("value", "count"))
    bands = [_band(grouped["value"]), _band(grouped["difference"]).add_prefix("difference_")]
    table = pd.concat([*bands, counts], axis=1).rename(columns=BANDS).reset_index()[CURVES]
    return table[table["n"] == len(records)].reset_index(drop=True)


def _band(values: SeriesGroupBy) -> pd.DataFrame:
    """mean, low, high of every group."""
    summary = values.agg(["mean", "std", "count"])
    freedom = (summary["count"] - 1).where(summary["count"] > 1)
    half = t_quantile(freedom) * summary["std"] / np.sqrt(summary["count"])
    return pd.DataFrame({"mean": summary["mean"], "low": summary["mean"] - half, "high": summary["mean"] + half})


def draw_rows(records: Sequence[Record]) -> pd.DataFrame:
    """DRAWS: the uncertain parameters that each replicate drew, and the strengths, whose `parameter` is blank."""
    rows = [
        (n, *row)
        for n, record in enumerate(records)
        for row in (*((name, "", "", "", value) for name, value in record.drawn.items()),
                    *(("", *strength) for strength in record.strengths))
    ]
    return pd.DataFrame(rows, columns=DRAWS)


def money_rows(records: Sequence[Record]) -> pd.DataFrame:
    """replicate, arm, strategy, yuan: spent at the planner's scale; strategies without a stated cost are left out."""
    rows = [
        (n, arm, strategy, yuan)
        for n, record in enumerate(records)
        for arm, spent in record.money.items()
        for strategy, yuan in spent.items()
        if yuan is not None
    ]
    return pd.DataFrame(rows, columns=["replicate", "arm", "strategy", "yuan"])


def told_rows(records: Sequence[Record], kind: str, columns: Sequence[str]) -> pd.DataFrame:
    """One row (replicate, `columns`) for each entry that the records hold under `kind`, such as "goals"."""
    rows = [{"replicate": n, **entry} for n, record in enumerate(records) for entry in getattr(record, kind)]
    return pd.DataFrame(rows, columns=["replicate", *columns])


def _stacked(records: Sequence[Record], kind: str) -> pd.DataFrame:
    parts = [r.rows[r.rows["kind"] == kind].assign(replicate=n) for n, r in enumerate(records)]
    return pd.concat(parts, ignore_index=True)


def _quotient(top: pd.Series, bottom: pd.Series) -> pd.Series:
    return top / bottom.where(bottom != 0)
