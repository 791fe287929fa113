"""`run`: one scenario in one world, with the tables of what happened in it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import sim.outcomes.metrics
from sim.base.numeric import whole
from sim.cast.segments import Segment
from sim.outcomes.metrics import aggregate, curves
from sim.outcomes.metrics.groups import segment as members
from sim.outcomes.outcome import Outcome
from sim.replicate.measure import chosen_segments
from sim.replicate.record import Replicate
from sim.running import manifest
from sim.running.folder import ResultsFolder
from sim.running.notes import merged
from sim.running.pool import cores
from sim.running.question import Question, Simulate, measured, plain, simulate
from sim.running.recording import Notices, memory_for
from sim.running.task import Progress
from sim.scenario import load_scenario
from sim.scenario.load import Named
from sim.scenario.names import resolve

TABLES = ("metrics", "daily", "cohorts", "people", "orders")


@dataclass
class RunResult:
    """One world after its last day. Money of `spent` is yuan at the planner's scale, None where not stated."""

    outcome: Outcome = field(repr=False)
    spent: dict[str, float | None]
    notes: list[str]
    manifest: dict[str, Any] = field(repr=False)
    meaning: dict[str, Any] = field(repr=False)
    folder: Path | None = None
    segments: tuple[str, ...] | None = None
    own_segments: tuple[Segment, ...] = field(default=(), repr=False)
    measured: tuple[str, ...] = field(default_factory=lambda: tuple(sim.outcomes.metrics.METRICS), repr=False)

    def metric(self, name: str, segment: str = "all") -> float:
        """A metric of a segment [its own unit], NaN over nobody. Raises ResultError for a horizon too short."""
        group = members(self.outcome, resolve("segment", segment, self.own_segments))
        return aggregate.evaluate(self.outcome, resolve("metric", name), group).value

    @property
    def groups(self) -> Mapping[str, np.ndarray]:
        """Segment -> bool [person], of those that the tables hold."""
        return chosen_segments(self.outcome, self.segments)

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """metric, segment, value, top, bottom, people; the manifest says why one is refused."""
        return self._metrics(self.groups)

    def metrics_of(self, segment: str) -> pd.DataFrame:
        """`metrics` of one segment or combination, as a planner may write it."""
        name = resolve("segment", segment, self.own_segments)
        return self._metrics({name: members(self.outcome, name)})

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per segment and day, recorded past included, people weighted at simulated scale."""
        return self._by_segment(curves.daily)

    @cached_property
    def cohorts(self) -> pd.DataFrame:
        """Retention by segment, joining day and days since joining (`retention_cohorts` of the curves)."""
        return self._by_segment(curves.retention_cohorts)

    @property
    def people(self) -> pd.DataFrame:
        """One row per person (`sim.outcomes.outcome.PEOPLE`)."""
        return pd.DataFrame(self.outcome.people)

    @property
    def orders(self) -> pd.DataFrame:
        """One row per order (`sim.outcomes.outcome.ORDERS`), recorded past included."""
        return pd.DataFrame(self.outcome.orders)

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """The results folder, now with these tables and the manifest."""
        place = ResultsFolder(folder)
        place.claim(self.meaning)
        place.finish({name: getattr(self, name) for name in TABLES}, self.manifest)
        self.folder = place.path
        return place.path

    def _metrics(self, groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
        answered = [name for name in self.measured if name not in self.manifest["refused"]]
        return aggregate.table(self.outcome, answered, groups)

    def _by_segment(self, table: Any) -> pd.DataFrame:
        parts = {name: table(self.outcome, group) for name, group in self.groups.items()}
        return pd.concat(parts, names=["segment"]).reset_index("segment").reset_index(drop=True)


def run(
    scenario: Named,
    *,
    users: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    engine: str = "compiled",
    replicate: int = 0,
    fixed: bool = True,
    freeze: bool = False,
    out: str | os.PathLike[str] | None = None,
    set_: Mapping[str, str | float] | None = None,
    segments: Sequence[str] | None = None,
    threads: int | None = None,
    plugins: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    simulate: Simulate = simulate,
    cache: bool = True,
) -> RunResult:
    """One world of a scenario; its comparison day is that of its first strategy.

    Args:
        users, days, seed, set_: in place of what the file says.
        replicate: which population, luck and draws.
        fixed: typical strengths and default parameters; False draws them as a replicate of `compare` does.
        freeze: popularity, stock, capacity and budgets do not react.
        out: results folder to save to.
        segments: of the tables, such as "silver and lower_tier"; all when None, and always those of the outcomes.
        plugins: folder of levers, metrics, patterns and segments, beside those of the scenario (docs/plugins.md).
        progress: called with (days lived, days to live).
        cache: use and fill the user's cache, which moves no number (docs/machines.md).
    """
    clock = manifest.Clock()
    plan = load_scenario(scenario, set_, plugins=plugins, users=users, days=days, seed=seed, judged=False)
    replicate, threads = whole("replicate", replicate, 0), whole("threads", threads, 1, blank=True)
    names = measured((plan,), segments)
    question = Question((plan,), engine=engine, fixed=fixed, freeze=freeze, segments=names, simulate=simulate)
    meaning = {**question.meaning, "replicate": replicate}
    if out is not None:
        ResultsFolder(out).claim(meaning)
    world = _lived(question, replicate, cache, threads=threads or cores(), progress=progress)
    outcome = world.outcomes[0]
    notes: list[str] = [fact for fact, _ in merged((0, note) for note in world.notes[0])]
    description = manifest.describe(
        "run", [plain(plan)], plan, drawn=world.drawn, scale=outcome.scale, comparison_day=outcome.comparison_day,
        options={"engine": engine, "fixed": fixed, "freeze": freeze, "segments": plain(names)},
        call={"replicate": replicate},
        drew=world.drawn,
        strengths=[drawn._asdict() for drawn in world.strengths[0]],
        notes=notes,
        refused=aggregate.refusals(outcome, sim.outcomes.metrics.METRICS),
        **clock.read(),
    )
    result = RunResult(outcome, dict(outcome.money), notes, description, meaning,
                       segments=names, own_segments=plan.segments)
    if out is not None:
        result.save(out)
    return result


def _lived(question: Question, replicate: int, cache: bool, **how: Any) -> Replicate:
    """The world of the one arm, lived or, with a `cache`, found there; `how` moves no number."""
    memory = memory_for(question.arms, replicate, question.options, cache=cache, by=question.simulate)
    if memory is None:
        return question.simulate(question.arms, replicate=replicate, **how, **question.options)
    world = question.simulate(question.arms, replicate=replicate, memory=memory, **how, **question.options)
    Notices().tell(memory.told)
    return world
