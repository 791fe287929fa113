"""Without strategies a world stays as it is: joins balance losses, nothing saturates or spirals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from calibration.steadiness import LEVELS_SHOWN, YEAR, levels, moves, slow_noise

SEEDS = (21, 22, 23)
LIMITS = {"active_users": 0.05, "daily_over_monthly": 0.03, "habit": 0.04, "trust": 0.01, "satisfaction": 0.01,
          "fatigue": 0.05, "orders_per_user": 0.10, "minutes_per_user": 0.10}  # fmt: skip
"""Largest relative move in a year, of the mean over three seeds with 8,000 users each."""
STILL = 0.2
"""Share of its limit up to which a move is none: trust has so little noise that .1 % in a year stands out, and people
start from a steady state that was made before the last small mend of a rule."""


def test_a_level_that_moves_is_seen():
    days = np.arange(YEAR)
    noise = np.random.default_rng(1).normal(0.0, 0.01, YEAR)
    table = pd.DataFrame({"still": 1.0 + noise, "rising": 1.0 + 0.2 * days / YEAR + noise})
    assert moves(table)["rising"] == pytest.approx(0.18, abs=0.02)
    assert abs(moves(table)["still"]) < 3.0 * slow_noise(table)["still"] < 0.02
    assert moves(table)["rising"] > 10.0 * slow_noise(table)["rising"]


@pytest.mark.slow
def test_a_year_without_strategies_holds_every_level():
    """Three seeds: the mean move stays below LIMITS, and no level moves one way in all seeds beyond chance.

    "Beyond chance" is three times its own noise in each of three seeds; with eight levels a false alarm has a
    chance far below 1 in 10,000 where noise is normal.
    """
    tables = [levels(seed) for seed in SEEDS]
    found = pd.DataFrame([moves(table) for table in tables])
    noise = pd.DataFrame([slow_noise(table) for table in tables])
    for name in LEVELS_SHOWN:
        assert abs(found[name].mean()) < LIMITS[name], found[name].tolist()
        least = np.maximum(3.0 * noise[name], STILL * LIMITS[name])
        assert not (found[name] > least).all(), (name, found[name].tolist())
        assert not (found[name] < -least).all(), (name, found[name].tolist())
