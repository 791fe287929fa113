"""Plans with time, conditions, money and goals: read, written, read again, and told in both languages."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.outcomes.goal import GOALS
from sim.outcomes.signals import SIGNALS
from sim.scenario import load_scenario
from sim.scenario.conditions import read_state, read_trigger
from sim.scenario.dump import state_text, trigger_text
from sim.scenario.goals import target_text
from sim.scenario.plan import STATES, Condition, Cost, Scenario, Strategy
from sim.scenario.show import summary
from sim.scenario.when import Trigger

PLAN = """\
name: planned
extends: baseline
population: {represents: 12 million}
horizon: {start: 2025-03-01, days: 365d}
phases:
  H1: {start: 0d, end: 2025-08-30}
  H2: {start: 2025-08-30}
money: {margin: 20%, by_category: {food: 12%}, return_cost: 12 yuan}
goals:
  - goal: G01
  - {goal: G02, by: 180d}
  - {name: young, metric: monthly_active_users, target: +25%, segment: gen_z}
  - {goal: G05, target: 90%}
  - {metric: bounce_rate, target: -5%}
strategies:
  - lever: interactive_segments
    when: bounce_rate of gen_z 10% above its last 28 days for 3d
    where: {category: beauty}
  - lever: coupons
    when: {on: [618, double_11], phase: H2}
    who: {state: [idle above 3d, trust below 0.8], most: 1 million}
    cost: {fixed: 100 yuan, budget: 100000 yuan}
  - lever: push_messages
    name: weekly
    when: {every: 14d, lasts: 2d, most: 30d}
  - lever: push_messages
    name: rescue
    when: {trigger: interaction_rate below 7% for 3d, lasts: 7d, cooldown: 30d, end: 200d}
"""


@pytest.fixture
def plan(folder):
    (folder / "planned.yaml").write_text(PLAN, encoding="utf-8")
    return load_scenario("planned.yaml")


def test_a_plan_means_what_it_says(plan):
    first, second, third, fourth = (strategy.when for strategy in plan.strategies)
    assert first.trigger == Trigger("bounce_rate", True, 0.1, 28, 3, "gen_z", 14, 0)
    assert (second.start, second.end, second.on, second.phase) == (182, None, ("618", "double_11"), "H2")
    assert second.first(plan.horizon) == 244  # the 31st of October
    assert (third.every, third.lasts, third.most) == (14, 2, 30)
    assert fourth.trigger == Trigger("interaction_rate", False, 0.07, None, 3, "all", 7, 30)
    assert [(phase.name, phase.start, phase.end) for phase in plan.phases] == [("H1", 0, 182), ("H2", 182, 365)]
    assert plan.strategies[1].who.state == (Condition("idle", True, 3.0), Condition("trust", False, 0.8))
    assert (plan.money.margin, plan.money.by_category, plan.money.return_cost) == (0.2, {"food": 0.12}, 12.0)
    assert [goal.name for goal in plan.goals] == ["G01", "G02", "young", "G05", "bounce_rate"]
    assert [target_text(goal) for goal in plan.goals] == ["+20%", "+30%", "+25%", "90%", "-5%"]
    assert plan.goals[1].by == 180 and plan.first_day == 0


def test_a_plan_written_and_read_again_is_the_same(plan):
    assert load_scenario(plan, name="planned").digest == plan.digest


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_is_told_in_words(plan, lang):
    told = "\n".join(summary(plan, lang))
    for part in {"en": ("Gen Z", "618 sales", "at most 1,000,000 users", "Goal young", "20%, food 12%", "H2"),
                 "zh": ("Z世代", "618大促", "最多1,000,000名用户", "目标young", "20%，食品 12%", "H2")}[lang]:
        assert part in told


@pytest.mark.parametrize("signal", sorted(SIGNALS))
@pytest.mark.parametrize("window", [None, 28])
def test_every_sentence_that_is_written_can_be_read(signal, window):
    if window is None and SIGNALS[signal].scaled:
        return
    for above in (True, False):
        trigger = Trigger(signal, above, 0.15, window, 4, "silver")
        assert read_trigger(trigger_text(trigger))[:] == (signal, "silver", above, 0.15, window, 4)


@pytest.mark.parametrize(("english", "chinese"), [
    ("bounce_rate of gen_z 10% above its last 28 days for 3d", "Z世代用户的跳出率比前28天高10%，持续3天"),
    ("interaction_rate below 10% for 7d", "互动率低于10%，持续7天"),
    ("conversion 5% below its last 14 days", "转化率比过去14天低5%"),
])
def test_chinese_sentences_say_the_same(english, chinese):
    assert read_trigger(english) == read_trigger(chinese)


@pytest.mark.parametrize("name", STATES)
def test_every_condition_on_a_state_can_be_read_again(name):
    condition = Condition(name, True, 4.0)
    assert read_state(state_text(condition)) == condition


@pytest.mark.parametrize(("lever", "cost", "lacking"), [
    ("coupons", "{fixed: 1 yuan, reserve: true}", "state a 'budget'"),
    ("elder_mode", "{budget: 50 yuan, reserve: true}", "elder_mode grants none"),
])
def test_a_reservation_needs_coupons_and_a_budget(tmp_path, lever, cost, lacking):
    (tmp_path / "x.yaml").write_text(f"name: x\nstrategies: [{{lever: {lever}, cost: {cost}}}]\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=f"cost.reserve: coupons reserve their face value in a budget; {lacking}"):
        load_scenario(tmp_path / "x.yaml")


@pytest.mark.parametrize(("lang", "void", "apart"), [("en", "become void", "until they are used or run out"),
                                                     ("zh", "作废", "直到用掉或过期")])
def test_a_budget_says_what_becomes_of_coupons_and_can_be_written_again(tmp_path, lang, void, apart):
    for reserve, words in ((False, void), (True, apart)):
        cost = Cost(budget=1000.0, reserve=reserve)
        plan = load_scenario(Scenario("x", strategies=(Strategy("coupons", cost=cost, name="coupons"),)))
        assert words in "\n".join(summary(plan, lang))
        assert load_scenario(plan).strategies[0].cost == cost


@pytest.mark.parametrize(("lang", "words"), [("en", "All strategies together: at most 3,000,000 yuan"),
                                             ("zh", "全部策略合计：最多花费 3,000,000 元")])
def test_a_budget_of_the_plan_is_read_shown_and_can_be_written_again(tmp_path, lang, words):
    (tmp_path / "x.yaml").write_text("name: x\nbudget: 3 million yuan\n", encoding="utf-8")
    plan = load_scenario(tmp_path / "x.yaml")
    assert plan.budget == 3e6 == load_scenario(plan).budget
    assert words in "\n".join(summary(plan, lang))


def test_known_goals_have_a_target_but_one():
    assert [name for name, goal in GOALS.items() if goal is None] == ["G05"]
