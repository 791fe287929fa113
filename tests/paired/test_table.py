from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.paired.table import COLUMNS, MORE, effects_table, notes
from tests.paired.fake import scenario, treated

ARMS = (scenario(), treated(worth=0.01))


def replicates(difference, people=100, n=20, segment="silver", metric="base_retention", same=None, noise=0.001):
    """Rows of two arms over n replicates; the difference varies by `noise`."""
    generator = np.random.default_rng(1)
    rows = []
    for number in range(n):
        level, moved = 0.5 + 0.05 * generator.normal(), difference + noise * generator.normal()
        for arm, value in (("baseline", level), ("elder_mode", level + moved)):
            own = 0.0 if arm == "baseline" else (moved if same is None else same)
            rows.append((number, arm, metric, segment, value * people, people, value, people, own, people, 0, 3))
    columns = ["replicate", "arm", "metric", "segment", "numerator", "denominator", "value", "people", "same",
               "people_same", "people_only_baseline", "people_only_treated"]
    return pd.DataFrame(rows, columns=columns)


def row(fixed=False, arms=ARMS, **how):
    table = effects_table(replicates(**how), arms, fixed)
    assert len(table) == 1
    return table.iloc[0]


def test_the_columns_come_in_the_promised_order():
    table = effects_table(replicates(0.02), ARMS, False)
    assert list(table.columns) == COLUMNS + MORE
    assert list(table.columns[:15]) == [
        "scenario", "metric", "unit", "segment", "baseline", "treated", "difference", "relative", "low", "high",
        "likely_low", "likely_high", "probability_better", "n", "correlation",
    ]


def test_a_primary_outcome_gets_a_verdict_and_everything_else_is_exploratory():
    assert row(difference=0.05)["verdict"] == "better"
    assert row(difference=-0.05)["verdict"] == "worse"
    assert row(difference=0.001)["verdict"] == "too_small"
    wide = row(difference=0.05, noise=0.5)
    assert (wide["verdict"], wide["outlook"]) == ("may_matter", "either_way")
    other = row(difference=0.05, segment="gen_z")
    assert (other["verdict"], other["primary"], other["outlook"]) == ("exploratory", False, "")


def test_the_worth_of_a_metric_holds_for_its_other_groups_too():
    assert row(difference=0.05, segment="gen_z")["worth"] == 0.01
    assert row(difference=0.05, segment="gen_z", metric="rebuy_rate")["worth"] == 0.01  # nobody names it: one point
    assert np.isnan(row(difference=0.05, segment="gen_z", metric="buyer_share")["worth"])


def test_every_primary_outcome_says_in_how_many_draws_it_reaches_its_worth():
    half = row(difference=0.01, noise=0.004)
    assert 5 <= half["reaches_draws"] <= 15
    assert half["reaches_low"] < half["reaches_draws"] / half["n"] < half["reaches_high"]
    assert row(difference=0.05)["reaches_draws"] == 20
    assert np.isnan(row(difference=0.05, fixed=True)["reaches_draws"])


def test_fewer_than_ten_draws_say_nothing_and_more_may_settle_it():
    few = row(difference=0.05, n=9)
    assert (few["verdict"], few["reason"], few["settled_by_more"]) == ("undecided", "few_draws", True)
    assert "9" in few["note"]
    assert row(difference=0.05, n=9, fixed=True)["verdict"] == "better"


def test_more_replicates_settle_the_mean_and_never_what_nobody_knows():
    assert not row(difference=0.0, noise=0.01, n=400)["settled_by_more"]  # the draws reach both ways
    unsure_mean = row(difference=0.0112, noise=0.0012, n=20)
    assert unsure_mean["verdict"] == "better"


def test_people_are_the_difference_of_the_numerators():
    table = effects_table(replicates(0.05, people=100), ARMS, False, [10.0] * 20)
    assert table.iloc[0]["people"] == pytest.approx(10 * 100 * table.iloc[0]["difference"])
    assert np.isnan(row(difference=0.05)["people"])


def test_more_comparisons_widen_the_simultaneous_interval_alone():
    three = (*ARMS, treated("one"), treated("two"))
    one, many = row(difference=0.05), row(difference=0.05, arms=three)
    assert (one["low"], one["high"]) == (many["low"], many["high"])
    assert (one["simultaneous_low"], one["simultaneous_high"]) == (one["low"], one["high"])
    assert many["simultaneous_low"] < one["simultaneous_low"]


def test_few_people_grey_a_row_and_say_how_many_are_needed():
    greyed = row(difference=0.05, people=5)
    assert greyed["greyed"] and greyed["verdict"] == "undecided"
    assert greyed["users_needed"] == 800  # 400 users give 100 people, 200 are needed
    assert "100 people" in greyed["note"] and "800 users" in greyed["note"]
    assert not row(difference=0.05, people=10)["greyed"]


def test_nobody_to_count_is_said():
    nobody = replicates(0.0, people=0).assign(value=np.nan)
    table = effects_table(nobody, ARMS, False)
    assert table.iloc[0]["reason"] == "nobody" and table.iloc[0]["n"] == 0
    assert table.iloc[0]["verdict"] == "undecided"


def test_notes_in_chinese():
    table = effects_table(replicates(0.05, people=5), ARMS, False)
    assert "人" in notes(table, "zh")[0] and "800" in notes(table, "zh")[0]


def test_a_sure_direction_with_an_open_size_says_so():
    found = row(difference=0.012, noise=0.004)
    assert (found["verdict"], found["outlook"]) == ("better", "size_open")


def test_same_people_and_who_came_add_up():
    found = row(difference=0.05, same=0.03)
    assert found["same_people"] == pytest.approx(0.03)
    assert found["same_people"] + found["who_came"] == pytest.approx(found["difference"])
    assert (found["people_same"], found["people_only_treated"]) == (2000, 60)


def test_counts_are_pooled_and_denominators_are_means():
    found = row(difference=0.05, people=7)
    assert found["people_baseline"] == 140
    assert found["denominator_baseline"] == 7


def test_under_fixed_the_draws_stay_blank():
    found = row(difference=0.05, fixed=True)
    assert np.isnan(found["probability_better"]) and np.isnan(found["likely_low"])
    assert found["verdict"] == "better"
