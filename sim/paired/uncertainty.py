"""How much of an interval comes from what is not known: strengths, uncertain parameters, or chance.

Every replicate drew its strengths and uncertain parameters independently of each other. The share of a
driver is its squared rank correlation with the effects, less what chance alone would give; the share of a
group of drivers is the sum. With few replicates that is rough, so `chance` says which share would turn up
in 1 of 20 comparisons in which the drivers do nothing, and `sure` whether the share is above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.replicate.record import Record
from sim.scenario.plan import Scenario

SHUFFLES = 400
LEAST = 10
COLUMNS = ["scenario", "metric", "segment", "parameter", "strategy", "lever", "group", "share", "chance", "sure", "n"]
STRENGTHS, PARAMETERS, REST = "strength", "parameters", "chance"


class Driver(NamedTuple):
    """What every replicate drew anew: a parameter, or the strength of a strategy (then `parameter` is blank)."""

    parameter: str
    strategy: str = ""
    lever: str = ""

    @property
    def group(self) -> str:
        """STRENGTHS or PARAMETERS."""
        return PARAMETERS if self.parameter else STRENGTHS


NOBODY = Driver("")
"""In the rows of whole groups."""


def uncertainty(
    replicates: pd.DataFrame, records: Sequence[Record], baseline: str, scenarios: Sequence[Scenario]
) -> pd.DataFrame:
    """One row per scenario, primary outcome and driver, and one for each group (`parameter` and `strategy` blank).

    `share` (0..1) is of the variance of the ranked effects over replicates; the group "chance" has what
    strengths and parameters leave: luck, the people drawn, and what no single driver does alone. Nothing
    is said of fewer than LEAST replicates.
    """
    values = replicates.set_index(["arm", "metric", "segment", "replicate"])["value"].sort_index()
    rows: list[tuple[Any, ...]] = []
    for scenario in scenarios if len(records) >= LEAST else ():
        draws = [drivers_of(record, scenario.name) for record in records]
        names, drivers = list(draws[0]), np.array([list(draw.values()) for draw in draws])
        varied = np.ptp(drivers, axis=0) > 0 if names else np.zeros(0, bool)
        kept = [name for name, moves in zip(names, varied, strict=True) if moves]
        for outcome in scenario.outcomes:
            where = (outcome.metric, outcome.segment)
            effects = (values[(scenario.name, *where)] - values[(baseline, *where)]).to_numpy()
            result = shares(effects, drivers[:, varied], [driver.group for driver in kept])
            rows += [(scenario.name, *where, *driver, *line) for driver, *line in _lines(kept, *result)]
    return pd.DataFrame(rows, columns=COLUMNS)


def drivers_of(record: Record, scenario: str) -> dict[Driver, float]:
    """What drives a scenario in one replicate: every parameter, and the strengths of its own strategies."""
    strengths = {Driver("", s.strategy, s.lever): s.value for s in record.strengths if s.scenario == scenario}
    return {Driver(name): value for name, value in record.drawn.items()} | strengths


def shares(
    effects: np.ndarray, drivers: np.ndarray, groups: Sequence[str]
) -> tuple[np.ndarray, dict[str, tuple[float, float]], np.ndarray, int]:
    """(share of each driver, group -> (share, by chance), by chance for each driver, replicates used)."""
    usable = np.isfinite(effects)
    n = int(usable.sum())
    labels = {label: np.array([group == label for group in groups], bool) for label in (STRENGTHS, PARAMETERS)}
    if n < LEAST or np.ptp(effects[usable]) == 0:
        blank = np.full(len(groups), np.nan)
        return blank, dict.fromkeys(labels, (np.nan, np.nan)), blank, n
    effects, drivers = _standard_ranks(effects[usable, None]), _standard_ranks(drivers[usable])
    generator = np.random.default_rng(n)
    orders = np.array([np.arange(n), *(generator.permutation(n) for _ in range(SHUFFLES))])
    squared = (effects[orders, 0] @ drivers / n) ** 2
    above = 1 - (1 - squared) * (n - 1) / (n - 2)  # what two unrelated columns share is 1 / (n - 1)
    totals = {label: above[:, mask].sum(axis=1) for label, mask in labels.items()}
    chance = {label: float(np.quantile(total[1:], 0.95)) for label, total in totals.items()}
    grouped = {label: (float(totals[label][0]), chance[label]) for label in labels}
    return above[0], grouped, np.quantile(above[1:], 0.95, axis=0), n


def _lines(
    drivers: Sequence[Driver],
    single: np.ndarray,
    grouped: Mapping[str, tuple[float, float]],
    chance: np.ndarray,
    n: int,
) -> list[tuple[Driver, str, float, float, bool, int]]:
    """(driver, group, share, chance, sure, n): the groups first, then what is left, then single drivers."""
    lines = [(NOBODY, label, _clipped(share), _clipped(by), share > by, n) for label, (share, by) in grouped.items()]
    rest = 1 - sum(share for _, _, share, *_ in lines)
    lines.append((NOBODY, REST, _clipped(rest), np.nan, False, n))
    order = np.argsort(-np.nan_to_num(single), kind="stable")
    return lines + [
        (drivers[i], drivers[i].group, _clipped(single[i]), _clipped(chance[i]), bool(single[i] > chance[i]), n)
        for i in order
    ]


def _standard_ranks(columns: np.ndarray) -> np.ndarray:
    ranks = pd.DataFrame(columns).rank().to_numpy()
    return (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)


def _clipped(share: float) -> float:
    return float(min(max(share, 0.0), 1.0)) if np.isfinite(share) else float("nan")
