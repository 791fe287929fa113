"""`make bench`: writes benchmarks/results.md. A table to read, never a test: nothing passes or fails on time.

`python -m benchmarks --large` adds ten million users for a few days.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from sim import platform as between
from sim.agents import AgentEngine
from sim.draws import mixed_seed
from sim.engine.kernel import CompiledEngine
from sim.engine.run import values_of
from sim.fit import donors
from sim.scenario.plan import Population, Scenario
from sim.state import STATE, TRAITS
from sim.world import World, create

FILE = Path(__file__).with_name("results.md")
COLD = "from sim import run; run('baseline', users=500, days=30, out=None)"


def world_of(users: int, days: int) -> World:
    """A world in its steady state on the morning of day 0, ready for so many days."""
    scenario = Scenario("baseline")
    values, _ = values_of(scenario, mixed_seed(1), True)
    return create(Population(users=users), values, mixed_seed(1), 0, days, donors())


def phases(world: World, engine: CompiledEngine | AgentEngine, days: int) -> np.ndarray:
    """Seconds spent in [morning, users' day, evening] over `days` days; the first day, a warm-up, is left out."""
    spent = np.zeros(3)
    for day in range(days + 1):
        marks = [time.perf_counter()]
        today, table = between.morning(world)
        marks.append(time.perf_counter())
        events, counts = engine.live(world, today, table)
        marks.append(time.perf_counter())
        between.evening(world, today, events, counts)
        marks.append(time.perf_counter())
        spent += np.diff(marks) if day else 0.0
    return spent


def sizes(large: bool) -> Iterator[str]:
    """Rows of the table of sizes: time a user-day, phases, memory."""
    yield "| users (MAU) | threads | days | ns a living user-day | morning / users / evening | ns a MAU user-day |"
    yield "|---|---|---|---|---|---|"
    for users, days in [(10_000, 60), (100_000, 20), (1_000_000, 6)] + ([(10_000_000, 2)] if large else []):
        for threads in (1, 2):
            world = world_of(users, days + 1)
            spent = phases(world, CompiledEngine(threads), days)
            total, living = spent.sum(), int(world.alive.sum())
            shares = " / ".join(f"{share:.0%}" for share in spent / total)
            yield (f"| {users:,} | {threads} | {days} | {total / days / living * 1e9:.0f} | {shares} "
                   f"| {total / days / users * 1e9:.0f} |")


def engines() -> str:
    """Compiled against Mesa agents, on the same users and days."""
    days, spent = 5, []
    for engine in (CompiledEngine(1), AgentEngine()):
        world = world_of(1_000, days + 1)
        spent.append(phases(world, engine, days)[1])
    return f"Compiled (1 thread) against Mesa agents, 1,000 users: {spent[1] / spent[0]:.0f} times faster."


def starts() -> str:
    """The first run with an empty cache of compiled code, and a second one."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"XDG_CACHE_HOME": folder}
        seconds = [timed(lambda: subprocess.run([sys.executable, "-c", COLD], env=environment, check=True))
                   for _ in range(2)]
    return f"First run of 500 users x 30 days with the compiler: {seconds[0]:.1f} s; cached: {seconds[1]:.1f} s."


def planning() -> str:
    """The planning comparison of the design: 50,000 users x 180 days x 4 arms x 20 replicates, scaled up from 4."""
    from sim.paired.comparing import compare

    seconds = timed(lambda: compare("baseline", ["elder_mode", "referral_tasks", "shorter_streams"], users=50_000,
                                    days=180, replicates=4, seed=1))
    return (f"Planning comparison, 50,000 users x 180 days x 4 arms: 4 replicates took {seconds:.0f} s, "
            f"20 would take about {seconds * 5:.0f} s.")


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure all, print and write it."""
    large = "--large" in sys.argv
    memory = f"Hot row: {STATE.itemsize} bytes a user; traits: {TRAITS.itemsize} bytes beside it."
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processors. Quote ratios, not seconds."
    blocks = ["# Benchmarks", machine, "\n".join(sizes(large)), memory, engines(), starts(), planning()]
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
