"""People laid out by cell and column for many metrics: the same numbers to the bit, in whatever way a table is read."""

import numpy as np
import pytest

from sim.outcomes.metrics import aggregate
from sim.outcomes.metrics.base import METRICS, Ratio
from sim.outcomes.metrics.by_cell import arranged
from tests.outcomes.test_aggregate import world

GROUPS = {"odd": np.arange(60) % 2 == 1, "late": np.arange(60) >= 40}
"""Rows 0, 2, 4 ... 38 are in neither."""


@pytest.fixture
def worlds():
    return [world(seed) for seed in (1, 2, 3)]


def test_many_at_once_are_the_numbers_of_one_by_one_to_the_bit(worlds):
    rows = aggregate.across(worlds, METRICS, GROUPS).set_index(["metric", "arm", "segment"])
    single = aggregate.table(worlds[2], METRICS, GROUPS).set_index(["metric", "segment"])
    for (name, group), row in single.iterrows():
        for field in ("top", "bottom", "people"):
            assert rows.loc[(name, 2, group), field] == row[field], (name, group, field)


def test_arms_that_share_members_and_arms_that_do_not_are_split_alike(worlds):
    rows = aggregate.across(worlds, METRICS, GROUPS).set_index(["metric", "arm", "segment"])
    for name in ("base_retention", "new_users", "bounce_rate", "orders_per_active_user"):
        for group, members in GROUPS.items():
            split = aggregate.split(name, worlds[0], worlds[1], members)
            row = rows.loc[(name, 1, group)]
            assert row["same"] == pytest.approx(split.same, rel=1e-12, abs=1e-15)
            assert (row["people_same"], row["people_only_treated"]) == (split.people_same, split.people_only_treated)


def test_orders_reached_and_segments_follow_their_people(worlds):
    one = worlds[0]
    other = arranged([one], GROUPS).arms[0]
    ids = other.people["id"]
    assert sorted(ids) == sorted(one.people["id"]) and list(ids) != list(one.people["id"])
    np.testing.assert_array_equal(ids[other.orders["user"]], one.people["id"][one.orders["user"]])
    np.testing.assert_array_equal(other.orders["day"], one.orders["day"])
    for name, members in other.segments.items():
        assert sorted(ids[members]) == sorted(one.people["id"][one.segments[name]])


def test_a_metric_may_read_rows_and_not_columns(worlds):
    def heavy(outcome):
        chosen = outcome.people[outcome.people["visits"] > 0]["id"]
        table = np.asarray(outcome.people)
        assert outcome.people.dtype == table.dtype and len(outcome.people) == len(table)
        return Ratio(table["visits"] * 1.5, np.isin(outcome.people["id"], chosen))

    other = arranged(worlds[:1], GROUPS)
    one, two = heavy(worlds[0]), heavy(other.arms[0])
    np.testing.assert_array_equal(one.top[other.cells.order], two.top)
    np.testing.assert_array_equal(one.bottom[other.cells.order], two.bottom)


def test_a_column_cannot_be_written(worlds):
    with pytest.raises(ValueError, match="read-only"):
        arranged(worlds[:1], GROUPS).arms[0].people["visits"][0] = 7
