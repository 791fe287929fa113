"""Interactions: do the strategies of a plan help each other, or get in each other's way?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.outcomes.metrics import METRICS
from sim.paired.arms import added
from sim.paired.statistics import effect
from sim.scenario.plan import Scenario, Strategy

SINGLE, SUM, JOINT, INTERACTION = "single", "sum", "joint", "interaction"
COLUMNS = ["scenario", "metric", "segment", "unit", "part", "strategy", "effect", "low", "high", "likely_low",
           "likely_high", "n"]


def alone(scenario: Scenario, shared: Sequence[Strategy] = ()) -> list[Scenario]:
    """An arm for each strategy that the scenario adds to the baseline's `shared` ones; none when it adds a single one.

    It acts beside the baseline's, in place of one of its own name: its effect is against the baseline. Strengths are
    drawn by the strategy's name, so a strategy is as strong alone as among the others.
    """
    own = added(scenario, shared)
    if len(own) < 2:
        return []
    return [
        replace(scenario, name=f"{scenario.name}/{one.name}", outcomes=(), goals=(),
                strategies=(*(other for other in shared if other.name != one.name), one))
        for one in own
    ]  # fmt: skip


def interactions(
    replicates: pd.DataFrame, baseline: Scenario, scenarios: Sequence[Scenario], fixed: bool
) -> pd.DataFrame:
    """COLUMNS: by primary outcome the effect of each added strategy alone, their sum, the whole plan's, what is left.

    The interaction is the joint effect less the sum: above zero the strategies raise each other's effect on the
    metric. From replicates that hold the arms of `alone`; intervals as in the main table.
    """
    values = replicates.set_index(["arm", "metric", "segment", "replicate"])["value"].sort_index()
    rows: list[tuple[Any, ...]] = []
    for scenario in scenarios:
        singles = alone(scenario, baseline.strategies)
        for outcome in scenario.outcomes if singles else ():
            where = (outcome.metric, outcome.segment)
            arms = [values[(arm.name, *where)] for arm in (*singles, scenario)]
            changes = np.column_stack([arm - values[(baseline.name, *where)] for arm in arms])
            changes = changes[np.isfinite(changes).all(axis=1)]
            names = [strategy.name for strategy in added(scenario, baseline.strategies)]
            unit = METRICS[outcome.metric].unit
            rows += [(scenario.name, *where, unit, *line) for line in _lines(changes, names, fixed)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _lines(changes: np.ndarray, names: Sequence[str], fixed: bool) -> Iterator[tuple[Any, ...]]:
    """(part, strategy, effect, both intervals, replicates) from effects [replicate, strategies alone, all]."""
    total, joint = changes[:, :-1].sum(axis=1), changes[:, -1]
    parts = [(SINGLE, name, changes[:, place]) for place, name in enumerate(names)]
    for part, name, change in [*parts, (SUM, "", total), (JOINT, "", joint), (INTERACTION, "", joint - total)]:
        e = effect(np.zeros(len(change)), change, 1, fixed)
        yield part, name, e.difference, e.low, e.high, e.likely_low, e.likely_high, e.n
