"""Wrong plans, each with its message: triggers, repetition, phases, users' own state, money and goals."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.base.message import message_of
from sim.scenario import load_scenario
from sim.texts.messages import translated
from tests.texts.english import english_in

ELDER = "name: x\nstrategies:\n  - lever: elder_mode\n    "
STREAMS = "name: x\nstrategies:\n  - lever: shorter_streams\n    "
WRONG = {
    "trigger_is_no_sentence": (
        ELDER + "when: {trigger: soon}\n",
        "x.yaml:4:21: strategies[0].when.trigger: 'soon' is not a condition; write it as 'bounce_rate "
        "10% above its last 28 days for 3d' or 'interaction_rate of gen_z below 10% for 7d'",
    ),
    "trigger_alone_is_no_sentence": (
        ELDER + "when: soon\n",
        "x.yaml:4:11: strategies[0].when.trigger: 'soon' is not a condition; write it as 'bounce_rate "
        "10% above its last 28 days for 3d' or 'interaction_rate of gen_z below 10% for 7d'",
    ),
    "trigger_unknown_signal": (
        ELDER + "when: bounce_rat 10% above its last 28 days\n",
        "x.yaml:4:11: strategies[0].when.trigger: unknown signal 'bounce_rat'; did you mean "
        "'bounce_rate'?",
    ),
    "trigger_unknown_segment": (
        ELDER + "when: bounce_rate of sliver 10% above its last 28 days\n",
        "x.yaml:4:11: strategies[0].when.trigger: unknown segment 'sliver'; did you mean 'silver'? "
        "(allowed: all, gen_z, lower_tier, new_middle, overseas, silver, upper_tier)",
    ),
    "trigger_change_without_percent": (
        ELDER + "when: bounce_rate 10 above its last 28 days\n",
        "x.yaml:4:11: strategies[0].when.trigger: 10 needs a unit; write 10%",
    ),
    "trigger_level_without_unit": (
        ELDER + "when: bounce_rate above 60 for 3d\n",
        "x.yaml:4:11: strategies[0].when.trigger: 60 needs a unit; write 60%",
    ),
    "trigger_on_a_count": (
        ELDER + "when: orders below 100 for 3d\n",
        "x.yaml:4:11: strategies[0].when.trigger: 'orders' counts simulated users; compare it with its "
        "past: 'orders 10% below its last 28 days'",
    ),
    "trigger_for_no_days": (
        ELDER + "when: bounce_rate above 60% for 0d\n",
        "x.yaml:4:11: strategies[0].when.trigger: 0d is out of bounds; allowed: 1d to 365d",
    ),
    "trigger_looks_back_too_far": (
        ELDER + "when: bounce_rate 10% above its last 500 days\n",
        "x.yaml:4:11: strategies[0].when.trigger: 500d is out of bounds; allowed: 1d to 365d",
    ),
    "trigger_chinese_unknown_signal": (
        ELDER + "when: 跳出律高于60%，持续3天\n",
        "x.yaml:4:11: strategies[0].when.trigger: unknown signal '跳出律'; did you mean '跳出率'?",
    ),
    "trigger_and_every": (
        ELDER + "when: {trigger: bounce_rate above 60%, every: 14d}\n",
        "x.yaml:4:44: strategies[0].when.every: a strategy repeats or has a trigger, not both",
    ),
    "lasts_without_every": (
        ELDER + "when: {lasts: 3d}\n",
        "x.yaml:4:12: strategies[0].when.lasts: says how long each repetition or trigger acts; write "
        "'every' or 'trigger' too, or 'end'",
    ),
    "cooldown_without_trigger": (
        ELDER + "when: {cooldown: 3d}\n",
        "x.yaml:4:12: strategies[0].when.cooldown: says how long a trigger rests; write 'trigger' too",
    ),
    "lasts_longer_than_every": (
        ELDER + "when: {every: 7d, lasts: 8d}\n",
        "x.yaml:4:30: strategies[0].when.lasts: 8d do not fit into every 7d",
    ),
    "every_no_days": (
        ELDER + "when: {every: 0d}\n",
        "x.yaml:4:19: strategies[0].when.every: 0d is out of bounds; allowed: 1d to 3650d",
    ),
    "most_without_unit": (
        ELDER + "when: {most: 30}\n",
        "x.yaml:4:18: strategies[0].when.most: 30 needs a unit; write 30d",
    ),
    "calendar_unknown_name": (
        ELDER + "when: {on: [double_1l]}\n",
        "x.yaml:4:17: strategies[0].when.on[0]: unknown calendar 'double_1l'; did you mean 'double_12'?",
    ),
    "calendar_never_in_the_horizon": (
        ELDER + "when: {on: [spring_festival]}\n",
        "x.yaml:4:16: strategies[0].when.on: no day of the strategy is called so: between its start and "
        "its end there is no spring_festival",
    ),
    "phase_without_phases": (
        ELDER + "when: {phase: H1}\n",
        "x.yaml:4:19: strategies[0].when.phase: 'H1' is not a phase: the scenario has none; write them "
        "under 'phases'",
    ),
    "phase_unknown": (
        "name: x\n"
        "phases:\n"
        "  H1: {start: 0d, end: 30d}\n"
        "  H2: {start: 30d}\n"
        "strategies:\n"
        "  - lever: elder_mode\n"
        "    when: {phase: H3}\n",
        "x.yaml:7:19: strategies[0].when.phase: unknown phase 'H3'; did you mean 'H2'? (allowed: H1, "
        "H2)",
    ),
    "phase_ends_before_it_starts": (
        "name: x\nphases:\n  H1: {start: 40d, end: 30d}\n",
        "x.yaml:3:25: phases.H1.end: the end, day 30, must come after the start, day 40",
    ),
    "phase_before_the_horizon": (
        "name: x\nphases:\n  H1: {start: 2024-01-01}\n",
        "x.yaml:3:15: phases.H1.start: 2024-01-01 is before the start of the horizon, 2025-03-01",
    ),
    "phase_beyond_the_horizon": (
        "name: x\nphases:\n  H1: {start: 400d}\n",
        "x.yaml:3:15: phases.H1.start: day 400 is beyond the horizon; its last day is 179d (2025-08-27)",
    ),
    "state_is_no_condition": (
        ELDER + "who: {state: [sleepy]}\n",
        "x.yaml:4:19: strategies[0].who.state[0]: 'sleepy' is not a condition; write it as 'idle above "
        "7d' or 'trust below 0.5'",
    ),
    "state_unknown": (
        ELDER + "who: {state: [trsut below 0.5]}\n",
        "x.yaml:4:19: strategies[0].who.state[0]: unknown state 'trsut'; did you mean 'trust'? "
        "(allowed: annoyance, attachment, belonging, fatigue, habit, idle, satisfaction, tenure, trust)",
    ),
    "state_idle_without_unit": (
        ELDER + "who: {state: [idle above 7]}\n",
        "x.yaml:4:19: strategies[0].who.state[0]: 7 needs a unit; write 7d",
    ),
    "state_is_not_a_list": (
        ELDER + "who: {state: idle above 7d}\n",
        "x.yaml:4:18: strategies[0].who.state: a list is needed, found 'idle above 7d'",
    ),
    "most_no_users": (
        ELDER + "who: {most: 0}\n",
        "x.yaml:4:17: strategies[0].who.most: 0 is out of bounds; allowed: 1 to 10000000000",
    ),
    "per_user_of_rooms": (
        STREAMS + "cost: {per_user: 1 yuan}\n",
        "x.yaml:4:12: strategies[0].cost.per_user: shorter_streams changes rooms, which have no users "
        "of their own; write 'fixed' or 'per_event'",
    ),
    "budget_of_the_plan_below_the_fixed_costs": (
        "name: x\nbudget: 90 yuan\nstrategies:\n  - lever: elder_mode\n    cost: {fixed: 60 yuan}\n"
        "  - lever: shorter_streams\n    cost: {fixed: 40 yuan}\n",
        "x.yaml:2:9: budget: the budget of the plan, 90 yuan, does not even pay the fixed costs of its strategies, "
        "100 yuan",
    ),
    "budget_below_the_fixed_cost": (
        ELDER + "cost: {fixed: 100 yuan, budget: 50 yuan}\n",
        "x.yaml:4:37: strategies[0].cost.budget: the budget, 50 yuan, does not even pay the fixed cost, "
        "100 yuan",
    ),
    "goal_unknown": (
        "name: x\ngoals:\n  - goal: G9\n",
        "x.yaml:3:11: goals[0].goal: unknown goal 'G9' (allowed: G01, G02, G03, G04, G05)",
    ),
    "goal_without_anything": (
        "name: x\ngoals:\n  - {segment: silver}\n",
        "x.yaml:3:5: goals[0]: a goal needs a 'metric' and a 'target', or the name of a known one, such "
        "as 'goal: G01'",
    ),
    "goal_without_target": (
        "name: x\ngoals:\n  - {metric: interaction_rate}\n",
        "x.yaml:3:5: goals[0].target: is missing; write a level such as 40%, or a change such as +20%",
    ),
    "goal_g05_without_target": (
        "name: x\ngoals:\n  - goal: G05\n",
        "x.yaml:3:5: goals[0].target: is missing; write a level such as 40%, or a change such as +20%",
    ),
    "goal_unknown_signal": (
        "name: x\ngoals:\n  - {metric: interaction_rat, target: 10%}\n",
        "x.yaml:3:14: goals[0].metric: unknown goal signal 'interaction_rat'; did you mean "
        "'interaction_rate'?",
    ),
    "goal_of_a_count_as_a_level": (
        "name: x\ngoals:\n  - {metric: monthly_active_users, target: 1000}\n",
        "x.yaml:3:44: goals[0].target: '1000': 'monthly_active_users' counts simulated users; write a "
        "change such as +25%",
    ),
    "goal_target_without_unit": (
        "name: x\ngoals:\n  - {metric: minutes_per_active_user_day, target: 9}\n",
        "x.yaml:3:51: goals[0].target: 9 needs a unit; write 9min",
    ),
    "goal_by_beyond_the_horizon": (
        "name: x\ngoals:\n  - {goal: G01, by: 400d}\n",
        "x.yaml:3:21: goals[0].by: day 400 is beyond the horizon, which has 180 days",
    ),
    "goal_twice": (
        "name: x\ngoals:\n  - goal: G01\n  - goal: G01\n",
        "x.yaml:4:5: goals[1]: 'G01' names two goals",
    ),
    "money_margin_in_yuan": (
        "name: x\nmoney: {margin: 20 yuan}\n",
        "x.yaml:2:17: money.margin: '20 yuan': unknown unit 'yuan' (allowed: %)",
    ),
    "money_unknown_category": (
        "name: x\nmoney: {margin: 20%, by_category: {foot: 10%}}\n",
        "x.yaml:2:36: money.by_category.foot: unknown category 'foot'; did you mean 'food'? (allowed: "
        "apparel, beauty, culture, digital, family, food, health, home)",
    ),
    "money_without_a_margin": (
        "name: x\nmoney: {return_cost: 12 yuan}\n",
        "x.yaml:2:8: money: needs 'margin', the share of an order's value that is earned, such as "
        "margin: 20%",
    ),
    "money_unknown_field": (
        "name: x\nmoney: {margn: 20%}\n",
        "x.yaml:2:9: money.margn: unknown field 'margn'; did you mean 'margin'? (allowed: by_category, "
        "example, margin, return_cost)",
    ),
}
"""File -> how its message begins; the lists of allowed signals at the end of some would say nothing here."""


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_plan_gets_its_message(case, names, folder):
    written, message = WRONG[case]
    (folder / "x.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml")
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)
    assert english_in(translated(message_of(caught.value), "zh")) == []
