"""The size of a real test by the usual formula."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.paired.ab_test import test_of as size_of
from sim.paired.ab_test import users_per_arm, weeks


def test_a_number_from_the_books():
    """Share 50 %, five points, 80 % power, 5 % level: about 1,570 an arm (Fleiss, Levin and Paik 2003)."""
    assert users_per_arm(0.5, 0.05) == pytest.approx(1570, abs=2)


@given(st.floats(0.01, 0.99), st.floats(0.001, 0.2))
def test_half_the_effect_takes_four_times_the_users(share, effect):
    one, half = users_per_arm(share, effect), users_per_arm(share, effect / 2)
    assert half == pytest.approx(4 * one, rel=0.01, abs=4)
    assert users_per_arm(share, -effect) == one


def test_what_cannot_be_said_is_blank():
    assert math.isnan(users_per_arm(0.0, 0.01)) and math.isnan(users_per_arm(0.5, 0.0))
    row = {"baseline": 96.0, "worth": 1.0, "unit": "yuan"}
    assert math.isnan(size_of(row, 180, 14)["users"])


def test_it_lasts_as_long_as_the_simulation_looked_ahead():
    assert weeks(180, 14) == 24 and weeks(84, 14) == 10
