"""Where nobody is treated 500 tests of every unit hold zero in 93 to 97 of 100; a real test would be as right.

Luck is all that differs between the deals, so one world is enough: what its people did is dealt out anew each time.
"""

from __future__ import annotations

import pytest

from tests.experiment.worlds import both_sides_anew, dealt_anew, rehearsed, row, without_effect

DEALS = 500
USERS = 2500
UNITS = {"user": "simple_checkout", "cluster": "simple_checkout", "time": "simple_checkout",
         "host": "original_content"}  # fmt: skip
METRICS = {
    "user": ("conversion", "base_retention", "orders_per_base_user", "activity"),
    "cluster": ("conversion", "base_retention", "orders_per_base_user", "activity"),
    "time": ("conversion", "bounce_rate", "room_orders", "minutes_per_visit"),
    "host": ("conversion", "bounce_rate", "room_orders", "minutes_per_visit", "room_minutes"),
}


def world_without_effect(unit):
    of_lever = [name for name, lever in UNITS.items() if lever == UNITS[unit]]
    return without_effect(rehearsed(UNITS[unit], *of_lever, users=USERS)[unit])


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "metric"), [(unit, metric) for unit in METRICS for metric in METRICS[unit]])
def test_placebo_tests_hold_zero(unit, metric):
    world = world_without_effect(unit)
    rows = [row(dealt_anew(world, number), metric) for number in range(DEALS)]
    assert 0.92 <= sum(one["covers"] for one in rows) / DEALS <= 0.98  # three standard errors
    assert sum(one["split_broken"] for one in rows) <= 3  # 1 in 1,000 by chance


@pytest.mark.slow
def test_placebo_tests_of_both_sides_hold_zero():
    world = rehearsed("original_content", "both_sides", users=USERS)["both_sides"]
    rows = [row(both_sides_anew(world, number), "room_orders") for number in range(DEALS)]
    assert 0.92 <= sum(one["covers"] for one in rows) / DEALS <= 0.98  # three standard errors


def test_a_placebo_has_no_truth_and_no_spill_over():
    found = row(without_effect(rehearsed("simple_checkout", "user")["user"]), "conversion")
    assert found["truth"] == found["spill_over"] == 0.0 and found["difference"] == found["luck"] != 0.0
