"""`make bench`: writes benchmarks/results.md. A table to read, never a test: nothing passes or fails on time.

`python -m benchmarks --against COMMIT` says which version stands beside this one, `--large` adds ten million users for
a few days, `--peers FOLDER` measures the peers too (benchmarks/peers.md). Takes some half an hour on two cores; each
part runs alone: `python -m benchmarks.against`, `.big`, `.replicate`, `.peers`.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import against, big, replicate
from sim.engines.agents import AgentEngine
from sim.engines.kernel import CompiledEngine

FILE = Path(__file__).with_name("results.md")


def engines() -> str:
    """Compiled against Mesa agents, on the same users; the compiled engine lives more days, to measure it well."""
    a_day = []
    for engine, days in ((CompiledEngine(1), 100), (AgentEngine(), 5)):
        a_day.append(big.phases(big.world_of(1_000, 101), engine, days)[1] / days)
    return (f"Compiled (1 thread) against Mesa agents, the same 1,000 users: {a_day[1] / a_day[0]:.0f} times faster "
            "(target: 75).")


def planning(replicates: int = 4) -> str:
    """The planning comparison of the design, 20 replicates of it, scaled up from a few."""
    from sim import compare

    seconds = timed(lambda: compare("baseline", ["elder_mode", "referral_tasks", "shorter_streams"], users=50_000,
                                    days=big.DAYS, replicates=replicates, seed=1, cache=False))
    return (f"Planning comparison, 50,000 users x {big.DAYS} days x 4 arms: {replicates} replicates took {seconds:.0f} "
            f"s, 20 would take about {seconds * 20 / replicates:.0f} s.")


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure all, print and write it."""
    given = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    given.add_argument("--against", default=against.START, metavar="COMMIT")
    given.add_argument("--large", action="store_true")
    given.add_argument("--peers", metavar="FOLDER", help="environment of the peers that livesim does not depend on")
    given.add_argument("--rounds", type=int, default=2, help="how often old and new, and the peers, take turns")
    options = given.parse_args()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} processors. Quote ratios, not seconds."
    beside = against.table(options.against, rounds=options.rounds)
    blocks = ["# Benchmarks", machine, beside, "\n".join(big.sizes(options.large)),
              big.whole_run(), big.workers(), engines(), planning(), replicate.table(3)]
    FILE.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))
    if options.peers:
        subprocess.run([sys.executable, "-m", "benchmarks.peers", "--venv", options.peers,
                        "--rounds", str(options.rounds)], check=True)


if __name__ == "__main__":
    main()
