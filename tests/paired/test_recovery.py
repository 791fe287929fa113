"""What a crisis costs and when people are back: the definition on made-up days, and the desk on small worlds."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.paired.comparing import compared
from sim.paired.options import Options
from sim.paired.recovery import days_until_back, middle, noise_of, tables, weekly
from sim.replicate.daily import SIGNALS
from sim.replicate.record import Record
from sim.scenario.crises import Answer, crisis_named, worlds
from sim.scenario.load import load_scenario
from sim.scenario.plan import Scenario


def dip(length, depth=1.0, days=60, first=10):
    change = np.zeros(days)
    change[first : first + length] = -depth
    return change


def test_no_change_takes_no_days():
    assert days_until_back(np.zeros(60), 0.0, 10) == 0


@given(some.integers(7, 30), some.integers(0, 10))
def test_a_longer_dip_takes_longer(length, more):
    assert days_until_back(dip(length + more), 0.1, 10) == days_until_back(dip(length), 0.1, 10) + more


def test_a_dip_within_the_noise_takes_no_days_and_an_endless_one_is_never_over():
    assert days_until_back(dip(20, 0.1), 0.2, 10) == 0
    assert days_until_back(dip(50), 0.2, 10) == math.inf
    assert math.isnan(days_until_back(dip(50), math.nan, 10))


def test_weeks_show_no_weekday():
    assert np.ptp(weekly(np.tile([1.0, 0, 0, 0, 0, 0, 3], 8))) < 1e-12


def test_noise_is_the_distance_of_untouched_worlds_from_where_they_were():
    """Levels apart from the beginning on are other people, and no luck."""
    days = [{("b", "all", "trust"): np.full(40, level)} for level in (0.5, 0.7, 0.9)]
    assert noise_of(days, "b", 10)["all", "trust"] == 0
    days[0]["b", "all", "trust"] = np.r_[np.full(10, 0.5), np.full(30, 0.6)]
    assert noise_of(days, "b", 10)["all", "trust"] == pytest.approx(0.1)
    assert math.isnan(noise_of(days[:1], "b", 10)["all", "trust"])


def test_the_middle_of_values_some_of_which_are_endless():
    assert middle(np.array([1.0, 2, 3, math.inf])) == pytest.approx((2, math.nan, math.nan), nan_ok=True)
    value, low, high = middle(np.r_[np.arange(15.0), np.full(5, math.inf)])
    assert (value, low, high) == (9, 5, 14)  # the 6th and the 15th of 20


@pytest.fixture(scope="module")
def desk():
    asked = Options(users=400, days=100, replicates=4, workers=1, fixed=True, cache=False, segments=["all", "silver"],
                    set_={"message_rate": 0.15})
    scenario = crisis_named("host_scandal", asked.load)
    late = [Answer(0), Answer(2000), Answer(8000)]
    return compared((arms := worlds(scenario, late))[0], [*arms[1:], powerless(scenario, arms[0])], asked)


def powerless(scenario: Scenario, untouched: Scenario) -> Scenario:
    """The crisis at strength 0."""
    from dataclasses import replace

    from sim.scenario.plan import Strength

    crisis = replace(scenario.strategies[0], strength=Strength(0.0, 0.0, stated=True))
    return replace(untouched, name="powerless", strategies=(crisis,))


def test_a_crisis_without_strength_costs_nothing_and_takes_no_days(desk):
    rows = desk.crisis[desk.crisis["scenario"] == "powerless"]
    assert set(rows["quantity"]) >= {"users", "orders", "sales", "trust_days", "money"}
    assert (rows["value"] == 0).all()


def test_an_answer_that_comes_after_the_horizon_is_none(desk):
    draws = desk.crisis_draws.set_index(["quantity", "segment", "replicate"])
    never, late = (draws[draws["scenario"] == name]["value"].drop("money", level=0) for name in ("never", "8000h"))
    assert len(never) and never.equals(late)


def test_trust_is_lower_the_later_the_answer_comes(desk):
    course = desk.crisis_course
    part = course[(course["segment"] == "all") & (course["signal"] == "trust")]
    depth = part.groupby("scenario")["difference"].sum()
    assert depth["never"] <= depth["0h"] < 0 == depth["powerless"]


def test_a_comparison_without_a_crisis_has_no_such_rows():
    from tests.paired.test_comparing import quick

    found = quick()
    assert found.crisis.empty and found.crisis_draws.empty and found.crisis_course.empty


def test_a_group_without_days_is_not_followed():
    """Of such a group users could be counted, and nothing else: it would have half a row."""
    arms = [load_scenario(name, days=70) for name in ("baseline", "host_scandal")]
    days = [{"arm": arm.name, "segment": "all", "kind": "day", "name": name, "day": day, "numerator": 1.0,
             "denominator": 1.0} for arm in arms for name in (*SIGNALS, "orders", "sales") for day in range(70)]
    kept = [{"arm": arm.name, "segment": segment, "kind": "metric", "name": "base_retention", "day": 69,
             "numerator": 1.0, "denominator": 2.0} for arm in arms for segment in ("all", "all @ dormant")]
    found = tables([Record(pd.DataFrame([*days, *kept]))] * 2, arms, fixed=True)
    assert set(found["crisis"]["segment"]) == {"all"} and "users" in set(found["crisis"]["quantity"])
