"""Where a replicate's time goes: `python -m benchmarks.replicate [replicates]` prints CPU seconds, a row a part.

The comparison of `make demo`, in one process on one thread. Its first replicate compiles or reads the compiled code and
is left out; of the others each part's smallest time counts. To compare two versions of livesim, run this file in turn
under the Python of either, and read ratios.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

import sim.engines.kernel as kernel
import sim.replicate.measure as measure
import sim.replicate.past as past
import sim.replicate.run as run
import sim.world.platform as platform
from sim.paired.arms import in_one_world
from sim.scenario.load import load_scenario
from sim.world.world import World

SCENARIOS = ("elder_mode", "referral_tasks", "shorter_streams")
USERS, DAYS = 20_000, 180
PARTS: tuple[tuple[str, Any, str], ...] = (
    ("users' day", kernel, "live_blocks"),
    ("around the kernel", kernel.CompiledEngine, "live"),
    ("mornings", platform, "morning"),
    ("evenings", platform, "evening"),
    ("create", past, "create"),
    ("fork", World, "fork"),
    ("outcome", run, "outcome_of"),
    ("metrics", measure, "_metrics"),
    ("curves", measure, "_curves"),
    ("record", measure, "record"),
    ("whole replicate", run, "simulate"),
)
"""(part, where it lives, the function): a part holds no time of another that is called inside it, the last two all."""
WHOLE = ("record", "whole replicate")


class Clock:
    """CPU seconds by part, and the user-days that were lived."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.user_days = 0
        self._inside = [0.0]
        for part, owner, name in PARTS:
            setattr(owner, name, self._timed(part, getattr(owner, name)))

    def _timed(self, part: str, action: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(action)
        def timed(*args: Any, **options: Any) -> Any:
            begun = time.process_time()
            self._inside.append(0.0)
            result = action(*args, **options)
            took, inner = time.process_time() - begun, self._inside.pop()
            self._inside[-1] += took
            self.spent[part] += took if part in WHOLE else took - inner
            self.user_days += len(args[2]) if part == "users' day" else 0
            return result

        return timed


def seconds(replicates: int) -> tuple[dict[str, float], float]:
    """(part -> the smallest CPU time [s] over some replicates, ns a living user-day in the kernel)."""
    treated = [load_scenario(name, users=USERS, days=DAYS) for name in SCENARIOS]
    arms = in_one_world(load_scenario("baseline", users=USERS, days=DAYS), treated)[0]
    clock, seen = Clock(), []
    for number in range(replicates + 1):
        clock.spent.clear()
        clock.user_days = 0
        measure.record(arms, run.simulate(arms, replicate=0))
        clock.spent["whole replicate"] += clock.spent["record"]
        seen += [dict(clock.spent)] if number else []
    least = {part: min(spent[part] for spent in seen) for part, _, _ in PARTS}
    return least, least["users' day"] / clock.user_days * 1e9


def table(replicates: int) -> str:
    """The parts of a replicate as a table: CPU seconds, and what each is of the users' day."""
    least, a_day = seconds(replicates)
    rows = [f"| {part} | {spent:.3f} | {spent / least[PARTS[0][0]]:.3f} |" for part, spent in least.items()]
    size = f"{USERS:,} users x {DAYS} days, {len(SCENARIOS) + 1} arms"
    return "\n".join([f"| part of a replicate ({size}) | CPU s | of the users' day |", "|---|---|---|", *rows, "",
                      f"A living user-day takes {a_day:.0f} ns in the kernel. Target for the whole replicate: 1.35."])


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
