"""Groups, weights, the split into same people and who came."""

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.metrics
from sim.errors import ResultError, UnknownNameError
from sim.metrics import aggregate
from sim.metrics.base import METRICS, Ratio
from tests.metrics.builder import make_outcome


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
        for day in rng.integers(-100, 99, 4)
    ]
    frozen = {"base": np.arange(people) % 3 > 0, "newer": np.arange(people) % 2 > 0}
    return make_outcome(people, placed=orders, **{**given_columns, **frozen, "weight": weight, **columns})


GROUP = np.arange(60) % 4 > 0


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
            if name not in ("new_users", "monthly_active_users"):
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
    baseline, treated = world(1), world(2)
    groups = {"all": np.ones(60, dtype=bool), "some": GROUP, "nobody": np.zeros(60, dtype=bool)}
    names = list(METRICS)
    rows = aggregate.table(treated, names, groups).set_index(["metric", "segment"])
    parts = aggregate.splits(names, baseline, treated, groups).set_index(["metric", "segment"])
    for name in names:
        for label, mask in groups.items():
            np.testing.assert_equal(tuple(rows.loc[(name, label)]), aggregate.evaluate(treated, name, mask))
            expected = aggregate.split(name, baseline, treated, mask)
            np.testing.assert_equal(tuple(parts.loc[(name, label)]), tuple(expected))


def test_nobody_has_no_value():
    value = aggregate.evaluate(make_outcome(visits=3), "bounce_rate", np.array([False]))
    assert np.isnan(value.value)
    assert value[1:] == (0.0, 0.0, 0)


def test_ratios_are_computed_once_and_forgotten_with_their_outcome(monkeypatch):
    calls = []

    def measure(outcome):
        calls.append(1)
        return Ratio(outcome.people["visits"], outcome.people["base"])

    monkeypatch.setitem(METRICS._entries, "counted", sim.metrics.Metric("counted", "count", 0, measure))
    outcome = make_outcome()
    for _ in range(3):
        aggregate.evaluate(outcome, "counted")
    assert len(calls) == 1
    known = len(aggregate._CACHE)
    del outcome
    gc.collect()
    assert len(aggregate._CACHE) == known - 1


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
    with pytest.raises(ResultError, match=r"a group is int64 with shape \(1,\); allowed: bool, one entry"):
        aggregate.evaluate(outcome, "bounce_rate", np.array([1]))
    with pytest.raises(ResultError, match="different people"):
        aggregate.split("bounce_rate", outcome, make_outcome(3))
    with pytest.raises(ResultError, match="from day 10 of 100, the treated world from day 12 of 100"):
        aggregate.split("bounce_rate", outcome, make_outcome(2, comparison_day=12))
