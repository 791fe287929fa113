"""Attachment to one host: who is watched grows dear, others wear it down."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule

NOBODY = -1

parameter("attach", 0.25, "share", (0, 1), "W07", grade="published",
          text="Share of the way to full attachment that one long visit to the favourite host makes.")
parameter("detach", 0.05, "strength", (0, 1), "W07", grade="published",
          text="Attachment that one long visit to another host takes away.")
parameter("attach_order", 0.5, "strength", (0, 1), "W08: who has bought from a host buys there again",
          grade="published", fitted=True, text="Attachment to a host that an order makes by itself.")
parameter("first_attachment", 0.05, "strength", (0, 1), "our judgement",
          text="Attachment to a host who has just become the favourite.")


@rule
def attachment_after(strength: float, same_host: bool, weight: float, p: Any) -> float:
    """Strength after an engaged visit (below 0: another host takes over); `weight` is the visit's saturation."""
    if same_host:
        return strength + p.attach * weight * (1.0 - strength)
    return strength - p.detach * weight


@rule
def attachment_after_order(strength: float, same_host: bool, p: Any) -> float:
    """Strength of the tie to the host ordered from; below `strength` of a tie to another, that one stays.

    With the favourite host s + a (1 - s), with another a: buying itself ties, as W08 has it.
    """
    if same_host:
        return strength + p.attach_order * (1.0 - strength)
    return float(p.attach_order)
