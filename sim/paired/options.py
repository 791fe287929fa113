"""How a comparison is asked: its options as one thing, for the front door and for the command."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sim.base.errors import ScenarioError
from sim.base.message import said
from sim.base.numeric import whole
from sim.cast.segments import known
from sim.paired.precision import widths
from sim.running.pool import MakeExecutor
from sim.running.question import Question, Simulate, listed, measured, plain, simulate
from sim.running.task import Progress
from sim.scenario import Scenario, load_scenario
from sim.scenario.load import Named
from sim.scenario.names import resolve

FULL = 20
"""Replicates of an answer."""
QUICK_USERS, QUICK = 2500, 8
"""At most so many users, and so many replicates, of a quick look: a twentieth of the work of 20,000 x 20.

Of as many people in all, 8 replicates of 2,500 are expected to know an effect better than 4 of 5,000, whatever its
error is made of: Student's factor over the root of their number is .84 against 1.59, and half the users widen it by
1.41 at most (docs/population_size.md).

A replicate of the demo costs as much as some 700 users before the first one lives (its days, its tables). By the
variances of that page the cheapest answer then has 1,400 users (silver users' base retention, elder mode) to 4,100
(everybody's rebuy rate, elder mode): 2,500 lies among the best of all primary outcomes.
"""


@dataclass(frozen=True)
class Options:
    """All that `compare` takes beside the scenarios; its docstring says what each means."""

    users: int | None = None
    days: int | None = None
    replicates: int | None = None
    quick: bool = False
    seed: int | None = None
    workers: int | None = None
    fixed: bool = False
    luck: str = "shared"
    freeze: bool = False
    precision: str | Mapping[str, float] | None = None
    strengths: bool = False
    interactions: bool = False
    explain: bool | tuple[str, str] = False
    engine: str = "compiled"
    out: str | os.PathLike[str] | None = None
    set_: Mapping[str, str | float] | None = None
    metrics: Sequence[str] | None = None
    segments: Sequence[str] | None = None
    progress: Progress | None = None
    simulate: Simulate = simulate
    executor: MakeExecutor | None = None
    plugins: str | os.PathLike[str] | None = None
    cache: bool = True
    glimpse: Callable[[dict[str, Any]], None] | None = None
    """Called with the first answer so far, from the fifth replicate on (`sim.paired.glimpse`)."""
    early: bool = False
    """Write the comparison of the replicates so far into the folder, from the fifth on, ever more seldom."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "replicates", whole("replicates", self.replicates, blank=True))
        object.__setattr__(self, "workers", whole("workers", self.workers, 1, blank=True))
        if self.explain and self.luck != "shared":
            raise ScenarioError(said("an explanation compares worlds that share their luck; leave --luck {luck} out",
                                     luck=self.luck))

    @property
    def wanted(self) -> int:
        """Replicates, at most: those stated, else those of a quick look or of a whole answer."""
        return self.replicates if self.replicates is not None else QUICK if self.quick else FULL

    def load(self, scenario: Named) -> Scenario:
        """A scenario in the world that these options ask for."""
        load = partial(load_scenario, scenario, self.set_, days=self.days, seed=self.seed, plugins=self.plugins)
        loaded = load(users=self.users)
        if self.quick and self.users is None and loaded.population.users > QUICK_USERS:
            return load(users=QUICK_USERS)
        return loaded

    def full_size(self, scenario: Named) -> dict[str, int] | None:
        """Users and replicates of the whole answer where this is a quick look, None where it is whole."""
        if not self.quick:
            return None
        return {"users": replace(self, quick=False).load(scenario).population.users, "replicates": FULL}

    @property
    def named_metrics(self) -> tuple[str, ...] | None:
        """Own spellings of the metrics asked for. Raises UnknownNameError for one that nobody declared."""
        return None if self.metrics is None else tuple(resolve("metric", name) for name in listed(self.metrics) or ())

    def question(self, arms: Sequence[Scenario], further: Sequence[str] = ()) -> Question:
        """What is asked of the simulation; `further` groups are measured beside those asked for."""
        segments = measured(arms, self.segments)
        if further:
            segments = tuple(dict.fromkeys([*(known(arms[0].segments) if segments is None else segments), *further]))
        return Question(tuple(arms), engine=self.engine, fixed=self.fixed, luck=self.luck, freeze=self.freeze,
                        metrics=self.named_metrics, segments=segments, simulate=self.simulate)

    @property
    def call(self) -> dict[str, Any]:
        """What a repetition needs beside the question, as plain JSON."""
        return {"replicates": self.wanted, "precision": widths(self.precision), "strengths": self.strengths,
                "interactions": self.interactions, "explain": plain(self.explain)}  # fmt: skip
