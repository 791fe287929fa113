"""Goals: the level that a signal or a metric shall reach; those of the source (G01 to G05), and a planner's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.outcomes.metrics.base import METRICS, Metric
from sim.outcomes.signals import SIGNALS, Signal


@dataclass(frozen=True)
class Goal:
    """A level that a signal shall reach: `target`, or (1 + target) times its level before when `relative`.

    The signal is looked at over its trailing 28 days (90 decided ones for `repurchase_rate`); `by` is the day of
    the horizon until which it shall be there, None for its end. `evidence` names the goal's row, if it is one.
    A metric that is no signal is known only at the end, and is looked at there.
    """

    name: str
    signal: str
    target: float
    relative: bool = False
    segment: str = "all"
    by: int | None = None
    evidence: str = ""


COURSES: Mapping[str, str] = {"repurchase_rate": "share", "ordinary_day_opens": "share"}
"""What a goal can watch beside SIGNALS, with its unit: these need more than one day's counts.

`repurchase_rate`: of the users with a kept order in 90 days, the share with them on two or more days (G04).
`ordinary_day_opens`: opens on a day without promotion over opens on a day with one, in the last 365 days (G05).
"""
GOALS: Mapping[str, Goal | None] = {
    "G01": Goal("G01", "minutes_per_active_user_day", 0.20, relative=True, evidence="G01"),
    "G02": Goal("G02", "interaction_rate", 0.30, relative=True, evidence="G02"),
    "G03": Goal("G03", "monthly_active_users", 0.25, relative=True, evidence="G03"),
    "G04": Goal("G04", "repurchase_rate", 0.40, evidence="G04"),
    "G05": None,
}
"""The goals of the source. G05 names no number, so a scenario states its target."""


def at_end(signal: str) -> bool:
    """True for a metric with a good direction that has no course from day to day: known at the end of the horizon."""
    return signal not in SIGNALS and signal not in COURSES and signal in METRICS and METRICS[signal].direction != 0


def unit_of(signal: str) -> str:
    """The unit of what a goal watches."""
    return COURSES[signal] if signal in COURSES else _entry(signal).unit


def direction_of(signal: str) -> int:
    """+1 when a goal is reached from below, -1 when from above."""
    return 1 if signal in COURSES else _entry(signal).direction


def per_of(signal: str) -> float:
    """The factor with which a goal's level is written and shown: 1000 for "per 1,000 users"."""
    return METRICS[signal].per if at_end(signal) else 1.0


def _entry(signal: str) -> Signal | Metric:
    return SIGNALS[signal] if signal in SIGNALS else METRICS[signal]
