"""Scale: `python -m benchmarks.big [--large] [--parts sizes run workers]` prints ns and bytes by number of users.

`--large` adds ten million users for some days, where memory allows. Without it some six minutes on two cores.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator

import numpy as np

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

DAYS = 180
"""Days of the horizon of which the targets speak."""
USERS = 10_000
"""Users of the comparison by workers or by threads."""
SIZES = ((10_000, 60), (100_000, 20), (1_000_000, 6))
LARGE = ((10_000_000, 2),)
MARGIN = 1.25
"""Bytes asked for, against those that people hold: drawing and living a million took 1.01 times as many at the most."""


def world_of(users: int, days: int) -> World:
    """A world in its steady state on the morning of day 0, with people enough for so many days."""
    values = values_of(Scenario("baseline"), 0, True).values
    return create(Beginning(Population(users=users), values, mixed_seed(1), 0, days, start()))


def lived_days() -> int:
    """Days that a run of DAYS lives: burn-in and recorded past come first."""
    values = values_of(Scenario("baseline"), 0, True).values
    return DAYS - days_before(values, 0)[0]


def held(world: World) -> int:
    """Bytes of the arrays that a world keeps of people."""
    return sum(array.nbytes for array in (
        world.state, world.traits, world.totals, world.alive, world.base, world.payer, world.constants.first,
        world.constants.contacts, world.constants.people.arrival))


def free() -> float:
    """Bytes of memory that can be had; infinite where the system does not say."""
    try:
        with open("/proc/meminfo", encoding="utf-8") as file:
            return next(int(line.split()[1]) * 1024.0 for line in file if line.startswith("MemAvailable"))
    except OSError:
        return float("inf")


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
    """Rows of the table of sizes: time and bytes a user-day, share of each phase."""
    yield ("| users (MAU) | threads | days | ns a living user-day | morning / users' day / evening "
           "| ns a MAU user-day | bytes a user |")
    yield "|---|---|---|---|---|---|---|"
    for users, days in SIZES + (LARGE if large else ()):
        needed = MARGIN * users * held(world_of(10_000, days + 1)) / 10_000
        if needed > free():
            yield (f"| {users:,} | left out: | {days} | some {needed / 1e9:.0f} GB are needed, "
                   f"{free() / 1e9:.0f} are free | | | |")
            continue
        for threads in (1, 2):
            world = world_of(users, days + 1)
            spent = phases(world, CompiledEngine(threads), days)
            total, living = spent.sum(), int(world.alive.sum())
            shares = " / ".join(f"{share:.0%}" for share in spent / total)
            yield (f"| {users:,} | {threads} | {days} | {total / days / living * 1e9:.0f} | {shares} "
                   f"| {total / days / users * 1e9:.0f} | {held(world) / users:,.0f} |")
            del world


def whole_run(users: int = 1_000_000, days: int = 10) -> str:
    """A run of a million users, from its creation and some of its days."""
    begun = time.perf_counter()
    world = world_of(users, lived_days())
    created = time.perf_counter() - begun
    a_day = phases(world, CompiledEngine(2), days).sum() / days
    people, opens = len(world.state), world.daily[-1][:, LEVELS.index("dau")].sum()
    return "\n".join([
        f"One arm of {users:,} users x {DAYS} days on 2 threads, from {days} of its days: the horizon takes about "
        f"{a_day * DAYS:.0f} s, the {lived_days() - DAYS} days before it {a_day * (lived_days() - DAYS):.0f} s, "
        f"the creation of its people {created:.0f} s (target: 65 s in all).",
        f"A day has {opens / users:.2f} opens for each user, so an open costs {a_day / opens * 1e9 * 2:.0f} ns of one "
        "core, days without one included.",
        f"Memory: {STATE.itemsize} bytes of hot row a person, {TRAITS.itemsize} of traits, "
        f"{held(world) / people:.0f} with totals and contacts; {people / users:.1f} people for "
        "each user, as those are kept who may come within the horizon.",
    ])


def workers(rounds: int = 2) -> str:
    """The same comparison by two workers of one thread and by one worker of two threads, in turn."""
    from sim import compare

    def seconds(users: int, many: int) -> float:
        begun = time.perf_counter()
        compare("baseline", ["elder_mode"], users=users, days=90, replicates=2, seed=1, workers=many, cache=False)
        return time.perf_counter() - begun

    seconds(400, 1)  # compiles
    taken = [(seconds(USERS, 1), seconds(USERS, 2)) for _ in range(rounds)]
    threads, workers = (min(column) for column in zip(*taken, strict=True))
    return (f"2 replicates of {USERS:,} users x 90 days, 2 arms: 2 workers of 1 thread take {workers:.1f} s (their "
            f"start included), 1 worker of 2 threads {threads:.1f} s: {workers / threads:.2f} times as long.")


def main() -> None:
    """Print the parts that are asked for."""
    given = argparse.ArgumentParser(prog="python -m benchmarks.big", description=__doc__)
    given.add_argument("--large", action="store_true")
    given.add_argument("--parts", nargs="+", choices=("sizes", "run", "workers"), default=("sizes", "run", "workers"))
    options = given.parse_args()
    if "sizes" in options.parts:
        for line in sizes(options.large):
            print(line, flush=True)
    if "run" in options.parts:
        print(whole_run())
    if "workers" in options.parts:
        print(workers())


if __name__ == "__main__":
    main()
