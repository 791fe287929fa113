"""Bad news: who hears of a scandal or a leak on a day."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import rule

parameter("alarm", 0.0, "heat", (0, 50), "off in the baseline",
          text="Heat of bad news about the platform itself: 1 is that of a host's scandal on its first day.")
parameter("news_reach", 0.3, "1/heat", (0, 5), "no published level: our judgement", prior=(0.1, 0.5),
          acts_with=("alarm", "scandal"),
          text="How readily people hear of bad news: hazard of a day on which its heat is 1.")
parameter("news_harm", 0.2, "unanswered problems", (0, 5), "L33 bounds it, W29; level judged", prior=(0.05, 0.35),
          acts_with=("alarm", "scandal"),
          text="Harm of hearing bad news once, against an unanswered problem of one's own.")


@rule
def heat_of_news(about_all: float, about_own: float, p: Any) -> float:
    """Heat of today's news for a user: of the platform, of its rooms, and of hosts he is tied to, added up."""
    return p.alarm + about_all + about_own


@rule
def hear_probability(heat: float, p: Any) -> float:
    """The chance [0..1] of hearing bad news today: 1 - exp(-reach * heat)."""
    return 1.0 - exp(-p.news_reach * heat)
