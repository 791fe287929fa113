"""How good the bootstrap errors of logs are: worlds that differ in their seeds alone must spread as they say.

`python -m benchmarks.log_errors --worlds 8` prints a line for each number: its mean over the worlds, the bootstrap
error (mean over the first of them), their spread over that error; and the false alarms, the share of numbers that lie
further from their mean than two errors.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from calibration.made_up import platform
from calibration.targets.from_logs import OfLogs, shown_by
from calibration.targets.resampling import Resamples
from calibration.targets.writing import wanted
from sim.base.params import defaults
from sim.cast.fit import fitted
from sim.outcomes.outcome import AGES, TIERS
from sim.replicate.steady import long_run

DAYS = 120
BOOTSTRAPPED = 3
"""Worlds whose users are resampled; the others only show their numbers."""


def logs_of(seed: int, users: int) -> OfLogs:
    """What logs of a made-up world show, with newcomers on every day and no parcels."""
    values = defaults(fitted()) | dict(platform().values)
    run = long_run(values, users=users, burn_in=250, days=300, seed=seed, threads=1, ahead=DAYS)
    seen = run.watch(DAYS, threads=1)
    known = ["all", *AGES, *(f"{tier}_tier" for tier in TIERS)]
    seen = replace(seen, parcels=seen.parcels[:0], parcels_from=seen.last + 1,
                   groups={name: seen.groups[name] for name in known})
    return shown_by(seen, wanted(), users, Resamples(40 if seed <= BOOTSTRAPPED else 2, seed=seed))


def main() -> None:
    """Print the table and the false alarms."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--worlds", type=int, default=8)
    asked.add_argument("--users", type=int, default=2_500)
    given = asked.parse_args()
    worlds = [logs_of(seed, given.users).own for seed in range(1, given.worlds + 1)]
    keys = [key for key in worlds[0] if all(key in world for world in worlds)]
    values = np.array([[world[key].row.value for key in keys] for world in worlds])
    errors = np.array([[world[key].error for key in keys] for world in worlds[:BOOTSTRAPPED]])
    error = np.sqrt((errors**2).mean(axis=0))
    spread = values.std(axis=0, ddof=1) / error
    for (name, segment), *row in zip(keys, values.mean(axis=0), error, spread, strict=True):
        print(f"{name:32} {segment:11} {row[0]:10.4g} {row[1]:9.2g} {row[2]:6.2f}", flush=True)
    away = np.abs(values - values.mean(axis=0)) / error / np.sqrt(1.0 - 1.0 / given.worlds)
    print(f"{len(keys)} numbers, {given.worlds} worlds: spread over error {np.median(spread):.2f} (median), "
          f"{np.sqrt((spread**2).mean()):.2f} (root mean square); beyond one error {(away > 1).mean():.0%} "
          f"(of a normal 32%), beyond two {(away > 2).mean():.1%} (4.6%)")


if __name__ == "__main__":
    main()
