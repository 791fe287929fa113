"""What a record tells of the arms beside their numbers: goals, when strategies acted, alert lights."""

from __future__ import annotations

import dataclasses
import json

import numpy as np

from sim.outcomes.goal import Goal
from sim.replicate.measure import record
from tests.paired import fake

GROWTH = Goal("G03", "monthly_active_users", 0.25, relative=True, by=90)
CALM = Goal("calm", "bounce_rate", 0.5, segment="silver")


def worlds(*goals):
    """Two worlds, in the second of which users grow by half on day 50; the first scenario has no goals."""
    arms = (fake.scenario(), fake.treated(goals=goals))
    made = fake.simulate(arms, replicate=0)
    for number, outcome in enumerate(made.outcomes):
        outcome.level("mau")[:] = 100
        outcome.level("mau")[170:] += 50 * number
        outcome.level("visits")[:], outcome.level("bounces")[:] = 10, 6 - 2 * number
    return arms, made


def told(*goals):
    return record(*worlds(*goals))


def test_the_baseline_is_held_to_the_goals_of_the_others():
    found = told(GROWTH, CALM)
    names = ("arm", "goal", "signal", "segment", "by")
    common = [("G03", "monthly_active_users", "all", 90), ("calm", "bounce_rate", "silver", None)]
    assert [tuple(g[name] for name in names) for g in found.goals] == [
        (arm, *goal) for arm in ("baseline", "elder_mode") for goal in common
    ]
    assert [g["day"] for g in found.goals] == [None, None, 50, 10]
    assert {(g["before"], g["target"]) for g in found.goals if g["goal"] == "G03"} == {(200.0, 250.0)}


def test_equal_goals_of_two_scenarios_are_told_once_of_the_baseline():
    arms, made = worlds(GROWTH)
    again = dataclasses.replace(arms[1], name="again")
    made = made.part([0, 1, 1])
    assert [g["arm"] for g in record((*arms, again), made).goals] == ["baseline", "elder_mode", "again"]


def test_what_cannot_be_said_is_none_so_that_it_can_be_kept():
    found = told(Goal("G05", "ordinary_day_opens", 0.9))
    assert [(g["before"], g["value"], g["day"]) for g in found.goals] == [(None, None, None)] * 2
    json.dumps([found.goals, found.timeline, found.lights], allow_nan=False)


def test_days_of_strategies_and_of_lights_are_plain_numbers():
    arms, made = worlds()
    name = arms[1].strategies[0].name
    made.outcomes[1].acted = {name: [(np.int64(14), np.int64(30)), (40, 50)]}
    made.outcomes[1].accounts = {name: {"ended": 50, "spent": 3.0}}
    found = record(arms, made)
    acted = [[14, 30], [40, 50]]
    who = {"arm": "elder_mode", "strategy": name, "lever": "elder_mode"}
    assert found.timeline == [{**who, "acted": acted}]
    assert found.accounts == [{**who, "ended": 50, "spent": 3.0}]
    by_light = {(light["arm"], light["light"]): light["days"] for light in found.lights}
    assert by_light["baseline", "bounce_rate"] == [[0, 100]] == by_light["elder_mode", "interaction_rate"]
    assert by_light["elder_mode", "bounce_rate"] == []
    json.dumps([found.timeline, found.lights, found.accounts])
