"""People: sharing, contacts, and who is there."""

from __future__ import annotations

import numpy as np

from calibration.patterns.base import pattern, ratio
from sim.replicate.events import Events
from sim.users.state import SHARED


@pattern("shares_per_impression", "share", title="shares per room shown", totals=("visits.shared", "opens.shown"))
def shares_per_impression(events: Events) -> float:
    """Shares sent over rooms shown (W42)."""
    return ratio((events.visits["marks"] & SHARED > 0).sum(), events.opens["shown"].sum())


CONTACTS = ("users.contacts",)


def known_contacts(events: Events) -> np.ndarray:
    """bool [user]: active ones whose number of contacts is known."""
    return events.active & ~np.isnan(events.users["contacts"])


@pattern("contacts_p25", "contacts", title="contacts: lower quarter", who=known_contacts, cells=CONTACTS)
def contacts_p25(events: Events) -> float:
    """25 % quantile of the number of contacts of active users (W24)."""
    return contacts(events, 0.25)


@pattern("contacts_p50", "contacts", title="contacts: median", who=known_contacts, cells=CONTACTS)
def contacts_p50(events: Events) -> float:
    """Median number of contacts of active users (W24)."""
    return contacts(events, 0.5)


def contacts(events: Events, q: float) -> float:
    """The quantile of the number of contacts of active users."""
    known = events.users["contacts"][known_contacts(events)]
    return float(np.quantile(known, q)) if len(known) else float("nan")


@pattern("population_share", "share", title="share of the active users")
def population_share(events: Events) -> float:
    """The group's users with an open over all users with one (B05 to B07)."""
    return ratio(events.active.sum(), events.size)


LATELY = 180
"""Days since joining up to which a user counts as one who joined lately: half a year, our choice [days]."""


@pattern("joined_lately_share", "share", title="joined within half a year, of the active users")
def joined_lately_share(events: Events) -> float:
    """Of the users with an open, the share who joined in the last 180 days: how old the platform's users are."""
    active = events.active
    return ratio((events.users["joined"][active] > events.last - LATELY).sum(), active.sum())
