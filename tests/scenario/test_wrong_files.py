"""Wrong scenario files, each with its exact message: where, what was found, what is allowed, what was meant."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.base.message import message_of
from sim.scenario import load_scenario
from sim.texts.messages import translated
from tests.texts.english import english_in

WRONG = {
    "unknown_segment": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {segment: sliver}
""",
        "x.yaml:4:20: strategies[0].who.segment: unknown segment 'sliver'; did you mean 'silver'? "
        "(allowed: all, gen_z, lower_tier, new_middle, overseas, silver, upper_tier)",
    ),
    "unknown_segment_chinese": (
        """\
name: x
strategies:
  - lever: 长辈模式
    who:
      segment: 银法用户
""",
        "x.yaml:5:16: strategies[0].who.segment: unknown segment '银法用户'; did you mean '银发用户'? "
        "(allowed: Z世代用户, 一二线城市用户, 下沉市场用户, 全体用户, 新中产用户, 海外用户, 银发用户)",
    ),
    "unknown_lever": (
        """\
name: x
strategies:
  - lever: elder_mod
""",
        "x.yaml:3:12: strategies[0].lever: unknown lever 'elder_mod'; did you mean 'elder_mode'? "
        "(allowed: elder_mode, referral_tasks, shorter_streams)",
    ),
    "unknown_field": (
        """\
name: x
strategis: []
""",
        "x.yaml:2:1: strategis: unknown field 'strategis'; did you mean 'strategies'? (allowed: "
        "author, budget, experiment, extends, fit, goals, horizon, money, name, outcomes, parameters, phases, "
        "population, question, seed, strategies)",
    ),
    "unknown_nested_field": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {segmnt: silver}
""",
        "x.yaml:4:11: strategies[0].who.segmnt: unknown field 'segmnt'; did you mean 'segment'? "
        "(allowed: behaviour, most, need, segment, share, state)",
    ),
    "unknown_metric": (
        """\
name: x
outcomes:
  - {metric: base_retain, segment: silver, worth: 1pp}
""",
        "x.yaml:3:14: outcomes[0].metric: unknown metric 'base_retain'; did you mean "
        "'base_retention'? (allowed: base_retention, order_value, rebuy_rate, repeat_buyers)",
    ),
    "unknown_option": (
        """\
name: x
strategies:
  - lever: shorter_streams
    options: {lenght: 90min}
""",
        "x.yaml:4:15: strategies[0].options.lenght: unknown option of shorter_streams 'lenght'; did "
        "you mean 'length'? (allowed: length)",
    ),
    "unknown_category": (
        """\
name: x
strategies:
  - lever: shorter_streams
    where: {category: beuty}
""",
        "x.yaml:4:23: strategies[0].where.category: unknown category 'beuty'; did you mean 'beauty'? "
        "(allowed: apparel, beauty, culture, digital, family, food, health, home)",
    ),
    "unknown_format_chinese": (
        """\
name: x
strategies:
  - lever: shorter_streams
    where: {format: 知识带获}
""",
        "x.yaml:4:21: strategies[0].where.format: unknown format '知识带获'; did you mean '知识带货'? "
        "(allowed: 专家讲解, 公益助农, 场景带货, 用户共创, 直播课堂, 知识带货, 纯带货)",
    ),
    "unknown_behaviour": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {behaviour: dormnt}
""",
        "x.yaml:4:22: strategies[0].who.behaviour: unknown behaviour 'dormnt'; did you mean "
        "'dormant'? (allowed: dormant, frequent, occasional)",
    ),
    "unknown_need": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {need: money}
""",
        "x.yaml:4:17: strategies[0].who.need: unknown need 'money' (allowed: learning, personal, "
        "social, value)",
    ),
    "unknown_event": (
        """\
name: x
strategies:
  - lever: elder_mode
    cost: {per_event: {orders: 1 yuan}}
""",
        "x.yaml:4:24: strategies[0].cost.per_event.orders: unknown event 'orders'; did you mean "
        "'order'? (allowed: coupon, message, order, share)",
    ),
    "unknown_parameter": (
        """\
name: x
parameters: {open_bse: 1}
""",
        "x.yaml:2:14: parameters.open_bse: unknown parameter 'open_bse'; did you mean 'open_base'? "
        "(allowed: message_pull, open_base)",
    ),
    "unknown_scenario_extended": (
        """\
