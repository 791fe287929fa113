from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.outcomes.metrics import METRICS
from sim.paired.health import DIMENSIONS, INDEX, SCORES, health, points
from tests.paired.fake import scenario
from tests.paired.hand import metric_rows

BY_NAME = {score.metric: score for score in SCORES}
ARMS = [scenario(), scenario("plan")]
LEVELS = {"minutes_per_active_user_day": 8.0, "interaction_rate": 0.1, "repurchase_rate": 0.2, "satisfied_share": 0.5}


def rows(changed=None, n=3, segment="all"):
    """Every figure at the edge of warning in the baseline, `changed` times that in the plan."""
    levels = {score.metric: LEVELS.get(score.metric, 4.0) for score in SCORES}
    values = {("baseline", metric): [level] * n for metric, level in levels.items()}
    values |= {("plan", metric): [level * (changed or {}).get(metric, 1.0)] * n for metric, level in levels.items()}
    return metric_rows(values, segment)


def value(table, arm, part, column="value", segment="all"):
    return table.set_index(["arm", "segment", "part"]).loc[(arm, segment, part), column]


def test_published_thresholds_are_worth_60_and_80():
    minutes = points(BY_NAME["minutes_per_active_user_day"], np.array([0, 4, 8, 15, 30, 60.0]), np.zeros(6))
    assert minutes.tolist() == [0, 30, 60, 80, 100, 100]
    satisfied = points(BY_NAME["satisfied_share"], np.array([0.5, 0.6, 0.7]), np.zeros(3))
    assert satisfied == pytest.approx([60, 70, 80])


def test_without_a_threshold_the_baseline_is_worth_60_and_half_as_much_again_80():
    found = points(BY_NAME["trust"], np.array([0.4, 0.6, 0.2, 4.0, 0.0]), np.full(5, 0.4))
    assert found == pytest.approx([60, 80, 40, 100, 20])
    assert np.isnan(points(BY_NAME["trust"], np.array([0.4]), np.array([0.0]))).all()


def test_a_dimension_is_the_mean_of_its_figures_and_the_index_of_its_dimensions():
    table = health(rows({"interaction_rate": 2.0, "order_value": 1.5}), ARMS)
    assert [value(table, "baseline", part) for part in (INDEX, *DIMENSIONS)] == pytest.approx([60.0] * 5)
    assert value(table, "plan", "behaviour") == pytest.approx((60 + 80 + 60) / 3)
    assert value(table, "plan", "value") == pytest.approx((80 + 60 + 60) / 3)
    assert value(table, "plan", "ecosystem") == pytest.approx(60)
    assert value(table, "plan", INDEX) == pytest.approx(60 + 2 * 20 / 3 / 4)
    assert value(table, "plan", INDEX, "difference") == pytest.approx(2 * 20 / 3 / 4)
    assert value(table, "plan", "interaction_rate") == pytest.approx(80)


def test_two_equal_worlds_differ_by_nothing():
    table = health(rows(), ARMS)
    assert (table[["difference", "difference_low", "difference_high"]] == 0).all(axis=None)


def test_every_segment_is_measured_against_its_own_baseline():
    young = rows({"trust": 1.5}, segment="gen_z")
    young["value"] *= 0.5
    table = health(pd.concat([rows(), young]), ARMS)
    assert value(table, "plan", "trust", segment="gen_z") == pytest.approx(80)
    assert value(table, "plan", "trust") == pytest.approx(60)
    assert value(table, "plan", "repurchase_rate", segment="gen_z") == pytest.approx(30)


def test_what_one_replicate_cannot_answer_is_left_out_for_all():
    table = rows({"repurchase_rate": 2.0})
    one = table.eval("metric == 'repurchase_rate' and replicate == 1 and arm == 'plan'")
    table.loc[one, "value"] = np.nan
    found = health(table, ARMS)
    assert "repurchase_rate" not in set(found["part"])
    assert value(found, "plan", "behaviour") == pytest.approx(60)
    blank = health(rows().query("metric not in ('shares_per_base_user', 'interactions_per_base_user')"), ARMS)
    assert np.isnan(value(blank, "plan", INDEX)) and np.isnan(value(blank, "plan", "ecosystem"))


def test_without_any_figure_the_table_is_blank():
    nothing = metric_rows({("baseline", "rebuy_rate"): [0.1], ("plan", "rebuy_rate"): [0.1]})
    assert health(nothing, ARMS).empty


def test_the_order_of_arms_is_irrelevant():
    table = rows({"trust": 1.2})
    other = metric_rows({("other", score.metric): [5.0] * 3 for score in SCORES})
    three = [*ARMS, scenario("other")]
    one = health(pd.concat([table, other]), three)
    two = health(pd.concat([other, table]), [three[0], three[2], three[1]])
    keys = ["arm", "segment", "part"]
    pd.testing.assert_frame_equal(one.set_index(keys).sort_index(), two.set_index(keys).sort_index())


def test_the_figures_are_never_good_when_they_shrink():
    known = [score.metric for score in SCORES if score.metric in METRICS]
    assert all(METRICS[name].direction >= 0 for name in known)
    assert len(SCORES) == 11 and len(DIMENSIONS) == 4
