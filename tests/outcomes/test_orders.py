"""Repurchase, returns and sales on hand-made orders."""

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.curves import repurchase_curve
from sim.outcomes.metrics.order_window import last_decided
from sim.outcomes.outcome import RETURNED, UNDER_WAY
from tests.outcomes.builder import make_outcome


def order(user, day, **more):
    return {"user": user, "day": day, **more}


def test_window_ends_before_orders_that_can_still_be_open():
    assert last_decided(make_outcome()) == 99 - 7
    slow_in_the_past = [order(0, -50, due=-45)]
    assert last_decided(make_outcome(placed=slow_in_the_past)) == 99 - 12


def test_window_does_not_hear_of_what_differs_between_arms():
    slow_later = [order(0, 30, due=60)]
    assert last_decided(make_outcome(placed=slow_later)) == last_decided(make_outcome())


def test_rebuy_rate_has_the_buyers_of_the_90_days_before():
    outcome = make_outcome(
        6,
        placed=[
            order(0, -80), order(0, 10),  # first and last day that count
            order(1, -81), order(1, 20),  # too long ago
            order(2, 0), order(2, 8, due=9), order(2, 93),  # order on day 0 counts, day 93 comes too late
            order(3, 3), order(3, 20),  # window closes on the comparison day: too late
            order(4, 0, status=RETURNED), order(4, 20),
            order(5, 0), order(5, 20, status=RETURNED), order(5, 30, status=UNDER_WAY),
        ],
    )  # fmt: skip
    assert evaluate(outcome, "rebuy_rate") == (1 / 3, 1.0, 3.0, 3)


def test_repeat_buyers_buy_on_two_days():
    outcome = make_outcome(
        4,
        base=[True, True, True, False],
        placed=[
            order(0, 10), order(0, 92),
            order(1, 30), order(1, 30), order(1, 93), order(1, 9),
            order(3, 20), order(3, 30),
        ],
    )  # fmt: skip
    assert evaluate(outcome, "repeat_buyers") == (1 / 3, 1.0, 3.0, 3)
    assert evaluate(outcome, "buyer_share") == (2 / 3, 2.0, 3.0, 3)


def test_repurchase_rate_is_about_the_last_90_decided_days():
    outcome = make_outcome(
        3, placed=[order(0, 3), order(0, 92), order(1, 2), order(1, 50), order(2, 0), order(2, 93)]
    )
    assert evaluate(outcome, "repurchase_rate") == (0.5, 1.0, 2.0, 2)


def test_repurchase_at_the_level_of_a_category_and_of_a_host():
    """Nobody of the platform's two repeat buyers is one everywhere: pairs of a user and a place are counted."""
    outcome = make_outcome(
        4,
        weight=[1.0, 1.0, 2.0, 1.0],
        placed=[
            order(0, 10, host=1, category=0), order(0, 20, host=2, category=0),  # back in the category, at no host
            order(1, 10, host=1, category=0), order(1, 20, host=1, category=0), order(1, 30, host=3, category=1),
            order(2, 10, host=1, category=0), order(2, 10, host=1, category=0),  # twice on one day
            order(3, 2, host=1, category=0), order(3, 10, host=1, category=0, status=RETURNED),  # too early; sent back
        ],
    )  # fmt: skip
    assert evaluate(outcome, "repurchase_rate") == (2 / 4, 2.0, 4.0, 3)
    assert evaluate(outcome, "repurchase_rate_category") == (2 / 5, 2.0, 5.0, 3)
    assert evaluate(outcome, "repurchase_rate_host") == (1 / 6, 1.0, 6.0, 3)


def test_repurchase_of_a_month_in_it_or_the_next():
    outcome = make_outcome(
        4,
        placed=[
            order(0, 33),
            order(0, 92),
            order(1, 62),
            order(2, 63),
            order(2, 70),
            order(3, 40),
            order(3, 41),
        ],
    )
    assert evaluate(outcome, "repurchase_rate_month") == (2 / 3, 2.0, 3.0, 3)


