"""`make bench`: writes benchmarks/results.md. A table to read, never a test: nothing passes or fails on time.

`python -m benchmarks --large` adds ten million users for a few days. Takes some ten minutes on two cores.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import replicate
from sim.cast.fit import start
from sim.chance.draws import mixed_seed
from sim.engines.agents import AgentEngine
from sim.engines.kernel import CompiledEngine
from sim.replicate.past import days_before, values_of
from sim.scenario.plan import Population, Scenario
from sim.users.counts import LEVELS
from sim.users.state import STATE, TRAITS
from sim.world import platform as between
from sim.world.people import Beginning
from sim.world.world import World, create

os.environ["LIVESIM_CACHE"] = "off"  # what was simulated before would be found, not timed
FILE = Path(__file__).with_name("results.md")
COLD = """
from sim import compare
if __name__ == "__main__":
    compare("baseline", ["elder_mode"], users=2000, days=90, replicates=2, seed=1)
"""
"""A small comparison, as a file: workers import it again."""
DAYS = 180
"""Days of the horizon of which the targets speak."""


def world_of(users: int, days: int) -> World:
    """A world in its steady state on the morning of day 0, with people enough for so many days."""
    values, _ = values_of(Scenario("baseline"), mixed_seed(1), True)
    return create(Beginning(Population(users=users), values, mixed_seed(1), 0, days, start()))


def lived_days() -> int:
    """Days that a run of DAYS lives: burn-in and recorded past come first."""
    values, _ = values_of(Scenario("baseline"), mixed_seed(1), True)
    return DAYS - days_before(values, 0)[0]


def phases(world: World, engine: CompiledEngine | AgentEngine, days: int) -> np.ndarray:
    """Seconds spent in [morning, users' day, evening] over `days` days; the first day, a warm-up, is left out."""
    spent = np.zeros(3)
    for day in range(days + 1):
        marks = [time.perf_counter()]
        today, table = between.morning(world)
        marks.append(time.perf_counter())
        events, counts = engine.live(world, today, table)
        marks.append(time.perf_counter())
        between.evening(world, today, table, events, counts)
        marks.append(time.perf_counter())
        spent += np.diff(marks) if day else 0.0
    return spent


def sizes(large: bool) -> Iterator[str]:
    """Rows of the table of sizes: time a user-day, share of each phase."""
    yield "| users (MAU) | threads | days | ns a living user-day | morning / users' day / evening | ns a MAU user-day |"
    yield "|---|---|---|---|---|---|"
    for users, days in [(10_000, 60), (100_000, 20), (1_000_000, 6)] + ([(10_000_000, 2)] if large else []):
        for threads in (1, 2):
            world = world_of(users, days + 1)
            spent = phases(world, CompiledEngine(threads), days)
            total, living = spent.sum(), int(world.alive.sum())
            shares = " / ".join(f"{share:.0%}" for share in spent / total)
            yield (f"| {users:,} | {threads} | {days} | {total / days / living * 1e9:.0f} | {shares} "
                   f"| {total / days / users * 1e9:.0f} |")


def whole_run(users: int = 1_000_000, days: int = 10) -> str:
    """The run of which the first target speaks, from its creation and some of its days."""
    begun = time.perf_counter()
    world = world_of(users, lived_days())
    created = time.perf_counter() - begun
    a_day = phases(world, CompiledEngine(2), days).sum() / days
    people, opens = len(world.state), world.daily[-1][:, LEVELS.index("dau")].sum()
    held = (world.state, world.traits, world.totals, world.alive, world.base, world.payer, world.constants.first,
            world.constants.contacts, world.constants.people.arrival)
    return "\n".join([
        f"One arm of {users:,} users x {DAYS} days on 2 threads, from {days} of its days: the horizon takes about "
        f"{a_day * DAYS:.0f} s, the {lived_days() - DAYS} days before it {a_day * (lived_days() - DAYS):.0f} s, "
        f"the creation of its people {created:.0f} s (target: 10 s in all).",
        f"A day has {opens / users:.2f} opens for each user, so an open costs {a_day / opens * 1e9 * 2:.0f} ns of one "
        "core, days without one included.",
        f"Memory: {STATE.itemsize} bytes of hot row a person, {TRAITS.itemsize} of traits, "
        f"{sum(array.nbytes for array in held) / people:.0f} with totals and contacts; {people / users:.1f} people for "
        "each user, as those are kept who may come within the horizon.",
    ])


def engines() -> str:
    """Compiled against Mesa agents, on the same users; the compiled engine lives more days, to measure it well."""
    a_day = []
    for engine, days in ((CompiledEngine(1), 100), (AgentEngine(), 5)):
        a_day.append(phases(world_of(1_000, 101), engine, days)[1] / days)
    return (f"Compiled (1 thread) against Mesa agents, the same 1,000 users: {a_day[1] / a_day[0]:.0f} times faster "
            "(target: 75).")


def starts() -> str:
    """A first comparison with an empty cache of compiled code, and a second one."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "first.py")
        script.write_text(COLD, encoding="utf-8")
        environment = os.environ | {"XDG_CACHE_HOME": folder}
        seconds = [timed(lambda: subprocess.run([sys.executable, script], env=environment, check=True))
                   for _ in range(2)]
    return (f"First comparison (2,000 users x 90 days, 2 replicates), compiler included: {seconds[0]:.0f} s "
            f"(target: 30 s); once more: {seconds[1]:.1f} s.")


def planning(replicates: int = 4) -> str:
    """The planning comparison of the design, 20 replicates of it, scaled up from a few."""
    from sim import compare

    seconds = timed(lambda: compare("baseline", ["elder_mode", "referral_tasks", "shorter_streams"], users=50_000,
                                    days=DAYS, replicates=replicates, seed=1))
    return (f"Planning comparison, 50,000 users x {DAYS} days x 4 arms: {replicates} replicates took {seconds:.0f} s, "
            f"20 would take about {seconds * 20 / replicates:.0f} s (target: 60 s).")


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure all, print and write it."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processors. Quote ratios, not seconds."
    blocks = ["# Benchmarks", machine, "\n".join(sizes("--large" in sys.argv)), whole_run(), engines(), starts(),
              planning(), replicate.table(3)]
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
