"""Fatigue: not minutes but sameness tires (L08), remembered as an exponential mean."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule

LOOKS_KEPT = 6
"""Rooms whose look one remembers: our judgement, and their looks fit into one int64."""
LOOK_BITS = 8
"""A look is 1..255."""
LOOK_MASK = (1 << LOOK_BITS) - 1
MEMORY_MASK = (1 << (LOOKS_KEPT * LOOK_BITS)) - 1

parameter("fatigue_rate", 0.048, "1/day", (0.01, 0.3), "half-life of 14 days (docs/model.md); judged",
          text="Weight of today in the exponential mean of sameness.")


@rule
def looks_same(memory: int, look: int) -> bool:
    """Whether a room's look is among the last six that the user remembers.

    `memory` packs the looks in bytes, latest lowest; a look is 1..255, 0 is none.
    """
    for place in range(LOOKS_KEPT):
        if (memory >> (place * LOOK_BITS)) & LOOK_MASK == look:
            return True
    return False


@rule
def remember(memory: int, look: int) -> int:
    """The memory after seeing `look`: the oldest of six is forgotten."""
    return ((memory << LOOK_BITS) | look) & MEMORY_MASK


@rule
def fatigue_evening(fatigue: float, same: int, visits: int, p: Any) -> float:
    """Fatigue [0..1] after a day: an exponential mean of the share of similar rooms; rest lowers it."""
    today = same / visits if visits > 0 else 0.0
    return fatigue + p.fatigue_rate * (today - fatigue)
