"""Communities: who joins a group around a theme, how belonging to it grows and fades, and what it moves.

Belonging [0..1] is 0 for everybody in a world without a strategy that makes groups or lets users take part; whoever has
some is a member. It is one state, wherever it came from.
"""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp, log
from sim.users.rules.base import faded, logistic, rule
from sim.users.rules.choose import AVERAGE_FIT, fit_of

OFF = "off in the baseline"
"""The source of what only strategies write."""
MAKERS = ("group_offer", "part_offer", "part_shift")
"""What can make somebody belong; while all are off nobody does."""

parameter("group_offer", 0.0, "0..1", (0, 1), OFF,
          text="Whether a group is open to the user (the strength of its roll-out).")
parameter("group_life", 0.0, "share", (0, 1), OFF,
          text="Share of the way to full belonging that a day of taking part fully in the group makes.")
parameter("group_announce", 0.0, "messages per user and day", (0, 3), OFF,
          text="Announcements that the group sends to somebody who belongs to it fully.")
parameter("group_vote", 0.0, "probability per open", (0, 1), OFF,
          text="Chance that a member votes or posts in the group at an open.")
parameter("theme_minutes", 0.0, "log min per unit of belonging", (0, 6), OFF,
          text="How much longer full belonging keeps a member in rooms of the group's theme.")
parameter("join_intercept", -5.5, "logit", (-12, 3), "no published level: our judgement", prior=(-6.5, -4.5),
          acts_with=("group_offer",), text="How readily people join a group at an open that nobody they know is in.")
parameter("join_contacts", 0.7, "logit per log member", (0, 4), "W23, W45: connected users; level judged",
          prior=(0.2, 1.2), acts_with=("group_offer",),
          text="How much contacts who are members draw one into the group.")
parameter("join_host", 1.0, "logit", (0, 5), "our judgement", acts_with=("group_offer",),
          text="How much a full tie to the favourite host adds to joining a group.")
parameter("join_theme", 2.0, "logit per unit of fit", (0, 8), "our judgement: as in following",
          acts_with=("group_offer",), text="How much interest in the theme adds to joining its group.")
parameter("first_belonging", 0.05, "0..1", (0.001, 1), "our judgement: as with a new tie to a host",
          acts_with=("group_offer",), text="Belonging of somebody who has just joined.")
parameter("belonging_watch", 0.25, "ratio", (0, 4), "W45: larger for those who post; level judged",
          acts_with=("group_offer",),
          text="What an engaged visit counts as taking part, against an interaction or a vote.")
parameter("belonging_fade", 0.023, "1/day", (0.002, 0.3), "half of it within a month: our judgement",
          acts_with=MAKERS, text="Share of belonging that fades in a day.")
parameter("open_belonging", 0.4, "logit per unit of belonging", (0, 4), "norms of a group; our judgement",
          prior=(0.0, 0.8), acts_with=MAKERS, text="How much full belonging adds to opening.")
parameter("share_belonging", 1.0, "logit per unit of belonging", (0, 5), "norms of sharing; our judgement",
          prior=(0.4, 1.6), acts_with=MAKERS, text="How much full belonging adds to sharing.")
parameter("buy_belonging", 0.6, "logit per unit of belonging", (0, 4), "W45 gives the direction; our judgement",
          prior=(0.0, 1.2), acts_with=MAKERS, text="How much full belonging adds to buying.")
parameter("trust_belonging", 0.05, "experiences per visit", (0, 1), "as watching itself: our judgement",
          acts_with=MAKERS, text="Good evidence that full belonging adds to an engaged visit.")


@rule
def theme_of(who: Any) -> int:
    """The theme of a user's group: the category that interests him most."""
    theme = 0
    for c in range(1, len(who.interest)):
        theme = c if who.interest[c] > who.interest[theme] else theme
    return theme


@rule
def join_probability(members: int, attachment: float, interest: float, p: Any) -> float:
    """The chance [0..1] of joining at an open: by `members` among one's contacts, the host, and interest in the theme.

    offer * logistic(a + b_c log(1 + members) + b_h attachment + b_t (fit of the interest - 1/2)).
    """
    return p.group_offer * logistic(
        p.join_intercept
        + p.join_contacts * log(1.0 + members)
        + p.join_host * attachment
        + p.join_theme * (fit_of(interest) - AVERAGE_FIT)
    )


@rule
def taking_part(engaged: int, interacted: int, parts: int, p: Any) -> float:
    """How far [0..1] a day was one of taking part: 1 - exp(-(w engaged visits + interactions + votes and parts))."""
    return 1.0 - exp(-(p.belonging_watch * engaged + interacted + parts))


@rule
def belonging_evening(belonging: float, part: float, p: Any) -> float:
    """Belonging [0..1] of a member after a day: b + life part (1 - b), of which a little fades; at last he is none."""
    return faded(belonging + p.group_life * part * (1.0 - belonging), p.belonging_fade)


@rule
def theme_adds(belonging: float, who: Any, category: int, p: Any) -> float:
    """How much longer [log min] a member stays in a room of that `category`, if it is his group's theme."""
    if p.theme_minutes <= 0.0 or belonging <= 0.0 or category != theme_of(who):
        return 0.0
    return p.theme_minutes * belonging
