"""The formulas of a test, against SciPy, against counting, and by what must hold of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import bootstrap, chisquare, permutation_test, ttest_ind

from sim.experiment.estimates import by_randomisation, difference, p_value
from sim.experiment.ratio_check import sample_ratio

RANDOM = np.random.default_rng(7)


def test_means_are_those_of_the_t_test():
    """With bottom 1 the delta method is Welch's error; equal weights leave n/(n-1) of the leverage."""
    values, treated = RANDOM.normal(5, 2, 300), RANDOM.random(300) < 0.4
    shown, theirs = difference(values, np.ones(300), treated), ttest_ind(values[treated], values[~treated],
                                                                         equal_var=False)  # fmt: skip
    assert shown.difference == pytest.approx(values[treated].mean() - values[~treated].mean())
    assert shown.difference / shown.error == pytest.approx(theirs.statistic)
    assert (shown.treated_units, shown.control_units) == (treated.sum(), (~treated).sum())


def test_ratios_are_those_of_the_bootstrap():
    visits = RANDOM.poisson(6, 4000) + 1.0
    orders = RANDOM.binomial(visits.astype(int), RANDOM.beta(1, 20, 4000)).astype(float)
    treated = RANDOM.random(4000) < 0.5
    shown = difference(orders, visits, treated)

    def ratio(top, bottom, axis):
        return top.sum(axis) / bottom.sum(axis)

    errors = [bootstrap((orders[g], visits[g]), ratio, paired=True, n_resamples=2000, method="basic",
                        rng=np.random.default_rng(1)).standard_error for g in (treated, ~treated)]  # fmt: skip
    assert shown.error == pytest.approx(np.hypot(*errors), rel=0.05)


def test_people_of_a_cluster_do_not_count_twice():
    """A cluster of ten alike tells as much as one of them: the error by clusters knows it, that by people does not."""
    each, treated = RANDOM.normal(0, 1, 60), RANDOM.permutation(60) < 30
    of = np.repeat(np.arange(60), 10)
    by_people = difference(each[of], np.ones(600), treated[of])
    by_clusters = difference(np.bincount(of, each[of]), np.bincount(of).astype(float), treated)
    one_each = difference(each, np.ones(60), treated)
    assert by_clusters.error == pytest.approx(one_each.error) and by_clusters.low == pytest.approx(one_each.low)
    assert by_people.error < by_clusters.error / 2.5


def test_a_unit_that_is_nearly_everything_widens_the_interval():
    bottom = np.array([1000.0, 10, 10, 10, 10, 1000, 10, 10, 10, 10])
    top, treated = bottom * RANDOM.normal(1, 0.1, 10), np.arange(10) < 5
    shown = difference(top, bottom, treated)
    residual = [top[g] - top[g].sum() / bottom[g].sum() * bottom[g] for g in (treated, ~treated)]
    plain = np.hypot(*(np.sqrt(5 / 4 * (r**2).sum()) / 1040 for r in residual))
    assert shown.error > plain and shown.high - shown.difference > 2.5 * shown.error


def test_nobody_on_one_side_is_no_answer():
    shown = difference(np.ones(3), np.ones(3), np.ones(3, bool))
    assert np.isnan(shown.difference) and np.isnan(shown.low) and shown.control_units == 0


def test_randomisation_is_that_of_scipy():
    values, treated = RANDOM.normal(0, 1, 10), np.arange(10) < 5
    deals = np.array([np.isin(np.arange(10), chosen) for chosen in combinations(range(10), 5)])
    shift = (deals * values).sum(1) / 5 - (~deals * values).sum(1) / 5
    slope = (deals & treated).sum(1) / 5 - (~deals & treated).sum(1) / 5
    change = values[:5].mean() - values[5:].mean()
    theirs = permutation_test((values[:5], values[5:]), lambda a, b, axis: a.mean(axis) - b.mean(axis),
                              vectorized=True, n_resamples=np.inf)  # fmt: skip
    assert p_value(change, shift, slope, 0.0) == pytest.approx(theirs.pvalue)


def test_its_interval_moves_with_the_effect_and_grows_with_the_noise():
    values, treated = RANDOM.normal(0, 1, 12), RANDOM.permutation(12) < 6
    plain, moved = by_randomisation(values, treated), by_randomisation(values + 5.0 * treated, treated)
    wide = by_randomisation(10.0 * values, treated)
    assert moved.difference == pytest.approx(plain.difference + 5.0)
    assert (moved.low, moved.high) == pytest.approx((plain.low + 5.0, plain.high + 5.0))
    assert wide.high - wide.low == pytest.approx(10.0 * (plain.high - plain.low))


def test_every_deal_of_few_blocks_is_looked_at_and_zero_is_held_in_95_of_100():
    values = RANDOM.normal(0, 1, 10)
    held = []
    for chosen in combinations(range(10), 5):
        shown = by_randomisation(values, np.isin(np.arange(10), chosen))
        held.append(shown.low <= 0.0 <= shown.high)
    assert 0.95 <= np.mean(held) <= 0.97


def test_too_few_blocks_exclude_nothing():
    shown = by_randomisation(np.array([0.0, 1.0, 10.0, 11.0]), np.array([False, False, True, True]))
    assert shown.difference == 10.0 and (shown.low, shown.high) == (-np.inf, np.inf)


def test_the_sample_ratio_is_the_chi_square_test():
    found = sample_ratio(5_210, 4_790, 0.5)
    assert found.p_value == pytest.approx(chisquare([5_210, 4_790]).pvalue) and found.broken
    uneven = sample_ratio(2_010, 7_990, 0.2)
    assert uneven.p_value == pytest.approx(chisquare([2_010, 7_990], [2_000, 8_000]).pvalue) and not uneven.broken
    assert not sample_ratio(0, 0, 0.5).broken
