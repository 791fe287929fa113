"""Activity, visits, messages, checkout and state on hand-made counters."""

import numpy as np
import pytest

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.outcome import NEVER
from tests.outcomes.builder import active, make_outcome

COUNTERS = {  # two base users and a newcomer over 56 days from the comparison day
    "base": [True, True, False],
    "joined": [-100, -100, 52],
    "history": [active(0, 1, 29), active(30), active(0, 13)],
    "active_days": [20, 10, 2],
    "engaged_days": [10, 6, 0],
    "shown": [200, 80, 20],
    "visits": [60, 35, 5],
    "bounces": [40, 20, 5],
    "engaged": [20, 15, 0],
    "milliminutes": [160_000, 119_000, 0],
    "bounce_milliminutes": [400, 500, 100],
    "interacted": [10, 3, 0],
    "checkouts": [6, 2, 0],
    "orders": [4, 1, 0],
    "order_seconds": [600, 300, 0],
    "follows": [2, 1, 1],
    "shares": [4, 0, 0],
    "messages": [10, 10, 0],
    "message_opens": [1, 0, 0],
    "friend_opens": [0, 2, 2],
    "silent_messaged": [1, 3, 0],
    "back_messaged": [1, 0, 0],
    "silent_unmessaged": [2, 0, 3],
    "back_unmessaged": [0, 0, 1],
    "full_opens": [0, 0, 1],
    "spent_fen": [40_000, 5_000, 0],
    "satisfaction": [0.5, 0.7, 0.9],
    "trust": [0.25, 0.75, 1.0],
    "habit": [0.5, 0.1, 1.0],
    "fatigue": [0.5, 0.1, 1.0],
}

EXPECTED = {
    "activity": 35 / 2 / 56,
    "active_days_per_base_user": 30 / 2 / 2,
    "engaged_days_per_base_user": 16 / 2 / 2,
    "minutes_per_base_user": 279.9 / 2 / 56,
    "engaged_day_share": 16 / 32,
    "dau_over_mau": (3 + 2) / 30 / 2,
    "dau_over_joined": (2 + 0 + 2) / (28 + 28 + 14),
    "monthly_active_users": 2 / 2,
    "minutes_per_active_user_day": 280 / 32,
    "weekly_minutes": (160.4 + 0.1) / (56 / 7 + 14 / 7),
    "weekly_room_visits": 65 / 10,
    "bounce_rate": 65 / 100,
    "interaction_rate": 13 / 100,
    "interactions_per_base_user": 13 / 2 / 2,
    "click_through_rate": 100 / 300,
    "minutes_per_engaged_visit": 279 / 35,
    "minutes_per_visit": 280 / 100,
    "visits_per_active_user_day": 100 / 32,
    "engaged_visits_per_active_user_day": 35 / 32,
    "full_open_share": 1 / 32,
    "follow_rate": 4 / 100,
    "follows_per_base_user": 3 / 2 / 2,
    "share_rate": 4 / 100,
    "shares_per_base_user": 4 / 2 / 2,
    "notification_open_rate": 1 / 20,
    "message_open_share": 1 / 32,
    "friend_open_share": 4 / 32,
    "reactivation_rate": 1 / 4,
    "reactivation_rate_unmessaged": 1 / 5,
    "conversion": 5 / 100,
    "orders_per_active_user": 5 / 3 / 2,
    "orders_per_base_user": 5 / 2 / 2,
    "checkout_dropout": 3 / 8,
    "minutes_to_place_order": 15 / 5,
    "order_value": 450 / 5,
    "satisfaction": 0.6,
    "satisfied_share": 0.5,
    "trust": 0.5,
    "willingness_to_recommend": 0.5,
    "habit": 0.3,
    "fatigue": 0.3,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_known_answers(name):
    outcome = make_outcome(3, days=66, **COUNTERS)
    assert evaluate(outcome, name).value == pytest.approx(EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_weights_stand_for_that_many_people(name):
    repeated = {column: np.repeat(values, [1, 3, 2]) for column, values in COUNTERS.items()}
    weighted = evaluate(make_outcome(3, days=66, weight=[1.0, 3.0, 2.0], **COUNTERS), name)
    plain = evaluate(make_outcome(6, days=66, **repeated), name)
    assert weighted[:3] == pytest.approx(plain[:3])
    assert weighted.people <= 3


def test_a_survey_hears_those_of_the_last_day_alone():
    """Whoever came, a newcomer too and one who uninstalled that evening; not who came the day before."""
    outcome = make_outcome(4, history=[active(0, 3), active(1), active(0), active(0)], joined=[-50, -50, 99, -50],
                           base=[True, True, False, True], left=[False, False, False, True],
                           weight=[1.0, 1.0, 2.0, 1.0], satisfaction=[0.4, 0.9, 0.7, 0.2])  # fmt: skip
    assert evaluate(outcome, "reported_satisfaction")[:3] == pytest.approx((2.0 / 4, 2.0, 4.0))
    assert evaluate(outcome, "satisfaction").value == pytest.approx(0.5)
    assert np.isnan(evaluate(make_outcome(2, history=[active(1), 0]), "reported_satisfaction").value)


def test_prospects_and_the_uninstalled_are_no_members():
    outcome = make_outcome(
        3, joined=[-5, -5, NEVER], left=[False, True, False], history=[active(0), active(5), 0]
    )
    assert evaluate(outcome, "dau_over_joined") == (1 / 28, 1.0, 28.0, 1)


@pytest.mark.parametrize(
    ("name", "days"), [("dau_over_mau", 30), ("weekly_minutes", 30), ("dau_over_joined", 28)]
)
def test_last_weeks_must_lie_behind_the_comparison_day(name, days):
    assert not np.isnan(evaluate(make_outcome(days=10 + days, history=1), name).value)
    with pytest.raises(ResultError, match=f"at least {days} days"):
        evaluate(make_outcome(days=9 + days), name)
