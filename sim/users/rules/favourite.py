"""Ties to hosts: who is watched, bought from and followed grows dear, others and bad parcels wear it down."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import rule

NOBODY = -1
BOTH = 2.0
"""`ties` from which there is a second host beside the favourite."""

parameter("ties", 2.0, "hosts", (1, 2), "W07 and W08 together: heavy viewers split their time, buyers come back; "
          "one tie gives the one or the other", grade="published",
          text="Hosts that one can be tied to at a time: 1, or 2 with a second one beside the favourite.")
parameter("attach", 0.25, "share", (0, 1), "W07", grade="published",
          text="Share of the way to full attachment that one long visit to a host makes whom one is tied to.")
parameter("detach", 0.05, "strength", (0, 1), "W07", grade="published",
          text="Attachment that one long visit to another host takes away.")
parameter("attach_order", 0.5, "strength", (0, 1), "W08: who has bought from a host buys there again",
          grade="published", fitted=True, text="Attachment to a host that an order makes by itself.")
parameter("attach_follow", 0.3, "strength", (0, 1), "W07, L15: whom one follows is shown more often; level judged",
          prior=(0.0, 0.6), text="Attachment to a host that following makes by itself.")
parameter("first_attachment", 0.05, "strength", (0, 1), "our judgement",
          text="Attachment to a host whom one has just become tied to.")
parameter("tie_problem", 0.5, "share", (0, 1), "W49 is the strong end, W50 the mild one", grade="published",
          fitted=True, text="Share of the tie to its host that a parcel with an unanswered problem takes away.")
parameter("tie_parcel", 0.1, "share", (0, 1), "W49; level judged",
          text="Share of the way to a full tie that a parcel as promised makes.")


@rule
def attachment_after(strength: float, weight: float, p: Any) -> float:
    """Strength after an engaged visit to that host; `weight` is the visit's saturation."""
    return strength + p.attach * weight * (1.0 - strength)


@rule
def attachment_by_itself(ordered: bool, followed: bool, p: Any) -> float:
    """Strength [0..1] that an order (W08) or a follow makes by itself, with whomever it is."""
    return max(p.attach_order if ordered else 0.0, p.attach_follow if followed else 0.0)


@rule
def tie_after_parcel(strength: float, harm: float, pleased: bool, p: Any) -> float:
    """Strength of the tie to the host of a parcel: s (1 - b harm), or s + a (1 - s) when it was kept as promised."""
    if pleased:
        return strength + p.tie_parcel * (1.0 - strength)
    return strength * (1.0 - p.tie_problem * harm)


@rule
def tie_to(user: Any, host: int) -> float:
    """Strength [0..1] of the tie to a host, 0 for a stranger."""
    if host == user.favourite:
        return float(user.attachment)
    return float(user.second_tie) if host == user.second else 0.0


@rule
def tied_host(user: Any, look: int) -> int:
    """The host whose room stands in one's own place of a look: the favourite's and the second one's in turn."""
    return int(user.second) if look & 1 and user.second != NOBODY else int(user.favourite)


@rule
def wear_ties(user: Any, host: int, weight: float, p: Any) -> None:
    """Loosen the ties to all but the `host` just watched; `weight` is the visit's saturation."""
    if host != user.favourite:
        user.attachment -= p.detach * weight
    if host != user.second:
        user.second_tie -= p.detach * weight


@rule
def watch_grows(user: Any, host: int, weight: float, p: Any) -> None:
    """Strengthen the tie to the `host` just watched, or tie the user to him where a place is free."""
    if host == user.favourite:
        user.attachment = attachment_after(user.attachment, weight, p)
    elif host == user.second:
        user.second_tie = attachment_after(user.second_tie, weight, p)
    elif user.favourite == NOBODY or user.attachment <= 0.0:
        user.favourite = host
        user.attachment = p.first_attachment
    elif p.ties >= BOTH and (user.second == NOBODY or user.second_tie <= 0.0):
        user.second = host
        user.second_tie = p.first_attachment


@rule
def tie_by_itself(user: Any, host: int, strength: float, p: Any) -> None:
    """Tie the user to the `host` he ordered from or follows now; a stronger tie to another stays the first.

    With a known host s + a (1 - s), with a stranger a.
    """
    if host == user.favourite:
        user.attachment += strength * (1.0 - user.attachment)
    elif host == user.second:
        user.second_tie += strength * (1.0 - user.second_tie)
    elif strength > user.attachment:
        if p.ties >= BOTH:
            user.second = user.favourite
            user.second_tie = user.attachment
        user.favourite = host
        user.attachment = strength
    elif p.ties >= BOTH and strength > user.second_tie:
        user.second = host
        user.second_tie = strength


@rule
def order_ties(user: Any) -> None:
    """Let the stronger tie be that to the favourite, and forget a second one that is worn out."""
    if user.second != NOBODY and user.second_tie > user.attachment:
        host = user.favourite
        strength = user.attachment
        user.favourite = user.second
        user.attachment = user.second_tie
        user.second = host
        user.second_tie = strength
    if user.second_tie <= 0.0:
        user.second = NOBODY
        user.second_tie = 0.0
