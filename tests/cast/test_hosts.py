"""Whom the recommender's tables show, against a slow reading of what they are."""

from __future__ import annotations

import numpy as np
import pytest

from sim.cast.hosts import CATEGORIES, board_tables
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