def test_returns_and_net_sales():
    outcome = make_outcome(
        3,
        base=[True, True, False],
        days=45,
        placed=[
            order(0, 10, paid_fen=2_000),
            order(0, 37, paid_fen=4_000),
            order(1, 11, status=RETURNED, paid_fen=5_000),
            order(1, 38, paid_fen=100_000),
            order(1, 12, status=UNDER_WAY, paid_fen=100_000),
            order(2, 12, paid_fen=100_000),
        ],
    )
    assert evaluate(outcome, "return_rate") == (0.25, 1.0, 4.0, 2 + 1)
    assert evaluate(outcome, "gmv_per_base_user").value == pytest.approx(60 / 2)  # 28 decided days


@pytest.mark.parametrize(
    ("name", "horizon", "message"),
    [
        ("rebuy_rate", {"days": 17}, "found 0; run 18 days or more"),
        ("repeat_buyers", {"days": 18}, r"needs 2 order day\(s\).*found 1; run 19 days or more"),
        ("gmv_per_base_user", {"days": 12}, "found 0; run 18 days or more"),
        (
            "rebuy_rate",
            {"first_day": -79},
            "needs orders from day -80 on, .* starts on day -79; record 1 more",
        ),
        ("repurchase_rate", {"days": 20, "first_day": -60}, "record 17 more days before day 0"),
        ("repurchase_rate_host", {"days": 20, "first_day": -60}, "record 17 more days before day 0"),
        ("repurchase_rate_month", {"days": 20, "first_day": -46}, "record 1 more days"),
    ],
)
def test_orders_that_cannot_be_judged_are_refused(name, horizon, message):
    with pytest.raises(ResultError, match=message):
        evaluate(make_outcome(**horizon), name)


def test_repurchase_curve_by_hand():
    orders = [order(0, 10), order(0, 12), order(1, 82), order(2, 10), order(2, 10), order(2, 40), order(3, 9)]
    curve = repurchase_curve(make_outcome(4, placed=orders)).set_index("day")["value"]
    assert curve[1] == 0.0
    assert curve[2] == pytest.approx(1 / 3)  # of three buyers, one after two days
    assert curve[29] == pytest.approx(1 / 3)  # user 1 is censored after 10 days
    assert curve[30] == 1.0


def test_repurchase_curve_is_kaplan_meier():
    rng = np.random.default_rng(2)
    people = 300
    first = rng.integers(10, 93, people)
    second = first + 1 + rng.geometric(0.03, people)
    orders = [
        order(u, day) for u, pair in enumerate(zip(first, second, strict=True)) for day in pair if day <= 99
    ]
    outcome = make_outcome(people, placed=orders)
    bought = second <= 92
    oracle = ecdf(CensoredData(uncensored=(second - first)[bought], right=(92 - first)[~bought])).cdf
    curve = repurchase_curve(outcome)
    assert curve["value"].to_numpy() == pytest.approx(oracle.evaluate(curve["day"]))
    assert curve["people"].iloc[0] == people


def test_repurchase_curve_carries_weights_and_groups():
    rng = np.random.default_rng(3)
    days = np.sort(rng.integers(10, 93, (50, 2)), axis=1)
    copies = rng.integers(1, 4, 50)
    orders = [order(u, day) for u, pair in enumerate(days) for day in pair]
    many = [order(u, day) for u, pair in enumerate(np.repeat(days, copies, axis=0)) for day in pair]
    weighted = repurchase_curve(make_outcome(50, placed=orders, weight=copies))
    plain = repurchase_curve(make_outcome(int(copies.sum()), placed=many))
    assert weighted["value"].to_numpy() == pytest.approx(plain["value"].to_numpy())
    group = np.arange(50) < 20
    part = repurchase_curve(make_outcome(50, placed=orders), group)
    alone = repurchase_curve(make_outcome(20, placed=orders[:40]))
    assert part.equals(alone)


def test_repurchase_curve_of_nobody_is_empty():
    assert repurchase_curve(make_outcome()).empty


def test_users_who_left_stay_at_risk():
    orders = [order(0, 10), order(0, 20), order(1, 10)]
    stayed = repurchase_curve(make_outcome(2, placed=orders))
    gone = repurchase_curve(make_outcome(2, placed=orders, left=[False, True]))
    assert gone.equals(stayed)
    assert gone["value"].iloc[-1] == 0.5
