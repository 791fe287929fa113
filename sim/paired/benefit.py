"""Benefit: what a scenario earns, what it costs, and whether that pays [yuan at the planner's scale].

Nothing defaults to zero: without stated margins, or with a strategy that states no cost, the figures that
need them stay blank, and `reason` says why.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.levers import is_crisis
from sim.paired.statistics import effect, likely, mean, mean_interval
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

NET_BENEFIT = "net_benefit"
"""The name of the row about money where others have a metric."""

SUMS = {"margin": "margin_per_base_user", "retained": "base_retention"}
"""Metrics whose numerators, times the scale, are yuan earned and people retained."""

DIRECTIONS = {"net_benefit": 1, "margin": 1, "cost": -1, "retained": 1}
BAND = ("", "_low", "_high", "_likely_low", "_likely_high")
COLUMNS = ["scenario", *(f"net_benefit{end}" for end in BAND), "paying_draws", "probability_pays", "n",
           *(f"roi{end}" for end in BAND), *(f"{part}{end}" for part in ("margin", "cost", "retained") for end in BAND),
           "cost_per_retained", "cost_per_retained_low", "cost_per_retained_high", "reason", "unstated"]


def costless(arms: Sequence[Scenario]) -> frozenset[str]:
    """The names of the crises in some arms: nobody chooses them, so they cost nothing where no cost is stated."""
    return frozenset(one.name for arm in arms for one in arm.strategies if is_crisis(one.lever))


def accounts(records: Sequence[Record], replicates: pd.DataFrame, free: Collection[str] = ()) -> pd.DataFrame:
    """margin, cost, net_benefit [yuan] and retained [people] by arm and replicate; NaN where not stated.

    `free` are the strategies that cost nothing (`costless`).
    """
    rows = replicates[(replicates["segment"] == "all") & replicates["metric"].isin(SUMS.values())]
    keys = pd.MultiIndex.from_product([dict.fromkeys(replicates["arm"]), range(len(records))])
    scale = np.array([record.scale or 1.0 for record in records])
    table = pd.DataFrame(index=keys.set_names(["arm", "replicate"]))
    for part, metric in SUMS.items():
        sums = rows[rows["metric"] == metric].set_index(["arm", "replicate"])["numerator"]
        table[part] = sums.reindex(keys).to_numpy() * scale[keys.get_level_values(1)]
    table["cost"] = [_cost(records[n].money.get(arm), free) for arm, n in keys]
    return table.assign(net_benefit=table["margin"] - table["cost"]).sort_index()


def benefit(
    found: pd.DataFrame, records: Sequence[Record], arms: Sequence[Scenario], fixed: bool
) -> pd.DataFrame:
    """COLUMNS, one row per scenario: every change against the baseline, from the `accounts`.

    `*_low, *_high` are simulation error (95 %), `*_likely_*` hold a further draw nine times in ten. `roi` is net
    benefit over change of cost, a ratio of means; it is blank unless costs rise, and `cost_per_retained` [yuan]
    is blank unless retention surely rises. `unstated` names the strategies without a stated cost.
    """
    old = found.loc[arms[0].name]
    rows = []
    for arm in arms[1:]:
        new = found.loc[arm.name]
        unstated = _unstated(records[0], (arms[0], arm))
        reason = _reason(arm, unstated, new["net_benefit"].isna().all())
        rows.append({"scenario": arm.name, "reason": reason, "unstated": ", ".join(unstated)} | _row(old, new, fixed))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(old: pd.DataFrame, new: pd.DataFrame, fixed: bool) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part, direction in DIRECTIONS.items():
        e = effect(old[part].to_numpy(), new[part].to_numpy(), direction, fixed)
        row |= _band(part, (e.difference, e.low, e.high, e.likely_low, e.likely_high))
        if part == "net_benefit":
            row |= {"paying_draws": e.better_draws, "probability_pays": e.probability_better, "n": e.n}
    change = new - old
    cost, net = change["cost"].to_numpy(), change["net_benefit"].to_numpy()
    if row["cost"] > 0:
        drawn = np.isfinite(row["net_benefit_likely_low"]) and (cost > 0).all()
        ends = likely(net / cost) if drawn else (math.nan, math.nan)
        row |= _band("roi", (*ratio(net, cost), *ends))
    if row["retained_low"] > 0:
        row |= _band("cost_per_retained", ratio(cost, change["retained"].to_numpy()))
    return row


def ratio(top: np.ndarray, bottom: np.ndarray) -> tuple[float, float, float]:
    """(ratio of the means, low, high of its 95 % interval), by the residuals of the ratio (Cochran 1977)."""
    value = mean(top) / mean(bottom)
    low, high = mean_interval((top - value * bottom) / mean(bottom))
    return value, value + low, value + high


def _band(part: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{part}{end}": float(value) for end, value in zip(BAND, values, strict=False)}


def _cost(spent: dict[str, float | None] | None, free: Collection[str]) -> float:
    """The sum of what strategies spent, NaN when one of them that is not `free` states no cost."""
    if spent is None:
        return math.nan
    return sum(math.nan if yuan is None else yuan for name, yuan in spent.items() if name not in free)


def _unstated(record: Record, arms: Sequence[Scenario]) -> list[str]:
    """Strategies of the arms that cost something and state no cost, each once."""
    free = costless(arms)
    spent = [pair for arm in arms for pair in record.money.get(arm.name, {}).items()]
    return list(dict.fromkeys(strategy for strategy, yuan in spent if yuan is None and strategy not in free))


def _reason(arm: Scenario, unstated: Sequence[str], blank: bool) -> str:
    """Why there is no net benefit, as a key of the texts under `paired.benefit`; blank when there is one."""
    if not arm.money.stated:
        return "neither" if unstated else "no_margin"
    if unstated:
        return "no_cost"
    return "unmeasured" if blank else ""
