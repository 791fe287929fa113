"""Levers that bind users to each other: groups, what users make together, challenges, advisers."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

PER_WEEK = Option("announcements_per_week", 1.0, "messages", 0.0, 14.0)
GROUP = ("group_offer", "group_life", "group_announce", "group_vote")
"""What opens a group and fills it with life."""

parameter("community_life", 0.05, "share", (0, 0.5), "W45", grade="published", scope="lever",
          text="Share of the way to full belonging that a day of taking part fully makes, at strength 1 of community.")
parameter("community_votes", 0.10, "probability per open", (0, 1), "our judgement", scope="lever",
          text="Chance that a member votes or posts at an open, at strength 1 of community.")
parameter("interest_community_life", 0.10, "share", (0, 0.5), "twice that of a community of all: our judgement",
          scope="lever", text="Share of the way to full belonging that a day of taking part fully makes, at strength 1 "
                              "of interest_community.")
parameter("interest_community_votes", 0.30, "probability per open", (0, 1), "L01: zones with voting; our judgement",
          scope="lever", text="Chance that a member votes or posts at an open, at strength 1 of interest_community.")
parameter("interest_community_minutes", 2.0, "log min per unit of belonging", (0, 6), "L01", grade="reported",
          scope="lever", text="How much longer full belonging keeps a member in rooms of his theme, at strength 1 of "
                              "interest_community.")
parameter("experience_officers_quality", 0.05, "unit of quality", (0, 1), "L40 gives the direction; our judgement",
          scope="lever", text="How much better goods are that loyal users have advised on, at strength 1.")
parameter("experience_officers_honesty", 0.05, "0..1", (0, 1), "L40 gives the direction; our judgement", scope="lever",
          text="Honesty that advisers who speak up add to a room, at strength 1 of experience_officers.")
parameter("experience_officers_part", 0.20, "share", (0, 1), "L40 gives the direction; our judgement", scope="lever",
          text="Share of engaged visits in which advisers ask viewers for their experience, at strength 1.")
parameter("user_cocreation_part", 0.80, "share", (0, 1), "L09: viewers ask, the host demonstrates; our judgement",
          scope="lever", text="Share of engaged visits in which viewers are asked to take part, at strength 1 of "
                              "user_cocreation.")
parameter("user_cocreation_personal", 0.30, "unit", (0, 3), "L09, P01; our judgement", scope="lever",
          text="What shaping the stream offers to the personal need, at strength 1 of user_cocreation.")
parameter("user_challenge_part", 0.30, "share", (0, 1), "L49 gives the direction; our judgement", scope="lever",
          text="Share of engaged visits in which a challenge invites to take part, at strength 1 of user_challenge.")
parameter("user_challenge_share", 1.5, "logit", (0, 5), "L49 gives the direction; our judgement", scope="lever",
          text="How much more readily people share what they made for a challenge, at strength 1.")


@lever("community", reach="users", writes=GROUP, evidence=("W45", "L27"), grade="published",
       costs=("fixed", "per_user", "per_event.message"), options=(PER_WEEK,))
def community(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Opens a group around the theme that interests a user most: whoever joins comes to belong by taking part.

    What joining causes was published (W45); multiples of members against others (L27) hold selection besides.
    """
    open_group(edit, strength, options, sizes["community_life"], sizes["community_votes"])


@lever("interest_community", reach="users", writes=(*GROUP, "theme_minutes"), evidence=("L01", "B16", "W45", "P01"),
       grade="reported", costs=("fixed", "per_user", "per_event.message"), options=(PER_WEEK,))
def interest_community(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Opens groups with zones of their own, votes and content around the theme, which keeps members there longer."""
    open_group(edit, strength, options, sizes["interest_community_life"], sizes["interest_community_votes"])
    edit.add("theme_minutes", sizes["interest_community_minutes"] * strength)


def open_group(edit: Edit, strength: float, options: Values, life: float, votes: float) -> None:
    """Open a group to users; strength scales how many join, what it announces, and how fast belonging grows."""
    edit.add("group_offer", min(1.0, strength))
    edit.add("group_life", life * strength)
    edit.add("group_announce", options["announcements_per_week"] / 7.0 * strength)
    edit.add("group_vote", votes * strength)


@lever("experience_officers", reach="rooms", writes=("quality_shift", "honesty_shift", "part_shift"),
       evidence=("L40",), grade="judged", costs=("fixed",))
def experience_officers(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Takes loyal users as advisers of a brand: better goods, claims that hold, and viewers who are asked."""
    edit.add("quality_shift", sizes["experience_officers_quality"] * strength)
    edit.add("honesty_shift", sizes["experience_officers_honesty"] * strength)
    edit.add("part_shift", sizes["experience_officers_part"] * strength)


@lever("user_cocreation", reach="rooms", writes=("part_shift", "offer_personal"), evidence=("L09", "P01"),
       grade="judged", costs=("fixed",))
def user_cocreation(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets viewers shape the stream: they ask, the host demonstrates. Taking part takes time and effort, and binds."""
    edit.add("part_shift", sizes["user_cocreation_part"] * strength)
    edit.add("offer_personal", sizes["user_cocreation_personal"] * strength)


@lever("user_challenge", reach="users", writes=("part_offer", "part_share"), evidence=("L49",), grade="judged",
       costs=("fixed", "per_event.share"))
def user_challenge(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Calls users to make something of their own for a challenge; what they make they share, and friends see it."""
    edit.add("part_offer", sizes["user_challenge_part"] * strength)
    edit.add("part_share", sizes["user_challenge_share"] * strength)
