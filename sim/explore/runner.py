"""The runner of a sweep: what is missing is lived in rounds, a replicate of every point each, and kept at once."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sim.base.errors import LivesimError
from sim.base.message import message_of
from sim.explore.batch import Batch, Run, lived
from sim.explore.folder import SweepFolder
from sim.explore.plan import Point
from sim.explore.study import Study
from sim.paired.precision import Precise
from sim.replicate.record import Record
from sim.running.pool import MakeExecutor, WorkerError, attempts, cores
from sim.running.question import Simulate, simulate
from sim.running.recording import Notices
from sim.running.task import Progress, Unbroken
from sim.scenario.plan import Scenario

MOST_ARMS = 8
"""Treated arms that live through one past together: more would save little of a past of some 150 days."""
MOST_USERS = 400_000
"""Users times arms of a batch, so that its worlds fit into memory."""


@dataclass
class Progressing:
    """What a sweep has of its runs: by point's number, and why some failed."""

    done: dict[int, set[int]]
    failed: dict[tuple[int, int], str] = field(default_factory=dict)


def run_sweep(
    study: Study,
    folder: SweepFolder,
    *,
    workers: int | None = None,
    make: MakeExecutor | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    simulate: Simulate = simulate,
    cache: bool = True,
) -> Progressing:
    """Live and keep what the folder does not have yet; what it has then.

    Args:
        workers: processes, one for each core when None; the results do not depend on it.
        make: makes another executor, such as a cluster's.
        retry: do again what has failed.
        progress: called with (runs finished or failed, runs wanted).
        cache: keep pasts that several batches share in the user's cache, and use them.

    Raises StoreError when a run cannot be kept; what was kept stays.
    """
    runner = _Runner(study, folder, retry, simulate, workers or cores(), cache)
    for batch, result in attempts(lived, runner.take, runner.workers, make):
        runner.end(batch, result)
        if progress is not None:
            progress(*runner.counts())
    return runner.progressing()


def state_of(study: Study, folder: SweepFolder) -> Progressing:
    """What a folder has of a sweep's runs."""
    return _Runner(study, folder, False, simulate, 1).progressing()


