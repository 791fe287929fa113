"""livesim where purchases alone are known: what is read of histories, what a forecast may see, and a known truth."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.fitting import Effort
from calibration.holdout.bars import Purchases
from calibration.holdout.buyers import Buyers, fit_buyers, livesim_of
from calibration.holdout.buyers.forecast import NEIGHBOURS, like
from calibration.holdout.buyers.histories import Histories, ages_of, spread_ages
from calibration.holdout.buyers.problem import FEWEST, PRIOR, BuyersProblem
from calibration.holdout.buyers.shown import errors_of, shown_by
from calibration.holdout.buyers.simulated import ALL, COMES, show, simulated
from calibration.moments import Setting
from sim.base.errors import LivesimError
from sim.replicate.newcomers import orders_of_newcomers

LAST, DAYS = 200, 100
USERS = 1_500


def by_hand() -> Purchases:
    """Three customers: one who never comes back, one who comes back four times, one who begins late."""
    return Purchases.of(np.array([7, 2, 2, 2, 2, 2, 9, 9]), np.array([10, 0, 5, 90, 120, 130, 150, 160]))


def made(seed: int, users: int = USERS) -> Purchases:
    """Purchases of newcomers of a world at the centre of the priors; they join over 84 days."""
    values = {name: centre for name, (centre, _) in PRIOR.items()} | {"passing_share": 0.0}
    orders = orders_of_newcomers(values, users=users, days=LAST + DAYS, seed=seed)
    return Purchases.of(orders["user"], orders["day"] + orders["user"] % 84)


def test_histories_are_counted_from_the_first_purchase():
    histories = Histories.of(by_hand(), 100)
    assert histories.user.tolist() == [2, 7]
    assert list(zip(histories.customer.tolist(), histories.since.tolist(), strict=True)) == [
        (0, 5), (0, 90), (0, 120), (0, 130)]


def test_a_reading_parts_before_and_after():
    seen = Histories.of(by_hand(), 100).read(np.array([100, 90]), 25)
    assert seen.repeats.tolist() == [2, 0]
    assert seen.recency.tolist() == [90, 0]
    assert seen.later.tolist() == [1, 0]


def test_a_reading_agrees_with_what_a_bar_sees():
    purchases = made(3)
    customers = purchases.customers(LAST)
    ages = ages_of(customers)
    seen = Histories.of(purchases, LAST).read(ages, DAYS)
    assert (seen.repeats == customers.repeats).all()
    assert seen.recency / 7 == pytest.approx(customers.recency)
    assert (seen.later == purchases.bought(customers.user, LAST, LAST + DAYS)).all()


def test_drawn_customers_bring_their_purchases():
    histories = Histories.of(by_hand(), 200)
    drawn = histories.drawn(np.array([2, 0, 2]))
    assert drawn.user.tolist() == [9, 2, 9]
    assert drawn.customer.tolist() == [0, 1, 1, 1, 1, 2]
    assert drawn.since.tolist() == [10, 5, 90, 120, 130, 10]


def test_what_customers_show_counted_by_hand():
    histories = Histories.of(by_hand(), 200)
    numbers = shown_by(histories, np.array([200, 190, 50]))
    assert [numbers[f"share_{k}"] for k in range(7)] == pytest.approx([1 / 3, 1 / 3, 0, 0, 1 / 3, 0, 0])
    assert np.exp(numbers["log_repeats_from_day_0"]) == pytest.approx(2 / 3)  # the days 5 and 10
    assert np.exp(numbers["log_repeats_from_day_84"]) == pytest.approx(2 / 3)  # the days 90 and 120
    assert numbers["recency_1"] == pytest.approx(10 / 50)
    assert numbers["recency_3"] == pytest.approx(130 / 200)


def test_errors_are_those_of_shares():
    """The bootstrap error of a share is the binomial one, within a tenth (200 resamples know it to a twentieth)."""
    purchases = made(3)
    ages = ages_of(purchases.customers(LAST))
    histories = Histories.of(purchases, LAST)
    share = shown_by(histories, ages)["share_0"]
    binomial = np.sqrt(share * (1 - share) / len(ages))
    assert errors_of(histories, ages)["share_0"] == pytest.approx(binomial, rel=0.15)


def test_simulated_ages_are_as_frequent_as_real_ones():
    ages = np.array([10, 10, 10, 20, 30])
    given = spread_ages(ages, np.arange(1000) * 3)
    assert np.bincount(given)[[10, 20, 30]] / 1000 == pytest.approx([0.6, 0.2, 0.2], abs=0.01)
    assert (spread_ages(ages, np.array([300, 9])) == given[[100, 3]]).all()  # whoever else is there


def test_like_customers_are_those_of_the_same_past():
    there = np.repeat([[0.0, 0.0], [5.0, 5.0]], NEIGHBOURS, axis=0)
    later = np.concatenate([np.zeros(NEIGHBOURS), np.arange(NEIGHBOURS)])
    mean, share = like(np.array([[5.0, 5.1], [0.0, 0.0]]), there, later)
    assert mean.tolist() == [(NEIGHBOURS - 1) / 2, 0]
    assert share.tolist() == [1 - 1 / NEIGHBOURS, 0]


def test_equals_all_count():
    later = np.arange(10 * NEIGHBOURS)
    mean, _ = like(np.zeros((1, 2)), np.zeros((len(later), 2)), later)
    assert mean[0] == later.mean()


def test_newcomers_go_on_as_they_began():
    """Chance is keyed: what is lived longer begins the same, and who comes back has joined on the first day."""
    short, long = (orders_of_newcomers(users=400, days=days, seed=4) for days in (60, 90))
    assert len(short) and (long["day"] < 60).sum() == len(short)
    for column in ("user", "day", "host", "paid_fen"):
        assert (long[column][: len(short)] == short[column]).all()
    assert short["day"].min() >= 0 and short["user"].max() < 400


def test_simulated_customers_came_in_time_and_are_seen_no_longer_than_asked():
    histories = simulated({name: centre for name, (centre, _) in PRIOR.items()}, USERS, 1, 150)
    assert len(histories.user) > 20
    assert histories.since.min() >= 1 and histories.since.max() <= 150 < COMES + 150


def problem_of(purchases: Purchases, users: int = USERS) -> BuyersProblem:
    ages = ages_of(purchases.customers(LAST))
    return BuyersProblem.of(Histories.of(purchases, LAST), ages, Setting(users=users))


def test_a_truth_misses_itself_by_luck_alone():
    """At the truth the misses of 19 numbers are those of chance: a chi-square of 19, below 60 but for one in 10^5.

    Numbers of a simulation hang together, so the bound is wider than a chi-square's.
    """
    problem = problem_of(made(11, 3_000))
    residuals = problem.residuals(problem.centre, show(problem.task(problem.centre)))
    data = residuals[: len(problem.numbers)]
    assert residuals[len(problem.numbers) :].tolist() == [0.0] * len(PRIOR)
    assert data @ data < 60
    wrong = problem.centre.copy()
    wrong[problem.names.index("open_intercept")] += 2.0
    other = problem.residuals(wrong, show(problem.task(wrong)))[: len(data)]
    assert other @ other > 2 * (data @ data)


def test_too_few_simulated_customers_are_no_luck_to_hide_behind():
    problem = problem_of(made(11))
    shown = show(problem.task(problem.centre))
    few = type(shown)({(name, ALL): 0.0 for name in problem.numbers}, {"customers": 0.0})
    luck = np.sqrt(1 + len(problem.ages) / FEWEST)
    residuals = problem.residuals(problem.centre, few)
    assert residuals[0] == pytest.approx(-problem.numbers["share_0"] / problem.errors["share_0"] / luck)


def test_what_no_customer_shows_hardly_counts():
    """Nobody bought six times: no resample differs, and a share of nothing is no certainty."""
    purchases = Purchases.of(np.repeat(np.arange(120), 2), np.tile([0, 30], 120))
    problem = problem_of(purchases, 300)
    assert problem.numbers["share_6"] == 0.0
    assert np.isfinite(problem.residuals(problem.centre, show(problem.task(problem.centre)))).all()


def test_a_fit_sees_nothing_of_what_comes_after():
    purchases = made(5)
    later = purchases.day > LAST
    other = Purchases.of(np.where(later, purchases.user[::-1], purchases.user), purchases.day + 3 * later)
    effort = Effort(scatter=1, coarse=0, fine=0)
    found = [fit_buyers(seen, LAST, Setting(users=300), effort) for seen in (purchases, other)]
    assert found[0].problem == found[1].problem
    assert (found[0].point == found[1].point).all()
    forecasts = [livesim_of(fit, seen, LAST, DAYS) for fit, seen in zip(found, (purchases, other), strict=True)]
    assert (forecasts[0].expected == forecasts[1].expected).all()


@pytest.mark.slow
def test_a_world_whose_truth_is_known_is_predicted():
    """At the truth the total of each half of the customers is met within four standard errors."""
    purchases = made(21, 6_000)
    buyers = Buyers(problem_of(purchases, 6_000), problem_of(purchases).centre)
    forecast = livesim_of(buyers, purchases, LAST, DAYS)
    customers = purchases.customers(LAST)
    bought = purchases.bought(customers.user, LAST, LAST + DAYS)
    for half in (customers.repeats == 0, customers.repeats > 0):
        miss = forecast.expected[half] - bought[half]
        assert abs(miss.mean()) < 4 * miss.std() / np.sqrt(half.sum())
    back = bought > 0
    assert forecast.alive[back].mean() > 1.5 * forecast.alive[~back].mean()


@pytest.mark.parametrize(("user", "day", "words"), [
    ([1, 2, 3], [0, 1, 2], "3 customers"),
    (list(range(200)), list(range(200)), "nobody bought again"),
])
def test_what_shows_nothing_is_refused(user, day, words):
    with pytest.raises(LivesimError, match=words):
        fit_buyers(Purchases.of(np.array(user), np.array(day)), LAST)
