"""The funnel of newcomers on hand-made people: known shares of the same cohorts, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ResultError
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.base import METRICS
from sim.outcomes.outcome import NEVER, RETURNED
from tests.outcomes.builder import make_outcome

STAGES = [name for name in METRICS if name.startswith("funnel_") and name != "funnel_joined"]


def test_every_stage_has_the_newcomers_whose_first_35_days_of_orders_are_decided():
    outcome = make_outcome(
        6,
        base=[True, True, False, False, False, False],
        joined=[-100, 9, 10, 58, 59, NEVER],  # 58 + 34 is day 92, the last decided one
        engaged_early=[True, True, True, False, True, False],
        back_later=[True, True, True, True, False, False],
        brought=[True, True, False, False, True, False],
        placed=[{"user": user, "day": 92} for user in (0, 1, 3, 4)],
    )
    found = {name: evaluate(outcome, name) for name in STAGES}
    assert {name: value.value for name, value in found.items()} == {
        "funnel_activated": 0.5, "funnel_retained": 1.0, "funnel_bought": 0.5, "funnel_referred": 0.0,
    }  # fmt: skip
    assert {value.people for value in found.values()} == {2}
    assert evaluate(outcome, "funnel_joined") == (1.0, 2.0, 2.0, 2)


def test_only_kept_orders_of_the_first_35_days_count():
    orders = [
        {"user": 0, "day": 44},
        {"user": 1, "day": 45},
        {"user": 2, "day": 20, "status": RETURNED},
        {"user": 3, "day": 20},
    ]
    outcome = make_outcome(4, joined=[10, 10, 10, 15], base=False, placed=orders)
    assert evaluate(outcome, "funnel_bought") == (0.5, 2.0, 4.0, 4)


@pytest.mark.parametrize("name", [*STAGES, "funnel_joined"])
def test_a_horizon_that_decides_no_cohort_is_refused(name):
    assert evaluate(make_outcome(joined=10, days=52), name).people == 1
    with pytest.raises(ResultError, match=r"at least 42 days from the comparison day .* run 52 days or more"):
        evaluate(make_outcome(joined=10, days=51), name)


@given(st.integers(0, 1000))
def test_shares_are_shares_of_the_same_people(seed):
    rng = np.random.default_rng(seed)
    people = 40
    flags = {name: rng.random(people) < 0.5 for name in ("base", "engaged_early", "back_later", "brought")}
    orders = [{"user": int(user), "day": int(day), "status": int(user) % 3} for user, day in
              zip(rng.integers(0, people, 60), rng.integers(-20, 100, 60), strict=True)]  # fmt: skip
    joined, weight = rng.integers(-50, 100, people), rng.uniform(0.2, 3.0, people)
    outcome = make_outcome(people, joined=joined, weight=weight, placed=orders, **flags)
    found = [evaluate(outcome, name) for name in STAGES]
    assert all(np.isnan(value.value) or 0.0 <= value.value <= 1.0 + 1e-12 for value in found)
    assert len({(value.people, value.bottom) for value in found}) == 1
    assert evaluate(outcome, "funnel_joined").top == found[0].bottom
