"""Does a world without strategies stay as it is? Levels over a year, and how far they move."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.outcomes.outcome import Outcome
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario

YEAR = 360
MONTH = 30
LEVELS_SHOWN: Mapping[str, tuple[str, str | None]] = {
    "active_users": ("mau", None),
    "daily_over_monthly": ("dau", "mau"),
    "habit": ("habit_micro", "joined_users"),
    "trust": ("trust_micro", "joined_users"),
    "satisfaction": ("satisfaction_micro", "joined_users"),
    "fatigue": ("fatigue_micro", "joined_users"),
    "orders_per_user": ("orders", "mau"),
    "minutes_per_user": ("milliminutes", "mau"),
}
"""Name -> counts of a day whose ratio is the level."""


def levels(seed: int, users: int = 8_000, days: int = YEAR) -> pd.DataFrame:
    """[day, level] of a baseline at the fit's centre from day 0 on, started as every comparison starts."""
    plan = Scenario("baseline", population=Population(users=users), horizon=Horizon(days=days), seed=seed)
    (outcome,) = simulate([plan], replicate=0, fixed=True, threads=2).outcomes
    return pd.DataFrame({name: level(outcome, *counts) for name, counts in LEVELS_SHOWN.items()})


def level(outcome: Outcome, top: str, bottom: str | None) -> np.ndarray:
    """[day] one level over the horizon."""
    upper = outcome.level(top).sum(axis=1)[-outcome.days :].astype(float)
    return upper / (outcome.level(bottom).sum(axis=1)[-outcome.days :] if bottom else 1.0)


def moves(table: pd.DataFrame) -> pd.Series:
    """Level -> relative change from the first month's mean to that of the last month."""
    return table.iloc[-MONTH:].mean() / table.iloc[:MONTH].mean() - 1.0


def slow_noise(table: pd.DataFrame) -> pd.Series:
    """Level -> standard deviation of such a change by chance alone.

    From the months' means about their straight line: twice their variance, as for two independent months.
    """
    months = table.groupby(np.arange(len(table)) // MONTH).mean() / table.mean()
    x = np.arange(len(months), dtype=float)
    rest = months - np.array([np.polyval(np.polyfit(x, months[name], 1), x) for name in months]).T
    return np.sqrt(2.0 * (rest**2).sum() / (len(months) - 2))
