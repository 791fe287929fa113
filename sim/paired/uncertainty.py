"""What makes an effect unsure: what explains its spread between draws.

Every replicate drew its strengths, one draw of the fit's posterior, and the parameters that only strategies wake. Of
those that a plan can reach, the one that explains most of the ranked effects is taken, then the one that explains most
of what is left, as long as it explains more than the best of as many shuffled ones does in 19 of 20 shuffles (forward
selection; the largest of all, so that in 1 of 20 outcomes something is named that does nothing). Shares are steps of
the adjusted R squared (Theil 1961), so they add up to at most 1, and what is left is luck and what no single one shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.params import PARAMETERS as DECLARED
from sim.levers import LEVERS
from sim.paired.verdict import LEAST
from sim.replicate.record import Record
from sim.scenario.plan import Scenario

SHUFFLES = 400
ALARMS = 0.05
COLUMNS = ["scenario", "metric", "segment", "parameter", "strategy", "lever", "group", "share", "chance", "n"]
STRENGTHS, FIT, PARAMETERS, REST = "strength", "fit", "parameters", "chance"
GROUPS = (STRENGTHS, FIT, PARAMETERS)


class Driver(NamedTuple):
    """What every replicate drew anew: a parameter, or the strength of a strategy (then `parameter` is blank)."""

    parameter: str
    strategy: str = ""
    lever: str = ""

    @property
    def group(self) -> str:
        """One of GROUPS: FIT for what logs can pin down, as it acts without any strategy."""
        if not self.parameter:
            return STRENGTHS
        known = self.parameter in DECLARED and not DECLARED[self.parameter].acts_with
        return FIT if known else PARAMETERS


class Cause(NamedTuple):
    """A driver by its column, its share (0..1) of the spread, and the share that shuffling gives."""

    column: int
    share: float
    chance: float


NOBODY = Driver("")
"""In the rows of whole groups."""


def uncertainty(
    replicates: pd.DataFrame, records: Sequence[Record], arms: Sequence[Scenario], fixed: bool = False
) -> pd.DataFrame:
    """One row per scenario, primary outcome and cause, after one for each group (`parameter`, `strategy` blank).

    `share` (0..1) is of the variance of the ranked effects over replicates, `chance` what the best of the drivers
    explains in 1 of 20 shuffles; the group "chance" has what no single driver explains. Nothing is said of fewer
    than LEAST replicates, and nothing when all is `fixed`.
    """
    values = replicates.set_index(["arm", "metric", "segment", "replicate"])["value"].sort_index()
    rows: list[tuple[Any, ...]] = []
    for scenario in arms[1:] if len(records) >= LEAST and not fixed else ():
        names, drivers = driven(records, (arms[0], scenario))
        for outcome in scenario.outcomes:
            where = (outcome.metric, outcome.segment)
            effects = (values[(scenario.name, *where)] - values[(arms[0].name, *where)]).to_numpy()
            rows += [(scenario.name, *where, *line) for line in lines(names, effects, drivers)]
    return pd.DataFrame(rows, columns=COLUMNS)


def driven(records: Sequence[Record], arms: Sequence[Scenario]) -> tuple[list[Driver], np.ndarray]:
    """What was drawn anew, varied and can act in the arms, and its values [replicate, driver]."""
    draws = [drivers_of(record, [arm.name for arm in arms]) for record in records]
    on = switched(arms)
    names = [name for name in draws[0] if acts(name, on)]
    values = np.array([[draw[name] for name in names] for draw in draws]).reshape(len(draws), len(names))
    varied = np.ptp(values, axis=0) > 0 if names else np.zeros(0, bool)
    return [name for name, moves in zip(names, varied, strict=True) if moves], values[:, varied]


def drivers_of(record: Record, scenarios: Sequence[str]) -> dict[Driver, float]:
    """What drives some scenarios in one replicate: every parameter, and the strengths of their own strategies."""
    strengths = {Driver("", s.strategy, s.lever): s.value for s in record.strengths if s.scenario in scenarios}
    return {Driver(name): value for name, value in record.drawn.items()} | strengths


def switched(arms: Iterable[Scenario]) -> set[str]:
    """The parameters that the arms' strategies write or their files set."""
    written: set[str] = set()
    for arm in arms:
        written |= {name for strategy in arm.strategies for name in LEVERS[strategy.lever].writes}
        written |= set(arm.parameters)
    return written


def acts(driver: Driver, on: Iterable[str]) -> bool:
    """Whether a driver can change anything while only the parameters `on` differ from their defaults."""
    if driver.parameter not in DECLARED:  # a strength, or something a test drew
        return True
    needed = DECLARED[driver.parameter].acts_with
    return not needed or not set(needed).isdisjoint(on)


def lines(names: Sequence[Driver], effects: np.ndarray, drivers: np.ndarray) -> list[tuple[Any, ...]]:
    """(*driver, group, share, chance, n): the groups first, then what is left, then every cause by its share."""
    usable = np.isfinite(effects)
    n = int(usable.sum())
    if n < LEAST or np.ptp(effects[usable]) == 0:
        return [(*NOBODY, label, np.nan, np.nan, n) for label in (*GROUPS, REST)]
    chosen = causes(effects[usable], drivers[usable])
    totals = {label: sum(c.share for c in chosen if names[c.column].group == label)
              for label in GROUPS}  # fmt: skip
    totals[REST] = 1.0 - sum(totals.values())
    groups = [(*NOBODY, label, share, np.nan, n) for label, share in totals.items()]
    chosen = sorted(chosen, key=lambda cause: -cause.share)
    return groups + [(*names[c.column], names[c.column].group, c.share, c.chance, n) for c in chosen]


def causes(effects: np.ndarray, drivers: np.ndarray) -> list[Cause]:
    """The columns of `drivers` [replicate, driver] that explain the `effects` [replicate], in the order taken."""
    left, columns = _standard_ranks(effects[:, None])[:, 0], _standard_ranks(drivers)
    n, total, before = len(left), float(left @ left), 0.0
    chosen: list[Cause] = []
    generator = np.random.default_rng(n)
    while columns.shape[1] and len(chosen) < min(columns.shape[1], n - 2):
        length = np.sqrt((columns**2).sum(axis=0))
        directions = np.divide(columns, length, out=np.zeros_like(columns), where=length > 1e-9 * np.sqrt(n))
        explained = (left @ directions) ** 2
        shuffled = generator.permuted(np.tile(left, (SHUFFLES, 1)), axis=1)
        chance = float(np.quantile(((shuffled @ directions) ** 2).max(axis=1), 1 - ALARMS))
        best = int(np.argmax(explained))
        if not explained[best] > chance:
            break
        left = left - directions[:, best] * (left @ directions[:, best])
        columns = columns - np.outer(directions[:, best], directions[:, best] @ columns)
        adjusted = 1 - (left @ left / total) * (n - 1) / (n - 2 - len(chosen))
        chosen.append(Cause(best, max(0.0, float(adjusted - before)), chance / total))
        before = max(before, float(adjusted))
    return chosen


def _standard_ranks(columns: np.ndarray) -> np.ndarray:
    """Ranks of every column, with mean 0 and standard deviation 1."""
    ranks = pd.DataFrame(columns).rank().to_numpy()
    return (ranks - ranks.mean(axis=0)) / np.maximum(ranks.std(axis=0), 1e-12)
