"""Strategies at the end of a long run: arms that part from where it stands, with its people, past and luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sim.chance.draws import mixed_seed
from sim.outcomes.outcome import Outcome
from sim.replicate.days import Steps, engine_of
from sim.replicate.past import Past
from sim.replicate.run import live_arm
from sim.replicate.steady import LongRun
from sim.scenario.plan import Scenario, Strategy


def onwards(run: LongRun, arms: Sequence[Scenario], days: int, luck: int = 0, threads: int = 1) -> list[Outcome]:
    """What each of `arms` leaves after `days` days from the morning where `run` stands, which stays there.

    A strategy acts as many days after that morning as its plan says after day 0, at its typical strength. Nobody joins
    by himself: the long run draws newcomers for its own days alone; friends bring some.

    Args:
        arms: scenarios, of which the population, the strategies and the budget count. days: of each arm [days].
        luck: number of the luck that the arms share from that morning on; 0 is that of the run.
        threads: of the engine.
    """
    morning = run.world.day
    fork = run.world.fork()
    if luck:
        fork.seed = mixed_seed(fork.seed, luck)
    past = Past(arms[0], fork.seed, fork, comparison=morning, recorded=run.outcome.first_day)
    past.begin_comparison()
    steps = Steps(engine_of("compiled", threads))
    return [live_arm(past, fork.fork(), later(arm, morning, days), steps).outcome for arm in arms]


def later(arm: Scenario, morning: int, days: int) -> Scenario:
    """An arm whose day 0 is `morning` and which ends `days` later."""
    horizon = replace(arm.horizon, days=morning + days)
    return replace(arm, horizon=horizon, strategies=tuple(_later(one, morning) for one in arm.strategies))


def _later(plan: Strategy, morning: int) -> Strategy:
    end = None if plan.when.end is None else plan.when.end + morning
    return replace(plan, when=replace(plan.when, start=plan.when.start + morning, end=end))
