"""Scenarios are found, inherited, changed, and mean the same however they are written."""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import LivesimError, ScenarioError
from sim.scenario import builtin_scenarios, load_scenario
from sim.scenario.load import digest_of
from sim.scenario.plan import Cost, PrimaryOutcome, Strategy, Strength, When, Where, Who

EXAMPLE = """
# yaml-language-server: $schema=./scenario.schema.json
name: elder_mode_half
question: {en: Does elder mode keep silver users?, zh: 长辈模式能留住银发用户吗?}
author: strategy team
extends: baseline
population: {users: 50000, represents: 12 million}
horizon: {start: 2025-03-01, days: 180}
strategies:
  - lever: elder_mode
    who: {segment: silver, share: 50%}    # strategies about rooms also take where
    when: {start: 14d, ramp: 14d}        # days after the start, or dates
    strength: 25%..100%                   # of what was reported; one number fixes it
    cost: {fixed: 200000 yuan, per_user: 0.3 yuan, budget: 500000 yuan}
outcomes: [{metric: base_retention, segment: silver, worth: 1pp}, {metric: rebuy_rate, segment: silver, worth: 1pp}]
"""
CHINESE = """
name: elder_mode_half
extends: baseline
population: {users: 5万, represents: 1200万}
horizon: {days: 180天}
strategies:
  - lever: 长辈模式
    strength: 0.25..1
    who: {share: 0.5, segment: 银发用户}
    when: {start: 2025-03-15, ramp: 2周}
    cost: {per_user: 0.3元, fixed: 20万元, budget: 50万元}
outcomes:
  - {metric: base_retention, segment: 银发用户, worth: 1个百分点}
  - {metric: rebuy_rate, segment: silver users, worth: 1pp}
"""


def write(folder, name, text):
    path = folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_example_of_the_design_is_read_to_the_word(tmp_path):
    scenario = load_scenario(write(tmp_path, "a", EXAMPLE))
    assert scenario.strategies == (
        Strategy(
            lever="elder_mode",
            who=Who("silver", 0.5),
            when=When(14, None, 14),
            strength=Strength(0.25, 1.0, stated=True),
            options={"previews_per_week": 2.0},
            cost=Cost(200_000.0, 0.3, {}, 500_000.0),
            name="elder_mode",
        ),
    )
    assert scenario.outcomes == tuple(PrimaryOutcome(name, "silver", 0.01) for name in ("base_retention", "rebuy_rate"))
    assert (scenario.population.users, scenario.population.represents) == (50_000, 12e6)
    assert scenario.question["zh"] == "长辈模式能留住银发用户吗?"


def test_the_same_scenario_in_chinese_has_the_same_digest(tmp_path):
    english, chinese = (load_scenario(write(tmp_path, "a", text)) for text in (EXAMPLE, CHINESE))
    assert english.digest == chinese.digest
    assert english.strategies == chinese.strategies


def test_comments_change_no_digest_but_meaning_does(tmp_path):
    plain = load_scenario(write(tmp_path, "a", EXAMPLE))
    commented = load_scenario(write(tmp_path, "b", "# why\n" + EXAMPLE.replace("team", "others")))
    other = load_scenario(write(tmp_path, "c", EXAMPLE.replace("50%}", "51%}")))
    assert plain.digest == commented.digest != other.digest


def test_fields_that_a_scenario_does_not_use_leave_its_digest(tmp_path):
    """What was kept under a digest is found again: a new field counts where it is used."""
    scenario = load_scenario(write(tmp_path, "a", EXAMPLE))
    assert scenario.digest == "d018d0f463397ccf8b6a8137563a5ec8cb9ea5588e0321b9ab25bbec9e606404"
    less = dataclasses.replace(scenario, strategies=(dataclasses.replace(scenario.strategies[0], only=()),))
    assert digest_of(less) != scenario.digest


@pytest.mark.parametrize("name", builtin_scenarios())
def test_every_built_in_scenario_is_right_and_reads_back(name):
    scenario = load_scenario(name)
    assert scenario.name == name
    assert set(scenario.question) == {"en", "zh"}
    assert scenario.outcomes or not scenario.strategies
    assert load_scenario(scenario) == scenario


