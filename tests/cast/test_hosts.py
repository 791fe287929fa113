"""Whom the recommender's tables show, against a slow reading of what they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.params import defaults, names
from sim.cast.hosts import CATEGORIES, PLACED, WORN, board_tables, draw_hosts, usual_rooms
from sim.users.state import ROOM

SIZE = 64


def slow_table(weight: np.ndarray) -> list[int]:
    """The room whose stretch of the summed weights holds the middle of each entry."""
    sums = np.cumsum(weight)
    return [int(np.flatnonzero(sums > (k + 0.5) / SIZE * sums[-1])[0]) for k in range(SIZE)]


@pytest.mark.parametrize("seed", range(5))
def test_tables_show_rooms_on_air_by_popularity(seed):
    chance = np.random.default_rng(seed)
    rooms = np.zeros(30, ROOM)
    rooms["category"], rooms["on_air"] = chance.integers(0, len(CATEGORIES) - 1, 30), chance.random(30) < 0.5
    popularity = chance.random(30) ** 3
    popular, *by_category = board_tables(rooms, popularity, SIZE)
    weight = popularity * rooms["on_air"]
    assert popular.tolist() == slow_table(weight)
    for category, table in enumerate(by_category):
        mine = weight * (rooms["category"] == category)
        assert table.tolist() == (slow_table(mine) if mine.any() else popular.tolist())
    assert by_category[-1].tolist() == popular.tolist(), "the last category has no rooms"


def rooms_with(count, copied=0.5, **written):
    """The usual rooms of `count` hosts in which strategies have `written` values."""
    values = defaults({"appeal_copied": copied})
    room_values = np.zeros(count, [(name, "f8") for name in names("room")])
    for name in names("room"):
        room_values[name] = written.get(name, values[name])
    return usual_rooms(draw_hosts(count, 1, values), room_values, values)


def appeals(added, copied):
    """The appeal of rooms to which strategies add `added`, when so much of it is a matter of comparison."""
    return rooms_with(len(added), copied, appeal_factor=added)["appeal"]


@pytest.mark.parametrize("moved", [0.0, 0.5, 1.0])
def test_what_can_be_tried_on_is_what_is_sold_now(moved):
    """A host who has moved offers what suits the category that he moved to."""
    rooms = rooms_with(80, moved=moved, try_on_worn=0.7, try_on_placed=0.4)
    sold = np.take(CATEGORIES, rooms["category"])
    np.testing.assert_array_equal(rooms["try_on"], 0.7 * np.isin(sold, WORN) + 0.4 * np.isin(sold, PLACED))


@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=12), st.floats(0, 1))
def test_what_is_copied_makes_no_room_stand_out(added, copied):
    added = np.array(added)
    np.testing.assert_array_equal(appeals(added, 0.0), added)
    np.testing.assert_array_equal(appeals(np.ones(len(added)), copied), 1.0)
    np.testing.assert_allclose(appeals(np.full(len(added), added[0]), 1.0), 1.0)
    np.testing.assert_allclose(appeals(added, copied) / appeals(added, copied)[0], added / added[0])
    alike, half = (appeals(np.full(len(added), 2.0), c)[0] for c in (copied, copied / 2))
    assert 1.0 - 1e-12 <= alike <= half + 1e-12
