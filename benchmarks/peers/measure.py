"""One measurement in a process of its own: `python -m benchmarks.peers.measure MODULE USERS DAYS` prints it as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module

from benchmarks.peers.story import Totals

WARM_UP = (500, 5)
"""Users and days that compile everything and are compared between all tools."""
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def cpu() -> float:
    """CPU seconds of this process and the compilers that it called."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak() -> int:
    """The most memory that this process has held [bytes]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT


def measure(module: str, users: int, days: int) -> dict:
    """What living LC1 costs: `days` days are timed, one more before them touches all memory first."""
    tool = import_module(f"benchmarks.peers.{module}")
    few = tool.ready(WARM_UP[0])
    warm = [few(day) for day in range(WARM_UP[1])]
    started, held = cpu(), peak()
    live = tool.ready(users)
    totals = [live(0)]
    begun = cpu()
    totals += [live(day) for day in range(1, days + 1)]
    spent = cpu() - begun
    return {"version": tool.version(), "ns": spent / users / days * 1e9, "bytes": (peak() - held) / users,
            "start": started, "warm": summed(warm), "totals": summed(totals)}


def summed(days: list[Totals]) -> list[int]:
    """The totals over all days."""
    return [sum(column) for column in zip(*days, strict=True)]


if __name__ == "__main__":
    try:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
    except ImportError as missing:
        print(json.dumps({"missing": str(missing)}))
