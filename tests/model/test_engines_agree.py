"""Through the front door, agents and compiled rows are the same world, and that of `run`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import LiveCommerceModel, run
from tests.model.conftest import SMALL, STEPS, lived


def test_days_are_the_same(agents, compiled):
    one, other = (model.datacollector.get_model_vars_dataframe() for model in (agents, compiled))
    assert len(one) == STEPS
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_users_are_the_same(agents, compiled):
    one, other = agents.users, compiled.users
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-12)
    assert set(one["stage"]) <= {"trial", "active", "dormant", "uninstalled"}
    assert one["trust"].between(0, 1).all()


def test_days_are_those_of_run():
    world = {"users": SMALL["users"], "days": 80, "seed": SMALL["seed"], "engine": "compiled"}
    daily = run("elder_mode", **world).daily
    daily = daily[(daily["segment"] == "all") & daily["day"].between(0, STEPS - 1)]
    model = LiveCommerceModel("elder_mode", **world)
    for _ in range(STEPS):
        model.step()
    seen = model.datacollector.get_model_vars_dataframe()
    for column, same in (("daily_active_users", "dau"), ("orders", "orders"), ("left", "left")):
        np.testing.assert_allclose(seen[column], daily[same], rtol=1e-12, err_msg=column)


def test_what_is_set_on_agents_counts_in_both_engines():
    models = [LiveCommerceModel(users=60, days=30, engine=engine, past=False) for engine in ("agents", "compiled")]
    for model in models:
        model.step()
        model.agents.select(lambda user: user.stage == 1).set("habit", 0.9)
        for _ in range(5):
            model.step()
    one, other = models
    pd.testing.assert_frame_equal(one.users, other.users, rtol=0, atol=1e-12)
    untouched = LiveCommerceModel(users=60, days=30, past=False)
    for _ in range(6):
        untouched.step()
    assert one.users["habit"].mean() > untouched.users["habit"].mean()


@pytest.mark.parametrize("engine", ["agents", "compiled"])
def test_equal_seeds_give_equal_worlds(engine, agents, request):
    again = lived(engine)
    pd.testing.assert_frame_equal(again.users, request.getfixturevalue(engine).users, check_exact=True)
    assert not lived(engine, seed=4).users.equals(again.users)
