"""The same world under other values: luck is shared, and only what is changed moves anybody."""

from __future__ import annotations

import numpy as np
import pytest

from sim.base.params import PARAMETERS
from sim.replicate.days import engine_of, live_one
from sim.replicate.otherwise import (
    crossroads,
    live_days_apart,
    live_otherwise,
    otherwise,
    unchanged,
)
from sim.world.platform import morning
from tests.replicate import worlds


@pytest.fixture(scope="module")
def world():
    """A warm world that has lived some days, so that its tables are made and parcels are under way."""
    world, engine = worlds.warm_world(400), engine_of("compiled", 1)
    for _ in range(20):
        live_one(world, engine)
    return world


def same(one, other):
    """Whether two stretches tell the same."""
    return all(np.array_equal(getattr(one, name), getattr(other, name))
               for name in ("first", "days", "there", "silent", "totals", "orders"))


def more_messages(values):
    return {"message_rate": values["message_rate"] + 1.0}


def test_nothing_changed_is_the_world_itself(world):
    """Lived by itself it counts the same, and the world stays where it was."""
    day, state = world.day, world.state.copy()
    (told,) = live_otherwise(world, unchanged, [9]).values()
    course, engine = world.fork(), engine_of("compiled", 1)
    course.start_counting()
    for _ in range(9):
        live_one(course, engine)
    np.testing.assert_array_equal(told.totals, course.totals[:, : told.totals.shape[1]])
    assert told.sum("active_days") > 0 and len(told.orders) == told.sum("orders") > 0
    assert (world.day, told.first) == (day, day)
    np.testing.assert_array_equal(world.state, state)


def test_days_apart_without_a_change_are_the_same_days_in_a_row(world):
    apart, row = live_days_apart(world, unchanged, 6), live_otherwise(world, unchanged, [6])[6]
    np.testing.assert_array_equal(apart.totals, row.totals)
    for column in ("user", "day", "host", "paid_fen"):
        np.testing.assert_array_equal(apart.orders[column], row.orders[column])


def test_a_change_that_lasts_a_day_leaves_no_trace_in_days_apart(world):
    """On each of them people come as they would after days without it; in a row they have been annoyed."""
    apart, row = live_days_apart(world, more_messages, 6), live_otherwise(world, more_messages, [6])[6]
    usual = live_otherwise(world, unchanged, [5, 6])
    course, engine = world.fork(), engine_of("compiled", 1)
    for _ in range(5):
        live_one(course, engine)
    last = live_otherwise(course, more_messages, [1])[1]
    before = live_days_apart(world, more_messages, 5)
    np.testing.assert_array_equal(apart.totals, before.totals + last.totals)
    assert apart.sum("messages") > usual[6].sum("messages") and not same(apart, row)


def test_a_shorter_stretch_is_told_as_if_no_more_had_been_lived(world):
    both = live_otherwise(world, more_messages, [10, 4])
    for days in (4, 10):
        assert same(both[days], live_otherwise(world, more_messages, [days])[days])
    assert both[4].sum("messages") < both[10].sum("messages")


def test_values_reach_the_tables_from_the_first_morning_and_of_every_kind(world):
    """Each kind changes its own value, and the tables of a day before are not used again."""
    fork = otherwise(world, lambda values: {"delivery_days": 2.0 * values["delivery_days"]})
    before, after = (morning(one.fork())[1]["delivery_days"] for one in (world, fork))
    np.testing.assert_allclose(after, 2.0 * before)
    assert len(set(before)) > 1
    assert world.constants.values["delivery_days"] * 2.0 == fork.constants.values["delivery_days"]


def test_values_stay_inside_their_bounds(world):
    fork = otherwise(world, lambda _: {"relevance": 7.0, "message_rate": -1.0})
    for name, bound in (("relevance", PARAMETERS["relevance"].high), ("message_rate", PARAMETERS["message_rate"].low)):
        assert {values[name] for values in (fork.constants.values, *fork.constants.kind_values)} == {bound}


def test_forks_of_a_crossroads_live_as_those_of_the_world(world):
    """Orders in one piece still learn what became of their parcels."""
    one, other = (live_otherwise(start, unchanged, [12])[12] for start in (world, crossroads(world)))
    assert same(one, other)
    fork, engine = crossroads(world), engine_of("compiled", 1)
    original = world.fork()
    for course in (fork, original):
        for _ in range(12):
            live_one(course, engine)
    np.testing.assert_array_equal(np.concatenate(fork.orders), np.concatenate(original.orders))


def test_who_was_there_and_how_long_silent_is_of_the_first_morning(world):
    told = live_otherwise(world, unchanged, [3])[3]
    assert np.array_equal(told.there, world.alive)
    np.testing.assert_array_equal(told.silent[world.alive],
                                  world.day - 1 - world.state["last_open"][world.alive])
    assert told.silent[world.alive].min() == 0
