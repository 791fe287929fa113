"""One made-up platform of the study: what its baseline shows, and what the strategies change in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache

import numpy as np

from calibration.evaluations import Simulation, sources
from calibration.fitting import PIVOTS
from calibration.moments import Setting, Shown, seen
from sim.base.sources import MODEL, digest_of
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.outcome import Outcome
from sim.plugins import use
from sim.replicate.onwards import onwards
from sim.replicate.steady import LongRun, long_run
from sim.scenario import Scenario, load_scenario
from sim.scenario.plan import Strength

METRICS = ("base_retention", "rebuy_rate")
"""What a strategy is judged by."""
HORIZON = 90
"""Days of the worlds with and without a strategy [days]."""
LUCKS = 2
"""How often these are lived, each with other luck: an effect is their mean."""
FIRST_LOOK = Setting(users=300, burn_in=120, days=30)
"""The world that is asked for its pivots."""


@dataclass(frozen=True)
class Platform(Simulation):
    """One simulation to do, with strategies of these `strengths` (by scenario) at its end."""

    strengths: Mapping[str, float] | None = None

    @property
    def name(self) -> str:
        """A name for all that decides its result."""
        parts = [super().name, sorted((self.strengths or {}).items()), levers(), METRICS, HORIZON, LUCKS,
                 asdict(FIRST_LOOK)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


@cache
def levers() -> str:
    """A hash of what decides what a strategy changes, besides what decides a baseline."""
    return digest_of((*MODEL, "calibration/coverage/living.py", "scenarios"), also=sources())


def live(task: Platform) -> Shown:
    """What a platform shows, with its `effects`; a function of the module, so that workers find it.

    Means of the steady state that parameters must equal are taken from a first, smaller world.
    """
    use(*task.plugins)
    first = _long(task.parameters, replace(FIRST_LOOK, seed=task.setting.seed)).levels()
    pivots = {name: first[name] for name in PIVOTS}
    run = _long({**task.parameters, **pivots}, task.setting)
    levels, effects = run.levels(), effects_of(run, task.strengths or {})
    return Shown(seen(run, task.keys)[1], levels | {f"{name} set": value for name, value in pivots.items()}, effects)


def _long(parameters: Mapping[str, float], setting: Setting) -> LongRun:
    return long_run(parameters, users=setting.users, burn_in=setting.burn_in, days=setting.days, seed=setting.seed,
                    threads=1)


def effects_of(run: LongRun, strengths: Mapping[str, float]) -> dict[tuple[str, str, str], float]:
    """(strategy, metric, segment) -> what the strategy changes; the strategy "" has the levels without any.

    Segments are those that the scenario names, and everybody; NaN where nobody can show it.
    """
    if not strengths:
        return {}
    plans = {name: load_scenario(name) for name in strengths}
    arms = [_without(next(iter(plans.values()))), *(_pulled(plan, strengths[name]) for name, plan in plans.items())]
    lived = [_changes(plans, onwards(run, arms, HORIZON, luck)) for luck in range(LUCKS)]
    return {key: float(np.mean([one[key] for one in lived])) for key in lived[0]}


def _changes(plans: Mapping[str, Scenario], outcomes: Sequence[Outcome]) -> dict[tuple[str, str, str], float]:
    """The effects of one luck; `outcomes` are those of the baseline and then of the plans."""
    baseline, *treated = outcomes
    effects = {}
    for (name, plan), outcome in zip(plans.items(), treated, strict=True):
        for segment in dict.fromkeys((*(one.segment for one in plan.outcomes), "all")):
            for metric in METRICS:
                before, after = (evaluate(o, metric, o.segments[segment]).value for o in (baseline, outcome))
                effects[name, metric, segment] = after - before
                effects["", metric, segment] = before
    return effects


def _without(plan: Scenario) -> Scenario:
    return replace(plan, strategies=(), budget=None)


def _pulled(plan: Scenario, strength: float) -> Scenario:
    stated = Strength(strength, strength, stated=True)
    return replace(plan, strategies=tuple(replace(one, strength=stated) for one in plan.strategies))
