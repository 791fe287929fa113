"""The beginning told once: lived by the compiled engine, the same for agents, and where arms part."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim import LiveCommerceModel, load_scenario
from sim.engines.agents import AgentEngine
from sim.replicate.days import Steps, engine_of
from sim.replicate.past import BURN_IN, first_morning

PLAN = replace(load_scenario("elder_mode", users=120, days=40, seed=3, outcomes=[]), parameters={"delivery_days": 1.0})


def at_day_0(engine):
    """The world of PLAN on the morning of day 0, its past lived by that engine."""
    past = first_morning([PLAN])
    past.live(0, Steps(engine))
    return past.world


def test_the_agents_of_day_0_are_equal_whoever_lived_their_past():
    by_agents, compiled = AgentEngine(), engine_of("compiled", 2)
    one, other = at_day_0(by_agents), at_day_0(compiled)
    for column in one.state.dtype.names:
        exact = one.state.dtype[column].kind == "i"
        np.testing.assert_allclose(one.state[column], other.state[column], rtol=0, atol=0 if exact else 1e-12)
    np.testing.assert_array_equal(np.concatenate(one.orders), np.concatenate(other.orders))
    np.testing.assert_array_equal(one.popularity, other.popularity)


def test_a_model_with_agents_begins_as_a_compiled_one_does():
    models = [LiveCommerceModel(PLAN, users=None, seed=None, engine=engine) for engine in ("agents", "compiled")]
    one, other = (model.users for model in models)
    assert one.equals(other) and len(models[0].agents) == len(models[1].agents)


def test_days_before_the_recorded_past_leave_no_tables():
    past = first_morning([PLAN])
    first = past.world.day
    assert past.recorded - first == BURN_IN
    past.live(0, Steps(engine_of("compiled", 1)))
    assert len(past.world.daily) == -past.recorded


def test_a_skipped_past_begins_on_day_0_with_the_stated_scale():
    plan = replace(PLAN, population=replace(PLAN.population, represents=1.2e6))
    past = first_morning([plan], skipped=True)
    assert past.world.day == past.recorded == 0
    past.begin_comparison()
    assert past.scale == pytest.approx(1e4)


def test_progress_counts_the_days_of_the_past():
    seen = []
    past = first_morning([PLAN])
    first = past.world.day
    past.live(0, Steps(engine_of("compiled", 1), lambda done, wanted: seen.append((done, wanted)), todo=-first))
    assert seen[0] == (1, -first) and seen[-1] == (-first, -first) and len(seen) == -first
