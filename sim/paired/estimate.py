"""One effect taken out of a comparison: its two intervals, and what it was in every replicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from sim.base.errors import ResultError, UnknownNameError, unknown
from sim.base.message import said
from sim.scenario.names import resolve

NUMBERS = ("baseline", "treated", "difference", "low", "high", "likely_low", "likely_high")


@dataclass(frozen=True)
class Estimate:
    """What a scenario changes in a metric of a segment, in the metric's own unit (a share is 0..1).

    Attributes:
        baseline, treated: the metric in both worlds. difference: the mean effect.
        low, high: its simulation error (95 %), which more replicates narrow.
        likely_low, likely_high: where the effect may lie (90 %), which they do not.
        n: replicates that could answer. by_replicate: the effect in each of them, by number.
    """

    scenario: str
    metric: str
    segment: str
    unit: str
    baseline: float
    treated: float
    difference: float
    low: float
    high: float
    likely_low: float
    likely_high: float
    n: int
    by_replicate: pd.Series = field(repr=False, compare=False)

    @property
    def half_width(self) -> float:
        """Half of the interval of simulation error, in the unit of the metric."""
        return (self.high - self.low) / 2


def estimate(table: pd.DataFrame, replicates: pd.DataFrame, baseline: str, asked: tuple[str, str, str]) -> Estimate:
    """The effect that is asked for by its scenario, metric and segment. Raises ResultError when it was not measured."""
    scenario, metric, segment = asked
    row = _row(table, scenario, metric, segment)
    rows = replicates[(replicates["metric"] == metric) & (replicates["segment"] == segment)]
    values = rows.assign(value=rows["numerator"] / rows["denominator"]).pivot(
        index="replicate", columns="arm", values="value")  # fmt: skip
    effects = (values[scenario] - values[baseline]).dropna().rename("difference")
    numbers = {name: float(row[name]) for name in NUMBERS}
    return Estimate(scenario, metric, segment, str(row["unit"]), **numbers, n=int(row["n"]), by_replicate=effects)


def _row(table: pd.DataFrame, scenario: str, metric: str, segment: str) -> pd.Series:
    """The one row of a table of effects."""
    rows = table[table["scenario"] == scenario]
    if metric not in set(rows["metric"]):
        raise ResultError(said("'{metric}' was not measured; measured were {there}; ask for it with metrics=[...]",
                               metric=metric, there=sorted(set(rows["metric"]))))
    rows = rows[rows["metric"] == metric]
    if segment not in set(rows["segment"]):
        raise ResultError(said("'{metric}' was not measured in '{segment}'; measured were {there}; ask for it with "
                               "segments=[...]", metric=metric, segment=segment, there=sorted(set(rows["segment"]))))
    return rows[rows["segment"] == segment].iloc[0]


def scenario_meant(written: str | None, there: Sequence[str]) -> str:
    """The own spelling of a scenario that was compared, the only one when None."""
    if written is None and len(there) == 1:
        return there[0]
    if written is None:
        raise ResultError(said("several scenarios were compared; say which one with scenario=: {there}",
                               there=[*there]))
    if written in there:
        return written
    try:
        name = resolve("scenario", written)
    except UnknownNameError:
        name = written
    if name not in there:
        raise UnknownNameError(unknown("scenario", written, there))
    return name
