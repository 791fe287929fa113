"""Many tasks on several processes: results as they come, workers that die replaced, Ctrl-C at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import types
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from sim.base.errors import LivesimError
from sim.base.message import said

L = TypeVar("L")
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
    numbered = iter(enumerate(tasks))
    results = attempts(function, lambda: next(numbered, None), workers, make)
    try:
        for position, result in results:
            if isinstance(result, WorkerError):
                raise result
            yield position, result
    finally:
        results.close()


def attempts(
    function: Callable[[T], R], take: Callable[[], tuple[L, T] | None], workers: int, make: MakeExecutor | None = None
) -> Generator[tuple[L, R | WorkerError], None, None]:
    """(label, result) of every task that `take` hands over, with WorkerError for one whose workers die.

    `take` gives (label, task), or None while there is nothing to do; what it gives may depend on what has ended.
    An error of a task ends the run. `workers` and `make` are those of `finished`.
    """
    if workers <= 1 and make is None:
        while (given := take()) is not None:
            yield given[0], function(given[1])
        return
    crew = _Crew(function, take, workers, make)
    try:
        yield from crew.results()
    finally:
        crew.dismiss()


class _Seat:
    """An executor, made again after a worker died, and how many tasks it may hold."""

    def __init__(self, make: MakeExecutor, room: int) -> None:
        self.make, self.room, self.held = make, room, 0
        self.executor: Executor | None = None

    def submit(self, function: Callable[[T], R], task: T) -> Future[R]:
        """The future of a task that is given to this seat."""
        self.executor = self.executor or self.make(self.room)
        self.held += 1
        try:
            with _main_unseen():
                return self.executor.submit(function, task)
        except BrokenExecutor as error:
            future: Future[R] = Future()
            future.set_exception(error)
            return future

    def dismiss(self) -> None:
        """End the workers at once: a replicate in hand may take minutes, and is not wanted any more."""
        executor, self.executor = self.executor, None
        if executor is None:
            return
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


@dataclass
class _Job(Generic[L, T]):
    """A task, where it is in hand, and how often its worker died."""

    label: L
    task: T
    seat: _Seat
    executor: Executor | None = None
    deaths: int = 0


class _Crew(Generic[L, T, R]):
    """Workers with one task each in hand, every one in an executor of its own: a death has one suspect."""

    def __init__(self, function: Callable[[T], R], take: Callable[[], tuple[L, T] | None], workers: int,
                 make: MakeExecutor | None) -> None:
        self.function, self.take = function, take
        self.seats = [_Seat(make, workers)] if make else [_Seat(spawned, 1) for _ in range(workers)]
        self.again: deque[_Job[L, T]] = deque()
        self.hand: dict[Future[R], _Job[L, T]] = {}

    def results(self) -> Iterator[tuple[L, R | WorkerError]]:
        while True:
            self._give()
            if not self.hand:
                return
            done, _ = wait(self.hand, return_when=FIRST_COMPLETED)
            for future in done:
                job = self.hand.pop(future)
                job.seat.held -= 1
                if not _died(future):
                    yield job.label, future.result()
                elif (lost := self._mourn(job)) is not None:
                    yield job.label, lost

    def _give(self) -> None:
        """Hand out tasks while there is room: those whose worker died first."""
        for seat in self.seats:
            while seat.held < seat.room:
                job = self._next(seat)
                if job is None:
                    return
                future = seat.submit(self.function, job.task)
                job.executor = seat.executor
                self.hand[future] = job

    def _next(self, seat: _Seat) -> _Job[L, T] | None:
        if self.again:
            job = self.again.popleft()
            job.seat = seat
            return job
        given = self.take()
        return None if given is None else _Job(*given, seat)

    def _mourn(self, job: _Job[L, T]) -> WorkerError | None:
        """A new worker for the dead one, the task to be done again; or the error that gives it up."""
        if job.seat.executor is job.executor:  # the first to tell of this death
            job.seat.dismiss()
        job.deaths += 1
        if job.deaths < DEATHS:
            self.again.append(job)
            return None
        return WorkerError(
            said("the worker of {task} died {deaths} times (killed, or out of memory?); use fewer workers or "
                 "fewer users. What was finished before is kept", task=job.task, deaths=DEATHS)
        )

    def dismiss(self) -> None:
        """End all workers."""
        for seat in self.seats:
            seat.dismiss()


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
