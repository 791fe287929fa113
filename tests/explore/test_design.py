"""Designs: grids are whole, draws fill every factor evenly, and what a factor may take is taken."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.explore.design import points_of
from sim.explore.plan import Design, Factor
from sim.explore.spread import distributed, listed, number_of, ranged


def factors():
    strengths, words = ranged("0%..100%", "linear", False), listed(["silver", "gen_z"])
    return [Factor("a", ("x.strength",), "choice", strengths, strengths.levels(5)),
            Factor("b", ("x.who.segment",), "choice", words, words.levels(2))]  # fmt: skip


def test_a_grid_has_every_combination_once():
    points = points_of(factors(), Design("grid"))
    assert len({point.values for point in points}) == len(points) == 10
    assert [point.number for point in points] == list(range(10))


def test_one_at_a_time_begins_with_the_file_and_moves_one_factor():
    points = points_of(factors(), Design("one_at_a_time"))
    assert points[0].values == (None, None)
    assert all(sum(value is not None for value in point.values) == 1 for point in points[1:]) and len(points) == 8


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_draws_fill_every_tenth_and_depend_on_the_seed_alone(kind):
    points = points_of(factors(), Design(kind, 64, 3))
    values = np.array([number_of(point.values[0])[0] for point in points])
    assert np.histogram(values, 8, (0, 100))[0].tolist() == [8] * 8
    assert points == points_of(factors(), Design(kind, 64, 3)) != points_of(factors(), Design(kind, 64, 4))


def test_more_sobol_points_begin_with_the_fewer_ones():
    few, many = (points_of(factors(), Design("sobol", count, 3)) for count in (16, 64))
    assert many[:16] == few


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_every_spread_rises(u, v):
    spreads = [ranged("5 yuan..20 yuan", "linear", False), ranged("1..100", "log", False),
               distributed("normal", {"mean": "5 d", "sd": "1 d"}, False),
               distributed("triangular", {"low": 0, "mode": 1, "high": 5}, False),
               distributed("lognormal", {"median": "10 yuan", "factor": 2}, False),
               distributed("uniform", {"low": "1%", "high": "9%"}, False)]  # fmt: skip
    low, high = sorted((u, v))
    for spread in spreads:
        assert number_of(spread.at(low))[0] <= number_of(spread.at(high))[0]


def test_medians_and_ends():
    assert distributed("lognormal", {"median": "10 yuan", "factor": 2}, False).at(0.5) == "10 yuan"
    assert ranged("5..20 yuan", "linear", False).levels(4) == ("5 yuan", "10 yuan", "15 yuan", "20 yuan")
    assert ranged("1d..100d", "log", True).levels(3) == ("1 d", "10 d", "100 d")
    assert distributed("triangular", {"low": 0, "mode": 1, "high": 2}, False).at(0.5) == 1
