"""The worlds of the crisis desk: which crisis, which answers, and what is said of those that make no sense."""

from __future__ import annotations

from functools import partial

import pytest

from sim.base.errors import LivesimError, ParameterError
from sim.base.message import message_of
from sim.cli.crisis import read_times
from sim.scenario.crises import (
    UNTOUCHED,
    Answer,
    answer_of,
    crisis_named,
    outbreak,
    response_to,
    struck,
    times,
    worlds,
)
from sim.scenario.load import load_scenario
from sim.texts.messages import translated

load = partial(load_scenario, users=300, days=100)


def test_the_worlds_differ_in_the_answer_alone():
    arms = worlds(crisis_named("host_scandal", load), times([4, 1], money=True))
    assert [arm.name for arm in arms] == [UNTOUCHED, "never", "1h", "4h", "1h_money", "4h_money"]
    assert arms[0].strategies == () and outbreak(arms[0]) is None
    assert len({repr(struck(arm)) for arm in arms[1:]}) == 1
    paid = [Answer(1, True), Answer(4, True)]
    assert [answer_of(arm) for arm in arms[1:]] == [Answer(None), Answer(1), Answer(4), *paid]


@pytest.mark.parametrize("hours", [0, 1, 4, 100])
def test_the_whole_clock_moves_with_the_answer(hours):
    options = worlds(crisis_named("data_leak", load), [Answer(hours)])[2].strategies[-1].options
    assert (options["team"], options["statement"], options["solution"]) == (hours, hours + 3, hours + 71)
    assert options["refund"] == options["coupon"] == 0


def test_an_answer_of_the_plan_keeps_its_costs_and_its_coupon():
    scenario = crisis_named("scandal_with_response", load)
    words, money = worlds(scenario, [Answer(24), Answer(24, True)])[2:]
    given = scenario.strategies[-1]
    assert words.strategies[-1].cost == given.cost and words.strategies[-1].options["coupon"] == 0
    assert money.strategies[-1].options["coupon"] == given.options["coupon"]


def test_a_crisis_of_chance_strikes_for_certain(tmp_path):
    path = tmp_path / "mine.yaml"
    crisis = "{lever: data_leak, when: {start: 20d}, options: {per_year: 2}}"
    path.write_text(f"extends: baseline\nstrategies: [{crisis}]\n", encoding="utf-8")
    assert outbreak(load(str(path))) is None
    assert outbreak(crisis_named(str(path), load)) == 20


def test_servers_answer_an_outage():
    scenario = crisis_named("server_crash", load)
    assert response_to(struck(scenario)[0]) == "failover"
    assert worlds(scenario, [Answer(0.25)])[2].name == "15min"


WRONG = {
    "host_scandl": "did you mean 'host_scandal'?",
    "coupons": "'coupons' is a strategy and no crisis",
    "golden_24h": "'golden_24h' is an answer to crises and no crisis",
    "baseline": "'baseline' needs one crisis",
    "nothing_here.yaml": "there is no scenario file",
}


@pytest.mark.parametrize(("name", "why"), WRONG.items())
def test_what_is_no_crisis_is_said_in_both_languages(name, why):
    with pytest.raises(LivesimError) as caught:
        crisis_named(name, load)
    assert why in str(caught.value)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in translated(message_of(caught.value), "zh"))


def test_an_hour_makes_no_difference_to_a_rule():
    with pytest.raises(LivesimError, match="no answer shortens regulation"):
        crisis_named("regulation", load)


def test_days_must_reach_over_what_is_counted():
    with pytest.raises(LivesimError, match="allowed: 42 or more"):
        crisis_named("host_scandal", partial(load_scenario, days=40, judged=False))


@pytest.mark.parametrize(("written", "hours"), [("1,4,never", [1, 4]), ("4h、2天", [4, 48]), ("never", [])])
def test_hours_are_read_as_a_planner_writes_them(written, hours):
    assert read_times(written, in_minutes=False, most=8000) == hours


def test_minutes_are_hours_too():
    assert read_times("15, 2h", in_minutes=True, most=24) == [0.25, 2]


@pytest.mark.parametrize(("written", "why"), [
    ("-1", "out of bounds"), ("9000", "out of bounds"), ("4x", "unknown unit"), ("nevr", "did you mean 'never'?"),
])
def test_garbled_hours_get_one_message(written, why):
    with pytest.raises(ParameterError) as caught:
        read_times(written, in_minutes=False, most=8000)
    assert why in str(caught.value) and "--hours" in str(caught.value)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in translated(message_of(caught.value), "zh"))