class _Runner:
    """Hands out batches and takes in runs."""

    def __init__(self, study: Study, folder: SweepFolder, retry: bool, simulate: Simulate, workers: int,
                 cache: bool = False) -> None:
        self.study, self.folder, self.simulate, self.workers, self.cache = study, folder, simulate, workers, cache
        self.notices = Notices()
        sweep = study.sweep
        self.keys = [sweep.key(point) for point in sweep.points]
        finished = folder.finished()
        self.done = {p.number: {r for r in finished.get(key, ()) if r < sweep.replicates}
                     for p, key in zip(sweep.points, self.keys, strict=True)}  # fmt: skip
        numbers = {key: number for number, key in enumerate(self.keys)}
        failures = folder.failures(finished).items() if not retry else ()
        self.failed = {(numbers[key], r): why for (key, r), why in failures if key in numbers and r < sweep.replicates}
        self.enough = _Enough(study, folder, self.keys) if sweep.precision else None
        for number, replicates in self.done.items() if self.enough else ():
            for replicate in sorted(replicates):
                self.enough.take(number, replicate, None)  # type: ignore[union-attr]
        users = max(scenario.population.users for scenario in study.base)
        most = min(MOST_ARMS, MOST_USERS // max(users, 1)) // max(len(sweep.scenarios), 1)
        missing = len(sweep.points) * sweep.replicates - sum(map(len, self.done.values()))
        self.size = max(1, min(most, missing // (2 * workers)))
        self.again: deque[Batch] = deque()
        self.batches = self._batches()

    def take(self) -> tuple[Batch, Batch] | None:
        """The next batch without what another process has kept since, None for the end."""
        while True:
            batch = self.again.popleft() if self.again else next(self.batches, None)
            if batch is None:
                return None
            points = {n: arms for n, arms in batch.points.items() if not self._kept(n, batch.replicate)}
            if points:
                batch = replace(batch, points=points)
                return batch, batch

    def end(self, batch: Batch, result: list[Run] | WorkerError) -> None:
        """Keep what a batch gave; one whose workers die is tried again point by point."""
        if isinstance(result, WorkerError):
            if len(batch.points) > 1:
                self.again.extend(batch.alone())
                return
            result = [Run(number, batch.replicate, error=message_of(result)) for number in batch.points]
        for run in result:
            self._note(run)
            self.notices.tell(run.told)

    def counts(self) -> tuple[int, int]:
        """(runs that ended, runs wanted); points that are precise enough want no more."""
        ended = sum(map(len, self.done.values())) + len(self.failed)
        wanted = sum(self._wanted(point.number) for point in self.study.sweep.points)
        return min(ended, wanted), wanted

    def progressing(self) -> Progressing:
        """What there is by now."""
        return Progressing(self.done, self.failed)

    def _wanted(self, number: int) -> int:
        replicates = self.study.sweep.replicates
        enough = self.enough.at(number) if self.enough else None
        return replicates if enough is None else enough

    def _batches(self) -> Iterator[Batch]:
        """Round by round, a replicate of every point: a sweep that is stopped has tried all points alike.

        Within a round the order is this process's own, so that several on one folder share the work.
        """
        order = random.Random()
        for replicate in range(self.study.sweep.replicates):
            points = list(self.study.sweep.points)
            order.shuffle(points)
            pasts: dict[tuple[Any, ...], list[Point]] = {}
            for point in points:
                pasts.setdefault(self.study.past(point), []).append(point)
            for members in pasts.values():
                yield from self._of_one_past(members, replicate)

    def _of_one_past(self, points: list[Point], replicate: int) -> Iterator[Batch]:
        """Batches of points whose values allow one past; what scenarios really share is seen when they are built."""
        waiting: dict[tuple[Any, ...], dict[int, tuple[Scenario, ...]]] = {}
        several = len(points) > self.size  # else nobody would ask again for what is kept
        for point in points:
            arms = self._arms(point, replicate)
            if arms is None:
                continue
            first_days = [arm.first_day for arm in arms if arm.first_day is not None]
            shared = (arms[0].digest, min(first_days, default=0))
            group = waiting.setdefault(shared, {})
            group[point.number] = arms
            if len(group) >= self.size:
                yield self._batch(waiting.pop(shared), replicate, several)
        for group in waiting.values():
            yield self._batch(group, replicate, several)

    def _arms(self, point: Point, replicate: int) -> tuple[Scenario, ...] | None:
        """The arms of a run to simulate, None for no run; values that do not go together make it fail."""
        number = point.number
        if (number, replicate) in self.failed or self._kept(number, replicate):
            return None
        if self.enough is not None and self.enough.at(number) is not None:
            return None
        try:
            return self.study.arms(point)
        except LivesimError as error:
            self._note(Run(number, replicate, error=message_of(error)))
            return None

    def _batch(self, points: dict[int, tuple[Scenario, ...]], replicate: int, several: bool) -> Batch:
        sweep = self.study.sweep
        return Batch(points, replicate, sweep.metrics, sweep.segments, sweep.fixed, simulate=self.simulate,
                     cache=self.cache and several)

    def _kept(self, number: int, replicate: int) -> bool:
        if replicate not in self.done[number] and self.folder.has(self.keys[number], replicate):
            self.done[number].add(replicate)
        return replicate in self.done[number]

    def _note(self, run: Run) -> None:
        self.folder.keep(self.keys[run.point], run)
        if run.record is None:
            self.failed[run.point, run.replicate] = run.error
            return
        self.done[run.point].add(run.replicate)
        if self.enough is not None:
            self.enough.take(run.point, run.replicate, run.record)


class _Enough:
    """For every point: from how many replicates on its effects are as precise as the sweep wants."""

    def __init__(self, study: Study, folder: SweepFolder, keys: list[str]) -> None:
        self.study, self.folder, self.keys = study, folder, keys
        self.begun: dict[int, Unbroken] = {}

    def take(self, number: int, replicate: int, record: Record | None) -> None:
        """Look at a run, read from the folder when it is not at hand."""
        begun = self.begun.get(number)
        if begun is None:
            judge = Precise(self.study.base, self.study.sweep.precision)
            begun = self.begun[number] = Unbroken({}, judge)
        begun.found[replicate] = record or self.folder.record(self.keys[number], replicate)
        begun.grow()

    def at(self, number: int) -> int | None:
        """The number of replicates that are enough, None while that is not reached."""
        begun = self.begun.get(number)
        return len(begun.records) if begun is not None and begun.complete else None
