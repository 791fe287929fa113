"""The records of a replicate: of each arm what is remembered, and for the others what is lived and measured."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import CacheNotice
from sim.base.keeping import kept_files
from sim.replicate.measure import record
from sim.replicate.record import Record, Replicate
from sim.running.parts import joined, part_of
from sim.running.question import Asked, Simulate, simulate
from sim.scenario.plan import Scenario

if TYPE_CHECKING:
    from sim.running.memory import ReplicateMemory


class Recorded(NamedTuple):
    """The record of each point of a replicate, and what its asker should know of the cache."""

    records: list[Record]
    told: tuple[str, ...] = ()


class Notices:
    """Tells what the asker of many replicates should know of the cache, each once."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def tell(self, sentences: Iterable[str]) -> None:
        """Warn of those sentences that were not told yet."""
        for sentence in sentences:
            if sentence not in self.told:
                self.told.add(sentence)
                warnings.warn(CacheNotice(sentence), stacklevel=2)


@dataclass
class _Point:
    """Arms that are compared, the numbers of their worlds in a replicate, and by place what is remembered of them."""

    arms: Sequence[Scenario]
    numbers: list[int]
    parts: dict[int, Record] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The places of the arms of which nothing is remembered."""
        return [k for k in range(len(self.arms)) if k not in self.parts]

    @property
    def record(self) -> Record:
        """The record of all arms, once nothing is missing."""
        return joined([arm.name for arm in self.arms], [self.parts[k] for k in range(len(self.arms))])

    @property
    def wanted(self) -> list[int]:
        """The places of the arms whose worlds are needed: those that are missing beside the baseline."""
        return sorted({0, *self.missing}) if self.missing else []

    def judged(self) -> list[Scenario]:
        """The wanted arms; the baseline is held to the goals of all arms."""
        goals = tuple(dict.fromkeys(goal for arm in self.arms for goal in arm.goals))
        return [replace(self.arms[0], goals=goals), *(self.arms[k] for k in self.wanted[1:])]


def recorded(points: Sequence[Sequence[Scenario]], replicate: int, asked: Asked, options: dict[str, Any], *,
             threads: int = 1, cache: bool = True, by: Simulate = simulate) -> Recorded:
    """The records of one replicate of some points: a baseline and its scenarios each, the baseline always the same.

    Args:
        options: of the simulation that move numbers. threads: of the engine.
        cache: use and fill the user's cache, which moves no number. by: simulates; another one than ours has no cache.
    """
    arms, numbered = [points[0][0]], []
    for point in points:
        numbered.append(_Point(point, [0, *range(len(arms), len(arms) + len(point) - 1)]))
        arms += point[1:]
    how = {"replicate": replicate, "threads": threads, **options}
    memory = memory_for(arms, replicate, options, cache=cache, by=by)
    if memory is None:
        worlds = by(arms, **how)
        return Recorded([_record(point.arms, worlds.part(point.numbers), asked) for point in numbered])
    for one in numbered:
        found = {k: memory.rows(one.arms, k, asked) for k in range(len(one.arms))}
        one.parts = {k: part for k, part in found.items() if part is not None}
    memory.wanted = sorted({one.numbers[k] for one in numbered for k in one.wanted})
    if memory.wanted:
        worlds = by(arms, memory=memory, **how)
    for one in (one for one in numbered if one.missing):
        whole = _record(one.judged(), worlds.part([memory.wanted.index(one.numbers[k]) for k in one.wanted]), asked)
        for k in one.missing:
            one.parts[k] = part_of(whole, one.arms[k].name)
            memory.keep_rows(one.arms, k, asked, one.parts[k])
    return Recorded([one.record for one in numbered], memory.told)


def memory_for(arms: Sequence[Scenario], replicate: int, options: dict[str, Any], *, cache: bool,
               by: Simulate) -> ReplicateMemory | None:
    """The memory of a replicate, None where nothing is to be kept: no `cache`, luck of an arm's own, not our `by`.

    `options` are those of the simulation that move numbers. Raises ParameterError where LIVESIM_CACHE names no folder.
    """
    kept = kept_files() if cache and by is simulate and options["luck"] == "shared" else None
    if kept is None:
        return None
    from sim.running.memory import (
        ReplicateMemory,  # with the engine, which the asker of workers does not need
    )

    return ReplicateMemory(kept, arms, replicate, options)


def _record(arms: Sequence[Scenario], worlds: Replicate, asked: Asked) -> Record:
    return record(arms, worlds, metrics=asked.metrics, segments=asked.segments, with_curves=asked.curves,
                  with_days=asked.days)
