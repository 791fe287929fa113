"""What is read off a simulated world for a contrast: of which rooms, of whom, and by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from calibration.contrasts import worlds
from calibration.contrasts.contrast import Contrast
from calibration.contrasts.readings import (
    bought_again,
    by_earlier_buyers,
    changed,
    coverage,
    followers_of_shares,
    hosts_of,
    people,
)
from calibration.contrasts.valid import READ
from sim.cast.hosts import CATEGORIES
from sim.scenario.plan import Horizon, Population, Scenario


def of(evidence):
    return next(contrast for contrast in READ if contrast.evidence == evidence)


def test_hosts_of_categories_are_those_whom_a_strategy_changes():
    assert hosts_of((), 64).all()
    parts = sum(hosts_of((category,), 64).astype(int) for category in CATEGORIES)
    assert (parts == 1).all()
    (strategy,) = of("L15").strategies
    assert strategy.where.category == "health"


def test_every_sixth_room_is_a_sixth_of_great_and_of_small_ones():
    one = of("L30")
    mask = changed(one, 64)
    assert list(np.flatnonzero(mask)) == [strategy.where.host for strategy in one.strategies] == list(range(3, 64, 6))
    assert coverage(one) == pytest.approx(0.17, abs=0.005)
    assert coverage(of("L29")) == coverage(of("L30")) and coverage(of("L15")) == hosts_of(("health",), 64).mean()
    assert math.isnan(coverage(of("L19")))


def test_rooms_that_are_not_covered_are_as_they_were():
    """The rate of interaction rises in the treated rooms alone, so the more of them, the more all users show of it."""
    plan = {"population": Population(users=600), "horizon": Horizon(days=7), "seed": 3}
    sixth, whole = of("L30"), replace(of("L30"), every=1)
    large = {"interactive_segments_calls": 2.0}
    before, *treated = [worlds.lived(Scenario("plan", strategies=strategies, parameters=large, **plan), 0)
                        for strategies in ((), sixth.strategies, whole.strategies)]  # fmt: skip
    assert min(sixth.read(world, sixth) / sixth.read(before, sixth) for world in treated) > 1.5
    rates = [people(world, sixth) for world in (before, *treated)]
    assert rates[0] < rates[1] < rates[2] and rates[1] - rates[0] < 0.5 * (rates[2] - rates[0])


def test_buying_again_is_counted_room_by_room():
    contrast = Contrast("L35", "after_sales", "repurchase_rate", bought_again)
    world = worlds.lived(Scenario("baseline", population=Population(users=1_200), horizon=Horizon(days=30), seed=2), 0)
    found = bought_again(world, contrast)
    last = 30 - 1 - max(world.return_window, int((world.orders["closes"] - world.orders["day"]).max()))
    orders = world.orders[(world.orders["status"] == 1) & (world.orders["day"] > last - 90)
                          & (world.orders["day"] <= last)]  # fmt: skip
    days = {}
    for order in orders:
        days.setdefault((order["user"], order["host"]), set()).add(order["day"])
    assert found == pytest.approx(np.mean([len(seen) >= 2 for seen in days.values()]))


def test_orders_by_earlier_buyers_are_counted_room_by_room():
    contrast = Contrast("L11", "live_classroom", "repurchase_rate", by_earlier_buyers, categories=("culture",))
    world = worlds.lived(Scenario("baseline", population=Population(users=1_200), horizon=Horizon(days=30), seed=2), 0)
    last = 30 - 1 - max(world.return_window, int((world.orders["closes"] - world.orders["day"]).max()))
    kept = world.orders[(world.orders["status"] == 1) & hosts_of(("culture",), 64)[world.orders["host"]]]
    known = {}
    for order in kept:
        known.setdefault((order["user"], order["host"]), []).append(order["day"])
    again = [min(known[order["user"], order["host"]]) < order["day"] for order in kept
             if last - 90 < order["day"] <= last]  # fmt: skip
    assert 0.0 < np.mean(again) < 1.0 and by_earlier_buyers(world, contrast) == pytest.approx(np.mean(again))


def test_a_campaign_that_adds_no_share_wins_no_follower_by_one():
    contrast = Contrast("L49", "user_challenge", "followers_per_share", people)
    world = worlds.lived(Scenario("baseline", population=Population(users=100), horizon=Horizon(days=5), seed=2), 0)
    assert followers_of_shares(world, world, contrast) == (0.0, 0.0)
