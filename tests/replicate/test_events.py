"""Tables of what users did: parcels of the days before those that are watched."""

from __future__ import annotations

import numpy as np

from sim.replicate.days import engine_of
from sim.replicate.events import live_parcels, watch
from sim.replicate.steady import long_run
from tests.replicate import worlds


def test_parcels_of_earlier_days_are_those_that_watching_them_would_show():
    engine = engine_of("compiled", 1)
    world = worlds.warm_world(300)
    earlier = live_parcels(world, world.day + 12, engine)
    assert not engine.keep_days and engine.days == []  # (days that nobody reads would fill the memory)
    later = watch(world, 6, orders_from=0, earlier=earlier, threads=1)
    whole = watch(worlds.warm_world(300), 18, orders_from=0, threads=1)
    assert (later.first, later.last, later.parcels_from) == (12, 17, 0)
    np.testing.assert_array_equal(later.parcels, whole.parcels)
    assert len(later.parcels) > len(whole.parcels[whole.parcels["day"] >= 12]) > 0
    np.testing.assert_array_equal(later.visits, whole.visits[whole.visits["day"] >= 12])


def test_without_earlier_days_parcels_are_those_of_the_watched_ones():
    seen = watch(worlds.warm_world(300), 6, orders_from=-9, threads=1)
    assert seen.parcels_from == seen.first == 0


def test_a_long_run_tells_the_parcels_of_all_its_counted_days():
    """The days that are watched follow on those that are counted."""
    run = long_run(users=200, burn_in=60, days=20, threads=1)
    seen = run.watch(5, threads=1)
    assert (seen.parcels_from, seen.first, seen.last) == (0, 20, 24)
    days = seen.parcels["day"]
    assert days.min() < 20 <= days.max() and (np.diff(days) >= 0).all()


def test_fewer_days_of_opens_leave_parcels_and_orders_as_they_are():
    seen = watch(worlds.warm_world(300), 6, orders_from=-9, threads=1)
    short = seen.within(2)
    assert short.opens["day"].min() == 4
    np.testing.assert_array_equal(short.parcels, seen.parcels)
    np.testing.assert_array_equal(short.orders, seen.orders)
