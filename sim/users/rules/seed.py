"""Seeds: key consumers who talk; whom their posts reach outside their contacts, and what their word is worth."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import rule

parameter("seed_talk", 0.0, "probability", (0, 1), "off in the baseline",
          text="Chance that a seed tells of a watched room which he would not have shared by himself.")
parameter("seed_audience", 0.0, "people", (0, 100_000), "off in the baseline",
          text="People outside his contacts who see a seed's first post.")
parameter("seed_vouch", 0.0, "experiences", (0, 100), "off in the baseline",
          text="Good experiences that a seed's word is worth to those whom it brings.")
parameter("seed_wear", 0.05, "1/post", (0, 1), "half of it after 14 posts: our judgement", prior=(0.0, 0.1),
          acts_with=("seed_audience",), text="How fast a seed's audience wears off with the posts that he has made.")
parameter("seed_joins", 0.002, "probability", (0, 1), "L23 is an upper bound; level judged", scope="platform",
          prior=(0.0005, 0.0035), acts_with=("seed_audience",),
          text="Chance that somebody outside who sees a seed's post for the first time becomes a newcomer.")


@rule
def with_talk(shares: float, p: Any) -> float:
    """The chance [0..1] of sharing a watched room: of one's own accord, and where it would not be, as a seed."""
    return float(shares + p.seed_talk * (1.0 - shares))


@rule
def outside_audience(posts: int, p: Any) -> float:
    """People outside who see a seed's post, the last of `posts`: audience * exp(-wear * (posts - 1))."""
    return float(p.seed_audience * exp(-p.seed_wear * max(0, posts - 1)))
