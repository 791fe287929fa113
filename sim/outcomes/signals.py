"""Signals: what a trigger, a goal or a light can watch from day to day, as ratios of a day's counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.registry import Registry
from sim.users.counts import COUNTS, LEVELS

COLUMNS = LEVELS + COUNTS


@dataclass(frozen=True)
class Signal:
    """A ratio of daily columns (LEVELS + COUNTS), each with its factor; `bottom` empty for a count or level.

    `unit` and `direction` mean the same as in `sim.outcomes.metrics.base.Metric`. A `scaled` signal counts people,
    and only its change can be compared with anything.
    """

    name: str
    unit: str
    direction: int
    top: Mapping[str, float]
    bottom: Mapping[str, float]

    @property
    def scaled(self) -> bool:
        """True when its size depends on how many users are simulated."""
        return not self.bottom


SIGNALS: Registry[Signal] = Registry("signal")


def _declare(name: str, unit: str, direction: int, top: Mapping[str, float], *bottom: str) -> None:
    SIGNALS.add(name, Signal(name, unit, direction, top, dict.fromkeys(bottom, 1.0)))


_declare("bounce_rate", "share", -1, {"bounces": 1.0}, "visits")
_declare("interaction_rate", "share", 1, {"interacted": 1.0}, "visits")
_declare("click_through_rate", "share", 1, {"visits": 1.0}, "shown")
_declare("conversion", "share", 1, {"orders": 1.0}, "visits")
_declare("checkout_dropout", "share", -1, {"checkouts": 1.0, "orders": -1.0}, "checkouts")
_declare("share_rate", "share", 1, {"shares": 1.0}, "visits")
_declare("notification_open_rate", "share", 1, {"message_opens": 1.0}, "messages")
_declare("minutes_per_engaged_visit", "minutes", 1, {"milliminutes": 1e-3}, "engaged")
_declare("minutes_per_active_user_day", "minutes", 1, {"milliminutes": 1e-3, "bounce_milliminutes": 1e-3},
         "active_days")
_declare("dau_over_mau", "share", 1, {"dau": 1.0}, "mau")
_declare("uninstalls", "share", -1, {"left": 1.0}, "joined_users")
_declare("trust", "score", 1, {"trust_micro": 1e-6}, "joined_users")
_declare("satisfaction", "score", 1, {"satisfaction_micro": 1e-6}, "joined_users")
_declare("fatigue", "score", -1, {"fatigue_micro": 1e-6}, "joined_users")
_declare("daily_active_users", "count", 1, {"dau": 1.0})
_declare("monthly_active_users", "count", 1, {"mau": 1.0})
_declare("new_users", "count", 1, {"arrivals": 1.0})
_declare("orders", "count", 1, {"orders": 1.0})


def sums(signal: Signal, days: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(top, bottom) [day] of a signal from `days` [day, kind, COLUMNS] and the `weight` of each kind.

    `weight` is the kind's weight where it belongs to the segment, else 0. The bottom of a count is 1 a day.
    """
    by_day = (days * weight[:, None]).sum(axis=1)  # NumPy's own reduction: no BLAS, so no thread moves a trigger
    top = combined(signal.top, by_day)
    return top, combined(signal.bottom, by_day) if signal.bottom else np.ones(len(by_day))


def combined(factors: Mapping[str, float], by_day: np.ndarray) -> np.ndarray:
    """Sum of columns with their factors, [day]."""
    return sum((factor * by_day[:, COLUMNS.index(name)] for name, factor in factors.items()),
               np.zeros(len(by_day)))


def trailing(top: np.ndarray, bottom: np.ndarray, window: int) -> np.ndarray:
    """Ratio of sums over the last `window` days up to each day; NaN before there are so many, or over nothing."""
    out = np.full(len(top), np.nan)
    if len(top) < window:
        return out
    totals = [np.cumsum(np.concatenate([[0.0], part])) for part in (top, bottom)]
    over, under = (total[window:] - total[:-window] for total in totals)
    out[window - 1:] = over / np.where(under > 0, under, np.nan)
    return out
