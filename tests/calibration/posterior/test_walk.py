"""Where chains end: independent draws from a density, whatever Gaussian they are told it is like."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from calibration.posterior.walk import agreement, walk

CHAINS, D, STEPS = 600, 4, 600


def walked(density, d=D, start=None, root=None, seed=1):
    rng = np.random.default_rng(seed)
    start = rng.standard_normal((CHAINS, d)) if start is None else start
    return walk(density, start, np.zeros(d), 1.4 * np.eye(d) if root is None else root, STEPS, rng)


def standard(x):
    return -0.5 * (x**2).sum(axis=1)


def test_the_draws_follow_a_standard_normal():
    """A false alarm in 1 of 1,000 for each of four coordinates."""
    last = walked(standard).last
    for column in last.T:
        assert kstest(column, "norm").pvalue > 0.001
    assert np.abs(np.corrcoef(last.T) - np.eye(D)).max() < 0.15


def test_correlated_directions_come_out_with_their_covariance():
    covariance = np.array([[1.0, 0.9], [0.9, 1.0]])
    inverse = np.linalg.inv(covariance)
    last = walked(lambda x: -0.5 * np.einsum("ci,ij,cj->c", x, inverse, x), d=2).last
    np.testing.assert_allclose(np.cov(last.T), covariance, atol=0.2)


def test_nothing_lies_where_the_density_is_nothing():
    last = walked(lambda x: np.where(x[:, 0] > 0.0, standard(x), -np.inf),
                  start=np.abs(np.random.default_rng(2).standard_normal((CHAINS, D)))).last
    assert (last[:, 0] > 0.0).all()
    assert last[:, 0].mean() == pytest.approx(np.sqrt(2.0 / np.pi), abs=0.12)


def test_the_same_luck_gives_the_same_draws():
    np.testing.assert_array_equal(walked(standard).last, walked(standard).last)


def test_chains_that_stay_where_they_began_do_not_agree():
    rng = np.random.default_rng(3)
    apart = 5.0 * rng.standard_normal((1, 40, 2)) + 0.1 * rng.standard_normal((200, 40, 2))
    together = rng.standard_normal((200, 40, 2))
    assert (agreement(apart) > 5.0).all() and (agreement(together) < 1.02).all()
