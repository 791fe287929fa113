"""The verdict in made-up cases: true effect below, at and above the worth, narrow and wide not-knowing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.paired.statistics import LIKELY, mean_interval, simultaneous_level
from sim.paired.verdict import Range, outlook, verdict

ENDS = st.floats(-5, 5)
WORTH = 1.0
NONE = Range(np.nan, np.nan)


def said(mean, draws, direction=1):
    word = verdict(mean, draws, WORTH, direction)
    return word, outlook(word, mean, draws, WORTH, direction)


@pytest.mark.parametrize(
    ("mean", "draws", "word"),
    [
        ((1.2, 1.4), (1.1, 1.6), ("better", "")),
        ((1.2, 1.4), (0.2, 2.6), ("better", "size_open")),
        ((1.0, 1.2), (-0.1, 2.4), ("may_matter", "may_help")),
        ((1.0, 1.2), (-1.4, 3.4), ("may_matter", "either_way")),
        ((-0.4, 0.9), (-0.87, 1.40), ("may_matter", "may_help")),
        ((-0.2, 0.2), (-0.8, 0.8), ("too_small", "")),
        ((-0.2, 0.2), (-0.8, 1.0), ("may_matter", "may_help")),
        ((-0.2, 0.2), (-1.0, 0.8), ("may_matter", "may_harm")),
        ((0.1, 0.3), (0.05, 0.8), ("too_small", "")),
        ((-4.4, -4.0), (-6.0, -2.0), ("worse", "")),
        ((-4.4, -4.0), (-8.0, -0.2), ("worse", "size_open")),
        ((-2.0, 2.0), (-0.5, 0.5), ("may_matter", "either_way")),
        ((0.0, 0.0), (0.0, 0.0), ("too_small", "")),
        ((np.nan, np.nan), (np.nan, np.nan), ("undecided", "")),
    ],
)
def test_both_intervals_decide(mean, draws, word):
    assert said(Range(*mean), Range(*draws)) == word


@pytest.mark.parametrize(
    ("mean", "word"),
    [((1.2, 2.0), ("better", "")), ((0.3, 2.0), ("better", "size_open")), ((0.1, 0.9), ("too_small", "")),
     ((-0.2, 1.5), ("may_matter", "may_help"))],
)  # fmt: skip
def test_where_nothing_was_drawn_the_mean_is_judged(mean, word):
    assert said(Range(*mean), NONE) == word


@given(ENDS, ENDS, ENDS, ENDS)
def test_less_is_better_where_less_is_good(a, b, c, d):
    mean, draws = Range(min(a, b), max(a, b)), Range(min(c, d), max(c, d))
    mirrored = Range(-mean.high, -mean.low), Range(-draws.high, -draws.low)
    assert said(mean, draws) == said(*mirrored, direction=-1)


@given(ENDS, ENDS, ENDS, ENDS)
def test_what_is_called_too_small_lies_inside_the_worth_with_both_ranges(a, b, c, d):
    mean, draws = Range(min(a, b), max(a, b)), Range(min(c, d), max(c, d))
    inside = all(-WORTH < end < WORTH for end in (*mean, *draws))
    assert (verdict(mean, draws, WORTH, 1) == "too_small") == inside


@given(ENDS, ENDS, st.floats(0, 2))
def test_a_wider_range_never_makes_surer(one, other, more):
    low, high = min(one, other), max(one, other)
    mean = Range((low + high) / 2, (low + high) / 2)
    narrow, wide = verdict(mean, Range(low, high), WORTH, 1), verdict(mean, Range(low - more, high + more), WORTH, 1)
    assert wide in ("may_matter", narrow) or narrow == "too_small"


@given(ENDS, ENDS)
def test_better_and_worse_need_every_end_on_one_side(one, other):
    low, high = min(one, other), max(one, other)
    word = verdict(Range(low, high), Range(low, high), WORTH, 1)
    assert word != "better" or low > 0
    assert word != "worse" or high < 0


def made_up(effect, not_knowing, luck, n, generator, size=2000):
    """Verdicts of `size` comparisons of `n` draws around a true mean effect."""
    changes = effect + not_knowing * generator.normal(size=(size, n)) + luck * generator.normal(size=(size, n))
    return [verdict(Range(*mean_interval(row)), Range(*np.quantile(row, LIKELY)), WORTH, 1) for row in changes]


@pytest.mark.parametrize(
    ("effect", "not_knowing", "wrong", "most"),
    [
        (0.0, 0.1, {"better", "worse", "may_matter"}, 0.05),  # 90 % of all draws within 0.16: too small
        (0.0, 1.0, {"better", "worse", "too_small"}, 0.05),  # between -1.6 and 1.6: nobody knows
        (1.0, 1.0, {"too_small", "worse"}, 0.001),  # half of all draws reach the worth
        (1.0, 1.0, {"better"}, 0.16),  # one draw in six is below zero: called sure in one study of seven
        (1.0, 2.0, {"better"}, 0.01),  # one draw in three is
        (3.0, 0.5, {"too_small", "worse", "may_matter"}, 0.05),  # surely better
        (-3.0, 0.5, {"too_small", "better", "may_matter"}, 0.05),
    ],
)
def test_error_rates_with_twenty_draws(effect, not_knowing, wrong, most):
    """2,000 comparisons of 20 draws each with seed 11; the rates stand in docs/reading_an_answer.md."""
    words = made_up(effect, not_knowing, 0.05, 20, np.random.default_rng(11))
    assert np.mean([word in wrong for word in words]) <= most


def test_false_alarms_over_all_arms_and_outcomes_stay_below_five_percent():
    """Three arms with three outcomes each and no effect, 20 replicates, 2,000 comparisons."""
    generator = np.random.default_rng(11)
    changes = generator.standard_t(8, size=(2000, 9, 20))
    level = simultaneous_level(9)
    alarms = [
        any(verdict(Range(*mean_interval(row, level)), Range(*np.quantile(row, LIKELY)), 0.01, 1) in ("better", "worse")
            for row in rows)
        for rows in changes
    ]  # fmt: skip
    assert np.mean(alarms) < 0.06
