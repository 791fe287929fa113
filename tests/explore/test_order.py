from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.explore.order import SHUFFLES, pairs, shuffles, worth_knowing
from tests.explore import made

METRIC = ("rebuy_rate", "all")
NOISE = np.random.default_rng(8).normal(size=(3, 40, 200))


def drawn(count=80):
    """Two uncertainties drawn evenly and independently over 0..1."""
    u = np.random.default_rng(9).permutation(count)
    rows = [((i + 0.5) / count, (int(j) + 0.5) / count) for i, j in enumerate(u)]
    return made.sweep(made.factor("x", [0, 1]), made.factor("y", [0, 1]), points=rows)


def told(plan, a, b, replicates=4):
    return made.results(plan, {("a", "rebuy_rate"): a, ("b", "rebuy_rate"): b}, replicates)


def test_nothing_is_worth_knowing_when_one_option_is_best_everywhere():
    plan = drawn()
    found = worth_knowing(told(plan, lambda r, x, y: 5 + x, lambda r, x, y: y), plan, *METRIC)
    assert found["value"].tolist() == [0.0, 0.0]
    assert not found["sure"].any()
    assert found["flips"].tolist() == [0.0, 0.0]
    assert set(found["best_low"]) | set(found["best_high"]) == {"a"}


def test_a_known_worth_of_two_options():
    """a gives x - 0.5, b gives 0: in four bins the best are 0, 0, 0.125 and 0.375; without knowing it is 0."""
    plan = drawn()
    found = worth_knowing(told(plan, lambda r, x, y: x - 0.5, lambda r, x, y: 0.0), plan, *METRIC)
    row = found.iloc[0]
    assert (row["factor"], row["best_low"], row["best_high"]) == ("x", "b", "a")
    assert row["value"] == pytest.approx(0.125)
    assert row["sure"] and row["by_chance"] < 0.125
    assert row["flips"] == pytest.approx(0.5)
    assert not found.iloc[1]["sure"]


def test_levels_of_a_grid_are_their_own_bins_and_a_sole_factor_can_be_sure():
    plan = made.sweep(made.factor("x", [0, 1, 2]))
    table = told(plan, lambda r, x: x - 1 + 0.1 * NOISE[0, r, int(x)], lambda r, x: 0.1 * NOISE[1, r, int(x)], 12)
    row = worth_knowing(table, plan, *METRIC).iloc[0]
    assert row["value"] == pytest.approx(1 / 3, abs=0.1)
    assert row["sure"]


def test_words_stand_in_the_order_of_their_levels():
    plan = made.sweep(made.factor("season", ["winter", "summer"]))
    table = told(plan, lambda r, season: float(season == "winter"), lambda r, season: float(season == "summer"), 8)
    row = worth_knowing(table, plan, *METRIC).iloc[0]
    assert (row["best_low"], row["best_high"], row["value"]) == ("a", "b", pytest.approx(0.5))
    assert pairs(table, plan, *METRIC)["share"].item() == pytest.approx(1.0)


def test_a_scenarios_own_value_is_neither_the_lowest_nor_the_highest():
    plan = made.sweep(made.factor("x", [0, 1]), points=[(None,), (0.0,), (1.0,)])
    best = {0.0: 2.0, 1.0: 0.0}
    table = told(plan, lambda r, x: best.get(x, 9.0), lambda r, x: 1.0)
    row = worth_knowing(table, plan, *METRIC).iloc[0]
    assert (row["best_low"], row["best_high"]) == ("a", "b")


def test_choices_of_the_planner_are_not_worth_knowing():
    plan = made.sweep(made.factor("value", [5, 10], "choice"), made.factor("x", [0, 1]))
    table = told(plan, lambda r, value, x: value * (x - 0.5), lambda r, value, x: 0.0)
    found = worth_knowing(table, plan, *METRIC)
    assert found["factor"].tolist() == ["x"]
    assert found["best_high"].item() == "a | value=10"


def test_noise_alone_is_sure_no_more_often_than_stated():
    sure = 0
    for i in range(10):
        plan = drawn(40)
        draws = iter(np.random.default_rng(i).normal(size=40 * 2 * 2))
        table = told(plan, lambda r, x, y, d=draws: next(d), lambda r, x, y, d=draws: next(d), 2)
        sure += int(worth_knowing(table, plan, *METRIC)["sure"].sum())
    assert sure <= 4  # 20 * 0.05 and 3 standard errors


def test_pairs_tell_what_their_order_hangs_on():
    """The difference is x - 0.25: the other way for a quarter of the futures, its ranks those of x."""
    plan = drawn()
    found = pairs(told(plan, lambda r, x, y: 1 + y, lambda r, x, y: 0.75 + y + x), plan, *METRIC)
    row = found.iloc[0]
    assert (row["better"], row["worse"], row["factor"]) == ("b", "a", "x")
    assert row["reversed"] == pytest.approx(0.25)
    assert row["share"] == pytest.approx(1.0)
    assert row["by_chance"] < 0.2


def test_equal_differences_hang_on_nothing():
    plan = drawn(8)
    row = pairs(told(plan, lambda r, x, y: 1.0, lambda r, x, y: 0.0), plan, *METRIC).iloc[0]
    assert (row["better"], row["reversed"], row["factor"]) == ("a", 0.0, None)
    assert np.isnan([row["share"], row["by_chance"]]).all()


def test_without_values_tables_are_empty():
    plan = drawn(8)
    table = told(plan, lambda r, x, y: 1.0, lambda r, x, y: 0.0)
    assert worth_knowing(table, plan, "base_retention", "all").empty
    assert pairs(table, plan, "base_retention", "all").empty
    assert pairs(table[table["scenario"] == "a"], plan, *METRIC).empty


def test_a_grid_is_shuffled_within_replicates_and_draws_by_settings():
    grid = pd.MultiIndex.from_product([[0, 1], [5, 6], [0, 1, 2]], names=["x", "y", "replicate"])
    found = list(shuffles(grid, "x"))
    assert len(found) == SHUFFLES
    others = grid.droplevel("x")
    assert all((others[source] == others).all() and len(set(source)) == len(grid) for source in found)
    draws = pd.MultiIndex.from_tuples([(p / 9, p / 7, r) for p in range(6) for r in range(2)], names=grid.names)
    x = draws.get_level_values("x").to_numpy()
    for source in shuffles(draws, "x"):
        assert (x[source].reshape(6, 2)[:, 0] == x[source].reshape(6, 2)[:, 1]).all()
