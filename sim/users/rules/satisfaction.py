"""Satisfaction: pleased by watching, troubled by friction and unanswered problems, drifting back."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule, saturation
from sim.users.rules.choose import AVERAGE_FIT

parameter("satisfaction_level", 0.50, "satisfaction", (0, 1), "by definition the middle of the scale",
          text="The level to which the satisfaction of a user of average trust drifts back.")
parameter("satisfaction_trust", 0.5, "satisfaction per unit of trust", (0, 2),
          "how far experiences of months set one's level: our judgement", prior=(0.0, 1.0),
          text="How much higher the own level of satisfaction is of those who have come to trust.")
parameter("satisfaction_drift", 0.07, "1/day", (0.034, 0.14), "half-life of 5 to 20 days (docs/model.md); judged",
          prior=(0.035, 0.13), text="Share of the distance to one's own level that is made up in a day.")
parameter("satisfaction_watch", 0.04, "share", (0, 0.5), "our judgement", prior=(0.02, 0.06),
          text="How far a long engaged visit to a fitting room lifts satisfaction towards 1.")
parameter("satisfaction_friction", 0.04, "share", (0, 0.5), "B13; level judged", prior=(0.01, 0.07),
          text="How far a day with full friction lowers satisfaction towards 0.")
parameter("satisfaction_kept", 0.06, "share", (0, 0.5), "our judgement",
          text="How far a parcel as promised lifts satisfaction towards 1.")
parameter("satisfaction_problem", 0.10, "share", (0, 0.8), "W33, W29; level judged",
          text="How far an unanswered problem lowers satisfaction towards 0, before the weight of losses.")


@rule
def satisfied(satisfaction: float, p: Any) -> float:
    """Satisfaction [0..1] after a parcel as promised."""
    return satisfaction + p.satisfaction_kept * (1.0 - satisfaction)


@rule
def disappointed(satisfaction: float, harm: float, p: Any) -> float:
    """Satisfaction [0..1] after `harm` (1: an unanswered problem): a loss counts more than a gain (W29)."""
    return satisfaction * max(0.0, 1.0 - p.satisfaction_problem * p.trust_negativity * harm)


@rule
def own_level(trust: float, p: Any) -> float:
    """The level of satisfaction [0..1] of somebody with that `trust`: what one has lived through stays."""
    return min(1.0, max(0.0, p.satisfaction_level + p.satisfaction_trust * (trust - p.trust_pivot)))


@rule
def satisfaction_evening(satisfaction: float, level: float, minutes: float, fit: float, friction: float,
                         p: Any) -> float:
    """Satisfaction [0..1] after a day: drift to one's `level`, lifted by fitting minutes, lowered by friction.

    `minutes` engaged today, `fit` [0..1] their mean fit, `friction` felt today (0 on a day without an open).
    """
    s = satisfaction + p.satisfaction_drift * (level - satisfaction)
    if minutes > 0.0:
        s += p.satisfaction_watch * (fit / AVERAGE_FIT) * saturation(minutes, p) * (1.0 - s)
    return s * (1.0 - p.satisfaction_friction * friction)
