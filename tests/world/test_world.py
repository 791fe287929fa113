"""What a world keeps in order not to look it up again, against looking it up."""

from __future__ import annotations

import numpy as np

from sim.replicate.days import engine_of, live_one
from sim.users.tally import DAYS_28
from sim.world.world import SETTLED
from tests.replicate.worlds import new_world, warm_world

LEAVING = {"uninstall_intercept": -3.0, "reinstall": 0.5}
"""Many leave, and many of them come back."""


def test_who_stayed_is_who_has_an_open_in_28_days():
    world, engine = warm_world(values=LEAVING), engine_of("compiled", 1)
    settled, counts = np.flatnonzero(world.base == SETTLED), set()
    for _ in range(50):
        live_one(world, engine)
        world.day -= 1  # the evening's question, asked again
        active = world.histories(world.day, settled) & DAYS_28 != 0
        np.testing.assert_array_equal(world.stayed(), settled[active])
        world.day += 1
        counts.add(int(active.sum()))
    assert len(counts) > 5, "nobody came or went"


def test_those_who_arrive_on_a_day_are_found_in_their_order():
    constants = new_world().constants
    for day in np.unique(constants.people.arrival):
        np.testing.assert_array_equal(constants.arriving(day), np.flatnonzero(constants.people.arrival == day))
    assert not len(constants.arriving(constants.people.arrival.max() + 1))
