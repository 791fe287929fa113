"""The rows of a user: what changes every day (hot, packed) and what never does.

All fields are float64 or int64, so that both engines compute the same to the bit.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

STATE = np.dtype(
    [
        ("id", "i8"),
        ("stage", "i8"),
        ("profile", "i8"),  # row of today's parameter table
        ("mail", "i8"),  # row of today's mail, -1 for none
        ("last_open", "i8"),  # day
        ("history", "i8"),  # bit d: opened d days before the last day lived
        ("joined", "i8"),  # day of the first open
        ("week", "i8"),  # packed engaged visits and interactions of seven days
        ("messaged", "i8"),  # day of the last message received after seven silent days
        ("adopted", "i8"),  # 1 when elder mode was adopted
        ("looks", "i8"),  # packed looks of the last rooms
        ("favourite", "i8"),  # host of the strongest tie, -1 for nobody
        ("second", "i8"),  # host of the other tie, -1 for nobody
        ("received", "i8"),  # parcels so far
        ("sent_back", "i8"),  # of these, returned
        ("coupon_fen", "i8"),  # face value of the coupon held, 0 for none
        ("coupon_until", "i8"),  # last day of its validity
        ("rewarded_shares", "i8"),  # shares made for a reward
        ("gone", "i8"),  # day of uninstalling, NEVER while installed
        ("own", "f8"),  # own activity level [logit], a random effect
        ("habit", "f8"),
        ("good", "f8"),  # good experiences beyond the prior
        ("bad", "f8"),
        ("satisfaction", "f8"),
        ("fatigue", "f8"),
        ("annoyance", "f8"),
        ("reference", "f8"),  # reference price [share of list price]
        ("attachment", "f8"),  # strength of the tie to the favourite host
        ("second_tie", "f8"),  # strength of the tie to the second one
        ("grievance", "f8"),  # harm of parcels [fresh unanswered problems], fading
        ("novel_visits", "f8"),  # visits to rooms that a strategy makes attractive, fading
        ("stock", "f8"),  # what was bought ahead with a coupon, 0..1
        ("belonging", "f8"),  # to a community, 0..1; 0 for who is no member
        ("seed_posts", "i8"),  # shares made as a seed
    ]
)
"""272 bytes a user."""
OF_STRATEGIES = ("belonging", "seed_posts")
"""Fields of STATE that are 0 until a strategy moves them: a steady state of before they existed lacks nothing."""

TRAITS = np.dtype(
    [
        ("kind", "i8"),
        ("age", "i8"),
        ("tier", "i8"),
        ("overseas", "i8"),
        ("vr", "i8"),  # owns a device
        ("degree", "f8"),  # contacts
        ("skill", "f8"),  # operating skill 0..1
        ("price_sensitivity", "f8"),  # 0..1
        ("annoyable", "f8"),  # tendency to be annoyed, mean 1
        ("watch_own", "f8"),  # own level of log minutes, a random effect
        ("buy_own", "f8"),  # own readiness to buy [logit], a random effect
        ("go_on_own", "f8"),  # own readiness to look at another board [logit], a random effect
        ("needs", "f8", (4,)),  # value, personal, social, learning; sum 1
        ("interest", "f8", (8,)),  # by category; mean 1
    ]
)

ROOM = np.dtype(
    [
        ("host", "i8"),
        ("on_air", "i8"),
        ("category", "i8"),
        ("format", "i8"),
        ("look", "i8"),  # 1..255; rooms of the same look resemble each other
        ("length", "f8"),  # of the stream [min]
        ("pace", "f8"),  # 0 for plain selling, faster is positive
        ("price", "f8"),  # share of the list price
        ("list_price", "f8"),  # median of the category [yuan]
        ("interactivity", "f8"),  # 0 for the average room
        ("quality", "f8"),
        ("gap", "f8"),  # quality less what was promised
        ("honesty", "f8"),  # 0..1
        ("certainty", "f8"),  # about the product, as everybody sees it, 0..1
        ("cause", "f8"),  # a good cause [logit of sharing]
        ("log_minutes", "f8"),  # of the format
        ("selling_time", "f8"),  # log ratio of time per product to that of the format
        ("appeal", "f8"),  # weight in the choice, 1 for a room that no strategy makes attractive
        ("offers", "f8", (4,)),  # answer to each need, 1 for plain selling
        ("part", "f8"),  # share of engaged visits in which viewers are asked to take part
        ("try_on", "f8"),  # certainty that trying on adds
        ("vr_minutes", "f8"),  # how much longer owners of a device stay [log min]
        ("vr_interactivity", "f8"),  # of meeting others inside, for owners
        ("heat", "f8"),  # of the scandal about its host, 0 for none
        ("standing", "f8"),  # what the scandal leaves of its weight in the choice, 1 without one
        ("sold_out", "f8"),  # chance that what one wants to buy is sold out
    ]
)

MAIL = np.dtype(
    [
        ("shares", "i8"),  # friends' shares that arrived
        ("share_room", "i8"),  # room of one of them, -1 for none
        ("parcel_from", "i8"),  # rows of today's parcels
        ("parcel_to", "i8"),
        ("coupon_fen", "i8"),  # coupon granted, 0 for none
        ("coupon_until", "i8"),
    ]
)

PARCEL = np.dtype(
    [
        ("order", "i8"),  # row in the order table
        ("user", "i8"),  # row of the user
        ("due", "i8"),
        ("interacted", "i8"),
        ("host", "i8"),
        ("days", "f8"),  # from order to parcel
        ("gap", "f8"),
        ("certainty", "f8"),
    ]
)

DONE = np.dtype(
    [
        ("opened", "i8"),
        ("by_message", "i8"),
        ("by_friend", "i8"),
        ("messages", "i8"),
        ("idle", "i8"),  # days without an open before today
        ("adopted", "i8"),  # adopted elder mode today
        ("group_joined", "i8"),  # joined a group today
        ("parts", "i8"),  # votes in the group, and visits in which he took part
        ("news", "i8"),  # heard of a scandal or a leak
        ("met_outage", "i8"),  # opened while no stream ran
        ("gave_up", "i8"),  # of these, left before it was over
        ("shown", "i8"),
        ("visits", "i8"),
        ("bounces", "i8"),
        ("same", "i8"),
        ("full", "i8"),  # the open ended because twelve rooms were visited
        ("interacted", "i8"),
        ("follows", "i8"),
        ("checkouts", "i8"),
        ("orders", "i8"),
        ("overflow", "i8"),  # orders beyond the fourth, lost
        ("order_seconds", "i8"),
        ("shares", "i8"),
        ("share_room", "i8"),  # room of the last share, -1 for none
        ("task_done", "i8"),  # referral task completed: asks for its coupon
        ("parcels", "i8"),
        ("returned", "i8"),  # bit k: the k-th parcel of today goes back
        ("troubled", "i8"),  # bit k: the k-th parcel of today has a problem that nobody answers
        ("problems", "i8"),  # unanswered problems
        ("uninstalled", "i8"),
        ("milliminutes", "i8"),
        ("bounce_milliminutes", "i8"),
        ("spent_fen", "i8"),
        ("coupon_fen", "i8"),
        ("fit", "f8"),  # sum over engaged visits
        ("shown_room", "i8", (144,)),
        ("visit_room", "i8", (12,)),
        ("visit_milli", "i8", (12,)),
        ("visit_marks", "i8", (12,)),  # bits: BOUNCED, INTERACTED, CHECKOUT, ORDERED, FOLLOWED, SHARED, TRIED
        ("order_room", "i8", (4,)),
        ("order_fen", "i8", (4,)),
        ("order_coupon", "i8", (4,)),
        ("order_marks", "i8", (4,)),  # bits: INTERACTED, FROM_FAVOURITE
        ("order_certainty", "f8", (4,)),  # about the product when it was ordered, 0..1
    ]
)

BOUNCED, INTERACTED, CHECKOUT, ORDERED, FOLLOWED, SHARED = 1, 2, 4, 8, 16, 32
FROM_FAVOURITE = 64
TRIED = 128
"""In a visit: a product was tried on."""
LAST_BIT = 61
"""The bit of `returned` and `troubled` that parcels of a day from the 62nd on share: an int64 has no room for more."""


NOBODY_BELONGS = np.zeros(0, np.int64)
"""`Today.members` where there is no group."""


class Today(NamedTuple):
    """The shared state of a day, which users read and never write."""

    day: int
    calendar: float  # added to everybody's readiness to open [logit]
    rivals: float  # what other platforms offer [fresh unanswered problems]
    announced: bool  # a promotion is announced, and has not begun
    rooms: Any  # ROOM rows by host
    boards: Any  # quantile tables of rooms: by popularity, then the same within each category
    mail: Any  # MAIL rows
    parcels: Any  # PARCEL rows that arrive today
    members: Any = NOBODY_BELONGS  # who know each person; empty without a group
    news: float = 0.0  # heat of the scandals about its rooms


class FeltNeeds(NamedTuple):
    """Weights of the four needs as they are felt; sum 1."""

    value: float
    personal: float
    social: float
    learning: float


class Feeling(NamedTuple):
    """How the user feels through a whole open."""

    trust: float  # 0..1
    friction: float  # felt
    mood: float  # what his past adds to buying [logit]
    fresh: float  # what is left of what a strategy makes new, 0..1
    needs: FeltNeeds


class Visit(NamedTuple):
    """An engaged visit as the user feels it while he decides: what all its decisions share."""

    number: int  # of the visits of the open, from 0
    minutes: float  # watched
    fit: float  # of the room, 0..1
    familiar: float  # strength of the tie to the host, 0 for a stranger
    certainty: float  # about the product, 0..1
    feels: Feeling
    part: bool = False  # taken in what is made there


class Counting(NamedTuple):
    """How a user's day is counted."""

    day: int
    horizon: bool  # from the comparison day on everybody's own totals grow


def fields(dtype: np.dtype) -> tuple[str, ...]:
    """The names of a structured dtype's columns."""
    assert dtype.names is not None
    return dtype.names
