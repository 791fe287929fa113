"""Metrics as other tools count them, on hand-made outcomes, and against a count of every pair of days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.outcome import RETURNED
from tests.outcomes.builder import active, make_outcome

HISTORIES = st.lists(st.integers(0, 2**62 - 1), min_size=1, max_size=4)


def pairs(histories, days, n, within):
    """(days t that are followed, all days t), counted one by one."""
    back = everyone = 0
    for history in histories:
        for ago in range(n, days):
            if history >> ago & 1:
                everyone += 1
                later = range(1, n + 1) if within else (n,)
                back += any(history >> (ago - k) & 1 for k in later)
    return back, everyone


@given(histories=HISTORIES, days=st.integers(31, 90), n=st.sampled_from([1, 7, 30]))
def test_retention_of_a_days_users_is_a_count_of_pairs_of_days(histories, days, n):
    outcome = make_outcome(len(histories), history=histories, days=10 + days)
    top, bottom = pairs(histories, min(days, 62), n, within=False)
    assert evaluate(outcome, f"day_retention_d{n}")[1:3] == (top, bottom)
    if n > 1:
        top, bottom = pairs(histories, min(days, 62), n, within=True)
        assert evaluate(outcome, f"day_retention_within_d{n}")[1:3] == (top, bottom)


def test_on_the_day_and_within():
    outcome = make_outcome(2, history=[active(20, 13), active(20, 15)])
    assert evaluate(outcome, "day_retention_d7").value == 1 / 4
    assert evaluate(outcome, "day_retention_within_d7").value == 2 / 4
    assert evaluate(outcome, "day_retention_d1").value == 0


def test_a_day_without_a_later_one_inside_the_horizon_is_not_counted():
    outcome = make_outcome(1, history=[active(6)])
    assert evaluate(outcome, "day_retention_d7").people == 0
    with pytest.raises(ResultError, match="needs at least 31 days"):
        evaluate(make_outcome(days=30), "day_retention_d30")


def test_buyers_with_two_orders_count_returned_ones_and_those_of_one_day():
    placed = [{"user": 0, "day": 20}, {"user": 0, "day": 20, "status": RETURNED}, {"user": 1, "day": 99},
              {"user": 2, "day": 9}, {"user": 2, "day": 50}]
    assert evaluate(make_outcome(4, placed=placed), "buyers_twice") == (1 / 3, 1, 3, 3)
    with pytest.raises(ResultError, match="record 10 more days"):
        evaluate(make_outcome(days=60, first_day=-20), "buyers_twice")


def test_sales_over_visits_and_over_viewers():
    outcome = make_outcome(3, spent_fen=[9000, 0, 0], visits=[3, 6, 0])
    assert evaluate(outcome, "gpm").value == 90 / 9
    assert evaluate(outcome, "uv_value").value == pytest.approx(90 / 2 * 28 / 90)
    assert np.isnan(evaluate(make_outcome(1), "gpm").value)
