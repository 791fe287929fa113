from __future__ import annotations

import numpy as np
import pytest

from sim.base.errors import ResultError
from sim.explore.best import best_shares, crossed_choices, futures, option_table, wilson_interval
from sim.paired.statistics import likely, mean_interval
from tests.explore import made

METRIC = ("rebuy_rate", "all")
LUCK = np.array([0.3, -0.1, 0.0, -0.2])


def crossed():
    """Coupons of 5 or 20 yuan and messages, in three states of the world."""
    plan = made.sweep(made.factor("value", ["5 yuan", "20 yuan"], "choice"), made.factor("strength", [1, 2, 3]),
                      scenarios=("coupons", "messages"))
    table = made.results(plan, {
        ("coupons", "rebuy_rate"): lambda r, value, strength: LUCK[r] + value / 10 * (strength - 1.25),
        ("messages", "rebuy_rate"): lambda r, value, strength: 1.3})
    return plan, table


def test_crossed_choices_make_options_and_uncertainties_with_replicates_make_futures():
    plan, table = crossed()
    values = futures(table, plan, *METRIC)
    assert list(values.columns) == [
        "coupons | value=5", "messages | value=5", "coupons | value=20", "messages | value=20"]
    assert values.index.names == ["strength", "replicate"]
    assert len(values) == 12
    assert values.loc[(3.0, 0), "coupons | value=20"] == pytest.approx(3.8)


def test_the_table_of_options_against_hand_computation():
    plan, table = crossed()
    options = option_table(table, plan, *METRIC)
    top = options.iloc[0]
    assert (top["option"], top["scenario"], top["value"], top["n"]) == ("coupons | value=20", "coupons", 20.0, 12)
    assert top["difference"] == pytest.approx(1.5)  # 2 * mean(-0.25, 0.75, 1.75)
    assert (top["low"], top["high"]) == pytest.approx(mean_interval(1.5 + LUCK))
    draws = [luck + 2 * (s - 1.25) for luck in LUCK for s in (1, 2, 3)]
    assert (top["likely_low"], top["likely_high"]) == pytest.approx(likely(np.array(draws)))
    # strength 3: always; strength 2: but for luck of -0.2, where it is as good as both messages (1.3)
    assert top["probability_best"] == pytest.approx((4 + 3 + 1 / 3) / 12)
    assert (top["best_low"], top["best_high"]) == pytest.approx(wilson_interval(top["probability_best"], 12))
    assert options["probability_best"].sum() == pytest.approx(1.0)


def test_less_is_better_turns_the_order_round():
    plan = made.sweep(made.factor("strength", [1, 2]))
    table = made.results(plan, {("a", "cost"): lambda r, strength: 3 + r, ("b", "cost"): lambda r, strength: 2.5})
    options = option_table(table, plan, "cost", "all")
    assert list(options["option"]) == ["b", "a"]
    assert list(options["difference"]) == pytest.approx([2.5, 4.5])
    assert list(options["probability_best"]) == [1.0, 0.0]


def test_without_choices_scenarios_are_the_options_and_equal_ones_share():
    plan = made.sweep(made.factor("strength", [1, 2]))
    table = made.results(plan, {(s, "rebuy_rate"): lambda r, strength: r * strength for s in "ab"})
    assert list(option_table(table, plan, *METRIC)["probability_best"]) == [0.5, 0.5]


def test_choices_that_are_not_crossed_belong_to_the_future():
    plan = made.sweep(made.factor("value", [5, 10, 20], "choice"), made.factor("strength", [1, 2, 3]),
                      points=[(5, 3), (10, 1), (20, 2)])
    table = made.results(plan, {(s, "rebuy_rate"): lambda r, value, strength: r for s in "ab"})
    assert crossed_choices(plan) == ()
    values = futures(table, plan, *METRIC)
    assert list(values.columns) == ["a", "b"]
    assert values.index.names == ["value", "strength", "replicate"]
    assert "value" not in option_table(table, plan, *METRIC)


def test_one_at_a_time_choices_are_named_by_what_they_state():
    plan = made.sweep(made.factor("value", [5], "choice"), made.factor("every", [7], "choice"),
                      points=[(None, None), (5, None), (None, 7)], scenarios=("a",))
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, value, every: r + (value or 0)})
    assert list(futures(table, plan, *METRIC).columns) == ["a", "a | value=5", "a | every=7"]
    assert option_table(table, plan, *METRIC)["option"].iloc[0] == "a | value=5"


def test_futures_without_a_value_are_left_out_and_so_are_options_without_any():
    plan, table = crossed()
    blank = (table["replicate"] == 2) & (table["strength"] == 1) & (table["scenario"] == "coupons")
    table.loc[blank, "difference"] = np.nan
    table.loc[(table["scenario"] == "messages") & (table["value"] == 5), "difference"] = np.nan
    values = futures(table, plan, *METRIC)
    assert len(values) == 11 and values.notna().all(axis=None)
    assert "messages | value=5" not in values


def test_points_that_need_fewer_replicates_do_not_bend_the_mean():
    plan = made.sweep(made.factor("strength", [0, 10]), scenarios=("a",))
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, strength: strength}, replicates=10)
    table = table[(table["strength"] == 10) | (table["replicate"] < 2)]
    assert option_table(table, plan, *METRIC)["difference"].item() == pytest.approx(5.0)


def test_luck_alone_has_no_likely_range():
    plan = made.sweep(made.factor("value", [5, 10], "choice"), fixed=True)
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, value: r * value})
    options = option_table(table, plan, *METRIC)
    assert options[["likely_low", "likely_high"]].isna().all(axis=None)
    assert options[["low", "high"]].notna().all(axis=None)


def test_an_empty_table_has_its_columns_and_no_direction_is_refused():
    plan, table = crossed()
    empty = option_table(table, plan, "base_retention", "all")
    assert empty.empty and {"option", "value", "probability_best"} <= set(empty)
    with pytest.raises(ResultError, match="neither more nor less"):
        option_table(table, plan, "repurchase_rate", "all")


def test_wilsons_interval_is_the_published_one():
    """Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, and 0 of 20."""
    assert wilson_interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(0.0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_shares_of_futures_sum_to_one():
    plan, table = crossed()
    assert best_shares(futures(table, plan, *METRIC)).sum() == pytest.approx(1.0)
