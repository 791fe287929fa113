"""How soon the Mesa model of a class is ready, and how long a day of it takes: `python -m benchmarks.classroom`.

Each number is the median of five, in seconds by the clock and of the processor (which a busy machine does not stretch);
the first model compiles, or loads what is compiled, and is told apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from sim import LiveCommerceModel

READY, LIVED = 500, 1_000
"""Users of a model that is built, and of one that lives days."""
TIMES = 5


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long it takes [s]: by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def typical(measured: Sequence[tuple[float, float]]) -> str:
    """Both medians in words."""
    clock, processor = (median(column) for column in zip(*measured, strict=True))
    return f"{clock:.2f} s by the clock, {processor:.2f} s of the processor"


def main() -> None:
    """Print the table."""
    first = seconds(lambda: LiveCommerceModel(users=READY))
    ready = [seconds(lambda seed=seed: LiveCommerceModel(users=READY, seed=seed)) for seed in range(2, 2 + TIMES)]
    model = LiveCommerceModel(users=LIVED)
    days = [seconds(model.step) for _ in range(TIMES)]
    print(f"LiveCommerceModel(users={READY}), the first: {typical([first])}")
    print(f"after that: {typical(ready)}")
    print(f"a day of {LIVED:,} users ({len(model.agents):,} agents, all who ever joined): {typical(days)}")


if __name__ == "__main__":
    main()
