"""Agents say who they are and what they did, and trust can be set."""

from __future__ import annotations

import pydoc
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import LiveCommerceModel
from sim.base.errors import ResultError
from sim.engines.readable import DayRecord
from sim.users.rules.trust import experiences_for, trust_of
from tests.model.conftest import SMALL

BOTH = pytest.mark.parametrize("kind", ["agents", "compiled"])
COUNT = st.floats(0, 200)
SHARE = st.floats(0.001, 0.999)


@BOTH
def test_who_an_agent_is_can_be_read(kind, request):
    model = request.getfixturevalue(kind)
    for user in list(model.agents)[:40]:
        row = model.users.loc[user.id]
        assert (user.segment, user.traits["age"], user.traits["tier"]) == (row["age"], row["age"], row["tier"])
        assert user.traits["skill"] == row["skill"] and user.traits["overseas"] is bool(row["overseas"])
        assert user.traits["needs"]["social"] == row["need_social"]
        assert sum(user.traits["needs"].values()) == pytest.approx(1)
        assert user.segment in repr(user) and str(user.id) in repr(user)


@given(SHARE, COUNT, COUNT, st.floats(0.1, 50), st.floats(0.1, 50))
def test_trust_is_what_it_was_set_to_and_no_experience_is_lost(trust, good, bad, prior_good, prior_bad):
    p = SimpleNamespace(trust_prior_good=prior_good, trust_prior_bad=prior_bad)
    new = experiences_for(trust, good, bad, p)
    assert trust_of(*new, p) == pytest.approx(trust)
    assert min(new) >= 0 and sum(new) >= (good + bad) * (1 - 1e-9) - 1e-9


def test_trust_that_is_there_already_changes_nothing():
    p = SimpleNamespace(trust_prior_good=3.0, trust_prior_bad=1.2)
    assert experiences_for(trust_of(5.0, 2.0, p), 5.0, 2.0, p) == pytest.approx((5.0, 2.0))


@BOTH
def test_trust_that_is_set_counts_from_the_next_step_on(kind):
    models = [LiveCommerceModel(**SMALL | {"engine": kind, "past": False}) for _ in range(2)]
    models[1].agents.set("trust", 0.1)
    assert models[1].users["trust"].to_numpy() == pytest.approx(0.1)
    for model in models:
        for _ in range(5):
            model.step()
    usual, wary = (model.datacollector.get_model_vars_dataframe()["daily_active_users"].sum() for model in models)
    assert wary < usual


@BOTH
@pytest.mark.parametrize("wrong", [0.0, 1.0, 1.5, -0.2, float("nan")])
def test_no_number_of_experiences_gives_such_a_trust(kind, wrong, request):
    user = next(iter(request.getfixturevalue(kind).agents))
    before = user.trust
    with pytest.raises(ResultError, match="between 0 and 1"):
        user.trust = wrong
    assert user.trust == before


def test_a_day_prints_what_happened_in_minutes_and_yuan(agents):
    done = next(user.done for user in agents.agents if user.done.opened and user.done.visits > user.done.bounces)
    assert f"visits={done.visits}" in repr(done) and f"minutes={done.milliminutes / 1000:.1f}" in repr(done)
    assert "problems=0" not in repr(done)
    record = DayRecord()
    assert repr(record) == "DayRecord(nothing happened)"
    record.opened, record.orders, record.order_fen[0] = 1, 1, 8_950
    assert "paid_yuan=89.5" in repr(record)


def test_rows_keep_no_record_of_a_day(compiled):
    with pytest.raises(ResultError, match="build the model with engine='agents'"):
        _ = next(iter(compiled.agents)).done


def test_help_on_the_model_is_ours():
    told = pydoc.render_doc(LiveCommerceModel, renderer=pydoc.plaintext)
    own = told.partition("inherited from")[0]
    assert "user.trust = 0.2" in own and "Build the world and live its past" in own
    assert "Overload the constructor" not in own and "rng : Pseudorandom" not in own
