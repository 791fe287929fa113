"""Own logarithm and exponential: exact to 2e-15, and one function with two bodies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numba import njit

import sim.engines.cache  # noqa: F401  (before anything is compiled)
from sim.chance.elementary import FARTHEST, exp, log

EXACT = 1e-15
positive = st.floats(math.exp(-FARTHEST), math.exp(FARTHEST))
exponents = st.floats(-FARTHEST, FARTHEST)


@njit(error_model="numpy")
def compiled(x):
    """The compiled bodies."""
    return log(x), exp(x)


@given(positive)
@example(1.0)
@example(math.nextafter(1.0, 0.0))
@example(0.5 / (1 << 20))
def test_log(x):
    assert log(x) == pytest.approx(math.log(x), rel=EXACT, abs=EXACT)
    assert compiled(x)[0] == log(x)


@given(exponents)
@example(0.0)
@example(-0.0)
@example(1e-300)
def test_exp(x):
    assert exp(x) == pytest.approx(math.exp(x), rel=2 * EXACT)
    assert compiled(x)[1] == exp(x)


def test_many_places_of_the_tables():
    """Every entry of the tables, both ends and the middle of its step, in several powers of two."""
    for power in (-3, -1, 0, 1, 9):
        for x in (2.0**power * (1.0 + np.arange(0, 128, 0.25) / 128)).tolist():
            assert log(x) == pytest.approx(math.log(x), rel=EXACT, abs=EXACT)
        for x in (power + np.arange(0, 128, 0.25) * math.log(2.0) / 128).tolist():
            assert exp(x) == pytest.approx(math.exp(x), rel=2 * EXACT)


@given(exponents, exponents)
def test_both_rise(x, y):
    low, high = sorted((x, y))
    assert exp(low) <= exp(high)
    assert log(exp(low)) <= log(exp(high))


@pytest.mark.parametrize("x", [1e4, -1e4, math.inf, -math.inf])
def test_exponents_are_cut(x):
    assert exp(x) == exp(math.copysign(FARTHEST, x)) == compiled(x)[1]
