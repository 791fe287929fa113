"""What a sweep reads beside the metrics: money of a whole arm, named like a metric."""

from __future__ import annotations

from sim.outcomes.metrics import METRICS

MONEY = {"cost": -1, "net_benefit": 1}
"""Pseudo metrics of everybody [yuan at the planner's scale] -> direction (docs/model.md section 5)."""


def unit_of(metric: str) -> str:
    """The unit of a metric, or yuan for money. Raises UnknownNameError for neither."""
    return "yuan" if metric in MONEY else METRICS[metric].unit


def direction_of(metric: str) -> int:
    """+1 where more is good, -1 where less is, 0 where neither. Raises UnknownNameError for no metric."""
    return MONEY[metric] if metric in MONEY else METRICS[metric].direction


def per_of(metric: str) -> float:
    """The factor a metric is shown with (1000 for "per 1,000 users"). Raises UnknownNameError for no metric."""
    return 1.0 if metric in MONEY else METRICS[metric].per
