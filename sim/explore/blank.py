"""Judged outcomes of which nothing is known, and why: so that nobody looks for figures that cannot be there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.message import said
from sim.explore.folder import SweepFolder
from sim.explore.result import Swept

Outcome = tuple[str, str]
"""(metric, segment)."""


def blank_outcomes(swept: Swept) -> dict[Outcome, str]:
    """(metric, segment) of every judged outcome without a single number -> why it has none.

    For a sensitivity analysis the numbers are its indices, else the effects.
    """
    table, column = (swept.results, "difference") if swept.sensitivity is None else (swept.sensitivity, "value")
    return {outcome: _why(swept, outcome) for outcome in swept.sweep.outcomes
            if not np.isfinite(_of(table, outcome)[column].to_numpy(float)).any()}  # fmt: skip


def _why(swept: Swept, outcome: Outcome) -> str:
    metric, segment = outcome
    rows = _of(swept.results, outcome)
    if rows.empty:
        refused = _refused(swept).get(metric)
        return refused or said("{metric} ({segment}) has no number: it was not measured", metric=metric,
                               segment=segment)
    known = rows.groupby("point")["difference"].apply(lambda values: bool(np.isfinite(values.astype(float)).any()))
    why = said("{metric} ({segment}) has no number in {blank} of {count} settings: nobody is counted there. Take more "
               "users, a longer horizon or a larger group", metric=metric, segment=segment,
               blank=len(swept.sweep.points) - int(known.sum()), count=len(swept.sweep.points))
    if swept.sensitivity is None:
        return why
    return said("{why}; the indices need all of them", why=why)


def _of(table: pd.DataFrame, outcome: Outcome) -> pd.DataFrame:
    """The rows of an outcome."""
    return table[(table["metric"] == outcome[0]) & (table["segment"] == outcome[1])]


def _refused(swept: Swept) -> dict[str, str]:
    """Metric -> why the horizon cannot answer it, as the first run says."""
    for row in swept.runs[swept.runs["status"] == "done"].head(1).to_dict("records"):
        key = swept.sweep.key(swept.sweep.points[row["point"]])
        return SweepFolder(swept.folder).record(key, row["replicate"]).refused
    return {}
