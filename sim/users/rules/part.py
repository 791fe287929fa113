"""Taking part: making something together in a stream, or for a challenge. It takes time and effort, and binds."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import logistic, rule
from sim.users.rules.choose import AVERAGE_FIT, EQUAL_NEED

INVITING = ("part_offer", "part_shift")

parameter("part_offer", 0.0, "share", (0, 1), "off in the baseline",
          text="Share of engaged visits in which a challenge invites the user to take part.")
parameter("part_intercept", -2.0, "logit", (-8, 3), "about one invited in eight: our judgement", prior=(-3.0, -1.0),
          acts_with=INVITING, text="How readily people take part who are invited to.")
parameter("part_fit", 2.0, "logit per unit of fit", (0, 8), "L09: high-fit audience only; level judged",
          acts_with=INVITING, text="How much a fitting room adds to taking part.")
parameter("part_social", 1.5, "logit per unit of need", (0, 6), "P01; level judged",
          acts_with=INVITING, text="How taking part grows with the social need.")
parameter("part_favourite", 1.0, "logit", (0, 6), "L40: loyal users; level judged",
          acts_with=INVITING, text="How much a full tie to the host adds to taking part.")
parameter("part_effort", 1.5, "logit per unit of friction", (0, 8), "our judgement: effort is felt as friction is",
          acts_with=INVITING, text="How much the effort keeps people from taking part, at full friction.")
parameter("part_minutes", 0.7, "log min", (0, 3), "L09 bounds it; twice the time: our judgement",
          acts_with=INVITING, text="How much longer a visit lasts in which one takes part.")
parameter("part_belonging", 0.04, "share", (0, 1), "as a full day in a group (W45); level judged", prior=(0.01, 0.07),
          acts_with=INVITING, text="Share of the way to full belonging that taking part once makes.")
parameter("part_share", 1.0, "logit", (0, 6), "L49 bounds it; our judgement", prior=(0.2, 1.8),
          acts_with=INVITING, text="How much more readily people share what they took part in.")


@rule
def part_probability(invited: float, fit: float, social: float, familiar: float, friction: float, p: Any) -> float:
    """The chance [0..1] of taking part in an engaged visit, of which a share `invited` [0..1] asks one to.

    invited * logistic(a + b_f (fit - 1/2) + b_s (social - 1/4) + b_h tie - effort friction).
    """
    return min(1.0, invited) * logistic(
        p.part_intercept
        + p.part_fit * (fit - AVERAGE_FIT)
        + p.part_social * (social - EQUAL_NEED)
        + p.part_favourite * familiar
        - p.part_effort * friction
    )


@rule
def belonging_after(belonging: float, p: Any) -> float:
    """Belonging [0..1] after taking part once: b + a (1 - b)."""
    return belonging + p.part_belonging * (1.0 - belonging)
