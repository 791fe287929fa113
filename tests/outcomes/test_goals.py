"""Courses of goals and whether they are reached, on hand-made days and orders."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import ResultError
from sim.outcomes import goal
from sim.outcomes.goal import Goal
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.goals import COURSES, course, reached
from sim.outcomes.outcome import KEPT, RETURNED
from sim.outcomes.signals import SIGNALS
from tests.outcomes.builder import active, make_outcome

DAYS = 220  # 120 recorded, 100 of the horizon, comparison on the tenth


def days(kinds=1, **daily):
    counts = {name: np.asarray(values).reshape(DAYS, -1) for name, values in daily.items()}
    young = {"kind": np.arange(kinds), "segments": {"young": np.arange(kinds) == 0}, "kind_weight": [1.0, 2.0][:kinds]}
    return make_outcome(kinds, daily=counts, **young)


def rising(start=0, by=1):
    """0 until recorded day `start`, then `by` more every day."""
    return np.maximum(np.arange(DAYS) - start, 0) * by


def test_what_a_scenario_may_watch_has_a_course():
    assert set(COURSES) == set(goal.COURSES)
    for signal in (*SIGNALS, *COURSES):
        assert len(course(days(), signal)) == 100


@pytest.mark.parametrize(("metric", "target", "day"), [
    ("base_retention", 0.5, 99), ("base_retention", 0.51, None), ("uninstall_rate", 0.25, 99),
    ("uninstall_rate", 0.2, None),
])
def test_a_metric_is_at_its_target_on_the_last_day_or_never(metric, target, day):
    outcome = make_outcome(4, history=[active(3), active(9), 0, 0], left=[False, False, False, True])
    level = {"base_retention": 0.5, "uninstall_rate": 0.25}[metric]
    before, *others = reached(outcome, Goal("x", metric, target))
    assert np.isnan(before) and others == [level, target, day]


def test_a_metric_is_measured_in_a_segment_and_refuses_a_short_horizon():
    outcome = make_outcome(2, history=[active(3), 0], segments={"young": [True, False]})
    assert reached(outcome, Goal("x", "base_retention", 0.9, segment="young"))[1:] == (1.0, 0.9, 99)
    with pytest.raises(ResultError, match="'base_retention' needs at least 56 days"):
        reached(make_outcome(days=40), Goal("x", "base_retention", 0.9))


def test_every_metric_with_a_direction_can_be_a_goal():
    watched = {*SIGNALS, *goal.COURSES, *filter(goal.at_end, METRICS)}
    assert {name for name, entry in METRICS.items() if entry.direction} <= watched
    assert not any(goal.at_end(name) for name in (*SIGNALS, *goal.COURSES, "full_open_share"))
    assert (goal.direction_of("uninstall_rate"), goal.direction_of("bounce_rate")) == (-1, -1)


def test_ratios_are_of_the_sums_of_28_days():
    outcome = days(interacted=rising(), visits=2 * rising() + 5)
    window = np.arange(220 - 28, 220)
    assert course(outcome, "interaction_rate")[-1] == pytest.approx(window.sum() / (2 * window + 5).sum())


def test_counts_are_means_of_28_days_and_monthly_users_look_back_by_themselves():
    outcome = days(dau=rising(), mau=rising())
    assert course(outcome, "daily_active_users")[-1] == pytest.approx(np.arange(192, 220).mean())
    assert course(outcome, "monthly_active_users")[-1] == 219


def test_segments_have_courses_of_their_own_and_kinds_their_weights():
    outcome = days(2, mau=np.column_stack([rising(), 3 * np.ones(DAYS)]))
    assert course(outcome, "monthly_active_users", "young")[-1] == 219
    assert course(outcome, "monthly_active_users")[-1] == 219 + 2 * 3


def test_a_relative_goal_is_measured_from_the_day_before_the_comparison_day():
    outcome = days(mau=100 + rising(129))  # 100 on day 9, 101 on day 10
    goal = Goal("more", "monthly_active_users", 0.20, relative=True)
    assert reached(outcome, goal) == (100.0, 190.0, pytest.approx(120.0), 29)
    assert reached(outcome, Goal("now", "monthly_active_users", 0.0, relative=True))[2:] == (100.0, 10)
    assert reached(outcome, Goal("never", "monthly_active_users", 1.0, relative=True)).day is None


def test_a_goal_is_reached_in_time_or_not_at_all():
    outcome = days(mau=100 + rising(129))
    assert reached(outcome, Goal("g", "monthly_active_users", 120.0, by=29)) == (100.0, 120.0, 120.0, 29)
    assert reached(outcome, Goal("g", "monthly_active_users", 120.0, by=28)) == (100.0, 119.0, 120.0, None)
    assert reached(outcome, Goal("g", "monthly_active_users", 120.0, by=100)).value == 190.0  # the end of the last day
    assert reached(outcome, Goal("g", "monthly_active_users", 100.0, by=5)) == (100.0, 100.0, 100.0, None)


def test_less_is_better_where_the_signal_says_so():
    outcome = days(bounces=np.where(np.arange(DAYS) < 150, 60, 30), visits=np.full(DAYS, 100))
    found = reached(outcome, Goal("calm", "bounce_rate", -0.2, relative=True))
    assert (found.before, found.value, found.target) == pytest.approx((0.6, 0.3, 0.48))
    assert found.day == 30 + 11  # with 12 of the 28 days at the half


def test_a_comparison_on_day_0_looks_into_the_past():
    outcome = make_outcome(comparison_day=0, daily={"mau": np.arange(DAYS)[:, None]})
    assert reached(outcome, Goal("g", "monthly_active_users", 0.0, relative=True)) == (119.0, 219.0, 119.0, 0)
    nothing = make_outcome(comparison_day=0, first_day=0, daily={"mau": np.ones((100, 1))})
    assert np.isnan(reached(nothing, Goal("g", "monthly_active_users", 0.1, relative=True)).target)


@given(st.lists(st.integers(0, 50), min_size=DAYS, max_size=DAYS), st.floats(-0.5, 1.0), st.floats(0.0, 0.5))
def test_a_higher_target_is_never_reached_earlier(levels, target, more):
    outcome = days(mau=levels)
    low, high = (reached(outcome, Goal("g", "monthly_active_users", t, relative=True)) for t in (target, target + more))
    assert high.day is None or (low.day is not None and low.day <= high.day)


def orders_of(seed, people=30, count=150):
    rng = np.random.default_rng(seed)
    day, due = rng.integers(-120, 100, count), rng.integers(0, 4, count)
    late = np.where((rng.random(count) < 0.1) & (day >= 10), 30, 0)  # slower than any parcel of the past
    placed = [{"user": int(u), "day": int(d), "due": int(d + w), "status": KEPT if s else RETURNED} for u, d, w, s in
              zip(rng.integers(0, people, count), day, due + late, rng.random(count) < 0.8, strict=True)]  # fmt: skip
    kind = rng.integers(0, 2, people)
    return make_outcome(people, placed=placed, kind=kind, kind_weight=(1.0, 2.5), segments={"young": kind == 0})


def slow_share(outcome, day, group):
    """The repurchase rate on a day, as it is written."""
    orders = outcome.orders
    wait = max(7, (orders["closes"] - orders["day"])[orders["day"] < 10].max())
    known = (orders["status"] == KEPT) & (orders["closes"] <= day)
    known &= (orders["day"] > day - wait - 90) & (orders["day"] <= day - wait)
    weight = np.where(group, outcome.people["weight"], 0.0)
    bought = [len({int(o["day"]) for o in orders[known] if o["user"] == user}) for user in range(len(group))]
    buyers = sum(w for w, n in zip(weight, bought, strict=True) if n)
    return sum(w for w, n in zip(weight, bought, strict=True) if n > 1) / buyers if buyers else np.nan


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("segment", ["all", "young"])
def test_repurchase_against_a_slow_reading_of_its_definition(seed, segment):
    outcome = orders_of(seed)
    found = course(outcome, "repurchase_rate", segment)
    slow = [slow_share(outcome, day, outcome.segments[segment]) for day in range(100)]
    assert found == pytest.approx(slow, nan_ok=True)


def test_repurchase_ends_where_the_metric_is():
    placed = [{"user": 0, "day": 3}, {"user": 0, "day": 92}, {"user": 1, "day": 2}, {"user": 1, "day": 50}]
    outcome = make_outcome(2, placed=placed)
    assert course(outcome, "repurchase_rate")[-1] == evaluate(outcome, "repurchase_rate").value == 0.5


def test_repurchase_needs_90_decided_days_and_somebody_who_bought():
    found = course(make_outcome(placed=[{"user": 0, "day": -80}], first_day=-100), "repurchase_rate")
    assert np.isnan(found[89 + 7 - 100 - 1]) and found[0] == 0.0
    short = course(make_outcome(placed=[{"user": 0, "day": 0}], first_day=-50), "repurchase_rate")
    assert np.flatnonzero(np.isfinite(short))[0] == 89 + 7 - 50
    assert np.isnan(course(make_outcome(), "repurchase_rate")).all()


def test_ordinary_days_are_compared_with_those_of_promotion():
    first = datetime.date(2025, 6, 1) + datetime.timedelta(120)  # the record begins with 18 days of promotion
    outcome = days(dau=np.where(np.arange(DAYS) < 18, 50, 40))
    outcome.date = first
    assert course(outcome, "ordinary_day_opens")[:32] == pytest.approx(np.full(32, 0.8))  # double 11 comes next


def test_only_the_last_365_days_tell_ordinary_from_promoted_ones():
    dau = np.where(np.arange(500) < 18, 50, 40)[:, None]
    outcome = make_outcome(days=500, first_day=0, daily={"dau": dau}, date=datetime.date(2027, 6, 1))
    found = course(outcome, "ordinary_day_opens")
    assert np.isnan(found[17]) and found[18] == pytest.approx(0.8)
    assert found[17 + 364] < 1.0  # the last of the busy days
    assert (found[17 + 365 :] == 1.0).all()


@pytest.mark.parametrize("date", [None, datetime.date(2025, 7, 1)])
def test_without_a_promotion_there_is_nothing_to_compare_with(date):
    outcome = make_outcome(days=30, first_day=0, daily={"dau": np.ones((30, 1))}, date=date)
    assert np.isnan(course(outcome, "ordinary_day_opens")).all()


@pytest.mark.parametrize("signal", ["repurchase_rate", "interaction_rate", "ordinary_day_opens"])
def test_worlds_alike_have_equal_courses(signal):
    one, two = (orders_of(1) for _ in range(2))
    assert np.array_equal(course(one, signal), course(two, signal), equal_nan=True)
