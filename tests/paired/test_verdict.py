from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.paired.statistics import mean_interval, simultaneous_level
from sim.paired.verdict import unsure_size, verdict

ENDS = st.floats(-5, 5)
WORTH = 1.0


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.2, 2.0, "better"),
        (0.3, 2.0, "better"),
        (-2.0, -1.2, "worse"),
        (-2.0, -0.1, "worse"),
        (0.1, 0.9, "too_small"),
        (-0.9, 0.9, "too_small"),
        (0.0, 0.0, "too_small"),
        (-0.2, 1.5, "undecided"),
        (-2.0, 2.0, "undecided"),
        (np.nan, np.nan, "undecided"),
    ],
)
def test_the_interval_decides(low, high, said):
    assert verdict(low, high, WORTH, 1) == said


@given(ENDS, ENDS)
def test_less_is_better_where_less_is_good(one, other):
    low, high = min(one, other), max(one, other)
    assert verdict(low, high, WORTH, 1) == verdict(-high, -low, WORTH, -1)


@given(ENDS, ENDS, st.floats(0, 2))
def test_a_wider_interval_never_decides_more(one, other, more):
    low, high = min(one, other), max(one, other)
    wide, narrow = verdict(low - more, high + more, WORTH, 1), verdict(low, high, WORTH, 1)
    assert wide in ("undecided", narrow) or narrow == "too_small"


def test_a_better_one_says_when_it_may_be_less_than_its_worth():
    assert unsure_size(0.3, 2.0, WORTH, 1)
    assert unsure_size(-2.0, -0.3, WORTH, -1)
    assert not unsure_size(1.1, 2.0, WORTH, 1)
    assert not unsure_size(-0.3, 2.0, WORTH, 1)


def test_false_alarms_over_all_arms_and_outcomes_stay_below_five_percent():
    """Three arms with three outcomes each and no effect, 20 replicates, 2,000 comparisons."""
    generator = np.random.default_rng(11)
    changes = generator.standard_t(8, size=(2000, 9, 20))
    level = simultaneous_level(9)
    alarms = [
        any(verdict(*mean_interval(row, level), 0.01, 1) in ("better", "worse") for row in rows) for rows in changes
    ]
    assert np.mean(alarms) < 0.06
