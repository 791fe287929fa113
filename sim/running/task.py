"""Replicates of a question: taken from the store, or simulated by workers and kept the moment they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import ScenarioError, StoreError
from sim.base.files import warn_of_torn
from sim.base.message import said
from sim.plugins import use
from sim.replicate.record import Record
from sim.running.manifest import model_digest
from sim.running.pool import MakeExecutor, cores, finished
from sim.running.question import MODEL, Question
from sim.running.recording import Notices, Recorded, recorded
from sim.running.store import ReplicateStore

Progress = Callable[[int, int], None]
Enough = Callable[[list[Record]], bool]


@dataclass(frozen=True)
class Task:
    """One replicate to simulate, and the folder that keeps it (None: only the memory does)."""

    question: Question
    replicate: int
    folder: Path | None
    threads: int = 1
    cache: bool = True

    def __str__(self) -> str:
        return f"replicate {self.replicate}"


def answer(task: Task) -> Recorded:
    """The one record of a replicate, kept on disk before it is handed over."""
    question = task.question
    if question.meaning[MODEL] != model_digest():  # a worker that started after somebody edited a rule
        raise StoreError(said("the model's sources changed while the replicates ran; start again"))
    use(*question.plugins)
    result = recorded([question.arms], task.replicate, question.measures, question.options,
                      threads=task.threads, cache=task.cache, by=question.simulate)
    if task.folder is not None:
        ReplicateStore(task.folder).write(task.replicate, result.records[0])
    return result


def records(
    question: Question,
    replicates: int,
    *,
    folder: Path | None = None,
    workers: int | None = None,
    enough: Enough | None = None,
    progress: Progress | None = None,
    make: MakeExecutor | None = None,
    cache: bool = True,
) -> list[Record]:
    """The records of replicates 0, 1, ..., in order, up to the first number that is `enough`.

    `enough` judges ever longer beginnings in replicate order, so neither the number of workers nor the
    order in which they finish changes what comes back; nor does the user's `cache`.
    """
    if replicates < 1:
        raise ScenarioError(said("replicates is {replicates}; allowed: 1 or more", replicates=replicates))
    kept = _stored(folder, replicates)
    begun = Unbroken(kept, enough)
    missing = [n for n in range(replicates) if n not in kept]
    workers = min(workers or cores(), max(len(missing), 1))
    threads = cores() if workers == 1 and make is None else 1
    tasks = [Task(question, n, folder, threads, cache) for n in missing]
    _tell(progress, kept, replicates)
    results, notices = finished(answer, tasks, workers, make), Notices()
    try:
        while len(begun.records) < replicates and not begun.complete:
            position, result = next(results)
            kept[missing[position]] = result.records[0]
            notices.tell(result.told)
            _tell(progress, kept, replicates)
            begun.grow()
    finally:
        results.close()
    return begun.records


class Unbroken:
    """The unbroken beginning of the replicates found so far, until it is enough."""

    def __init__(self, found: dict[int, Record], enough: Enough | None) -> None:
        self.found, self.enough = found, enough
        self.records: list[Record] = []
        self.complete = False
        self.grow()

    def grow(self) -> None:
        while not self.complete and len(self.records) in self.found:
            self.records.append(self.found[len(self.records)])
            self.complete = self.enough is not None and self.enough(self.records)


def _stored(folder: Path | None, replicates: int) -> dict[int, Record]:
    if folder is None:
        return {}
    store = ReplicateStore(folder)
    read = {n: store.read(n) for n in store.listed() if n < replicates}
    warn_of_torn([store.path(n) for n, kept in read.items() if kept is None])
    return {n: kept for n, kept in read.items() if kept is not None}


def _tell(progress: Progress | None, kept: dict[int, Record], replicates: int) -> None:
    if progress is not None:
        progress(len(kept), replicates)
