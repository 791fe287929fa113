from __future__ import annotations

import numpy as np
import pytest

from sim.base.params import GRADES
from sim.levers import LEVERS
from sim.paired.goals import goals, in_time
from sim.scenario.plan import Strategy
from tests.paired.fake import scenario
from tests.paired.hand import told

ARMS = [scenario(), scenario("plan", [Strategy("elder_mode", name="elder"), Strategy("shorter_streams", name="short")])]


def goal(arm, day, value=0.42, target=0.4, by=None, name="G04", segment="all"):
    return {"arm": arm, "goal": name, "signal": "interaction_rate", "segment": segment, "before": 0.3,
            "value": value, "target": target, "day": day, "by": by}  # fmt: skip


def records(days, **more):
    """Replicates in which the plan reaches its goal on `days` and the baseline never does."""
    return [told(goals=[goal("baseline", None, 0.3, **more), goal("plan", day, **more)]) for day in days]


def test_draws_that_reach_it_are_counted_with_their_median_day():
    row = goals(records([40, None, 60, 50]), ARMS).iloc[0]
    assert (row["scenario"], row["goal"], row["unit"]) == ("plan", "G04", "share")
    assert (row["reached"], row["reached_baseline"], row["n"], row["day"]) == (3, 0, 4, 50)
    assert np.isnan(row["day_baseline"]) and np.isnan(row["by"])
    assert row["before"] == pytest.approx(0.3)
    assert (row["gap"], row["gap_low"], row["gap_high"]) == pytest.approx((0.02, 0.02, 0.02))


def test_too_late_is_not_reached():
    row = goals(records([40, 80, 60], by=60), ARMS).iloc[0]
    assert (row["reached"], row["day"], row["by"]) == (2, 50, 60)
    assert in_time(np.array([np.nan, 10.0]), np.array([np.nan, np.nan])) == (1, 10.0)


def test_goals_of_the_same_name_are_told_apart_in_the_baseline():
    other = scenario("other", [Strategy("coupons", name="coupons")])
    told_all = [told(goals=[goal("baseline", 5, target=0.1), goal("baseline", None, target=0.4), goal("plan", 30),
                            goal("other", 4, target=0.1)])] * 3  # fmt: skip
    table = goals(told_all, [*ARMS, other]).set_index("scenario")
    assert table["reached_baseline"].to_dict() == {"plan": 0, "other": 3}
    turned = goals(told_all, [ARMS[0], other, ARMS[1]]).set_index("scenario")
    assert turned.loc[["plan", "other"]].equals(table)


def test_two_goals_of_one_name_stay_two_goals():
    pair = [goal(arm, 30, by=by) for arm in ("baseline", "plan") for by in (20, 60)]
    assert goals([told(goals=pair)] * 2, ARMS)["reached"].tolist() == [0, 2]


def test_the_weakest_assumption_is_the_lever_with_the_lowest_grade():
    row = goals(records([1]), ARMS).iloc[0]
    grades = [GRADES.index(LEVERS[name].grade) for name in ("elder_mode", "shorter_streams")]
    assert GRADES.index(row["grade"]) == max(grades)
    assert LEVERS[row["weakest"]].grade == row["grade"]


def test_two_equal_worlds_reach_it_alike():
    arms = [scenario(), scenario("copy")]
    same = [told(goals=[goal(arm.name, day) for arm in arms]) for day in (9, None)]
    row = goals(same, arms).iloc[0]
    assert row["reached"] == row["reached_baseline"] == 1
    assert row["day"] == row["day_baseline"] == 9
    assert row["weakest"] == row["grade"] == ""


def test_without_goals_the_table_is_empty():
    assert goals([told()], ARMS).empty
