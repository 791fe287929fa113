"""Levers that make users bring others."""

from __future__ import annotations

from sim.levers.base import Edit, Option, Values, lever


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
