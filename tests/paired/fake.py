"""A quick stand-in for an engine: worlds of made-up people in which a strategy moves base retention."""

from __future__ import annotations

import datetime
import os
import time

import numpy as np

from sim.cast.hosts import CATEGORIES
from sim.replicate.record import Drawn, Replicate
from sim.scenario.plan import Horizon, Population, PrimaryOutcome, Scenario, Strategy
from tests.outcomes.builder import make_outcome

DAYS = 100


def scenario(name="baseline", strategies=(), worth=0.01, **changes):
    """A scenario with base retention of silver users as its primary outcome, if it has a strategy."""
    outcomes = (PrimaryOutcome("base_retention", "silver", worth),) if strategies else ()
    world = {"population": Population(users=400), "horizon": Horizon(datetime.date(2025, 3, 1), DAYS)}
    return Scenario(name, strategies=tuple(strategies), outcomes=outcomes, **{**world, **changes})


def treated(name="elder_mode", **changes):
    return scenario(name, [Strategy("elder_mode")], **changes)


def simulate(arms, *, replicate, engine="compiled", fixed=False, luck="shared", freeze=False, threads=1,
             progress=None):
    """Worlds in which strength 1 keeps 20 points more of the silver base users."""
    generator = np.random.default_rng([arms[0].seed, replicate])
    people = arms[0].population.users
    chance, kind = generator.random(people), np.arange(people) % 2
    drawn = {"taste": float(generator.random())}
    drawn_at = generator.random()
    outcomes, strengths = [], [[] for _ in arms]
    for number, arm in enumerate(arms):
        if luck == "independent":
            chance = np.random.default_rng([arm.seed, replicate, number]).random(people)
        lift = 0.0
        for strategy in arm.strategies:
            strength = strategy.strength.typical if fixed else strategy.strength.at(drawn_at)
            strengths[number].append(Drawn(arm.name, strategy.name, strategy.lever, strength))
            lift += 0.2 * strength
        stays = chance < 0.5 + 0.1 * (drawn["taste"] if not fixed else 0.5) + lift * kind
        outcomes.append(_outcome(people, kind, stays, arm))
    notes = [("a value was clipped",) if replicate == 0 and number == 0 else () for number in range(len(arms))]
    return Replicate(outcomes, {} if fixed else drawn, [() if fixed else tuple(one) for one in strengths], notes)


def _outcome(people, kind, stays, arm):
    outcome = make_outcome(
        people,
        segments={"silver": kind == 1},
        kind_weight=(1.0, 1.0),
        days=arm.horizon.days,
        kind=kind,
        history=stays.astype(int),
        active_days=stays.astype(int) * 5,
    )
    outcome.scale = 1000.0
    outcome.margin = None if arm.money.margin is None else np.full(len(CATEGORIES), arm.money.margin)
    outcome.money = {strategy.lever: 100.0 for strategy in arm.strategies}
    return outcome


def drifting(arms, **options):
    """`simulate` with a MAU that grows by a tenth of a percent a day."""
    worlds = simulate(arms, **options)
    for outcome in worlds.outcomes:
        outcome.level("mau")[:, 0] = 100_000 + 100 * np.arange(len(outcome.daily))
    return worlds


def slow(arms, *, replicate, **options):
    """`simulate` that can be interrupted: from the third replicate on it waits while the file of HOLD is there."""
    time.sleep(0.1)
    while replicate >= 3 and os.path.exists(os.environ.get("LIVESIM_TEST_HOLD", "")):
        time.sleep(0.02)
    return simulate(arms, replicate=replicate, **options)
