"""The Mesa model as a teacher uses it: agents, tables, days, and what is refused."""

from __future__ import annotations

import pytest

from sim import LiveCommerceModel
from sim.base.errors import ParameterError, ResultError, ScenarioError, UnknownNameError
from sim.engines.agents import GenZUser, NewMiddleUser, SilverUser
from sim.engines.compat import mesa
from sim.model import live_commerce
from tests.model.conftest import STEPS

BOTH = pytest.mark.parametrize("kind", ["agents", "compiled"])


@pytest.fixture
def model(kind, request):
    return request.getfixturevalue(kind)


@BOTH
def test_it_is_a_mesa_model(model):
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)
    assert model.steps == model.day == STEPS


@BOTH
def test_agents_are_everybody_who_ever_joined(model):
    assert len(model.agents) == len(model.users)
    assert sorted(model.agents.get("id")) == model.users.index.tolist()


@BOTH
def test_agents_can_be_selected_by_what_they_are(model):
    silver = model.agents.select(agent_type=SilverUser)
    assert 0 < len(silver) < len(model.agents)
    assert set(model.users.loc[silver.get("id"), "age"]) == {"silver"}
    counts = {age: len(model.agents.select(agent_type=age)) for age in (GenZUser, NewMiddleUser, SilverUser)}
    assert sum(counts.values()) == len(model.agents)


@BOTH
def test_agents_can_be_added_up_and_grouped(model):
    assert model.agents.agg("habit", sum) == pytest.approx(model.users["habit"].sum(), abs=1e-9)
    stages = {stage: len(group) for stage, group in model.agents.groupby("life_stage")}
    assert stages == model.users["stage"].value_counts().to_dict()
    some = next(iter(model.agents))
    assert some.trust == pytest.approx(model.users.loc[some.id, "trust"])
    assert some.p.open_intercept == model.parameters_of(some.row).open_intercept


def test_an_agent_tells_what_he_did(agents):
    opened = agents.agents.select(lambda user: user.last_open == agents.day - 1)
    dau = agents.datacollector.get_model_vars_dataframe()["daily_active_users"].iloc[-1]
    assert len(opened) > 0
    assert sum(user.done.opened for user in opened) == len(opened)
    assert dau == pytest.approx(sum(agents.users.loc[opened.get("id"), "weight"]))


def test_a_view_writes_its_row(compiled):
    view = next(iter(compiled.agents))
    before = view.fatigue
    view.fatigue = 0.25
    assert compiled.users.loc[view.id, "fatigue"] == 0.25
    view.fatigue = before
    assert view.who.age in (0, 1, 2)


def test_a_view_does_not_step_by_itself(compiled):
    with pytest.raises(ResultError, match=r"engine='compiled' live inside model\.step\(\)"):
        next(iter(compiled.agents)).step()


def test_many_compiled_users_are_a_table_only(monkeypatch, compiled):
    monkeypatch.setattr(live_commerce, "MOST_VIEWS", 100)
    with pytest.raises(ResultError, match=r"up to 100 users, and this world has 150; model\.users has them all"):
        _ = compiled.agents
    assert len(compiled.users) > 100


def test_agents_belong_to_mesa(compiled):
    with pytest.raises(AttributeError, match="belongs to Mesa"):
        compiled.agents = []


def test_the_horizon_ends():
    model = LiveCommerceModel(users=20, days=3, past=False)
    assert model.running
    model.run_model()
    assert (model.running, model.day) == (False, 3)
    with pytest.raises(ResultError, match=r"the horizon of 3 days is over; ask for more with days="):
        model.step()


def test_without_a_past_it_starts_at_once():
    model = LiveCommerceModel("coupons", users=50, days=20, past=False)
    assert (model.day, len(model.world.daily), model.comparison_day) == (0, 0, 14)
    for day in range(15):
        assert bool(model.world.actives) == (day > 14)
        model.step()
    assert [active.plan.lever for active in model.world.actives] == ["coupons"]
    seen = model.datacollector.get_model_vars_dataframe()
    assert seen["base_retention"].isna().tolist() == [True] * 14 + [False]


def test_defaults_are_enough():
    model = LiveCommerceModel(past=False)
    assert (model.plan.name, model.plan.population.users, model.plan.seed) == ("baseline", 500, 1)
    assert len(model.agents) > 500


@pytest.mark.parametrize(
    ("wrong", "kind", "message"),
    [
        ({"engine": "compild"}, UnknownNameError, "unknown engine 'compild'; did you mean 'compiled'?"),
        ({"scenario": "elder_mod"}, ScenarioError, "unknown scenario 'elder_mod'; did you mean 'elder_mode'?"),
        ({"users": 0}, ScenarioError, "users"),
        ({"set_": {"mesage_rate": 1}}, ScenarioError, "did you mean 'message_rate'?"),
    ],
)
def test_wrong_arguments_are_refused(wrong, kind, message):
    with pytest.raises((kind, ParameterError)) as caught:
        LiveCommerceModel(**wrong)
    assert message in str(caught.value)
