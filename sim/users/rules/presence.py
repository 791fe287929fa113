"""Being nearer to the goods: trying them on at a mirror of the phone, walking in with a VR device."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import rule

CERTAIN = 1.0
"""Nobody is more than certain."""
EASY = 1.0
"""Felt friction from which nobody finds his way to the mirror."""

parameter("try_on_use", 0.5, "probability", (0, 1), "no source says how many use it: our judgement", prior=(0.2, 0.8),
          acts_with=("try_on_worn", "try_on_placed"),
          text="Chance that somebody who finds the app easy tries a product on where he can, while that is new to him.")
parameter("try_on_minutes", 1.5, "min", (0, 30), "L20 names no time: our judgement",
          acts_with=("try_on_worn", "try_on_placed"), text="Minutes that trying on takes.")
parameter("try_on_effort", 0.3, "logit", (0, 4), "time and trouble are spent once: our judgement", prior=(0.0, 0.6),
          acts_with=("try_on_worn", "try_on_placed"),
          text="How much less readily people look for another room after trying something on.")


@rule
def try_on_probability(friction: float, fresh: float, p: Any) -> float:
    """The chance [0..1] of trying a product on in an engaged visit to a room where one can.

    use * (1 - friction, at least 0) * fresh: who finds the app hard gives up on the way, and the play of it wears off
    like any novelty.
    """
    return float(p.try_on_use * max(0.0, EASY - friction) * fresh)


@rule
def with_trying(minutes: float, left: float, p: Any) -> float:
    """Minutes of a visit in which something is tried on: it takes time, as far as stream and patience last."""
    return max(minutes, min(minutes + p.try_on_minutes, min(left, p.patience)))


@rule
def tired_of_trying(p: Any) -> float:
    """How trying on multiplies the odds of looking for another room: exp(-effort)."""
    return exp(-p.try_on_effort)


@rule
def certainty_of(room: Any, tried: bool) -> float:
    """Certainty [0..1] about the product: what everybody sees in the room, and what trying it on adds."""
    return float(min(CERTAIN, room.certainty + room.try_on if tried else room.certainty))


@rule
def stays_inside(who: Any, room: Any, fresh: float) -> float:
    """How much longer [log min] people stay in a room: by its format, and owners of a device by being inside it."""
    if who.vr > 0:
        return float(room.log_minutes + room.vr_minutes * fresh)
    return float(room.log_minutes)


@rule
def livelier_inside(who: Any, room: Any, fresh: float) -> float:
    """Interactivity [unit] of a room, to owners of a device also that of meeting others inside."""
    if who.vr > 0:
        return float(room.interactivity + room.vr_interactivity * fresh)
    return float(room.interactivity)


@rule
def is_novel(who: Any, room: Any, tried: bool) -> bool:
    """Whether a visit wears novelty: to a room that a strategy makes attractive, to a mirror, with a device inside."""
    if room.appeal > 1.0 or tried:
        return True
    return bool(who.vr > 0 and room.vr_minutes + room.vr_interactivity > 0.0)
