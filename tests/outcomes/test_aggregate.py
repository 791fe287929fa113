"""Groups, weights, the split into same people and who came."""

import gc
import weakref

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.outcomes.metrics
from sim.base.errors import ResultError, UnknownNameError
from sim.outcomes.metrics import aggregate
from sim.outcomes.metrics.base import METRICS, Ratio
from sim.outcomes.metrics.cells import Cells
from tests.outcomes.builder import make_outcome


def world(seed, people=60, **columns):
    """A random outcome in which every metric has something to count."""
    rng = np.random.default_rng(seed)
    weight = np.random.default_rng(0).uniform(0.3, 3.0, people)
    names = [name for name in make_outcome().people.dtype.names if name not in ("id", "kind", "weight")]
    given_columns = {name: rng.integers(0, 3, people) for name in names}
    given_columns["joined"] = rng.integers(-50, 100, people)
    given_columns["history"] = rng.integers(0, 1 << 62, people)
    orders = [
        {"user": user, "day": int(day), "status": int(rng.integers(0, 3))}
        for user in range(people)
        for day in rng.integers(-100, 449, 12)
    ]
    frozen = {"base": np.arange(people) % 3 > 0, "newer": np.arange(people) % 2 > 0}
    given_columns |= {**frozen, "weight": weight, **columns}
    return make_outcome(people, placed=orders, days=450, margin=[0.2], return_cost=5.0, **given_columns)


GROUP = np.arange(60) % 4 > 0
SIZES = ("new_users", "monthly_active_users", "funnel_joined", "margin_per_base_user")


@pytest.mark.parametrize("name", METRICS)
def test_split_adds_up_for_every_metric(name):
    baseline, treated = world(1), world(2)
    before, after = (aggregate.evaluate(w, name, GROUP) for w in (baseline, treated))
    found = aggregate.split(name, baseline, treated, GROUP)
    assert found.difference == after.value - before.value
    assert found.same + found.who_came == pytest.approx(found.difference, rel=1e-12, abs=1e-15)
    assert found.people_same + found.people_only_baseline == before.people
    assert found.people_same + found.people_only_treated == after.people


@pytest.mark.parametrize("name", METRICS)
def test_worlds_alike_differ_by_exactly_zero(name):
    found = aggregate.split(name, world(1), world(1), GROUP)
    assert found[:3] == (0.0, 0.0, 0.0)


def test_fixed_denominators_have_no_who_came_but_sizes_have_nothing_else():
    baseline, treated = world(1), world(2)
    past = baseline.orders["day"] < baseline.comparison_day
    treated.orders = np.concatenate([baseline.orders[past], treated.orders[treated.orders["day"] >= 10]])
    for name in METRICS:
        if aggregate.ratios(baseline, [name])[name].fixed:
            found = aggregate.split(name, baseline, treated, GROUP)
            assert found.people_only_baseline == found.people_only_treated == 0, name
            if name not in SIZES:
                assert found.who_came == 0.0, name


def test_newcomers_are_who_came():
    before = make_outcome(3, base=[True, False, False], joined=[-100, 20, 1 << 40], days=38)
    after = make_outcome(3, base=[True, False, False], joined=[-100, 20, 30], days=38)
    assert aggregate.split("new_users", before, after)[:3] == (1.0, 0.0, 1.0)


visits_and_bounces = st.integers(0, 5).flatmap(
    lambda visits: st.tuples(st.just(visits), st.integers(0, visits))
)
rows_of_people = st.lists(
    st.tuples(visits_and_bounces, visits_and_bounces, st.floats(0.01, 50.0)), min_size=1, max_size=30
)


def bounce_rate(rows, arm):
    visits = sum(row[2] * row[arm][0] for row in rows)
    return sum(row[2] * row[arm][1] for row in rows) / visits if visits else float("nan")


