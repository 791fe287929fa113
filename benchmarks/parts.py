"""One part of the table of targets, measured under whichever livesim the PYTHONPATH leads to; prints JSON.

`python -P benchmarks/parts.py PART`. It stands alone and uses what old and new versions have, so that
benchmarks/against.py can run it under an older one. CPU seconds of the process and its children, unless a name says
otherwise.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

DEMO = ["elder_mode", "referral_tasks", "shorter_streams"]
CHANGED = {
    "name": "elder_mode_less", "extends": "baseline",
    "outcomes": [{"metric": "base_retention", "segment": "silver", "worth": "1pp"}],
    "strategies": [{"lever": "elder_mode", "who": {"segment": "silver"}, "when": {"start": "14d", "ramp": "14d"},
                    "options": {"previews_per_week": 1}}],
}
"""elder_mode with one number changed."""
COLD = """
from sim import compare
compare("baseline", ["elder_mode"], users=2000, days=90, replicates=2, seed=1, workers=1)
"""
"""A small comparison in one process: each of several workers would compile for itself."""
USERS, REPLICATES, DAYS, LIVED = 20_000, 3, 180, 4


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def spent(action: Callable[[], object], clock: Callable[[], float] = cpu) -> float:
    """Seconds that an action takes."""
    begun = clock()
    action()
    return clock() - begun


def answers() -> dict[str, float]:
    """The comparison of `make demo` with few replicates, then with one arm changed; the kernel in the first."""
    import sim.engines.kernel as kernel
    from sim import compare

    compare("baseline", ["elder_mode"], users=400, days=90, replicates=1, seed=2, workers=1)  # compiles
    name = "live_blocks" if hasattr(kernel, "live_blocks") else "live_all"  # as it was called before
    live, took, lived = getattr(kernel, name), [0.0], [0]

    def timed(*rows: Any) -> None:
        took[0] += spent(lambda: live(*rows))
        lived[0] += len(next(table for table in rows if isinstance(table, np.ndarray)))  # those who live

    def ask(arms: list[Any]) -> float:
        size = {"users": USERS, "days": DAYS, "replicates": REPLICATES, "seed": 1, "workers": 1}
        return spent(lambda: compare("baseline", arms, **size))

    setattr(kernel, name, timed)
    first = ask(DEMO)
    setattr(kernel, name, live)
    return {"first": first, "again": ask([CHANGED, *DEMO[1:]]), "kernel_ns": took[0] / lived[0] * 1e9}


def cold() -> dict[str, float]:
    """A first comparison in a home without compiled code."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"XDG_CACHE_HOME": home}
        return {"cold": spent(lambda: subprocess.run([sys.executable, "-c", COLD], env=environment, check=True))}


def report() -> dict[str, float]:
    """All that `livesim compare --one-page` writes of a comparison, its imports included."""
    from sim import compare

    comparison = compare("baseline", DEMO, users=1_000, days=90, replicates=10, seed=1, workers=1)
    with tempfile.TemporaryDirectory() as folder:
        return {"report": spent(lambda: write_all(comparison, Path(folder)))}


def write_all(comparison: Any, folder: Path) -> None:
    """Report, workbook and page one."""
    from sim.reports.one_page import write_one_page
    from sim.reports.report import write_report
    from sim.reports.workbook import write_workbook

    write_report(comparison, folder)
    write_workbook(comparison, folder / "summary.xlsx")
    write_one_page(comparison, folder)


def million(users: int = 1_000_000) -> dict[str, float]:
    """Wall seconds on two threads of one arm of a million users x DAYS days, past and people included.

    From the creation and LIVED days.
    """
    from sim.cast.fit import start
    from sim.chance.draws import mixed_seed
    from sim.engines.kernel import CompiledEngine
    from sim.replicate.past import days_before, values_of
    from sim.scenario.plan import Population, Scenario
    from sim.world import platform
    from sim.world.people import Beginning
    from sim.world.world import create

    values = values_of(Scenario("baseline"), 0, True).values
    days = DAYS - days_before(values, 0)[0]
    worlds: list[Any] = []
    beginning = Beginning(Population(users=users), values, mixed_seed(1), 0, days, start())
    created = spent(lambda: worlds.append(create(beginning)), time.perf_counter)
    world, engine = worlds[0], CompiledEngine(2)

    def live() -> None:
        today, table = platform.morning(world)
        platform.evening(world, today, table, *engine.live(world, today, table))

    live()  # a warm-up
    a_day = sum(spent(live, time.perf_counter) for _ in range(LIVED)) / LIVED
    return {"million_wall": created + a_day * days, "created_wall": created}


def agents() -> dict[str, float]:
    """500 Mesa agents ready for their first day, all compiled before."""
    from sim import LiveCommerceModel

    LiveCommerceModel(users=50, seed=2)
    return {"agents": spent(lambda: LiveCommerceModel(users=500, seed=1))}


PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "answers": answers, "cold": cold, "report": report, "million": million, "agents": agents}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as remembered:
        os.environ["LIVESIM_CACHE"] = remembered  # nothing of before is found, and nothing is left
        import sim

        figures = PARTS[sys.argv[1]]()
        print(json.dumps(figures | {"sim": str(Path(sim.__file__).parent)}))
