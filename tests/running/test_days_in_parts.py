"""The days of a crisis survive being kept arm by arm."""

from __future__ import annotations

from pandas.testing import assert_frame_equal

from sim.replicate.daily import KIND
from sim.running.parts import joined, part_of
from sim.running.question import Question
from sim.running.task import records
from sim.scenario.crises import Answer, crisis_named, worlds
from sim.scenario.load import load_scenario


def test_the_days_of_every_arm_are_joined_as_they_were_measured():
    scenario = crisis_named("host_scandal", lambda named: load_scenario(named, users=60, days=75))
    arms = worlds(scenario, [Answer(1)])
    question = Question(arms, metrics=("base_retention",), segments=("all", "silver"), fixed=True)
    (whole,) = records(question, 1, workers=1, cache=False)
    names = [arm.name for arm in arms]
    assert set(whole.rows.loc[whole.rows["kind"] == KIND, "arm"]) == set(names)
    again = joined(names, [part_of(whole, name) for name in names])
    assert_frame_equal(again.rows, whole.rows, check_dtype=False)
