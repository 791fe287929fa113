"""What seeding brings: people for each seed."""

from __future__ import annotations

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.outcome import NEVER, Outcome


@metric("new_users_per_seed", title="new users per seed user", unit="count", direction=1)
def new_users_per_seed(outcome: Outcome) -> Ratio:
    """Users who joined because a seed told them, contacts and outsiders, from the comparison day to
    the end, over the seeds who have posted in that time. Not scaled to 28 days.
    """
    people = outcome.people
    return Ratio(people["by_seed"] & (people["joined"] < NEVER), people["seed"])
