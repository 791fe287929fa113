"""Which one first: every scenario beside the others on the same outcomes, and what decides between the first two.

Scenarios of a comparison share their draws (parameters, luck, the strength of a strategy), so they can be ranked
draw by draw, with doing nothing, the baseline, among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.benefit import NET_BENEFIT
from sim.paired.headline import ASKED
from sim.paired.uncertainty import driven, lines
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

RANKING = ["metric", "segment", "place", "scenario", "effect", "best_draws", "ahead_draws", "n"]
TURNING = ["metric", "segment", "first", "second", "parameter", "strategy", "lever", "share", "n"]


def effects_of(
    replicates: pd.DataFrame, net: pd.Series, arms: Sequence[Scenario]
) -> dict[tuple[str, str], pd.DataFrame]:
    """(metric, segment) -> good-way effects [replicate x arm, the baseline's 0], of ASKED and of net benefit.

    Retention and repurchase of the segment that all scenarios name as theirs, else of all users. Replicates in
    which an arm has no value are left out, and outcomes that some arm can never answer.
    """
    names, effects = [arm.name for arm in arms], {}
    for metric in ASKED:
        segment = common_segment(metric, arms)
        rows = replicates[(replicates["metric"] == metric) & (replicates["segment"] == segment)]
        levels = rows.pivot(index="replicate", columns="arm", values="value").reindex(columns=names)
        effects[(metric, segment)] = levels.sub(levels[names[0]], axis=0) * METRICS[metric].direction
    levels = net.unstack("arm").reindex(columns=names)
    effects[(NET_BENEFIT, "all")] = levels.sub(levels[names[0]], axis=0)
    kept = {key: table.dropna() for key, table in effects.items()}
    return {key: table for key, table in kept.items() if len(table)}


def common_segment(metric: str, arms: Sequence[Scenario]) -> str:
    """The segment in which all scenarios name the metric as an outcome, "all" when they do not agree on one."""
    named = [[o.segment for o in arm.outcomes if o.metric == metric] for arm in arms[1:]]
    return named[0][0] if named and all(len(own) == 1 and own == named[0] for own in named) else "all"


def ranking(effects: Mapping[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    """RANKING: the arms by their mean effect, the baseline among them with 0; those of equal effect by their order.

    In `best_draws` of `n` none is better (a draw with several best ones is shared out), in `ahead_draws` an arm
    is better than the next one (ties half).
    """
    rows = []
    for key, table in effects.items():
        values = table.to_numpy()
        order = np.argsort(-values.mean(axis=0), kind="stable")
        best = values == values.max(axis=1, keepdims=True)
        shared = (best / best.sum(axis=1, keepdims=True)).sum(axis=0)
        for place, arm in enumerate(order):
            nearest = values[:, order[place + 1]] if place + 1 < len(order) else np.full(len(values), np.nan)
            ahead = (values[:, arm] > nearest).sum() + 0.5 * (values[:, arm] == nearest).sum()
            ahead = ahead if place + 1 < len(order) else np.nan
            rows.append((*key, place + 1, table.columns[arm], values[:, arm].mean(), shared[arm], ahead, len(values)))
    return pd.DataFrame(rows, columns=RANKING)


def turning(
    effects: Mapping[tuple[str, str], pd.DataFrame], records: Sequence[Record], arms: Sequence[Scenario], fixed: bool
) -> pd.DataFrame:
    """TURNING: what explains the difference between the first two of each ranking over draws, the most first.

    Empty for an outcome where nothing stands out from shuffling, and under `fixed`.
    """
    by_name, rows = {arm.name: arm for arm in arms}, []
    for key, table in effects.items() if not fixed else ():
        order = table.mean().sort_values(ascending=False, kind="stable").index
        first, second = order[:2]
        names, drivers = driven(records, [arms[0], by_name[first], by_name[second]])
        difference = (table[first] - table[second]).reindex(range(len(records))).to_numpy()
        rows += [(*key, first, second, *_cause(line)) for line in lines(names, difference, drivers)
                 if line[0] or line[1]]  # fmt: skip
    return pd.DataFrame(rows, columns=TURNING)


def _cause(line: tuple[Any, ...]) -> tuple[Any, ...]:
    """(parameter, strategy, lever, share, n) of a line of `uncertainty`."""
    parameter, strategy, lever, _, share, _, n = line
    return parameter, strategy, lever, share, n
