"""What a class may expect to see, with ranges over seeds: `python docs/teaching_numbers.py` (some minutes).

It writes docs/teaching_numbers.json; docs/generate.py puts the numbers into the instructor guides and, with --check,
says when they are stale: when this script or a fit that ships is another than theirs. An edit elsewhere does not ask
for new numbers, which are read by eye.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
NUMBERS = DOCS / "teaching_numbers.json"
COMMAND = "python docs/teaching_numbers.py && make docs"
SEEDS = (1, 2, 3, 4)
SMALL = {"days": 90, "workers": 1, "fixed": True, "metrics": ["base_retention", "rebuy_rate", "orders_per_base_user"],
         "segments": ["all", "silver"]}  # fmt: skip

Found = dict[str, float]


def habit(seed: int) -> Found:
    """Lesson 1: opens in three days without habit, as a share of those with it [%]."""
    from sim import LiveCommerceModel

    opens = []
    for without in (False, True):
        world = LiveCommerceModel("baseline", users=200, days=60, seed=seed)
        if without:
            world.agents.set("habit", 0.0)
        count = 0
        for _ in range(3):
            world.step()
            count += sum(user.done.opened for user in world.agents if user.life_stage != "uninstalled")
        opens.append(count)
    return {"habit_opens": 100 * opens[1] / opens[0]}


def population(seed: int) -> Found:
    """Lesson 2: levels of the baseline [%]."""
    from sim import run

    world = run("baseline", users=1500, days=90, seed=seed)
    silver, young = (world.metric("base_retention", segment) for segment in ("silver", "gen_z"))
    return {"retention_silver": 100 * silver, "retention_gen_z": 100 * young,
            "rebuy_all": 100 * world.metric("rebuy_rate")}  # fmt: skip


def what_if(seed: int) -> Found:
    """Lesson 3: elder mode for silver users [percentage points], both kinds of luck, and A/A."""
    from sim import compare

    asked = {"users": 800, "replicates": 8, "seed": seed, **SMALL}
    found = {luck: compare("baseline", "elder_mode", luck=luck, **asked).effect("base_retention", "silver")
             for luck in ("shared", "independent")}  # fmt: skip
    shared, independent = found["shared"], found["independent"]
    return {"elder_effect": 100 * shared.difference, "elder_half_width": 100 * shared.half_width,
            "independent_times": independent.half_width / shared.half_width}  # fmt: skip


def nothing(seed: int) -> Found:
    """Lesson 3, exercise 1: the largest effect of a strategy of strength 0 [percentage points]."""
    from sim import compare

    idle = {"name": "nothing", "extends": "baseline",
            "strategies": [{"lever": "elder_mode", "who": {"segment": "silver"}, "when": {"start": "14d"},
                            "strength": "0%"}],
            "outcomes": [{"metric": "base_retention", "segment": "silver", "worth": "1pp"}]}  # fmt: skip
    effect = compare("baseline", idle, users=300, replicates=3, seed=seed, **SMALL).effect("base_retention", "silver")
    return {"nothing_effect": float(100 * effect.by_replicate.abs().max())}


def look_alike(seed: int) -> Found:
    """Lesson 6: change of orders per user by shorter streams in two worlds that look alike [orders per 100 users]."""
    from sim import compare

    asked = {"users": 800, "replicates": 5, "seed": seed, **SMALL}
    found = {}
    for name, weight in (("little", 0.1), ("much", 1.5)):
        answer = compare("baseline", "shorter_streams", set_={"buy_selling_time": weight},
                         **asked | {"segments": ["all", "gen_z"]})  # fmt: skip
        found[f"orders_{name}_weight"] = 100 * answer.effect("orders_per_base_user").difference
    return found


LESSONS: tuple[Callable[[int], Found], ...] = (habit, population, what_if, nothing, look_alike)


def stamp() -> str:
    """A hash of what the numbers rest on, the line ends of another system aside."""
    from sim.cast.fit import FITS, SHIPPED

    parts = [path.read_bytes().replace(b"\r\n", b"\n") for path in (Path(__file__), SHIPPED, FITS / "levers.yaml")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def main() -> int:
    """Simulate everything, and write the lowest and the highest number over the seeds."""
    ranges: dict[str, list[float]] = {}
    for lesson in LESSONS:
        found = [lesson(seed) for seed in SEEDS]
        for name in found[0]:
            values = [one[name] for one in found]
            ranges[name] = [round(min(values), 6), round(max(values), 6)]
            print(name, ranges[name], flush=True)
    written = json.dumps({"stamp": stamp(), "seeds": len(SEEDS), "ranges": ranges}, indent=1)
    NUMBERS.write_text(written + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
