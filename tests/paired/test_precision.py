from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import ResultError, UnknownNameError
from sim.paired.precision import LEAST, Precise, half_width, widths
from sim.paired.statistics import mean_interval
from sim.replicate.record import Record
from tests.paired.fake import scenario, treated


def record(change, segment="silver"):
    rows = [("metric", arm, "base_retention", segment, -1, 0.5 + lift, 1.0, 100)
            for arm, lift in (("baseline", 0.0), ("elder_mode", change))]
    columns = ["kind", "arm", "name", "segment", "day", "numerator", "denominator", "people"]
    return Record(pd.DataFrame(rows, columns=columns))


def first_enough(changes, width):
    """The number of replicates after which the rule stops, judging ever longer beginnings."""
    judge = Precise([scenario(), treated()], {"base_retention": width})
    records = [record(change) for change in changes]
    return next((n for n in range(1, len(records) + 1) if judge(records[:n])), None)


def narrow_from(changes, width):
    """The first number of replicates, ten or more, whose interval is narrow enough."""
    return next(n for n in range(LEAST, len(changes)) if half_width(changes[:n]) <= width)


def test_at_least_ten_replicates_are_looked_at():
    assert first_enough([0.1] * 30, 0.01) == LEAST


def test_it_stops_at_the_first_beginning_that_is_narrow_enough():
    changes = np.random.default_rng(2).normal(0.02, 0.01, 200)
    stop = first_enough(changes, 0.003)
    assert stop == narrow_from(changes, 0.003) > LEAST


def test_a_width_never_reached_never_stops():
    assert first_enough(np.random.default_rng(2).normal(0, 1, 30), 1e-4) is None


def test_looking_after_every_replicate_costs_little_coverage():
    """300 comparisons stopped by width: their intervals still hold the truth in more than 91 %."""
    generator = np.random.default_rng(9)
    held = []
    for _ in range(300):
        changes = generator.normal(0.02, 0.01, 100)
        low, high = mean_interval(changes[: narrow_from(changes, 0.0035)])
        held.append(low <= 0.02 <= high)
    assert 0.91 < np.mean(held) <= 1.0


def test_widths_are_written_with_the_metrics_unit():
    assert widths("base_retention=0.5pp") == {"base_retention": pytest.approx(0.005)}
    assert widths("base_retention=0.5pp, minutes_per_active_user_day=0.2min") == {
        "base_retention": pytest.approx(0.005),
        "minutes_per_active_user_day": pytest.approx(0.2),
    }
    assert widths({"rebuy_rate": 0.01}) == {"rebuy_rate": 0.01}
    assert widths(None) == {}


@pytest.mark.parametrize(
    ("wanted", "error", "said"),
    [
        ("base_retention", ResultError, "is not METRIC=WIDTH; write it as base_retention=0.5pp"),
        ("base_retenton=0.5pp", UnknownNameError, "did you mean 'base_retention'?"),
        ("base_retention=0.5%", ResultError, "write percentage points, pp"),
        ("base_retention=0pp", ResultError, "allowed: a number above 0"),
        ({"base_retention": -1.0}, ResultError, "allowed: a number above 0"),
    ],
)
def test_a_wrong_width_says_what_is_allowed(wanted, error, said):
    with pytest.raises(error, match=said.replace("?", r"\?")):
        widths(wanted)


def test_a_metric_that_was_not_measured_is_an_error():
    judge = Precise([scenario(), treated()], {"rebuy_rate": 0.01})
    with pytest.raises(ResultError, match="precision of 'rebuy_rate' in 'all'"):
        judge([record(0.0)])
