"""The three bars: against published numbers, against their own closed form, and against customers made by them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import hyp2f1

from calibration.holdout.bars import BARS, BetaGeometric, Customers, Purchases, bg_nbd, hiatus, mbg_cnbd
from calibration.holdout.bars.betageometric import fitted
from calibration.holdout.bars.hiatus import best_hiatus
from tests.calibration.holdout.cdnow import END, TRAINING_ENDS, cdnow


def made(member: BetaGeometric, people: int, days: int, seed: int) -> Purchases:
    """Purchases of customers who follow the model to the letter, in days."""
    rng = np.random.default_rng(seed)
    users, when = [], []
    for user in range(people):
        rate, lost = rng.gamma(member.r, 1 / member.alpha), rng.beta(member.a, member.b)
        time = rng.uniform(0, 12)
        users.append(user)
        when.append(time)
        alive = not (member.at_first and rng.random() < lost)
        while alive and (time := time + rng.gamma(member.k, 1 / rate)) < days / 7:
            users.append(user)
            when.append(time)
            alive = rng.random() >= lost
    return Purchases.of(np.array(users), np.floor(np.array(when) * 7))


def test_bg_nbd_on_cdnow_is_that_of_the_paper():
    customers = cdnow().customers(TRAINING_ENDS)
    assert len(customers.user) == 2357
    found, likely = fitted(customers)
    assert [round(float(v), 3) for v in (found.r, found.alpha, found.a, found.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(likely, 1) == -9582.4


def test_mbg_nbd_on_cdnow_is_that_of_its_paper_and_finds_no_regularity():
    forecast = mbg_cnbd(cdnow(), TRAINING_ENDS, END - TRAINING_ENDS)
    assert [round(forecast.parameters[name], 3) for name in ("k", "r", "alpha", "a", "b")] == [
        1, 0.525, 6.183, 0.891, 1.614]


def test_bg_nbd_predicts_cdnow_by_frequency_as_published():
    """Fader, Hardie & Lee 2005, figure 5: conditional expectations by the number of repeat purchases."""
    purchases = cdnow()
    customers = purchases.customers(TRAINING_ENDS)
    expected = bg_nbd(purchases, TRAINING_ENDS, END - TRAINING_ENDS).expected
    actual = purchases.bought(customers.user, TRAINING_ENDS, END)
    assert actual.sum() == 1882
    by_class = [round(float(expected[np.minimum(customers.repeats, 7) == x].mean()), 2) for x in range(8)]
    assert by_class == [0.23, 0.52, 1.04, 1.52, 2.16, 2.65, 3.50, 6.16]


def test_the_sum_is_the_closed_form():
    """Equation (10) of the paper of 2005."""
    r, alpha, a, b, weeks = 0.243, 4.414, 0.793, 2.426, 39.0
    x, recency, age = np.array([0, 1, 2, 5, 20]), np.array([0.0, 3, 30, 20, 38]), np.full(5, 38.0)
    customers = Customers(np.arange(5), x, recency, age, np.zeros(5))
    whole = alpha + age
    z = weeks / (whole + weeks)
    bracket = 1 - (whole / (whole + weeks)) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1, z)
    lost = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * (whole / (alpha + recency)) ** (r + x), 0)
    closed = (a + b + x - 1) / (a - 1) * bracket / (1 + lost)
    assert BetaGeometric(r, alpha, a, b).expected(customers, weeks) == pytest.approx(closed, rel=1e-6)


@pytest.mark.parametrize("member", [BetaGeometric(0.5, 3.0, 0.8, 2.5), BetaGeometric(0.9, 1.5, 0.8, 2.4, 3, True)])
def test_customers_who_follow_the_model_do_what_it_expects(member):
    """In each class of frequency, within four standard errors: one false alarm in some thousand."""
    purchases, last, days = made(member, 6000, 2 * 273, seed=3), 272, 273
    customers = purchases.customers(last)
    bought = purchases.bought(customers.user, last, last + days)
    expected = member.expected(customers, days / 7)
    for x in range(5):
        who = customers.repeats == x
        miss = bought[who] - expected[who]
        assert abs(miss.mean()) < 4 * miss.std() / np.sqrt(who.sum()) + 0.02  # several purchases of a day are one
    alive = member.alive(customers)
    assert (bought[alive < 0.2] > 0).mean() < 0.2 < (bought[alive > 0.8] > 0).mean()


def test_regular_customers_are_told_from_random_ones():
    regular = made(BetaGeometric(0.9, 1.5, 0.8, 2.4, 3, True), 3000, 300, seed=5)
    random = made(BetaGeometric(0.9, 4.5, 0.8, 2.4, 1, True), 3000, 300, seed=5)
    assert mbg_cnbd(regular, 299, 100).parameters["k"] >= 2
    assert mbg_cnbd(random, 299, 100).parameters["k"] == 1


@pytest.mark.parametrize("k", [1, 2, 4])
def test_a_likelihood_is_a_density(k):
    """Of customers with one repeat purchase or none, in a span of one week, probabilities add up to no more than 1."""
    member = BetaGeometric(0.5, 20.0, 0.8, 2.5, k, True)
    when = (np.arange(2000) + 0.5) / 2000
    one = Customers(when, np.ones(2000, int), when, np.ones(2000), np.log(when))
    none = Customers(when[:1], np.zeros(1, int), np.zeros(1), np.ones(1), np.zeros(1))
    total = np.exp(member.log_likelihood(one)).mean() + np.exp(member.log_likelihood(none))[0]
    assert 0.98 < total <= 1.0 + 1e-9


def test_heavy_buyers_do_not_overflow():
    customers = Customers(np.arange(1), np.array([900]), np.array([38.99]), np.array([39.0]), np.array([-3000.0]))
    member = BetaGeometric(0.3, 2.0, 0.5, 3.0, 3, True)
    assert np.isfinite(member.log_likelihood(customers)).all()
    assert member.expected(customers, 39.0)[0] > 50


@pytest.mark.parametrize("name", BARS)
def test_a_forecast_sees_nothing_of_what_comes_after(name):
    purchases = made(BetaGeometric(0.5, 3.0, 0.8, 2.5), 800, 400, seed=8)
    before = BARS[name](purchases, 200, 100)
    later = purchases.day > 200
    other = Purchases.of(np.where(later, purchases.user[::-1], purchases.user), purchases.day + 9 * later)
    after = BARS[name](other, 200, 100)
    assert dict(before.parameters) == dict(after.parameters)
    assert (before.expected == after.expected).all() and (before.alive == after.alive).all()


def test_the_hiatus_that_tells_best():
    """Whoever bought within ten days buys again, nobody else does: up to the gap between the two groups."""
    back = [(user, day) for user in range(50) for day in (40 + user % 10, 60)]
    lost = [(50 + user, 5 + user % 20) for user in range(50)]
    user, day = np.array(back + lost + [(99, 0)]).T
    assert best_hiatus(Purchases.of(user, day), 98, 49) == 10
    forecast = hiatus(Purchases.of(user, day), 98, 49)
    assert forecast.expected.sum() == 0  # nobody bought within the last ten days


def test_an_active_customer_goes_on_at_his_rate():
    weekly = [(user, day) for user in range(30) for day in range(0, 99, 7)]
    user, day = np.array(weekly).T
    forecast = hiatus(Purchases.of(user, day), 98, 70)
    assert (forecast.alive == 1).all()
    assert forecast.expected == pytest.approx(np.full(30, 10.0))


def test_purchases_of_a_day_are_one():
    purchases = Purchases.of(np.array([3, 3, 3, 1]), np.array([7, 7, 9, 2]))
    customers = purchases.customers(9)
    assert customers.repeats.tolist() == [0, 1]
    assert customers.recency * 7 == pytest.approx([0, 2])
    assert customers.age * 7 == pytest.approx([7, 2])
    assert purchases.bought(customers.user, 7, 9).tolist() == [0, 1]
