"""How an effect moves with one or several factors: means over everything else, by level or by bin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.errors import ResultError, unknown
from sim.base.message import said
from sim.explore.plan import Sweep
from sim.paired.statistics import NAN, likely, mean, mean_interval

MOST_LEVELS = 12
"""A numeric factor of more values than this is cut into bins."""
BINS = 8
VALUES = ("difference", "treated", "baseline")
MEASURES = ("mean", "low", "high", "likely_low", "likely_high", "points", "n")


def response(
    results: pd.DataFrame, sweep: Sweep, by: str | Sequence[str], scenario: str, metric: str, segment: str,
    value: str = "difference",
) -> pd.DataFrame:
    """One row per value (or bin) of the factors `by`: mean, its interval, the likely range, points and replicates.

    `low, high` is simulation error, over replicates that are first averaged over their points; `likely_low,
    likely_high` hold a further point and replicate nine times in ten. Raises ResultError for a value or a
    factor that the tables do not hold.
    """
    names = [by] if isinstance(by, str) else list(by)
    _check(sweep, names, value)
    rows = told(results, scenario, metric, segment, value)
    for name in names:
        if sweep.factor(name).numeric:
            rows[name] = binned(rows, name)
    records = []
    for key, group in rows.groupby(names, dropna=False, sort=False):
        records.append((*key, *_measures(group, value, sweep.fixed)))
    table = pd.DataFrame(records, columns=[*names, *MEASURES])
    return table.sort_values(names, na_position="last", ignore_index=True)


def told(results: pd.DataFrame, scenario: str, metric: str, segment: str, value: str) -> pd.DataFrame:
    """A copy of the rows of one scenario, metric and segment whose `value` is known."""
    rows = results[(results["scenario"] == scenario) & (results["metric"] == metric)
                   & (results["segment"] == segment)]
    return rows[np.isfinite(rows[value].astype(float))].copy()


def binned(rows: pd.DataFrame, name: str) -> pd.Series:
    """A numeric factor's values, each that of the middle of its bin where there are many of them."""
    values = rows[name].astype(float)
    if values.nunique() <= MOST_LEVELS:
        return values
    by_point = values.groupby(rows["point"]).first()
    places = pd.qcut(by_point, BINS, labels=False, duplicates="drop")
    return rows["point"].map(by_point.groupby(places).transform("median"))


def replicate_means(values: np.ndarray, points: np.ndarray, replicates: np.ndarray) -> np.ndarray:
    """The mean over points of each replicate, in the order of the replicates' numbers.

    A replicate that some points lack (a failed run, a precision that was reached) is not to look better or worse
    for the points it has: points are taken off at their own means, and added again at the mean of all points.
    With all points in all replicates that is the plain mean of each replicate.
    """
    frame = pd.DataFrame({"value": values, "point": points, "replicate": replicates})
    own = frame.groupby("point")["value"].transform("mean")
    centre = frame.groupby("point")["value"].mean().mean()
    return ((frame["value"] - own).groupby(frame["replicate"]).mean() + centre).to_numpy()


def _check(sweep: Sweep, names: list[str], value: str) -> None:
    if value not in VALUES:
        raise ResultError(unknown("value", value, VALUES))
    known = [factor.name for factor in sweep.factors]
    for name in names:
        if name not in known:
            raise ResultError(unknown("factor", name, known))
    if not names:
        raise ResultError(said("a response needs at least one factor (allowed: {known})", known=known))


def _measures(group: pd.DataFrame, value: str, fixed: bool) -> tuple[float, ...]:
    values = group[value].to_numpy(float)
    of_replicates = replicate_means(values, group["point"].to_numpy(), group["replicate"].to_numpy())
    points = group["point"].nunique()
    drawn = len(values) > 1 and not (fixed and points == 1)
    ends = likely(values) if drawn else (NAN, NAN)
    return (mean(of_replicates), *mean_interval(of_replicates), *ends, points, len(of_replicates))