def test_the_baseline_has_no_strategy():
    assert load_scenario("baseline").first_day is None


def test_built_in_scenarios_of_one_strategy_ask_about_the_same_world():
    """Stories of several strategies have horizons of their own."""
    stories = {"outage_on_double_11"}
    single = [s for s in map(load_scenario, builtin_scenarios()) if len(s.strategies) < 2 and s.name not in stories]
    assert len(single) > 30
    assert len({(s.horizon, s.population.users, s.seed) for s in single}) == 1


def test_a_child_inherits_strategies_and_adds_its_own(tmp_path):
    write(tmp_path, "parent", "name: parent\nhorizon: {days: 100}\nseed: 5\nstrategies: [{lever: elder_mode}]\n"
                              "outcomes: [{metric: rebuy_rate, worth: 1pp}]\nparameters: {buy_trust: 1}\n")
    child = load_scenario(write(tmp_path, "child", "name: child\nextends: parent\nhorizon: {start: 2025-06-01}\n"
                                                   "strategies: [{lever: elder_mode}, {lever: coupons}]\n"
                                                   "parameters: {buy_fit: 2}\n"))
    assert [strategy.name for strategy in child.strategies] == ["elder_mode", "elder_mode_2", "coupons"]
    assert (child.horizon.start, child.horizon.days, child.seed) == (datetime.date(2025, 6, 1), 100, 5)
    assert child.parameters == {"buy_trust": 1.0, "buy_fit": 2.0}
    assert child.outcomes == (PrimaryOutcome("rebuy_rate", "all", 0.01),)


def test_a_mistake_in_a_parent_is_told_at_the_parent(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "base", "parent", "name: parent\nstrategies:\n  - lever: coupons\n    strength: 60\n")
    write(tmp_path, "child", "name: child\nextends: base/parent.yaml\nstrategies: [{lever: coupons, strength: 70}]\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("child.yaml")
    assert str(caught.value).splitlines() == [
        "base/parent.yaml:4:15: strategies[0].strength: 60 needs a unit; write 60%",
        "child.yaml:3:41: strategies[0].strength: 70 needs a unit; write 70%",
    ]


def test_a_chain_that_comes_back_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a")):
        write(tmp_path, name, f"name: {name}\nextends: {parent}\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("a.yaml")
    assert str(caught.value) == "c.yaml:2:10: extends: the chain comes back to itself: a -> b -> c -> a"


def test_an_own_baseline_extends_the_built_in_one(tmp_path):
    own = load_scenario(write(tmp_path, "baseline", "name: baseline\nextends: baseline\nseed: 9\n"))
    assert (own.seed, own.population) == (9, load_scenario("baseline").population)


def test_dates_and_rooms(tmp_path):
    text = ("name: x\nhorizon: {start: 2025-05-01}\nstrategies:\n  - lever: 缩短直播时长\n"
            "    where: {category: 美妆, format: 知识带货, share: 30%, host: 3}\n"
            "    when: {start: 2025-05-11, end: 2025-06-01}\n    strength: 60%\n")
    (strategy,) = load_scenario(write(tmp_path, "x", text)).strategies
    assert strategy.where == Where(3, "beauty", "knowledge", 0.3)
    assert strategy.when == When(10, 31, 0)
    assert strategy.strength == Strength(0.6, 0.6, stated=True)


def test_a_call_states_fields_in_place_of_the_file():
    scenario = load_scenario("elder_mode", {"buy_trust": "1.5"}, users=500, days=100, seed=7, hosts=None)
    assert (scenario.population.users, scenario.horizon.days, scenario.seed) == (500, 100, 7)
    assert scenario.parameters == {"buy_trust": 1.5}
    assert scenario.origins == {"buy_trust": "--set"}


def test_a_scenario_is_changed_like_a_file():
    scenario = load_scenario("elder_mode_half", {"buy_trust": 1.5})
    changed = load_scenario(scenario, users=777, outcomes=())
    expected = dataclasses.replace(scenario.population, users=777)
    assert (changed.population, changed.outcomes, changed.strategies) == (expected, (), scenario.strategies)
    assert changed.origins == {"buy_trust": "--set"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"users": 0}, "users=0: population.users: 0 is out of bounds; allowed: 1 to 100000000"),
        ({"seed": "x"}, "seed must be a whole number such as seed=20, found 'x'"),
        ({"user": 10}, "unknown setting 'user'; did you mean 'users'? (allowed: author, days, hosts, name, "
                       "outcomes, oversample, represents, seed, start, users)"),
        ({"set_": {"buy_trust": "much"}},
         "--set buy_trust=much: parameters.buy_trust: 'much' is not a number; write it as 10"),
    ],
)  # fmt: skip
def test_wrong_calls(call, message):
    with pytest.raises(LivesimError) as caught:
        load_scenario("elder_mode", **call)
    assert str(caught.value) == message


