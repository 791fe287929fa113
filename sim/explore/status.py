"""How far a sweep is, from what lies in its folder: while it runs here or elsewhere, and afterwards."""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sim.explore.folder import SweepFolder
from sim.running.folder import RUNS

RECENT = 20
"""Runs from whose ends the present speed is taken."""


@dataclass(frozen=True)
class Status:
    """Counts of runs (wanted, done, failed, left), the most frequent failures, runs a minute and minutes left."""

    name: str
    counts: dict[str, int]
    failures: list[tuple[str, int]]
    rate: float | None
    minutes: float | None


def status_of(path: str | os.PathLike[str]) -> Status:
    """The status of a sweep's folder. Raises StoreError when it is none. Only a running sweep has a speed."""
    folder = SweepFolder(path)
    description = folder.description()
    keys, replicates = set(description["keys"]), description["replicates"]
    finished = folder.finished()
    done = sum(n < replicates for key in keys for n in finished.get(key, ()))
    failures = {run: why for run, why in folder.failures(finished).items() if run[0] in keys and run[1] < replicates}
    wanted = len(keys) * replicates
    left = max(wanted - done - len(failures), 0)
    rate = _rate(folder.path) if left else None
    counts = {"wanted": wanted, "done": done, "failed": len(failures), "left": left}
    worst = Counter(failures.values()).most_common(5)
    return Status(description["sweep"], counts, worst, rate, left / rate if rate else None)


def _rate(path: Path) -> float | None:
    """Runs a minute, from the newest files; None when no file is recent."""
    ends = sorted(entry.stat().st_mtime for entry in (path / RUNS).glob("*/[0-9]*.parquet"))[-RECENT:]
    if len(ends) < 2 or time.time() - ends[-1] > 600:
        return None
    return 60.0 * (len(ends) - 1) / max(time.time() - ends[0], 1e-3)
