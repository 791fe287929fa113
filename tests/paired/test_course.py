"""Rising, steady or fading, from made-up curves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.paired.course import course
from sim.replicate.record import Record
from tests.paired.fake import scenario, treated

DAYS = np.arange(14, 180, 2)


def records(effect, n=20, noise=0.0005, seed=3):
    """Records whose curve of base retention (silver) differs by `effect(day)` between the arms."""
    generator = np.random.default_rng(seed)
    kept = []
    for _ in range(n):
        level = 0.6 + 0.02 * generator.normal()
        parts = []
        for arm in ("baseline", "elder_mode"):
            value = level + (effect(DAYS) + noise * generator.normal(size=len(DAYS))) * (arm != "baseline")
            parts.append(pd.DataFrame({"kind": "curve", "name": "base_retention", "segment": "silver", "arm": arm,
                                       "day": DAYS, "numerator": value, "denominator": 1.0}))  # fmt: skip
        kept.append(Record(pd.concat(parts, ignore_index=True)))
    return kept


ARMS = (scenario(), treated(worth=0.01))


@pytest.mark.parametrize(
    ("effect", "trend"),
    [
        (lambda day: 0.0003 * (day - 14), "rising"),
        (lambda day: -0.0003 * (day - 14), "rising"),  # a growing loss grows
        (lambda day: 0.045 * np.exp(-(((day - 30) / 30) ** 2)) + 0.015, "steady"),
        (lambda day: 0.045 * np.exp(-abs(day - 30) / 80), "fading"),
        (lambda day: 0.0 * day + 0.02, "steady"),
    ],
)
def test_the_trend_is_told(effect, trend):
    assert course(records(effect), ARMS)["trend"][0] == trend


def test_the_figures_are_those_of_the_curve():
    row = course(records(lambda day: 0.045 * np.exp(-abs(day - 30) / 80)), ARMS).iloc[0]
    assert (row["peak_day"], row["day"], row["earlier_day"]) == (30, 178, 150)
    assert row["peak"] == pytest.approx(0.045, abs=0.001)
    assert row["effect"] == pytest.approx(0.045 * np.exp(-148 / 80), abs=0.001)


@pytest.mark.slow
def test_noise_is_not_called_a_trend():
    trends = [course(records(lambda day: 0.0 * day + 0.02, noise=0.02, seed=seed), ARMS)["trend"][0]
              for seed in range(60)]  # fmt: skip
    assert np.mean([trend in ("rising", "fading") for trend in trends]) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 60)


def test_a_metric_without_a_curve_has_no_course():
    assert course(records(lambda day: 0.0 * day), (scenario(), treated("other"))).empty