name: x
extends: basline
""",
        "x.yaml:2:10: extends: unknown scenario 'basline'; did you mean 'baseline'? "
        "(allowed: baseline, elder_mode)",
    ),
    "unknown_unit": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {start: 14dys}
""",
        "x.yaml:4:19: strategies[0].when.start: '14dys': unknown unit 'dys'; did you mean 'days'? "
        "(allowed: d, day, days, w, week, weeks, 周, 天, 日)",
    ),
    "days_without_unit": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {start: 14}
""",
        "x.yaml:4:19: strategies[0].when.start: 14 needs a unit; write 14d",
    ),
    "share_without_unit": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {share: 50}
""",
        "x.yaml:4:18: strategies[0].who.share: 50 needs a unit; write 50%",
    ),
    "share_of_one": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {share: 1}
""",
        "x.yaml:4:18: strategies[0].who.share: 1 needs a unit; write 1% or 100%",
    ),
    "money_without_unit": (
        """\
name: x
strategies:
  - lever: elder_mode
    cost: {fixed: 200000}
""",
        "x.yaml:4:19: strategies[0].cost.fixed: 200000 needs a unit; write 200000 yuan",
    ),
    "minutes_without_unit": (
        """\
name: x
strategies:
  - lever: shorter_streams
    options: {length: 90}
""",
        "x.yaml:4:23: strategies[0].options.length: 90 needs a unit; write 90min",
    ),
    "worth_in_percent": (
        """\
name: x
outcomes: [{metric: base_retention, worth: 1%}]
""",
        "x.yaml:2:44: outcomes[0].worth: '1%' is not a difference of shares; write percentage "
        "points, pp: a percentage could be of the share itself",
    ),
    "worth_without_unit": (
        """\
name: x
outcomes: [{metric: order_value, worth: 5}]
""",
        "x.yaml:2:41: outcomes[0].worth: 5 needs a unit; write 5 yuan",
    ),
    "worth_of_nothing": (
        """\
name: x
outcomes: [{metric: base_retention, worth: 0pp}]
""",
        "x.yaml:2:44: outcomes[0].worth: 0pp is out of bounds; allowed: more than 0pp",
    ),
    "worth_missing": (
        """\
name: x
outcomes:
  - metric: base_retention
""",
        "x.yaml:3:5: outcomes[0].worth: is missing",
    ),
    "lever_missing": (
        """\
name: x
strategies:
  - who: {segment: silver}
""",
        "x.yaml:3:5: strategies[0].lever: is missing",
    ),
    "no_users": (
        """\
name: x
population: {users: 0}
""",
        "x.yaml:2:21: population.users: 0 is out of bounds; allowed: 1 to 100000000",
    ),
    "half_a_user": (
        """\
name: x
population: {users: 10.5}
""",
        "x.yaml:2:21: population.users: 10.5 is not whole; write 10",
    ),
    "share_too_large": (
        """\
name: x
strategies:
  - lever: elder_mode
    who: {share: 130%}
""",
        "x.yaml:4:18: strategies[0].who.share: 130% is out of bounds; allowed: 0% to 100%",
    ),
    "ends_before_it_starts": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {start: 14d, end: 7d}
""",
        "x.yaml:4:29: strategies[0].when.end: the end, day 7, must come after the start, day 14",
    ),
    "starts_beyond_the_horizon": (
        """\
name: x
horizon: {start: 2025-03-01, days: 30}
strategies:
  - lever: elder_mode
    when: {start: 2025-04-15}
""",
        "x.yaml:5:19: strategies[0].when.start: day 45 is beyond the horizon; its last day is 29d "
        "(2025-03-30)",
    ),
    "starts_before_the_horizon": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {start: 2025-02-01}
""",
        "x.yaml:4:19: strategies[0].when.start: 2025-02-01 is before the start of the horizon, "
        "2025-03-01",
    ),
    "no_days": (
        """\
