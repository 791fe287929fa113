"""Margins on hand-made orders: known yuan, blank where nothing is stated, and nothing gets lost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate, refusals
from sim.outcomes.outcome import RETURNED, UNDER_WAY
from tests.outcomes.builder import make_outcome

MONEY = ("margin_per_base_user", "user_value_365")
ORDERS = [
    {"user": 0, "day": 10, "paid_fen": 9_000, "coupon_fen": 1_000},  # 100 yuan before the coupon, of which 20 %
    {"user": 0, "day": 20, "paid_fen": 4_000, "category": 1},  # 50 %
    {"user": 1, "day": 30, "paid_fen": 5_000, "status": RETURNED},
    {"user": 1, "day": 31, "paid_fen": 5_000, "status": UNDER_WAY},
    {"user": 2, "day": 40, "paid_fen": 3_000},  # a newcomer
    {"user": 0, "day": 9, "paid_fen": 9_000},  # before the comparison day
    {"user": 0, "day": 375, "paid_fen": 10_000},  # a day more than a year
    {"user": 0, "day": 393, "paid_fen": 10_000},  # not decided
]
PEOPLE = {"base": [True, True, False], "joined": [-100, -100, 15]}


def world(days=400, **stated):
    return make_outcome(3, placed=ORDERS, days=days, **PEOPLE, **stated)


def test_margin_is_of_everybodys_kept_orders_before_coupons_less_returns():
    found = evaluate(world(margin=[0.2, 0.5], return_cost=8.0), "margin_per_base_user")
    assert found.top == pytest.approx(20 + 20 - 8 + 6 + 20)  # yuan, not scaled to 28 days
    assert (found.bottom, found.people) == (2.0, 2)


def test_the_value_of_a_user_is_his_own_in_365_days():
    found = evaluate(world(margin=[0.2, 0.5], return_cost=8.0), "user_value_365")
    assert found.value == pytest.approx((20 + 20 - 8) / 2)


def test_value_is_not_extrapolated():
    assert not refusals(world(382, margin=[0.2, 0.5]), MONEY)
    with pytest.raises(ResultError, match=r"needs 365 order day\(s\).*found 364; run 382 days or more"):
        evaluate(world(381, margin=[0.2, 0.5]), "user_value_365")


@pytest.mark.parametrize("name", MONEY)
def test_without_a_margin_it_is_blank_and_says_what_to_write(name):
    with pytest.raises(ResultError, match=rf"metric '{name}' needs a margin.*money: \{{margin: 20%"):
        evaluate(world(), name)


def test_a_stated_cost_of_returns_is_no_margin():
    assert set(refusals(world(return_cost=8.0), MONEY)) == set(MONEY)


orders = st.lists(
    st.fixed_dictionaries(
        {"user": st.integers(0, 9), "day": st.integers(0, 99), "status": st.integers(0, 2),
         "category": st.integers(0, 2), "paid_fen": st.integers(0, 100_000), "coupon_fen": st.integers(0, 5_000)}
    ),
    max_size=30,
)  # fmt: skip


@given(orders, st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3), st.floats(0.0, 50.0))
def test_the_margins_of_groups_sum_to_that_of_all(placed, margin, return_cost):
    outcome = make_outcome(10, base=np.arange(10) % 2 == 0, placed=placed, margin=margin, return_cost=return_cost)
    parts = [evaluate(outcome, MONEY[0], np.arange(10) % 3 == part).top for part in range(3)]
    assert sum(parts) == pytest.approx(evaluate(outcome, MONEY[0]).top, abs=1e-9)


@given(orders)
def test_free_returns_at_a_margin_of_one_leave_all_that_was_paid(placed):
    full = make_outcome(10, placed=placed, margin=[1.0] * 3)
    paid = sum(o["paid_fen"] + o["coupon_fen"] for o in placed if o["status"] == 1 and 10 <= o["day"] <= 92) / 100
    assert evaluate(full, MONEY[0]).top == pytest.approx(paid)