def test_days_too_few_for_the_outcomes_of_the_file():
    wanted = r"^scenarios/elder_mode\.yaml:\d+:14: outcomes\[0\]\.metric: base_retention needs 56 days"
    with pytest.raises(ScenarioError, match=wanted):
        load_scenario("elder_mode", days=60)
    assert load_scenario("elder_mode", days=60, outcomes=()).outcomes == ()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("elder_mod", r"unknown scenario 'elder_mod'; did you mean 'elder_mode"),
        ("nowhere/x.yaml", r"^there is no scenario file 'nowhere/x\.yaml'$"),
    ],
)
def test_a_scenario_that_is_not_there(name, message):
    with pytest.raises(ScenarioError, match=message):
        load_scenario(name)


SHARES = st.floats(0, 1).filter(lambda x: x == 0 or x > 1e-6)


@given(share=SHARES, low=SHARES, start=st.integers(0, 179), ramp=st.integers(0, 400),
       fixed=st.floats(0, 1e9).filter(lambda x: x == 0 or x > 1e-6), likes=st.floats(1, 200))
def test_what_is_changed_in_a_plan_survives_writing(share, low, start, ramp, fixed, likes):
    strategy = Strategy(
        "referral_tasks", Who("gen_z", share), when=When(start, None, ramp), strength=Strength(low, 1.0, True),
        options={"likes": likes, "reward": 10.0, "valid_days": 14.0}, cost=Cost(fixed, per_event={"share": fixed}),
        name="mine")
    scenario = dataclasses.replace(load_scenario("baseline"), strategies=(strategy,))
    assert load_scenario(scenario).strategies == (strategy,)


FIELDS = {"name": "mine", "extends": "elder_mode", "population": {"users": np.int64(500)}, "horizon": {"days": 100}}


def test_the_fields_of_a_file_may_be_a_dict():
    assert load_scenario(FIELDS).strategies == load_scenario("elder_mode").strategies
    users = [load_scenario(FIELDS, users=users).population.users for users in (None, np.int32(7))]
    assert users == [500, 7]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"strategies": []}, "scenario: name: is missing"),
        ({**FIELDS, "horizon": {"dayz": 3}},
         "scenario 'mine': horizon.dayz: unknown field 'dayz'; did you mean 'days'? "
         "(allowed: days, start)"),
        ({**FIELDS, 3: 4}, "scenario 'mine': a field's name is text, found 3"),
        ({"name": "mine", "strategies": {}}, "scenario 'mine': strategies: a list is needed, found a mapping"),
        ({"name": "mine", "extends": "elder_mod"}, "scenario 'mine': extends: unknown scenario 'elder_mod'; did you"),
    ],
)
def test_a_wrong_dict_names_the_place_in_it(fields, message):
    with pytest.raises(ScenarioError) as caught:
        load_scenario(fields)
    assert str(caught.value).startswith(message)


def test_a_dict_that_holds_itself_is_refused():
    fields = {"name": "mine"}
    fields["strategies"] = [fields]
    with pytest.raises(ScenarioError, match="lists and mappings lie in each other more than 40"):
        load_scenario(fields)


def test_nobody_signs_for_the_author_of_what_is_extended(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: elder_mode\n")
    assert (load_scenario("elder_mode").author, load_scenario(tmp_path / "mine.yaml").author) == ("livesim", "")
