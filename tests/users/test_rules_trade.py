"""Buying, paying, sending back; liking, following, sharing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from sim.users.rules.interact import (
    follow_probability,
    interact_probability,
    reward_pull,
    share_probability,
    task_completed,
)
from sim.users.rules.order import (
    basket_fen,
    buy_probability,
    checkout_probability,
    mood_of_buying,
    order_minutes,
    reference_after,
    reference_evening,
    stock_evening,
    stocked,
)
from sim.users.rules.returns import problem_harm, problem_probability, return_probability
from sim.users.state import Feeling, FeltNeeds, Visit
from tests.users.parameters import changed, harms, logit, minutes, people, person, share, table, tables

BUYING = tables("buy_coupon", "buy_intercept", "buy_fit", "buy_trust", "buy_price", "buy_impulse", "buy_minutes",
                "buy_favourite", "buy_certainty", "buy_selling_time")
MOODS = ("buy_satisfaction", "outside_pull", "buy_wait", "buy_awaiting", "buy_stocked")
FEELING_LIKE_BUYING = tables(*MOODS, "satisfaction_pivot", "delivery_days", "expected_days", "coupon_memory")
RETURNING = tables("return_intercept", "return_impulse", "return_problem", "return_certainty", "return_effort",
                   "return_wait", "return_habit", "return_experience", "expected_days")
parcels_had = st.integers(0, 400)
days_waited = st.floats(1, 31)
SHARING = tables("share_intercept", "share_social", "share_satisfaction", "share_reward", "share_reward_wear",
                 "task_reward")
INTERACTING = tables("interact_intercept", "interact_minutes", "interact_room", "interact_social",
                     "interact_favourite")


def ordered(values):
    return st.tuples(values, values).map(sorted)


def buying(p, fit=0.5, trust=0.7, advantage=0.0, coupon=0.0, interacted=False, watched=5.0, familiar=0.0, own=0.0,
           certainty=0.0, selling_time=0.0):
    room = type("Room", (), {"selling_time": selling_time})
    feels = Feeling(trust, friction=0.0, mood=0.0, fresh=1.0, needs=FeltNeeds(0.25, 0.25, 0.25, 0.25))
    visit = Visit(0, watched, fit, familiar, certainty, feels)
    return buy_probability(visit, room, advantage, coupon, interacted, own, p)


@given(BUYING, ordered(share))
def test_buying_rises_with_fit_trust_price_attachment_and_certainty(p, pair):
    for cause in ("fit", "trust", "advantage", "coupon", "familiar", "certainty", "own", "selling_time"):
        assert 0.0 < buying(p, **{cause: pair[0]}) <= buying(p, **{cause: pair[1]}) < 1.0


@given(BUYING, ordered(minutes))
def test_buying_rises_with_watching_and_impulse(p, pair):
    assert buying(p, watched=pair[0]) <= buying(p, watched=pair[1])
    assert buying(p, interacted=False) <= buying(p, interacted=True)


@given(tables("checkout_intercept", "checkout_friction", "order_minutes_base", "order_minutes_friction"),
       ordered(st.floats(0, 2)))
def test_friction_makes_people_give_up_and_slows_them(p, friction):
    easy, hard = friction
    assert 0.0 < checkout_probability(hard, p) <= checkout_probability(easy, p) < 1.0
    assert 0.0 < order_minutes(easy, p) <= order_minutes(hard, p)


@given(st.floats(-8, 8), st.floats(1, 5000), ordered(st.floats(0.05, 1)), tables("basket_sigma"))
def test_a_basket_is_cheaper_with_a_discount(z, list_price, prices, p):
    low, high = (basket_fen(z, list_price, price, p) for price in prices)
    assert 0 <= low <= high


def test_the_median_basket_is_the_discounted_list_price():
    assert basket_fen(0.0, 80.0, 0.75, table()) == 6000


@given(share, share, tables("reference_learning", "reference_return", "usual_price"))
def test_the_reference_price_moves_between_what_was_paid_and_what_is_usual(reference, paid, p):
    after = reference_after(reference, paid, p)
    assert min(reference, paid) - 1e-12 <= after <= max(reference, paid) + 1e-12
    later = reference_evening(reference, p)
    assert abs(later - p.usual_price) <= abs(reference - p.usual_price) + 1e-12


def back(p, problem=False, interacted=0, certainty=0.0, days=3.0, **user):
    """The chance that a parcel goes back."""
    parcel = SimpleNamespace(interacted=interacted, certainty=certainty, days=days)
    return return_probability(person(**user), parcel, problem, p)


@given(RETURNING, share)
def test_returns_rise_with_impulse_and_problems_and_fall_with_certainty(p, certainty):
    assert 0.0 < back(p) <= back(p, interacted=1) <= back(p, True, interacted=1) < 1.0
    assert back(p) <= back(p, True)
    assert back(p, certainty=certainty) <= back(p)


@given(RETURNING, ordered(days_waited), parcels_had, ordered(parcels_had))
def test_returns_rise_with_waiting_and_earlier_returns_and_fall_with_experience(p, days, received, sent_back):
    assert back(p, days=days[0]) <= back(p, days=days[1])
    few, many = (min(count, received) for count in sent_back)
    assert back(p, received=received, sent_back=few) <= back(p, received=received, sent_back=many)
    fewer, more = sorted((received, sent_back[1]))
    assert back(p, received=more) <= back(p, received=fewer)


@given(RETURNING, days_waited, parcels_had, parcels_had)
def test_without_their_weights_waiting_habit_and_experience_return_nothing(p, days, received, sent_back):
    sent_back = min(sent_back, received)
    for weight, past, nothing in (
        ("return_wait", {"days": days}, {}),
        ("return_habit", {"received": received, "sent_back": sent_back}, {"received": received}),
        ("return_experience", {"received": received}, {}),
    ):
        off = SimpleNamespace(**vars(p) | {weight: 0.0})
        assert back(off, **past) == back(off, **nothing), weight


@given(tables("late_answer_harm", "fast_answer_harm"), st.booleans())
def test_no_answer_does_all_the_harm(p, fast):
    assert problem_harm(False, fast, p) == 1.0
    assert 0.0 <= problem_harm(True, fast, p) <= 1.0
    assert problem_harm(True, fast, table(late_answer_harm=0.0, fast_answer_harm=0.0)) == 0.0


def test_an_answer_does_less_harm_the_faster_it_comes():
    assert problem_harm(True, True, table()) < problem_harm(True, False, table()) < problem_harm(False, False, table())


def mood(user, p, day=100, announced=False, rivals=0.0):
    return mood_of_buying(user, day, announced, rivals, p)


@given(people(), FEELING_LIKE_BUYING, ordered(share), ordered(harms), ordered(st.floats(1, 30)))
def test_buying_falls_with_grievances_waiting_and_stock_and_rises_with_satisfaction(user, p, pair, harm, days):
    assert mood(changed(user, satisfaction=pair[0]), p) <= mood(changed(user, satisfaction=pair[1]), p)
    assert mood(changed(user, stock=pair[0]), p) >= mood(changed(user, stock=pair[1]), p)
    assert mood(changed(user, grievance=harm[0]), p) >= mood(changed(user, grievance=harm[1]), p)
    assert mood(user, p, rivals=harm[0]) >= mood(user, p, rivals=harm[1])
    quick, slow = (changed(p, delivery_days=d) for d in days)
    assert mood(user, quick) >= mood(user, slow) - 1e-12


@given(people(), FEELING_LIKE_BUYING, st.integers(0, 900), st.booleans(), ordered(st.floats(0, 200)))
def test_people_hold_back_who_expect_a_coupon_or_a_promotion(user, p, since, announced, values):
    """The more, the larger the coupon that usually comes; one of 10 yuan is waited for like a promotion."""
    lately = changed(user, coupon_until=100 - since)
    small, large = (changed(p, coupon_value=value) for value in values)
    assert mood(lately, large, announced=announced) <= mood(lately, small, announced=announced)
    assert mood(lately, changed(p, coupon_value=0.0)) == mood(user, p), "where none come nobody waits for one"
    ten = changed(p, coupon_value=10.0)
    assert mood(lately, ten, announced=announced) == mood(user, ten, announced=announced or since < p.coupon_memory)
    assert mood(user, p, announced=True) <= mood(user, p)
    assert mood(changed(lately, coupon_fen=500), large) == mood(user, large)  # who holds one waits for none


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_larger_coupon_is_used_to_buy_more_ahead(one, other):
    assert 0.0 <= stocked(min(one, other)) <= stocked(max(one, other)) <= 1.0 == stocked(1000)


@given(people(), share, harms, harms, st.floats(1, 30), st.integers(-60, 200), st.booleans())
def test_without_their_weights_nothing_of_the_past_moves_buying(user, stock, grievance, rivals, days, until, announced):
    p = table(**dict.fromkeys(MOODS, 0.0), delivery_days=days)
    assert mood(changed(user, stock=stock, grievance=grievance, coupon_until=until), p, 100, announced, rivals) == 0.0


@given(people(), FEELING_LIKE_BUYING, st.sampled_from(MOODS))
def test_a_weight_of_zero_takes_its_own_cause_away(user, p, weight):
    off = changed(p, **{weight: 0.0})
    off = changed(off, coupon_value=5.0)
    grieved = changed(user, stock=0.7, grievance=2.0, coupon_until=99, satisfaction=0.9)
    calm = {"buy_satisfaction": {"satisfaction": p.satisfaction_pivot}, "outside_pull": {"grievance": 0.0},
            "buy_awaiting": {"coupon_until": -10**9}, "buy_stocked": {"stock": 0.0}, "buy_wait": {}}  # fmt: skip
    at_once = changed(off, delivery_days=1.0) if weight == "buy_wait" else off
    assert mood(grieved, off, rivals=1.0) == mood(changed(grieved, **calm[weight]), at_once,
                                                  rivals=0.0 if weight == "outside_pull" else 1.0)  # fmt: skip


@given(share, tables("stock_use"))
def test_what_was_bought_ahead_is_used_up(stock, p):
    assert 0.0 <= stock_evening(stock, p) <= stock


@given(tables("problem_intercept", "problem_gap"), ordered(st.floats(-1, 1)))
def test_quality_above_the_promise_prevents_problems(p, gaps):
    assert 0.0 < problem_probability(gaps[1], p) <= problem_probability(gaps[0], p) < 1.0


@given(INTERACTING, ordered(minutes), ordered(share))
def test_interaction_rises_with_minutes_room_need_and_attachment(p, watched, pair):
    assert interact_probability(watched[0], 0.0, 0.25, 0.0, p) <= interact_probability(watched[1], 0.0, 0.25, 0.0, p)
    for place in range(1, 4):
        low, high = ([5.0, 0.0, 0.25, 0.0] for _ in range(2))
        low[place], high[place] = pair
        assert 0.0 < interact_probability(*low, p) <= interact_probability(*high, p) < 1.0


@given(tables("follow_intercept", "follow_interaction"), ordered(share))
def test_following_rises_with_fit_and_interaction(p, fits):
    assert follow_probability(fits[0], False, p) <= follow_probability(fits[1], False, p)
    assert follow_probability(fits[0], False, p) <= follow_probability(fits[0], True, p)


@given(SHARING, ordered(share), ordered(st.floats(0, 5)))
def test_sharing_rises_with_need_satisfaction_reward_and_cause(p, pair, pulls):
    def sharing(social=0.25, satisfaction=0.5, reward=0.0, cause=0.0):
        return share_probability(social, satisfaction, reward, cause, p)

    assert sharing(social=pair[0]) <= sharing(social=pair[1])
    assert sharing(satisfaction=pair[0]) <= sharing(satisfaction=pair[1])
    assert sharing(reward=pulls[0]) <= sharing(reward=pulls[1])
    assert sharing(cause=pulls[0]) <= sharing(cause=pulls[1])


@given(SHARING, share, ordered(st.integers(0, 50)))
def test_a_reward_pulls_and_wears_off(p, sensitivity, shares):
    fresh, worn = (reward_pull(sensitivity, count, p) for count in shares)
    assert 0.0 <= worn <= fresh
    assert reward_pull(sensitivity, 0, table(task_reward=0.0)) == 0.0
    assert reward_pull(sensitivity, 0, table(task_reward=5.0)) <= reward_pull(sensitivity, 0, table(task_reward=10.0))


@given(st.floats(1e-9, 1 - 1e-9), st.integers(1, 120), st.floats(0.5, 80))
def test_likes_are_the_poisson_quantile_of_the_draw(u, needed, audience):
    done = task_completed(u, table(task_likes=needed, task_audience=audience))
    chance = poisson.sf(needed - 1, audience)
    assert done == (u > 1 - chance) or u == pytest.approx(1 - chance, abs=1e-9)


def test_nobody_completes_a_task_that_nobody_sees():
    assert not task_completed(1 - 1e-12, table(task_audience=0.0))


@given(logit, st.booleans())
def test_readiness_to_buy_differs_between_people(own, interacted):
    assert buying(table(), own=own, interacted=interacted) < buying(table(), own=own + 0.5, interacted=interacted)
