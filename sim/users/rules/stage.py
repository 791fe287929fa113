"""Stages of a user's life, behaviour groups and the adoption of modes."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule

PROSPECT, TRIAL, ACTIVE, DORMANT, UNINSTALLED = 0, 1, 2, 3, 4
STAGES = ("prospect", "trial", "active", "dormant", "uninstalled")
DORMANT_AFTER = 7
"""Days without a visit after which a user is dormant (T08)."""
FREQUENT_VISITS = 3
"""Engaged visits a week of a frequent interactor (T09), with at least one interaction."""
DAYS_A_WEEK = 7
"""Days that the packed week holds."""
MOST_A_DAY = 15
"""Engaged visits of one day that the packed week remembers: four bits hold so many."""
WEEK_BITS = 5
"""Bits of a day in the packed week: one of interaction, four of engaged visits."""
WEEK_MASK = (1 << (DAYS_A_WEEK * WEEK_BITS)) - 1
HISTORY_MASK = (1 << 62) - 1

parameter("elder_offer", 0.0, "0..1", (0, 1), "off in the baseline",
          text="Whether elder mode is offered to the user (the strength of its roll-out).")
parameter("elder_adoption", 0.02, "probability per open", (0, 1), "W35: few apps prompt; level judged",
          grade="judged", prior=(0.005, 0.05), acts_with=("elder_offer",),
          text="Chance that an offered user adopts elder mode at an open.")


@rule
def stage_of(stage: int, idle: int, history: int) -> int:
    """The stage after a day: dormant after seven idle days; a trial becomes active with a third active day.

    `idle` counts the days since the last open, `history` has a bit for each of the last 62 days.
    """
    if idle >= DORMANT_AFTER:
        return DORMANT
    if stage == TRIAL:
        return ACTIVE if third_day(history) else TRIAL
    return ACTIVE


@rule
def third_day(history: int) -> bool:
    """Whether `history` has three or more active days: two lowest bits removed leave something."""
    rest = history & (history - 1)
    return rest & (rest - 1) != 0


@rule
def week_after(week: int, engaged: int, interacted: bool) -> int:
    """The packed week after a day: four bits of engaged visits (at most 15) and one of interaction a day."""
    return ((week << WEEK_BITS) | (min(engaged, MOST_A_DAY) << 1) | (1 if interacted else 0)) & WEEK_MASK


@rule
def is_frequent(week: int) -> bool:
    """Whether the packed week holds three engaged visits and one interaction (T09)."""
    visits = 0
    interactions = 0
    for day in range(DAYS_A_WEEK):
        record = week >> (day * WEEK_BITS)
        visits += (record >> 1) & MOST_A_DAY
        interactions += record & 1
    return visits >= FREQUENT_VISITS and interactions > 0


@rule
def adoption_probability(p: Any) -> float:
    """The chance [0..1] that an offered user adopts elder mode at an open; prompts raise it (W35)."""
    return p.elder_adoption * p.elder_offer
