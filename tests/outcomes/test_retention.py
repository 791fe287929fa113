"""Retention on hand-made people."""

import numpy as np
import pytest

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.curves import retention_cohorts, retention_points
from sim.outcomes.outcome import NEVER
from tests.outcomes.builder import active, make_outcome


def newcomers(**columns):
    """Five people: joined before day 10, on day 10, on 98 (active on 99), on the last day 99, never."""
    return make_outcome(
        5, joined=[9, 10, 98, 99, NEVER], retained=[1, 0b10, 1, 0, 0], base=False, days=100, **columns
    )


def test_day_one_pools_the_cohorts_that_fit_and_no_others():
    value = evaluate(newcomers(), "retention_d1")
    assert (value.value, value.people) == (0.5, 2)


def test_day_three_reads_its_own_bit():
    assert evaluate(newcomers(), "retention_d3") == (1.0, 1.0, 1.0, 1)


def test_window_needs_six_more_days():
    outcome = make_outcome(3, joined=[92, 93, 10], retained_window=[1, 1, 0], base=False)
    assert evaluate(outcome, "retention_d1_window") == (0.5, 1.0, 2.0, 2)


def test_retention_without_room_for_a_cohort_is_refused():
    message = (
        r"metric 'retention_d30' needs at least 31 days from the comparison day \(day 10\) on, "
        "found 30; run 41 days or more"
    )
    with pytest.raises(ResultError, match=message):
        evaluate(make_outcome(days=40), "retention_d30")


def test_base_retention_keeps_newer_users_apart():
    outcome = make_outcome(
        5,
        base=[True, True, True, False, True],
        newer=[False, False, True, False, True],
        history=[active(27), active(28), active(0), active(0), 0],
    )
    assert evaluate(outcome, "base_retention") == (0.5, 1.0, 2.0, 2)
    assert evaluate(outcome, "base_retention_newer") == (0.5, 1.0, 2.0, 2)


@pytest.mark.parametrize("name", ["base_retention", "base_retention_newer"])
def test_base_retention_needs_56_days(name):
    assert evaluate(make_outcome(days=66, newer=name.endswith("newer")), name).people == 1
    with pytest.raises(ResultError, match="at least 56 days"):
        evaluate(make_outcome(days=65), name)


def test_uninstalls_of_base_users_and_of_newcomers():
    outcome = make_outcome(
        4, base=[True, True, False, False], joined=[-100, -100, 69, 70], left=[True, False, True, True]
    )
    assert evaluate(outcome, "uninstall_rate") == (0.5, 1.0, 2.0, 2)
    assert evaluate(outcome, "newcomer_uninstall_rate") == (1.0, 1.0, 1.0, 1)


def test_new_users_are_counted_against_base_users_and_28_days():
    outcome = make_outcome(4, base=[True, True, False, False], joined=[-100, -100, 10, NEVER], days=66)
    assert evaluate(outcome, "new_users").value == pytest.approx(0.25)


def test_cohorts_give_the_pooled_metric_and_count_the_rest():
    rng = np.random.default_rng(4)
    people = 400
    outcome = make_outcome(
        people,
        joined=rng.integers(0, 100, people),
        retained=rng.integers(0, 64, people),
        retained_window=rng.integers(0, 64, people),
        weight=rng.uniform(0.5, 2.0, people),
    )
    group = rng.random(people) < 0.6
    arrived = (outcome.people["joined"] >= 10) & group
    for point in retention_points(outcome, group).itertuples():
        name = f"retention_d{point.n}" + ("_window" if point.windowed else "")
        value = evaluate(outcome, name, group)
        assert point.value == pytest.approx(value.value)
        assert point.people == value.people
        assert point.people + point.not_pooled == arrived.sum()


def test_cohort_table_says_which_cohorts_are_complete():
    table = retention_cohorts(newcomers())
    row = table[(table["n"] == 1) & ~table["windowed"]].set_index("cohort")
    assert list(row.loc[[10, 98, 99], "people"]) == [1, 1, 1]
    assert list(row.loc[[10, 98, 99], "complete"]) == [True, True, False]
    assert row.loc[98, "value"] == 1.0
    assert np.isnan(row.loc[99, "value"])


def test_no_newcomers_have_no_retention():
    assert np.isnan(retention_points(make_outcome())["value"]).all()
