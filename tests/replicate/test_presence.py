"""Rooms to try on in and to walk into: whom they touch first, that the engines agree, and that less comes back."""

from __future__ import annotations

import numpy as np
import pytest

from sim.cast.hosts import CATEGORIES, PLACED, WORN
from sim.outcomes.outcome import RETURNED, UNDER_WAY
from sim.scenario.plan import Strategy, Strength, Where
from tests.replicate import worlds
from tests.replicate.worlds import FULL

KEEN = {"open_intercept": -0.5, "buy_intercept": -2.0, "vr_share": 0.3, "try_on_use": 0.8}
INSIDE, MIRRORS = ("vr_live", "metaverse_room"), {"ar_try_on": WORN, "ar_showroom": PLACED}


def arm_of(world, *levers, strength=FULL, where=Where()):
    return worlds.with_strategies(world, [Strategy(lever, where=where, strength=strength, name=lever)
                                          for lever in levers])


@pytest.fixture(scope="module")
def morning():
    return worlds.warm_world(1500, values=KEEN)


@pytest.mark.parametrize("lever", INSIDE)
def test_on_the_first_day_only_owners_of_a_device_notice_it(morning, lever):
    apart = worlds.differing(worlds.live(arm_of(morning, lever), 1), worlds.live(morning.fork(), 1))
    owners = morning.traits["vr"] > 0
    assert apart.sum() > 20 and not (apart & ~owners).any()
    assert owners.mean() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize("lever", INSIDE)
def test_where_nobody_owns_a_device_nothing_ever_differs(lever):
    world = worlds.warm_world(400, values=KEEN | {"vr_share": 0.0})
    worlds.assert_same(worlds.live(arm_of(world, lever), 10), worlds.live(world.fork(), 10))


@pytest.mark.parametrize("lever", MIRRORS)
def test_only_rooms_that_sell_what_suits_have_a_mirror(morning, lever):
    other = next(name for name in CATEGORIES if name not in MIRRORS[lever])
    arm = arm_of(morning, lever, where=Where(category=other))
    worlds.assert_same(worlds.live(arm, 5), worlds.live(morning.fork(), 5))


@pytest.mark.parametrize("lever", [*INSIDE, *MIRRORS])
def test_without_strength_nothing_differs(morning, lever):
    off = Strength(0.0, 0.0, stated=True)
    worlds.assert_same(worlds.live(arm_of(morning, lever, strength=off), 5), worlds.live(morning.fork(), 5))


def test_the_order_of_strategies_does_not_matter_and_the_engines_agree():
    world = worlds.warm_world(200, values=KEEN | {"need_shift": 0.5})
    names = (*INSIDE, *MIRRORS)
    one, back, agents = arm_of(world, *names), arm_of(world, *names[::-1]), arm_of(world, *names)
    worlds.live(one, 8)
    worlds.assert_same(one, worlds.live(back, 8))
    worlds.assert_same(one, worlds.live(agents, 8, "agents"))
    assert worlds.differing(one, worlds.live(world.fork(), 8)).any()


@pytest.mark.parametrize("lever", MIRRORS)
def test_who_is_certain_sends_less_back(morning, lever):
    """Of the orders of the rooms with a mirror, fewer come back, and more are placed."""
    suits = [CATEGORIES.index(name) for name in MIRRORS[lever]]

    def read(world):
        orders = worlds.orders_of(world)
        mine = orders[(orders["day"] >= 0) & np.isin(orders["category"], suits)]
        return len(mine), (mine["status"][mine["status"] != UNDER_WAY] == RETURNED).mean()

    bought, returned = zip(*(read(worlds.live(arm, 25)) for arm in (morning.fork(), arm_of(morning, lever))),
                           strict=True)
    assert bought[1] > bought[0] and returned[1] < returned[0]


def test_needs_that_shift_change_what_people_choose():
    still, shifting = (worlds.warm_world(400, values=KEEN | {"need_shift": shift}) for shift in (0.0, 1.0))
    assert worlds.differing(still, shifting).any()