name: x
horizon: {days: 0}
""",
        "x.yaml:2:17: horizon.days: 0 is out of bounds; allowed: 1 to 3650",
    ),
    "negative_ramp": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {ramp: -3d}
""",
        "x.yaml:4:18: strategies[0].when.ramp: -3d is out of bounds; allowed: at least 0d",
    ),
    "part_of_a_day": (
        """\
name: x
strategies:
  - lever: elder_mode
    when: {start: 1.5d}
""",
        "x.yaml:4:19: strategies[0].when.start: 1.5d is not whole; write 2d",
    ),
    "date_not_in_calendar": (
        """\
name: x
horizon: {start: 2025-02-30}
""",
        "x.yaml:2:18: horizon.start: '2025-02-30' is not in the calendar",
    ),
    "horizon_too_short": (
        """\
name: x
horizon: {days: 60}
strategies:
  - lever: elder_mode
    when: {start: 14d}
outcomes:
  - {metric: base_retention, segment: silver, worth: 1pp}
""",
        "x.yaml:7:14: outcomes[0].metric: base_retention needs 56 days after the first strategy day "
        "(14); set horizon.days to 70 or more, found 60",
    ),
    "too_many_outcomes": (
        """\
name: x
outcomes:
  - {metric: base_retention, segment: silver, worth: 1pp}
  - {metric: base_retention, segment: gen_z, worth: 1pp}
  - {metric: rebuy_rate, segment: silver, worth: 1pp}
  - {metric: rebuy_rate, segment: gen_z, worth: 1pp}
""",
        "x.yaml:6:5: outcomes[3]: a scenario has at most 3 primary outcomes",
    ),
    "same_outcome_twice": (
        """\
name: x
outcomes:
  - {metric: rebuy_rate, segment: silver, worth: 1pp}
  - {metric: rebuy_rate, segment: 银发用户, worth: 2pp}
""",
        "x.yaml:4:5: outcomes[1]: rebuy_rate of silver stands twice",
    ),
    "oversample_of_nothing": (
        """\
name: x
population: {oversample: {silver: 0}}
""",
        "x.yaml:2:35: population.oversample.silver: 0 is out of bounds; allowed: 0.01 to 1000",
    ),
    "oversample_of_unknown": (
        """\
name: x
population: {oversample: {sliver: 4}}
""",
        "x.yaml:2:27: population.oversample.sliver: unknown segment 'sliver'; did you mean 'silver'? "
        "(allowed: all, gen_z, lower_tier, new_middle, overseas, silver, upper_tier)",
    ),
    "parameter_out_of_bounds": (
        """\
name: x
parameters:
  message_pull: 130%
""",
        "x.yaml:3:17: parameters.message_pull: parameter 'message_pull' is 1.3 probability; allowed: "
        "0 to 1",
    ),
    "parameter_of_a_lever": (
        """\
name: x
parameters: {elder_size: 0.5}
""",
        "x.yaml:2:14: parameters.elder_size: 'elder_size' is the size of a strategy's push; set the "
        "strategy's strength",
    ),
    "parameter_not_a_number": (
        """\
name: x
parameters: {open_base: low}
""",
        "x.yaml:2:25: parameters.open_base: 'low' is not a number; write it as 10",
    ),
    "where_for_users": (
        """\
name: x
strategies:
  - lever: elder_mode
    where: {share: 30%}
""",
        "x.yaml:4:5: strategies[0].where: elder_mode changes users; write 'who'",
    ),
    "who_for_rooms": (
        """\
name: x
strategies:
  - lever: shorter_streams
    who: {segment: gen_z}
""",
        "x.yaml:4:5: strategies[0].who: shorter_streams changes rooms; write 'where'",
    ),
    "host_that_is_not_there": (
        """\
name: x
population: {hosts: 20}
strategies:
  - lever: shorter_streams
    where: {host: 20}
""",
        "x.yaml:5:19: strategies[0].where.host: there is no host 20; allowed: 0 to 19",
    ),
    "strength_backwards": (
        """\
name: x
strategies:
  - lever: elder_mode
    strength: 100%..25%
""",
        "x.yaml:4:15: strategies[0].strength: '100%..25%' runs backwards; write 25%..100%",
    ),
    "strength_without_unit": (
        """\
name: x
strategies:
  - lever: elder_mode
    strength: 60
""",
        "x.yaml:4:15: strategies[0].strength: 60 needs a unit; write 60%",
    ),
    "strength_too_large": (
        """\
name: x
strategies:
  - lever: elder_mode
    strength: 25%..300%
""",
        "x.yaml:4:15: strategies[0].strength: 300% is out of bounds; allowed: 0% to 200%",
    ),
    "option_out_of_bounds": (
        """\
name: x
strategies:
  - lever: shorter_streams
    options: {length: 10h}
""",
        "x.yaml:4:23: strategies[0].options.length: 600min is out of bounds; allowed: 30min to 480min",
    ),
    "one_name_for_two_strategies": (
        """\
name: x
strategies:
  - {lever: elder_mode, name: mine}
  - {lever: referral_tasks, name: mine}
""",
        "x.yaml:3:31: strategies[0].name: 'mine' names two strategies\n"
        "x.yaml:4:35: strategies[1].name: 'mine' names two strategies",
    ),
    "seed_below_zero": (
        """\
name: x
seed: -1
""",
        "x.yaml:2:7: seed: -1 is out of bounds; allowed: 0 to 9007199254740991",
    ),
    "name_with_blanks": (
        """\
name: my scenario
""",
        "x.yaml:1:7: name: 'my scenario' is not a name; use letters, digits, '_' and '-', no blanks",
    ),
    "list_in_place_of_a_mapping": (
        """\
name: x
population: [20000]
""",
        "x.yaml:2:13: population: a mapping is needed, found a list",
    ),
    "mapping_in_place_of_a_list": (
        """\
name: x
strategies: {lever: elder_mode}
""",
        "x.yaml:2:13: strategies: a list is needed, found a mapping",
    ),
    "text_in_place_of_a_mapping": (
        """\
name: x
strategies: [elder_mode]
""",
        "x.yaml:2:14: strategies[0]: a mapping is needed, found 'elder_mode'",
    ),
    "truth_in_place_of_a_number": (
        """\
name: x
population: {users: yes, hosts: true}
""",
        "x.yaml:2:21: population.users: 'yes' is not a number of people; write it as 10\n"
        "x.yaml:2:33: population.hosts: 'true' is not a number; write it as 10",
    ),
    "key_twice": (
        """\
name: x
seed: 1
seed: 2
""",
        "x.yaml:3:1: is not YAML: found duplicate key \"seed\" with value \"2\" (original value: \"1\")",
    ),
    "not_yaml": (
        """\
name: x
strategies: [elder_mode
""",
        "x.yaml:3:1: is not YAML: expected ',' or ']', but got '<stream end>'",
    ),
    "no_mapping": (
        """\
- name: x
""",
        "x.yaml:1:1: a file holds fields such as 'name: elder_mode'",
    ),
    "empty": (
        "",
        "x.yaml:1:1: a file holds fields such as 'name: elder_mode'",
    ),
    "tab": (
        "name: x\n\tseed: 1\n",
        "x.yaml:2:1: a tab; indent with blanks",
    ),
    "two_documents": (
        """\
name: x
---
name: y
""",
        "x.yaml:2:1: is not YAML: expected a single document in the stream, but found another "
        "document",
    ),
    "tag": (
        """\
name: !text x
""",
        "x.yaml:1:7: name: tags are not understood; write plain text or a number",
    ),
    "number_as_key": (
        """\
name: x
1: 2
""",
        "x.yaml:1:1: a field's name is text, found 1",
    ),
    "question_empty": (
        """\
name: x
question: {en: ""}
""",
        "x.yaml:2:16: question.en: text is needed, found ''",
    ),
    "two_problems_in_the_order_of_the_file": (
        """\
name: x
population: {users: 0}
strategies:
  - lever: elder_mode
    who: {share: 130%}
""",
        "x.yaml:2:21: population.users: 0 is out of bounds; allowed: 1 to 100000000\n"
        "x.yaml:5:18: strategies[0].who.share: 130% is out of bounds; allowed: 0% to 100%",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_file_gets_its_message(case, names, folder):
    written, message = WRONG[case]
    (folder / "x.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml")
    assert str(caught.value) == message
    assert english_in(translated(message_of(caught.value), "zh")) == []


def test_a_file_that_is_not_utf8(folder):
    (folder / "x.yaml").write_bytes(b"name: \xff\n")
    with pytest.raises(ScenarioError, match=r"^x\.yaml: is not text in UTF-8; save the file as UTF-8"):
        load_scenario("x.yaml")


@pytest.mark.parametrize("body", ["name: 'a\n\n  b'\n", "seed: |\n  a\n  b\n",
                                  f"name: {'x' * 3000}!\n",
                                  "extends: |\n  a\n  b\n",
                                  "strategies:\n  - lever: |\n      a\n      b\n"])  # fmt: skip
def test_what_is_written_in_several_lines_is_told_in_one(tmp_path, body):
    (tmp_path / "x.yaml").write_text(body)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(tmp_path / "x.yaml")
    assert len(str(caught.value).split("\n")) == 1 and len(str(caught.value)) < 2500
