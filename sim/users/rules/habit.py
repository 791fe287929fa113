"""Habit grows with repetition on days that had engaged minutes (Lally et al. 2010, W28)."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule, saturation

parameter("habit_rate", 0.044, "1/day", (0.002, 0.3), "W28", grade="published",
          text="Share of the way to a full habit that one long engaged day makes.")
parameter("habit_loss", 0.008, "1/day", (0, 0.1), "W28: one missed day costs almost nothing", grade="published",
          text="Share of the habit that a day without engaged minutes costs.")


@rule
def habit_evening(habit: float, minutes: float, p: Any) -> float:
    """Habit [0..1] after a day with `minutes` engaged: h + k (1 - h) saturation, else a small loss."""
    if minutes > 0.0:
        return habit + p.habit_rate * (1.0 - habit) * saturation(minutes, p)
    return habit * (1.0 - p.habit_loss)
