"""What an emulator learns of smooth functions with luck in them."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.posterior.emulator import FEWEST, learn

D, LUCK = 6, 0.3


def bent(x):
    """Two outputs [place, 2]: one quadratic, one linear."""
    return np.stack([1.0 + x[:, 0] - 2.0 * x[:, 1] + 0.5 * x[:, 0] * x[:, 2], 4.0 + 0.2 * x.sum(axis=1)], axis=1)


@pytest.fixture(scope="module")
def taught():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((250, D))
    return learn(x, bent(x) + LUCK * rng.standard_normal((250, 2))), rng.standard_normal((400, D))


def test_it_finds_a_quadratic_function_through_the_luck(taught):
    emulator, places = taught
    off = emulator.mean(places) - bent(places)
    assert (np.sqrt((off**2).mean(axis=0)) < 0.5 * LUCK).all()


def test_it_tells_luck_from_what_it_does_not_know(taught):
    emulator, places = taught
    assert emulator.luck == pytest.approx([LUCK, LUCK], rel=0.15)
    off = np.sqrt(((emulator.mean(places) - bent(places)) ** 2).mean(axis=0))
    assert (emulator.doubt < 3.0 * off + 0.03).all() and (off < 3.0 * emulator.doubt + 0.03).all()


def test_more_simulations_leave_less_doubt():
    rng = np.random.default_rng(2)
    doubt = []
    for n in (40, 400):
        x = rng.standard_normal((n, D))
        doubt.append(learn(x, bent(x) + LUCK * rng.standard_normal((n, 2))).doubt[0])
    assert doubt[1] < 0.5 * doubt[0]


def test_a_constant_stays_one_and_a_number_that_few_showed_is_none():
    x = np.random.default_rng(3).standard_normal((30, D))
    y = np.stack([np.full(30, 7.0), np.where(np.arange(30) < FEWEST - 1, 1.0, np.nan)], axis=1)
    emulator = learn(x, y)
    shown = emulator.mean(x)
    assert (shown[:, 0] == 7.0).all() and np.isnan(shown[:, 1]).all()


def test_what_a_simulation_did_not_show_teaches_nothing():
    rng = np.random.default_rng(4)
    x = rng.standard_normal((120, D))
    y = bent(x)
    y[:20] = np.nan
    np.testing.assert_allclose(learn(x, y).mean(x), learn(x[20:], y[20:]).mean(x))
