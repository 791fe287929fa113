"""Levers that make users bring others."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("koc_seeding_talk", 0.5, "probability", (0, 1), "a post about every other watched room; our judgement",
          scope="lever", text="Chance that a seed tells of a watched room, at strength 1 of koc_seeding.")
parameter("koc_seeding_audience", 1000.0, "people", (0, 100_000), "L23 is an upper bound; our judgement",
          scope="lever", text="People outside who see a seed's first post, at strength 1 of koc_seeding.")
parameter("koc_seeding_vouch", 4.0, "experiences", (0, 100), "L24 is an upper bound: a cross-section; our judgement",
          scope="lever", text="Good experiences that a seed's word is worth, at strength 1 of koc_seeding.")


@lever(
    "referral_tasks",
    reach="users",
    writes=("task_reward", "task_likes", "task_valid_days"),
    evidence=("L25", "L26", "W20"),
    grade="judged",
    costs=("fixed", "budget"),
    options=(
        Option("likes", 30.0, "likes", 1.0, 200.0),
        Option("reward", 10.0, "yuan", 1.0, 100.0),
        Option("valid_days", 14.0, "days", 1.0, 60.0),
    ),
)
def referral_tasks(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Rewards a share that collects enough likes with a coupon; at lower strength the reward moves less.

    No reported effect is near enough to set a strength (L25 is a campaign total): strength scales the
    reward as users feel it, and the coupon with it.
    """
    edit.add("task_reward", options["reward"] * strength)
    if strength > 0.0:
        edit.factor("task_likes", options["likes"] / sizes["task_likes"])
        edit.factor("task_valid_days", options["valid_days"] / sizes["task_valid_days"])


@lever(
    "koc_seeding",
    reach="users",
    writes=("seed_talk", "seed_audience", "seed_vouch"),
    evidence=("L23", "L24"),
    grade="judged",
    costs=("fixed", "per_user"),
    options=(Option("seeds", 0.005, "share", 0.0, 0.1),),
    picks="seeds",
)
def koc_seeding(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets key consumers talk: contacts hear of it tomorrow, an audience outside too, and a trusted word counts.

    L23 is a campaign total and L24 a cross-section, so both bound the effect from above. An audience wears off with the
    posts of its seed, and those who come are people who only others can bring: nobody comes out of nothing.
    """
    edit.add("seed_talk", sizes["koc_seeding_talk"] * strength)
    edit.add("seed_audience", sizes["koc_seeding_audience"] * strength)
    edit.add("seed_vouch", sizes["koc_seeding_vouch"] * strength)
