"""How far a command is: a bar on a terminal, a line now and then in a log, a notebook or CI; nothing when quiet."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import typer

from sim.base.files import write_json
from sim.cli.words import say
from sim.desk.progress import PROGRESS
from sim.texts.messages import translated

FIRST, LONGEST = 5.0, 300.0
"""Seconds before the first line, and the longest between two; each wait is twice the one before."""

SELDOM = 0.5
"""Seconds between two writings of that file."""
MINUTE, HOUR = 60, 3600


class Bar(Protocol):
    """Progress: called with what is done and what is wanted."""

    def __call__(self, done: int, wanted: int) -> None:
        """Move on."""

    def beside(self, words: str) -> None:
        """Show words beside the bar."""


Tell = Callable[[int, int], None]


@contextmanager
def progress(what: str, lang: str, quiet: bool) -> Iterator[Bar]:
    """Shows (done, wanted) and the time left on standard error."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    preparing, name = say("progress.preparing", lang), say(f"progress.{what}", lang)
    if told := os.environ.get(PROGRESS):
        yield _Filed(Path(told), preparing, name)
        return
    if not console.is_terminal:
        with Lines(preparing, lang, quiet) as lines:
            yield _Counted(lines, name)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=quiet, transient=True) as bars:
        yield _Shown(bars, bars.add_task(preparing, total=None), name)


@contextmanager
def working(what: str, lang: str, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Shows that a task of unknown length is running; gives a function that says what it does."""
    from rich.console import Console

    console = Console(stderr=True)
    name = say(f"progress.{what}", lang)
    if told := os.environ.get(PROGRESS):
        filed = _Filed(Path(told), name, name)
        yield lambda doing: filed.say(f"{name}: {translated(doing, lang)}")
        return
    if quiet or not console.is_terminal:
        with Lines(name, lang, quiet) as lines:
            yield lambda doing: lines.now(f"{name}: {translated(doing, lang)}")
        return
    with console.status(name) as status:
        yield lambda doing: status.update(f"{name}: {translated(doing, lang)}")


class _Shown:
    """A bar of rich; words stand in a line below it."""

    def __init__(self, bars: Any, task: Any, name: str) -> None:
        self.bars, self.task, self.name, self.line = bars, task, name, None

    def __call__(self, done: int, wanted: int) -> None:
        self.bars.update(self.task, completed=done, total=wanted, description=self.name)

    def beside(self, words: str) -> None:
        if not self.bars.disable:
            self.bars.update(self.task, description=f"{self.name} · {words}")


class Lines:
    """Says from time to time what is being done, for how long, and how long it may still take.

    A thread says it, for what takes minutes may not come by in between.
    """

    def __init__(self, doing: str, lang: str, quiet: bool) -> None:
        self.doing, self.lang, self.quiet, self.wait = doing, lang, quiet, FIRST
        self.begun = time.monotonic()
        self.end: float | None = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._talk, daemon=True)

    def __enter__(self) -> Lines:
        if not self.quiet:
            self.thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.over.set()
        if not self.quiet:
            self.thread.join()

    def now(self, doing: str, left: float | None = None) -> None:
        """Take note of what is being done, and of the seconds it will still take where that is known."""
        self.doing, self.end = doing, None if left is None else time.monotonic() + left

    def line(self) -> str:
        """What is said at this moment."""
        now, doing, end = time.monotonic(), self.doing, self.end
        passed = spent(now - self.begun, self.lang)
        if end is None:
            return say("progress.so_long", self.lang, doing=doing, passed=passed)
        return say("progress.left", self.lang, doing=doing, passed=passed, left=spent(max(0.0, end - now), self.lang))

    def _talk(self) -> None:
        while not self.over.wait(self.wait):
            typer.echo(self.line(), err=True)
            self.wait = min(2.0 * self.wait, LONGEST)


class _Pace:
    """How long the rest takes, at the pace since the first count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.first: tuple[float, int] | None = None

    def left(self, done: int, wanted: int) -> float | None:
        """Seconds, None where nothing was done since the first count."""
        self.first = self.first or (self.clock(), done)
        since, before = self.first
        return (self.clock() - since) / (done - before) * (wanted - done) if done > before else None


class _Filed:
    """Tells a file, for the program that runs this command."""

    def __init__(self, path: Path, doing: str, name: str) -> None:
        self.path, self.name, self.pace, self.written = path, name, _Pace(), -SELDOM
        self.told: dict[str, Any] = {"doing": doing}
        self._write()

    def __call__(self, done: int, wanted: int) -> None:
        self.told |= {"doing": self.name, "done": done, "wanted": wanted, "left": self.pace.left(done, wanted)}
        if time.monotonic() > self.written + SELDOM or done == wanted:
            self._write()

    def say(self, doing: str) -> None:
        """Tell what is being done."""
        self.told["doing"] = doing
        self._write()

    def beside(self, words: str) -> None:
        self.told["words"] = words
        self._write()

    def _write(self) -> None:
        write_json(self.path, {**self.told, "at": time.time()})
        self.written = time.monotonic()


class _Counted:
    """Counts for `Lines`."""

    def __init__(self, lines: Lines, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.lines, self.name, self.pace = lines, name, _Pace(clock)
        self.words = ""

    def __call__(self, done: int, wanted: int) -> None:
        left = self.pace.left(done, wanted)
        counted = say("progress.counted", self.lines.lang, name=self.name, done=f"{done:,}", wanted=f"{wanted:,}")
        self.lines.now(counted + self.words, left)

    def beside(self, words: str) -> None:
        self.words = f" · {words}"


def spent(seconds: float, lang: str) -> str:
    """A length of time in words, as coarse as anybody needs it."""
    if seconds < 1.5 * MINUTE:
        return say("progress.seconds", lang, number=f"{seconds:.0f}")
    if seconds < 1.5 * HOUR:
        return say("progress.minutes", lang, number=f"{seconds / MINUTE:.0f}")
    return say("progress.hours", lang, number=f"{seconds / HOUR:.1f}")
