from __future__ import annotations

import numpy as np
import pytest

from sim.base.errors import ResultError
from sim.explore.response import replicate_means, response
from sim.explore.spread import ranged
from sim.paired.statistics import likely, mean_interval
from tests.explore import made

LUCK = np.array([0.0, 1.0, 5.0])


def grid(**more):
    plan = made.sweep(made.factor("value", ["20 yuan", "5 yuan"], "choice"), made.factor("strength", [1, 2]),
                      made.factor("season", ["summer", "winter"]), **more)
    effect = {("a", "rebuy_rate"): lambda r, value, strength, season: LUCK[r] * strength + value}
    return plan, made.results(plan, effect, 3)


def test_both_intervals_against_hand_computation():
    plan, table = grid()
    found = response(table, plan, "value", "a", "rebuy_rate", "all")
    assert found["value"].tolist() == [5.0, 20.0]
    row = found.iloc[1]
    assert row["mean"] == pytest.approx(20 + 1.5 * 2)
    assert (row["low"], row["high"]) == pytest.approx(mean_interval(20 + 1.5 * LUCK))
    draws = [20 + luck * strength for luck in LUCK for strength in (1, 1, 2, 2)]
    assert (row["likely_low"], row["likely_high"]) == pytest.approx(likely(np.array(draws)))
    assert (row["points"], row["n"]) == (4, 3)


def test_several_factors_and_words():
    plan, table = grid()
    found = response(table, plan, ["season", "strength"], "a", "rebuy_rate", "all", value="treated")
    assert found[["season", "strength"]].values.tolist() == [
        ["summer", 1.0], ["summer", 2.0], ["winter", 1.0], ["winter", 2.0]]
    assert found["mean"].tolist() == pytest.approx([1 + 12.5 + 2, 1 + 12.5 + 4] * 2)


def test_many_values_are_cut_into_equally_filled_bins():
    spread = ranged("0..1", "linear", False)
    plan = made.sweep(made.factor("u", spread), points=[(i / 80,) for i in range(80)])
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, u: 3 * u})
    found = response(table, plan, "u", "a", "rebuy_rate", "all")
    assert found["points"].tolist() == [10] * 8
    assert found["u"].tolist() == pytest.approx([(10 * i + 4.5) / 80 for i in range(8)])
    assert found["mean"].tolist() == pytest.approx((3 * found["u"]).tolist())


def test_the_scenarios_own_value_is_a_row_of_its_own():
    plan = made.sweep(made.factor("x", [1, 2]), points=[(None,), (1,), (2,)])
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, x: r})
    found = response(table, plan, "x", "a", "rebuy_rate", "all")
    assert found["x"].tolist()[:2] == [1.0, 2.0] and np.isnan(found["x"].iloc[2])


def test_a_single_point_of_a_fixed_world_has_no_likely_range():
    plan = made.sweep(made.factor("x", [1, 2]), fixed=True)
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, x: r})
    found = response(table, plan, "x", "a", "rebuy_rate", "all")
    assert found[["likely_low", "likely_high"]].isna().all(axis=None)
    assert found["low"].notna().all()


def test_values_nobody_can_answer_are_left_out():
    plan, table = grid()
    table.loc[table["replicate"] == 2, "difference"] = np.nan
    row = response(table, plan, "value", "a", "rebuy_rate", "all").iloc[0]
    assert (row["n"], row["mean"]) == (2, pytest.approx(5.75))
    empty = response(table, plan, "value", "a", "base_retention", "all")
    assert empty.empty and list(empty)[:2] == ["value", "mean"]


def test_replicates_that_some_points_lack_keep_the_mean_of_the_points():
    values = np.array([0.0, 10.0, 0.0, 10.0, 10.0])
    points, replicates = np.array([0, 1, 0, 1, 1]), np.array([0, 0, 1, 1, 2])
    assert replicate_means(values, points, replicates) == pytest.approx([5.0, 5.0, 5.0])


@pytest.mark.parametrize(("by", "value", "said"), [("valu", "difference", "did you mean 'value'"),
                                                   ("value", "diff", "unknown value"), ([], "treated", "at least")])
def test_unknown_names_are_refused(by, value, said):
    plan, table = grid()
    with pytest.raises(ResultError, match=said):
        response(table, plan, by, "a", "rebuy_rate", "all", value)
