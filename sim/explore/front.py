"""The options that no other one beats in base retention, rebuying and cost at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.explore.best import codes, crossed_choices, described, option_names
from sim.explore.plan import Sweep
from sim.explore.response import replicate_means

GOALS = {"base_retention": 1.0, "rebuy_rate": 1.0, "cost": -1.0}
"""What is weighed -> +1 where more is good, -1 where less is."""


def front(results: pd.DataFrame, sweep: Sweep, segment: str = "all") -> pd.DataFrame:
    """One row per option: its mean differences, whether it is on the front, and in what share of replicates.

    Costs are those of everybody, whatever the segment; they are no part of the judgement when no scenario states
    any, and of no comparison with an option that states none. Empty when a result has no such metrics.
    """
    choices = crossed_choices(sweep)
    columns = ["option", "scenario", *choices, *GOALS, "on_front", "share_on_front"]
    tables = {goal: _by_replicate(results, sweep, goal, segment, choices) for goal in GOALS}
    options = list(tables["base_retention"].columns.intersection(tables["rebuy_rate"].columns, sort=False))
    if not options:
        return pd.DataFrame(columns=columns)
    means = pd.DataFrame({goal: tables[goal].mean().reindex(options) for goal in GOALS})
    table = described(results, choices).set_index("option").loc[options].join(means)
    table["on_front"] = on_front(_goodness(means))
    table["share_on_front"] = _shares(tables, options)
    return table.rename_axis("option").reset_index()[columns]


def on_front(goodness: np.ndarray) -> np.ndarray:
    """Which rows of options x goals (more is better) no other row dominates.

    A row dominates another when it is nowhere worse and somewhere better, judged by the goals that both of them
    know; the first two are known of all, so that no two rows dominate each other.
    """
    both = np.isfinite(goodness)[:, None] & np.isfinite(goodness)[None]
    ahead = np.where(both, goodness[:, None] - goodness[None], 0.0)
    dominates = (ahead >= 0).all(axis=2) & (ahead > 0).any(axis=2)
    return np.asarray(~dominates.any(axis=0))


def _goodness(means: pd.DataFrame) -> np.ndarray:
    return means.to_numpy(float) * np.array(list(GOALS.values()))


def _by_replicate(
    results: pd.DataFrame, sweep: Sweep, metric: str, segment: str, choices: tuple[str, ...]
) -> pd.DataFrame:
    """Mean difference, replicates x options; options without one have no column."""
    where = "all" if metric == "cost" else segment
    rows = results[(results["metric"] == metric) & (results["segment"] == where)]
    rows = rows[np.isfinite(rows["difference"].astype(float))]
    option = option_names(rows, choices)
    place = codes(rows, [factor.name for factor in sweep.factors])
    value, replicate = rows["difference"].to_numpy(float), rows["replicate"].to_numpy()
    columns = {}
    for name in dict.fromkeys(option):
        own = option == name
        means = replicate_means(value[own], place[own], replicate[own])
        columns[name] = pd.Series(means, index=np.unique(replicate[own]))
    return pd.DataFrame(columns)


def _shares(tables: dict[str, pd.DataFrame], options: list[str]) -> list[float]:
    """The share of the replicates that have all options in which each of them is on the front."""
    filled = {goal: table.reindex(columns=options).dropna(axis=1, how="all").dropna()
              for goal, table in tables.items() if not table.empty}  # no costs: nothing asked of them
    shared = set.intersection(*(set(table.index) for table in filled.values()))
    hits = [
        on_front(_goodness(pd.DataFrame({
            goal: filled[goal].loc[r] if goal in filled else np.nan for goal in GOALS}, index=options)))
        for r in sorted(shared)
    ]
    return [float(share) for share in np.mean(hits, axis=0)] if hits else [float("nan")] * len(options)
