"""The two outcomes that every comparison answers for: retention and repurchase, and what is worth acting on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.outcomes.metrics import METRICS
from sim.scenario.plan import Scenario

RETENTION, REPURCHASE = "base_retention", "rebuy_rate"
ASKED = (RETENTION, REPURCHASE)
"""What the words retention and repurchase stand for where worlds are compared (fixed denominators)."""

HEADLINES = (*ASKED, "repeat_buyers")
"""What is shown for every group, primary or not: a difference counts people."""

WORTH = 0.01
"""The effect on a share of ASKED from which on it matters, where no scenario says it: one point."""


def worth_of(metric: str, segment: str, arms: Sequence[Scenario]) -> float:
    """The smallest effect on a metric of a segment that matters [its unit], NaN where nobody says it.

    As the scenarios' primary outcomes say it: for this segment, else for another one (the smallest); WORTH for
    ASKED that no scenario names.
    """
    named = [outcome for arm in arms for outcome in arm.outcomes if outcome.metric == metric]
    own = [outcome.worth for outcome in named if outcome.segment == segment]
    least = min(own or [outcome.worth for outcome in named], default=math.nan)
    return WORTH if math.isnan(least) and metric in ASKED and METRICS[metric].unit == "share" else least