@given(rows_of_people)
def test_split_against_a_slow_reading_of_its_definition(rows):
    baseline, treated = (
        make_outcome(
            len(rows),
            visits=[row[arm][0] for row in rows],
            bounces=[row[arm][1] for row in rows],
            weight=[row[2] for row in rows],
        )
        for arm in (0, 1)
    )
    found = aggregate.split("bounce_rate", baseline, treated)
    both = [row for row in rows if row[0][0] and row[1][0]]
    difference = bounce_rate(rows, 1) - bounce_rate(rows, 0)
    same = bounce_rate(both, 1) - bounce_rate(both, 0) if both else 0.0
    assert found.people_same == len(both)
    assert found.same == pytest.approx(same, abs=1e-12)
    assert found.difference == pytest.approx(difference, abs=1e-12, nan_ok=True)
    assert found.same + found.who_came == pytest.approx(difference, abs=1e-12, nan_ok=True)


def test_batches_say_the_same_as_single_questions():
    arms = [world(1), world(2), world(3)]
    groups = {"all": np.ones(60, dtype=bool), "some": GROUP, "nobody": np.zeros(60, dtype=bool)}
    rows = aggregate.across(arms, METRICS, groups)
    assert len(rows) == len(METRICS) * 3 * 3
    for row in rows.itertuples():
        value = aggregate.evaluate(arms[row.arm], row.metric, groups[row.segment])
        parts = aggregate.split(row.metric, arms[0], arms[row.arm], groups[row.segment])
        np.testing.assert_allclose(row[4:], (*value, *parts), rtol=1e-12, atol=1e-15)
    one = aggregate.table(arms[1], METRICS, groups)
    pd.testing.assert_frame_equal(one, rows[rows["arm"] == 1][one.columns].reset_index(drop=True))


def test_groups_may_overlap_and_leave_people_out():
    rng = np.random.default_rng(5)
    values = rng.normal(size=1000)
    for count in (1, 7, 20):
        groups = {str(k): rng.random(1000) < 0.1 for k in range(count)}
        cells = Cells(1000, groups)
        assert cells.sums(values) == pytest.approx([values[g].sum() for g in groups.values()], abs=1e-12)
        assert cells.sums(values > 0).tolist() == [(values[g] > 0).sum() for g in groups.values()]
    with pytest.raises(ResultError, match="found 63 groups; allowed: at most 62"):
        Cells(1, {str(k): np.array([True]) for k in range(63)})


def test_nobody_has_no_value():
    value = aggregate.evaluate(make_outcome(visits=3), "bounce_rate", np.array([False]))
    assert np.isnan(value.value)
    assert value[1:] == (0.0, 0.0, 0)


def test_ratios_are_computed_once_and_forgotten_with_their_outcome(monkeypatch):
    calls = []

    def measure(outcome):
        calls.append(1)
        return Ratio(outcome.people["visits"], outcome.people["base"])

    monkeypatch.setitem(METRICS._entries, "counted", sim.outcomes.metrics.Metric("counted", "count", 0, measure))
    outcome = make_outcome()
    for _ in range(3):
        aggregate.evaluate(outcome, "counted")
    assert len(calls) == 1
    alive = weakref.ref(outcome)
    del outcome
    gc.collect()
    assert alive() is None


def test_refused_metrics_are_blank_rows_with_a_reason():
    outcome = make_outcome(days=40)
    rows = aggregate.table(outcome, ["base_retention", "bounce_rate"], outcome.segments)
    assert rows["value"].isna().all()
    assert rows["people"].tolist() == [0, 0]
    assert list(aggregate.refusals(outcome, ["base_retention", "bounce_rate"])) == ["base_retention"]


def test_wrong_questions_are_clear_errors():
    outcome = make_outcome(2)
    with pytest.raises(UnknownNameError, match="did you mean 'bounce_rate'"):
        aggregate.evaluate(outcome, "bounce_rat")
    with pytest.raises(ResultError, match=r"a group is int64 with shape 1; allowed: bool, one entry"):
        aggregate.evaluate(outcome, "bounce_rate", np.array([1]))
    with pytest.raises(ResultError, match="different people"):
        aggregate.split("bounce_rate", outcome, make_outcome(3))
    with pytest.raises(ResultError, match="from day 10 of 100, the treated world from day 12 of 100"):
        aggregate.split("bounce_rate", outcome, make_outcome(2, comparison_day=12))
