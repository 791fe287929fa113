"""Needs that shift with what was satisfied: price first, then safety, then company, then standing and oneself (P05)."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule
from sim.users.state import FeltNeeds

HALF = 0.5
"""Of what moves on from company, half goes to one's own taste and half to learning: the ladder ends in both."""

parameter("need_shift", 0.0, "share", (0, 1), "P05 gives the order and no size: off until a planner states it",
          text="Share of a need that moves on to the next one when it is wholly satisfied; 0 leaves needs as they are.")


@rule
def felt_needs(user: Any, who: Any, trust: float, p: Any) -> FeltNeeds:
    """Weights of the four needs today [sum 1]: those of the user, moved on as far as his past has satisfied them.

    Value is satisfied, and safe, by kept parcels and trust: trust * kept / (1 + parcels had). Company is satisfied by
    the tie to the favourite host. What is satisfied of a need moves on: value -> social -> personal and learning.
    """
    value, personal, social, learning = who.needs[0], who.needs[1], who.needs[2], who.needs[3]
    if p.need_shift > 0.0:
        safe = trust * (user.received - user.sent_back) / (1.0 + user.received)
        moved = p.need_shift * value * safe
        on = p.need_shift * (social + moved) * max(0.0, user.attachment)
        value -= moved
        social += moved - on
        personal += HALF * on
        learning += HALF * on
    return FeltNeeds(value, personal, social, learning)
