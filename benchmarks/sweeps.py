"""`python -m benchmarks.sweeps`: what the runner of sweeps costs. Writes benchmarks/sweeps.md; takes some five minutes.

Overhead per run, one worker against two, runs a minute at 20,000 users x 120 days alone and sharing a past, a resume
with 10,000 stored runs, and a query over them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.explore.folder import SweepFolder
from sim.explore.load import load_sweep
from sim.explore.runner import run_sweep
from sim.explore.status import status_of
from sim.explore.study import Study
from sim.explore.sweeping import sweep
from tests.paired import fake

FILE = Path(__file__).with_name("sweeps.md")
COUPONS = """name: bench
scenarios: [coupons]
population: {{users: {users}}}
horizon: {{days: {days}}}
factors:
  value: {{field: coupons.options.value, range: 1 yuan..20 yuan, steps: {steps}}}
replicates: {replicates}
metrics: [base_retention, rebuy_rate]
segments: [all, silver]
outcomes: [{{metric: rebuy_rate}}]
"""
QUERY = """SELECT value, avg(difference) FROM read_parquet('{path}') WHERE metric = 'base_retention' AND segment = 'all'
GROUP BY value"""


def study(folder: Path, **sizes: int) -> Study:
    """A sweep of coupon values."""
    path = folder / "bench.yaml"
    path.write_text(COUPONS.format(**sizes), encoding="utf-8")
    return load_sweep(path)


def timed(work: Callable[[], Any]) -> float:
    """Seconds that `work` takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def overhead(folder: Path) -> str:
    """What a run costs beside its simulation, on worlds that take almost no time."""
    small = study(folder, users=400, days=100, steps=100, replicates=10)
    arms = (small.base[0], *small.base[1:])
    world = timed(lambda: [fake.simulate(arms, replicate=n) for n in range(200)]) / 200
    whole = timed(lambda: run_sweep(small, SweepFolder(folder / "over"), workers=1, simulate=fake.simulate)) / 1000
    return (f"Overhead: a run costs {(whole - world) * 1e3:.0f} ms beside its simulation "
            f"(scenario built, measured, kept; 1,000 runs).")


def speeds(folder: Path) -> list[str]:
    """Runs a minute at 20,000 users x 120 days: one worker, two, and without sharing the past."""
    real = study(folder, users=20_000, days=120, steps=8, replicates=2)
    run_sweep(study(folder, users=500, days=80, steps=2, replicates=1), SweepFolder(folder / "warm"), workers=2)
    one = timed(lambda: run_sweep(real, SweepFolder(folder / "one"), workers=1))
    two = timed(lambda: run_sweep(real, SweepFolder(folder / "two"), workers=2))
    single = study(folder, users=20_000, days=120, steps=2, replicates=1)
    alone = timed(lambda: run_sweep(single, SweepFolder(folder / "alone"), workers=1))
    return [f"20,000 users x 120 days, 16 runs (8 points, 2 replicates): {16 / one * 60:.0f} runs a minute "
            f"with one worker, {16 / two * 60:.0f} with two: {one / two:.2f} times as many (their start included).",
            f"Points that share their past against one by one: {(alone / 2) / (one / 16):.2f} times as many runs."]


def stored(folder: Path, runs: int = 10_000) -> list[str]:
    """Resuming and reading a folder with many runs."""
    many = study(folder, users=400, days=100, steps=runs // 10, replicates=10)
    out = folder / "many"
    SweepFolder(out).claim(many.meaning)
    filled = timed(lambda: run_sweep(many, SweepFolder(out), workers=2, simulate=fake.simulate))
    resumed = timed(lambda: run_sweep(many, SweepFolder(out), workers=2, simulate=fake.simulate))
    tables = timed(lambda: sweep(many, out, workers=2, simulate=fake.simulate))
    state = timed(lambda: status_of(out))
    return [f"{runs:,} runs of almost no simulation: {filled:.0f} s to fill, {resumed:.1f} s to find that nothing is "
            f"missing, {tables:.0f} s to make all tables anew, {state:.1f} s for `livesim sweep status`.",
            query(out / "results.parquet")]


def query(path: Path) -> str:
    """A DuckDB query over all results."""
    import duckdb

    duckdb.sql(QUERY.format(path=path)).fetchall()
    seconds = timed(lambda: duckdb.sql(QUERY.format(path=path)).fetchall())
    return f"DuckDB: mean effect by value over the results of these runs in {seconds * 1e3:.0f} ms."


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        lines = [overhead(place), *speeds(place), *stored(place)]
    head = "Written by `python -m benchmarks.sweeps` on 2 processors. Quote ratios, not seconds."
    FILE.write_text("\n\n".join(["# What sweeps cost", head, *lines]) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
