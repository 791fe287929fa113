"""How large and how long a real A/B test would have to be to see an effect."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

POWER, LEVEL = 0.8, 0.95
"""The chance to see an effect that is there, and not to see one that is not (two-sided)."""
DAYS_A_WEEK = 7


def users_per_arm(share: float, difference: float) -> float:
    """Users in each arm that show a `difference` of a `share` (0..1) with POWER at LEVEL; NaN where none can.

    2 p (1 - p) (z_(1+level)/2 + z_power)^2 / difference^2, with the simulated share p (Fleiss, Levin and Paik 2003,
    Statistical methods for rates and proportions, section 4.2, both arms with the variance of the baseline).
    """
    if not (0 < share < 1 and math.isfinite(difference) and difference != 0):
        return math.nan
    z = NormalDist().inv_cdf((1 + LEVEL) / 2) + NormalDist().inv_cdf(POWER)
    return math.ceil(2 * share * (1 - share) * (z / difference) ** 2)


def weeks(days: int, comparison_day: int) -> int:
    """Whole weeks that a test lasts which looks as far ahead as the simulation did."""
    return math.ceil((days - comparison_day) / DAYS_A_WEEK)


def test_of(row: Mapping[str, Any], days: int, comparison_day: int) -> dict[str, float]:
    """`users` an arm for an effect as large as the worth, and `weeks`, from a row of the table.

    Blank for metrics that are no share of people.
    """
    users = users_per_arm(row["baseline"], row["worth"]) if row["unit"] == "share" else math.nan
    return {"users": users, "weeks": weeks(days, comparison_day)}
