from __future__ import annotations

import numpy as np
import pytest

from sim.explore.interactions import interactions
from tests.explore import made

NOISE = np.random.default_rng(5).normal(size=(40, 4, 4))


def pair(effect, replicates=12, levels=(0, 1), **more):
    plan = made.sweep(made.factor("x", list(levels), "choice"), made.factor("y", list(levels)), **more)
    table = made.results(plan, {("a", "rebuy_rate"): effect}, replicates)
    return interactions(table, plan, "a", "rebuy_rate", "all")


def noise(r, x, y):
    return NOISE[r, int(x), int(y)]


def test_an_additive_table_has_no_interaction():
    row = pair(lambda r, x, y: 3 * x + 4 * y + r).iloc[0]
    assert (row["factor"], row["other"]) == ("x", "y")
    assert row["share_interaction"] == pytest.approx(0.0, abs=1e-12)
    assert (row["share_factor"], row["share_other"]) == pytest.approx((9 / 25, 16 / 25))
    assert not row["sure"]


def test_a_table_of_either_or_is_all_interaction():
    row = pair(lambda r, x, y: float(x != y) + 0.01 * noise(r, x, y)).iloc[0]
    assert row["share_interaction"] == pytest.approx(1.0, abs=0.01)
    assert row["by_noise"] < 0.01
    assert row["sure"]


def test_the_shares_sum_to_one():
    row = pair(noise, levels=(0, 1, 2, 3)).iloc[0]
    assert row[["share_factor", "share_other", "share_interaction"]].sum() == pytest.approx(1.0)


def test_noise_makes_the_interaction_that_noise_is_said_to_make():
    """All is noise: of 15 degrees of freedom 9 belong to the interaction."""
    row = pair(noise, 40, (0, 1, 2, 3)).iloc[0]
    assert 0.3 < row["by_noise"] <= 1.0
    assert not row["sure"]


def test_noise_alone_is_sure_no_more_often_than_stated():
    generator = np.random.default_rng(6)
    sure = 0
    for _ in range(60):
        values = generator.normal(size=(8, 2, 2))
        sure += bool(pair(lambda r, x, y, v=values: v[r, int(x), int(y)], 8)["sure"].iloc[0])
    assert sure <= 8  # 60 * 0.05 and 3 standard errors


def test_with_few_replicates_nothing_is_said_of_noise():
    row = pair(lambda r, x, y: float(x != y), replicates=3).iloc[0]
    assert row["share_interaction"] == pytest.approx(1.0)
    assert np.isnan(row["by_noise"]) and not row["sure"]


def test_only_crossed_pairs_are_told_and_a_third_factor_is_averaged_over():
    plan = made.sweep(*(made.factor(name, [0, 1]) for name in "xyz"))
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, x, y, z: x * y + 10 * z})
    found = interactions(table, plan, "a", "rebuy_rate", "all").set_index(["factor", "other"])
    assert list(found.index) == [("x", "y"), ("x", "z"), ("y", "z")]
    assert found.loc[("x", "y"), "share_interaction"] == pytest.approx(1 / 3)
    assert found.loc[("x", "z"), "share_interaction"] == pytest.approx(0.0, abs=1e-12)
    lone = table[table["point"] != 3]
    assert interactions(lone, plan, "a", "rebuy_rate", "all").empty


def test_drawn_points_are_no_grid():
    assert pair(lambda r, x, y: x * y, points=[(0.1, 0.9), (0.5, 0.2), (0.8, 0.4)]).empty


def test_an_effect_that_does_not_vary_has_no_shares():
    row = pair(lambda r, x, y: 0.1).iloc[0]
    assert row[["share_factor", "share_other", "share_interaction", "by_noise"]].tolist() == [0.0] * 4


def test_a_replicate_that_one_point_lacks_is_left_out():
    plan = made.sweep(made.factor("x", [0, 1]), made.factor("y", [0, 1]))
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, x, y: x + y + (100 * x if r == 0 else 0)})
    table = table[(table["point"] != 0) | (table["replicate"] != 0)]
    row = interactions(table, plan, "a", "rebuy_rate", "all").iloc[0]
    assert row["share_interaction"] == pytest.approx(0.0, abs=1e-12)
    assert row["share_factor"] == pytest.approx(0.5)
