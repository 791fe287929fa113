"""The Mesa model as a teacher uses it: agents, tables, days, and what is refused."""

from __future__ import annotations

import copy
import inspect
import pickle

import numpy as np
import pytest
from mesa.batchrunner import batch_run

from sim import LiveCommerceModel
from sim.base.errors import ParameterError, ResultError, ScenarioError, UnknownNameError
from sim.engines.agents import GenZUser, NewMiddleUser, SilverUser
from sim.engines.compat import mesa
from sim.model import live_commerce
from tests.model.conftest import SMALL, STEPS

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


@BOTH
@pytest.mark.parametrize("way", ["do", "shuffle_do", "map"])
def test_agents_do_not_step_past_the_platform(model, way):
    before = model.users
    with pytest.raises(ResultError, match=r"users live inside model\.step\(\).*call model\.step\(\) once a day"):
        getattr(model.agents, way)("step")
    with pytest.raises(ResultError, match=r"users live inside model\.step\(\)"):
        next(iter(model.agents)).step()
    assert model.users.equals(before)


@BOTH
@pytest.mark.parametrize("copied", [lambda model: pickle.loads(pickle.dumps(model)), copy.deepcopy])
def test_a_copy_goes_on_as_the_model_does(kind, copied):
    model = LiveCommerceModel(**{**SMALL, "engine": kind, "past": False})
    for _ in range(13):
        model.step()
    assert len(model.agents) > 150
    other = copied(model)
    for _ in range(4):  # the strategy begins, people join
        model.step()
        other.step()
    assert other.users.equals(model.users) and len(other.users) > 150
    kept = [one.datacollector.get_model_vars_dataframe() for one in (model, other)]
    assert kept[0].equals(kept[1])
    assert [len({agent.unique_id for agent in one.agents}) for one in (model, other)] == [len(model.users)] * 2


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
        ({"users": "500"}, ParameterError, "users must be a whole number such as users=500, found '500'"),
        ({"seed": 1.5}, ParameterError, "seed must be a whole number such as seed=2, found 1.5"),
        ({"replicate": -1}, ParameterError, "replicate is -1; allowed: 0 or more"),
        ({"set_": {"mesage_rate": 1}}, ScenarioError, "did you mean 'message_rate'?"),
    ],
)
def test_wrong_arguments_are_refused(wrong, kind, message):
    with pytest.raises((kind, ParameterError)) as caught:
        LiveCommerceModel(**wrong)
    assert message in str(caught.value)


def test_numbers_of_numpy_are_numbers():
    ours, theirs = (
        LiveCommerceModel(users=one(40), days=one(5), seed=one(7), replicate=one(2), past=False,
                          set_={"message_rate": part(0.25)})
        for one, part in ((int, float), (np.int32, np.float32)))  # fmt: skip
    ours.run_model()
    theirs.run_model()
    assert ours.users.equals(theirs.users)
    assert type(theirs.plan.population.users) is type(theirs.plan.seed) is int


def batch(**how):
    """The rows of a batch run, in its order."""
    parameters = {"users": 60, "days": 4, "past": False, "engine": "compiled", **how.pop("parameters", {})}
    rows = batch_run(LiveCommerceModel, parameters, display_progress=False, **how)
    return sorted(rows, key=lambda row: row["RunId"])


@pytest.mark.filterwarnings("ignore:The `iterations`:DeprecationWarning")
def test_iterations_of_a_batch_are_replicates():
    rows = batch(iterations=3)
    assert len({row["minutes"] for row in rows}) == 3
    assert [row["minutes"] for row in batch(iterations=3)] == [row["minutes"] for row in rows]
    alone = LiveCommerceModel(users=60, days=4, past=False, engine="compiled", replicate=rows[2]["iteration"])
    alone.run_model()
    assert alone.datacollector.model_vars["minutes"][-1] == rows[2]["minutes"]


@pytest.mark.skipif("rng" not in inspect.signature(batch_run).parameters, reason="Mesa hands over seeds later than 3.3")
def test_a_seed_of_a_batch_is_the_seed():
    rows = batch(rng=[5, 6])
    for row in rows:
        alone = LiveCommerceModel(users=60, days=4, past=False, engine="compiled", seed=row["seed"])
        alone.run_model()
        assert alone.datacollector.model_vars["minutes"][-1] == row["minutes"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The `iterations`:DeprecationWarning")
def test_processes_of_a_batch_give_the_same():
    assert batch(iterations=3, number_processes=2) == batch(iterations=3)
