"""Every day of a world by group, kept where a crisis strikes: how fast people come back is read from these rows.

A row of `kind` "day" has the sum of a level over the group and what it is divided by (1 where it is a count).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.base.errors import ResultError
from sim.outcomes.metrics.groups import kinds_of
from sim.outcomes.outcome import Outcome
from sim.users.tally import MICRO

KIND = "day"
ACTIVITY, TRUST, SATISFACTION = SIGNALS = ("activity", "trust", "satisfaction")
ORDERS, SALES, GAVE_UP = "orders", "sales", "gave_up"
SERIES: Mapping[str, tuple[str, float, str]] = {
    ACTIVITY: ("dau", 1.0, ""),
    TRUST: ("trust_micro", MICRO, "joined_users"),
    SATISFACTION: ("satisfaction_micro", MICRO, "joined_users"),
    ORDERS: ("orders", 1.0, ""),
    SALES: ("spent_fen", 100.0, ""),
    GAVE_UP: ("gave_up", 1.0, ""),
}
"""Name -> (daily column, what it is divided by, column of the denominator or blank for a count).

Active users, orders and viewers who gave up are weighted people and counts at simulated scale, sales are yuan before
returns; trust and satisfaction are means (0..1) of the users who are still there.
"""


def day_rows(arm: str, outcome: Outcome, groups: Mapping[str, np.ndarray]) -> list[pd.DataFrame]:
    """The SERIES of each group on every day from day 0 on; groups that cut through a kind of users have none."""
    frames = []
    for segment, group in groups.items():
        try:
            weight = outcome.kind_weight * kinds_of(outcome, group)
        except ResultError:
            continue
        levels = {column: (outcome.level(column) * weight).sum(axis=1)[-outcome.first_day:]
                  for top, _, bottom in SERIES.values() for column in (top, bottom) if column}
        people, days = int(np.count_nonzero(group)), np.arange(outcome.days)
        for name, (top, size, bottom) in SERIES.items():
            columns = {"day": days, "numerator": levels[top] / size,
                       "denominator": levels[bottom] if bottom else np.ones(outcome.days)}
            frames.append(pd.DataFrame(columns).assign(segment=segment, people=people, kind=KIND, name=name, arm=arm))
    return frames
