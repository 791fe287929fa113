"""Many tasks on several processes: results as they come, workers that die replaced, Ctrl-C at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import types
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Generic, TypeVar

from sim.errors import LivesimError

T = TypeVar("T")
R = TypeVar("R")
MakeExecutor = Callable[[int], Executor]

DEATHS = 3
"""A task that was in hand this many times when its worker died is given up."""


class WorkerError(LivesimError):
    """A task whose worker dies again and again."""


def cores() -> int:
    """Processor cores that this process may use [count]."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def finished(
    function: Callable[[T], R], tasks: Sequence[T], workers: int, make: MakeExecutor | None = None
) -> Generator[tuple[int, R], None, None]:
    """(position, result) of every task, in the order in which they end.

    One worker runs in this process. An error of a task ends the run; so does closing the iterator: what
    is then in hand is dropped. `make(workers)` gives another executor, such as a cluster's.
    """
    if workers <= 1 and make is None:
        yield from ((position, function(task)) for position, task in enumerate(tasks))
        return
    crew = _Crew(function, tasks, workers, make or spawned)
    try:
        yield from crew.results()
    finally:
        crew.dismiss()


class _Crew(Generic[T, R]):
    """Workers with at most one task each in hand, so that a death has few suspects."""

    def __init__(
        self, function: Callable[[T], R], tasks: Sequence[T], workers: int, make: MakeExecutor
    ) -> None:
        self.function, self.tasks, self.workers, self.make = function, tasks, workers, make
        self.executor = make(workers)
        self.waiting = deque(range(len(tasks)))
        self.suspects: deque[int] = deque()
        self.hand: dict[Future[R], int] = {}
        self.deaths: Counter[int] = Counter()

    def results(self) -> Iterator[tuple[int, R]]:
        while self.waiting or self.suspects or self.hand:
            self._give()
            done, _ = wait(self.hand, return_when=FIRST_COMPLETED)
            broken = any(_died(future) for future in done)
            if broken:  # then all that is in hand ends soon, some of it well
                done, _ = wait(self.hand)
            for future in done:
                if not _died(future):
                    yield self.hand.pop(future), future.result()
            if broken:
                self._rebuild()

    def _give(self) -> None:
        """Hand out tasks; a suspect of a second death works alone, so that the third one convicts."""
        while self.waiting and len(self.hand) < self.workers:
            self._submit(self.waiting.popleft())
        if self.suspects and not self.hand:
            self._submit(self.suspects.popleft())

    def _submit(self, position: int) -> None:
        try:
            with _main_unseen():
                future = self.executor.submit(self.function, self.tasks[position])
        except BrokenExecutor as error:
            future = Future()
            future.set_exception(error)
        self.hand[future] = position

    def _rebuild(self) -> None:
        """A new pool; what was in hand of the broken one is given out again, and nothing else."""
        self.dismiss()
        for position in self.hand.values():
            self.deaths[position] += 1
            if self.deaths[position] >= DEATHS:
                raise WorkerError(
                    f"the worker of {self.tasks[position]} died {DEATHS} times (killed, or out of memory?); "
                    "use fewer workers or fewer users. What was finished before is kept"
                )
            (self.waiting if self.deaths[position] < DEATHS - 1 else self.suspects).append(position)
        self.hand.clear()
        self.executor = self.make(self.workers)

    def dismiss(self) -> None:
        """End the workers at once: a replicate in hand may take minutes, and is not wanted any more."""
        processes = list((getattr(self.executor, "_processes", None) or {}).values())
        self.executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _died(future: Future[R]) -> bool:
    return isinstance(future.exception(), BrokenExecutor)


def spawned(workers: int) -> Executor:
    """Fresh processes with one Numba thread each (a fork after a parallel kernel kills the worker)."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare)


def _prepare() -> None:
    """Runs first in a worker: one thread, deaf to Ctrl-C (the parent ends it), gone with the parent."""
    for library in ("NUMBA", "OMP", "MKL", "OPENBLAS"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _main_unseen() -> Iterator[None]:
    """Workers start without running the user's script again: it needs no `if __name__ == "__main__"`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
