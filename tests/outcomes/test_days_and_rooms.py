"""Daily curves and room metrics, which are counted by kind of user."""

import numpy as np
import pytest

from sim.base.errors import ResultError, UnknownNameError
from sim.outcomes.metrics.curves import base_retention_curve, daily, joins
from sim.outcomes.metrics.groups import kinds_of, segment
from sim.outcomes.metrics.rooms import ROOM_METRICS, room_evaluate
from tests.outcomes.builder import make_outcome

KINDS = {
    "kind": [0, 0, 1, 2],
    "kind_weight": (1.0, 2.0, 0.5),
    "days": 4,
    "comparison_day": 1,
    "first_day": -2,
}


def test_a_segment_of_whole_kinds_is_found():
    outcome = make_outcome(4, segments={"young": [True, True, False, True]}, **KINDS)
    assert kinds_of(outcome, segment(outcome, "young")).tolist() == [True, False, True]
    assert kinds_of(outcome, None).all()


def test_a_group_that_cuts_a_kind_is_refused():
    outcome = make_outcome(4, **KINDS)
    with pytest.raises(ResultError, match="only 1 of the 2 users of kind 0; allowed: a segment"):
        daily(outcome, np.array([True, False, False, False]))


def test_an_unknown_segment_is_refused():
    with pytest.raises(UnknownNameError, match="unknown segment 'al'; did you mean 'all'"):
        segment(make_outcome(), "al")


def test_days_are_weighted_sums_over_kinds():
    dau = np.arange(18).reshape(6, 3)
    outcome = make_outcome(4, daily={"dau": dau}, **KINDS)
    table = daily(outcome, np.array([True, True, True, False]))
    assert table["day"].tolist() == [-2, -1, 0, 1, 2, 3]
    assert table["dau"].tolist() == (dau[:, 0] + 2 * dau[:, 1]).tolist()


def test_base_retention_by_day():
    level = np.array([[0, 0, 0]] * 3 + [[2, 1, 1], [1, 1, 0], [1, 0, 0]])
    outcome = make_outcome(4, daily={"base_active_28": level}, **KINDS)
    assert base_retention_curve(outcome)["value"].tolist() == pytest.approx([1.0, 3 / 4.5, 1 / 4.5])
    only = base_retention_curve(outcome, np.array([False, False, True, True]))
    assert only["day"].tolist() == [1, 2, 3]
    assert only["value"].tolist() == pytest.approx([1.0, 2 / 2.5, 0.0])
    without = make_outcome(4, daily={"base_active_28": level}, newer=[True, False, False, False], **KINDS)
    assert base_retention_curve(without)["base_users"].tolist() == [3.5] * 3  # who came lately has a metric of its own


def test_joins_by_source():
    outcome = make_outcome(
        4, daily={"arrivals": np.full((6, 3), 5), "friend_arrivals": np.full((6, 3), 2)}, **KINDS
    )
    table = joins(outcome).pivot(index="day", columns="source", values="joins")
    assert table.index.tolist() == [1, 2, 3]
    assert (table["friends"] == 7.0).all()
    assert (table["own"] == 10.5).all()


ROOMS = {  # two hosts, two kinds
    "shown": np.array([[100, 10], [50, 50]]),
    "visits": np.array([[40, 4], [20, 20]]),
    "bounces": np.array([[30, 2], [15, 10]]),
    "engaged": np.array([[10, 2], [5, 10]]),
    "milliminutes": np.array([[80_000, 1_000], [5_000, 10_000]]),
    "bounce_milliminutes": np.array([[400, 100], [0, 0]]),
    "interacted": np.array([[4, 0], [2, 2]]),
    "checkouts": np.array([[4, 1], [2, 2]]),
    "orders": np.array([[3, 1], [1, 1]]),
    "spent_fen": np.array([[30_000, 2_000], [100, 100]]),
    "follows": np.array([[2, 1], [0, 0]]),
    "shares": np.array([[1, 2], [0, 0]]),
}
FIRST_HOST = {  # kind 1 stands for three people each
    "activity": 16 / 130,
    "click_through_rate": 52 / 130,
    "bounce_rate": 36 / 52,
    "interaction_rate": 4 / 52,
    "minutes_per_engaged_visit": 83 / 16,
    "minutes_per_visit": 83.7 / 52,
    "conversion": 6 / 52,
    "checkout_dropout": 1 / 7,
    "order_value": 360 / 6,
    "follow_rate": 5 / 52,
    "share_rate": 7 / 52,
}


@pytest.mark.parametrize("name", ROOM_METRICS)
def test_rooms_of_one_host(name):
    outcome = make_outcome(2, kind=[0, 1], hosts=ROOMS, kind_weight=(1.0, 3.0))
    found = room_evaluate(outcome, name, np.array([True, False]))
    assert found.value == pytest.approx(FIRST_HOST[name])


def test_rooms_for_one_kind_of_user():
    outcome = make_outcome(2, kind=[0, 1], hosts=ROOMS, kind_weight=(1.0, 3.0))
    found = room_evaluate(outcome, "bounce_rate", np.array([True, True]), np.array([False, True]))
    assert found == (0.5, 36.0, 72.0, 24)
    assert np.isnan(room_evaluate(outcome, "bounce_rate", np.array([False, False])).value)


def test_wrong_room_questions_are_clear_errors():
    outcome = make_outcome(2, kind=[0, 1], hosts=ROOMS, kind_weight=(1.0, 3.0))
    with pytest.raises(ResultError, match=r"a group of hosts is bool with shape 3.*each of the 2 hosts"):
        room_evaluate(outcome, "bounce_rate", np.ones(3, dtype=bool))
    with pytest.raises(UnknownNameError, match="unknown room metric 'trust'"):
        room_evaluate(outcome, "trust", np.ones(2, dtype=bool))
