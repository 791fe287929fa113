"""Could donors bring their orders, so that only the burn-in is lived? `python -m benchmarks.shorter_past` answers.

Each world is begun twice from the same donors: with the past that is lived (burn-in, 90 days, delivery, return window),
and with a burn-in alone, before which people hold the last orders of their donors and wait for their parcels. Arms are
lived alike from there. Printed is, for every metric, given less lived with its standard error (paired by replicate).

    python -m benchmarks.shorter_past [--replicates 12] [--users 10000] [--days 74] [--strategies NAME ...] [--fixed]
        [--burn-in 30] [--without-orders] [--set NAME=VALUE ...]

`--without-orders` gives none: with a longer burn-in it shows how long a past has to be lived before it counts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from scipy.stats import t as student

from benchmarks.given_past import RECORDED, Donors, donors_of, given_past
from calibration.refit import STEADY_BURN_IN, STEADY_USERS
from sim.base.params import defaults
from sim.cast import fit
from sim.outcomes.goal import GOALS
from sim.outcomes.outcome import Outcome
from sim.paired.arms import in_one_world
from sim.replicate import measure, run
from sim.replicate.leavings import outcome_of
from sim.replicate.past import BURN_IN, Past, first_morning
from sim.scenario.load import load_scenario
from sim.scenario.plan import Scenario
from sim.world.world import World

SEGMENTS = ("all", "silver")
FAR = 2.0
"""Standard errors beyond which a difference is called far."""


def levels(arms: Sequence[Scenario], donors: Donors, begin: Callable[..., Past], replicate: int,
           fixed: bool) -> tuple[pd.DataFrame, float]:
    """(metric -> its level in each arm, CPU time [s] of the simulation) of one replicate whose past begins so."""
    begun = fit.Start(donors.rows, defaults(fit.fitted()))
    with patch.object(run, "first_morning", begin), patch.object(fit, "start", lambda own="": begun), \
            patch.object(run, "outcome_of", with_unlived_days):
        since = time.process_time()
        worlds = run.simulate(arms, replicate=replicate, fixed=fixed)
        took = time.process_time() - since
    record = measure.record(arms, worlds, with_curves=False, segments=SEGMENTS)
    rows = record.rows.assign(value=record.rows["numerator"] / record.rows["denominator"])
    rows["name"] = [name if segment == "all" else f"{name} ({segment})"
                    for name, segment in zip(rows["name"], rows["segment"], strict=True)]
    table = rows.pivot(index="name", columns="arm", values="value")
    for goal in record.goals:
        for field in ("before", "value"):
            table.loc[f"goal {goal['goal']} {field}", goal["arm"]] = goal[field]
    orders = worlds.outcomes[0].orders
    early = orders[orders["day"] < worlds.outcomes[0].comparison_day - 30]
    table.loc["orders 31..112 days before", :] = len(early) / arms[0].population.users
    table.loc["drift of MAU in 90 days", :] = record.drift
    return table, took


def with_unlived_days(world: World, arm: Scenario, first_day: int, *more: Any) -> Outcome:
    """`outcome_of` a world of which the first recorded days may not have been lived: nothing is counted on them."""
    missing = world.day - first_day - len(world.daily)
    world.daily = [np.zeros_like(world.daily[0])] * missing + world.daily
    return outcome_of(world, arm, first_day, *more)


def compared(lived: np.ndarray, given: np.ndarray) -> tuple[float, float, float, float]:
    """(mean of lived, given less lived, its standard error, ratio of the spreads over replicates)."""
    apart = given - lived
    spread = lived.std(ddof=1)
    return lived.mean(), apart.mean(), apart.std(ddof=1) / len(apart) ** 0.5, given.std(ddof=1) / (spread or np.nan)


def told(what: str, lived: list[pd.DataFrame], given: list[pd.DataFrame], arm: str, less: str | None) -> None:
    """Print the metrics of an arm (`less` the baseline), those that are far apart marked, and how many they are."""
    rows, far = [], 0
    for name in lived[0].index:
        one, two = (np.array([float(t.loc[name, arm] - (t.loc[name, less] if less else 0.0)) for t in tables])
                    for tables in (lived, given))
        if not np.isfinite(one).all() or not np.isfinite(two).all():
            continue
        mean, apart, error, spread = compared(one, two)
        if error > 0.0:
            rows.append((name, mean, apart, error, apart / error, spread))
            far += abs(apart / error) > FAR
    print(f"\n{what}\n{'metric':46}{'lived':>11}{'given - lived':>15}{'std error':>11}{'in errors':>11}{'spread':>8}")
    for name, mean, apart, error, errors, spread in rows:
        print(f"{name:46}{mean:11.5g}{apart:+15.3g}{error:11.2g}{errors:+10.1f}{'*' if abs(errors) > FAR else ' '}"
              f"{spread:8.2f}")
    chance = 2 * student.sf(FAR, len(lived) - 1) * len(rows)
    print(f"{far} of {len(rows)} lie beyond {FAR:g} standard errors; by chance alone some {chance:.1f} would")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser()
    for name, value in (("replicates", 12), ("users", 10_000), ("days", 74), ("burn-in", BURN_IN),
                        ("donors", STEADY_USERS), ("long", STEADY_BURN_IN)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--strategies", nargs="*", default=["elder_mode", "referral_tasks"])
    parser.add_argument("--fixed", action="store_true")
    parser.add_argument("--without-orders", action="store_true")
    parser.add_argument("--set", action="append", default=[])
    return parser.parse_args()


def main() -> None:
    """Simulate both pasts, and print what differs."""
    asked = arguments()
    stated = {name: float(value) for name, value in (pair.split("=") for pair in asked.set)}
    baseline, *treated = (load_scenario(name, users=asked.users, days=asked.days)
                          for name in ("baseline", *asked.strategies))
    arms = in_one_world(baseline, treated)[0] if treated else (baseline,)
    goals = tuple(goal for goal in GOALS.values() if goal is not None)
    arms = tuple(replace(arm, parameters={**arm.parameters, **stated}, goals=goals) for arm in arms)
    donors = donors_of(asked.donors, asked.long)
    print(f"{len(donors.rows):,} donors and {len(donors.gone):,} buyers who are gone, with {len(donors.orders):,} "
          f"orders of {RECORDED} days")
    begins = (first_morning, partial(given_past, donors, asked.burn_in, not asked.without_orders))
    pairs = [[levels(arms, donors, begin, number, asked.fixed) for begin in begins]
             for number in range(asked.replicates)]
    lived, given = ([pair[k][0] for pair in pairs] for k in (0, 1))
    told("levels of the baseline", lived, given, "baseline", None)
    for name in asked.strategies:
        told(f"effect of {name}", lived, given, name, "baseline")
    took = [min(pair[k][1] for pair in pairs) for k in (0, 1)]
    print(f"\nCPU of a replicate, the least: lived {took[0]:.2f} s, given {took[1]:.2f} s, ratio "
          f"{took[1] / took[0]:.2f}")


if __name__ == "__main__":
    main()
