"""How many users, how many replicates? The error of the headline metrics against both, as page and figure.

`python -m benchmarks.population_size` (about ten minutes on two quiet cores) keeps every replicate in
`population_size.json` beside this file the moment it ends, then writes `docs/population_size.md` and its figure.
Replicates of another model are dropped, all others are kept and not run again. `--page` simulates nothing. A
small try: `--sizes 500 1000 --replicates 3 --days 60 --root FOLDER`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.population_errors import DAYS, NAMES, OVERHEAD, SEGMENTS, SHOWN
from benchmarks.population_page import draw, page
from sim.base.files import write_whole
from sim.paired.arms import in_one_world
from sim.replicate.record import Record
from sim.running.pool import cores, finished
from sim.running.question import Question
from sim.running.task import Task, answer
from sim.scenario import load_scenario

ROOT = Path(__file__).resolve().parent.parent
FILE, PAGE, FIGURE = "benchmarks/population_size.json", "docs/population_size.md", "docs/img/population_size.svg"
PLAN = {2_500: 24, 5_000: 24, 10_000: 16, 20_000: 12, 50_000: 6}
"""Users -> replicates. Small worlds are cheap and tell the spread of the draws as well as large ones."""
COLUMNS = [(metric, segment) for metric in NAMES for segment in SEGMENTS]
"""Metric and segment of every stored number."""
Stored = dict[str, Any]


def question(users: int, fixed: bool, days: int) -> Question:
    """Baseline and strategies at one size. Every size has a seed of its own, so no two share their draws."""
    baseline, *others = (load_scenario(name, users=users, days=days, seed=users) for name in ("baseline", *SHOWN))
    arms, _ = in_one_world(baseline, others)
    return Question(arms, fixed=fixed, metrics=NAMES, segments=SEGMENTS)


def values(record: Record) -> dict[str, list[float | None]]:
    """Arm -> values in the order of COLUMNS; a paired difference is that of two arms."""
    rows = record.rows[record.rows["kind"] == "metric"].set_index(["arm", "name", "segment"])
    ratio = rows["numerator"] / rows["denominator"].where(rows["denominator"] != 0)
    rates = {arm: [float(ratio[arm, metric, segment]) for metric, segment in COLUMNS] for arm in ("baseline", *SHOWN)}
    return {arm: [None if np.isnan(value) else round(value, 7) for value in row] for arm, row in rates.items()}


def load(path: Path, days: int) -> Stored:
    """What is stored by this model over this horizon; nothing at first."""
    old = json.loads(path.read_text(encoding="utf-8"))["runs"] if path.exists() else []
    runs = [run for run in old if run["key"] == question(run["users"], run["fixed"], days).key]
    if len(runs) < len(old):
        print(f"{len(old) - len(runs)} of {len(old)} stored runs are of another model or horizon: dropped")
    return {"days": days, "columns": COLUMNS, "runs": runs}


def save(path: Path, stored: Stored) -> None:
    """Write the stored numbers, a line for each size."""
    runs = sorted(stored["runs"], key=lambda run: (run["users"], run["fixed"]))
    head = json.dumps({key: entry for key, entry in stored.items() if key != "runs"})[:-1]
    body = head + ', "runs": [\n' + ",\n".join(map(json.dumps, runs)) + "\n]}\n"
    write_whole(path, body.encode())


def run_of(stored: Stored, users: int, fixed: bool, key: str) -> dict[str, Any]:
    """The stored run of that key, a new one when there is none."""
    for run in stored["runs"]:
        if run["key"] == key:
            return run
    stored["runs"].append({"users": users, "fixed": fixed, "key": key, "replicates": {}})
    return stored["runs"][-1]


def simulate(path: Path, plan: Mapping[int, int], days: int, workers: int) -> None:
    """Simulate what the file lacks of the plan, the largest first, and keep each replicate as it ends."""
    stored = load(path, days)
    tasks, places = [], []
    for users in sorted(plan, reverse=True):
        for fixed in (False, True):
            one = question(users, fixed, days)
            run = run_of(stored, users, fixed, one.key)
            missing = [n for n in range(plan[users]) if str(n) not in run["replicates"]]
            tasks += [Task(one, n, None) for n in missing]
            places += [(run, n) for n in missing]
    progress = Progress([run["users"] + OVERHEAD for run, _ in places])
    for position, record in finished(answer, tasks, min(workers, len(tasks))):
        run, n = places[position]
        run["replicates"][str(n)] = values(record)
        save(path, stored)
        progress.say(position, f"{run['users']:,} users, {'fixed' if run['fixed'] else 'drawn'}, replicate {n}")


class Progress:
    """Says what ended and how long the rest may take."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes, self.begun, self.done, self.ended = sizes, time.perf_counter(), 0, 0

    def say(self, position: int, what: str) -> None:
        """A line for the task at `position`."""
        self.done, self.ended = self.done + self.sizes[position], self.ended + 1
        passed = time.perf_counter() - self.begun
        rest = passed * (sum(self.sizes) / self.done - 1)
        print(f"{self.ended} of {len(self.sizes)}: {what}; {passed:.0f} s, some {rest:.0f} s left", flush=True)


def options() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(PLAN), help="users of each population")
    parser.add_argument("--replicates", type=int, help="at every size (default: more of the small ones)")
    parser.add_argument("--days", type=int, default=DAYS, help="horizon (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=cores(), help="processes (default: %(default)s)")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder to write below (default: the project)")
    parser.add_argument("--page", action="store_true", help="write page and figure from what is stored")
    given = parser.parse_args()
    if given.replicates is not None and given.replicates < 2:
        parser.error(f"--replicates is {given.replicates}; allowed: 2 or more, one alone has no spread")
    return given


def main() -> None:
    """Simulate what is missing, then write page and figure."""
    given = options()
    file, text, figure = (given.root / name for name in (FILE, PAGE, FIGURE))
    for path in (file, text, figure):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not given.page:
        plan = {users: given.replicates or PLAN.get(users, min(PLAN.values())) for users in given.sizes}
        simulate(file, plan, given.days, given.workers)
    stored = json.loads(file.read_text(encoding="utf-8"))
    text.write_text(page(stored), encoding="utf-8")
    draw(stored, figure)
    print(f"wrote {PAGE} and {FIGURE}")


if __name__ == "__main__":
    main()
