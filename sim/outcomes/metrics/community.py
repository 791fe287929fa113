"""Communities: how many belong to one, what they do there, and members beside others.

Members of a group have chosen it, so that a multiple of theirs over others holds who they are, besides what belonging
does.
"""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import per_base_user, per_month
from sim.outcomes.outcome import NEVER, Outcome


@metric("member_share", title="members of a community", unit="share", direction=1)
def member_share(outcome: Outcome) -> Ratio:
    """The share of base users who belong to a community at the end: they joined a group, or took part in what
    users make together, and have neither left nor drifted away since.
    """
    people = outcome.people
    return per_base_user(outcome, (people["belonging"] > 0.0) & ~people["left"])


@metric("community_activity", unit="count", direction=1)
def community_activity(outcome: Outcome) -> Ratio:
    """Votes and posts in groups, and room visits in which one took part in what is made there, per base user
    from the comparison day to the end, scaled to 28 days.
    """
    return per_base_user(outcome, outcome.people["parts"], per_month(outcome))


def joiners(outcome: Outcome) -> np.ndarray:
    """bool [person]: who joined a group since the comparison day."""
    mask: np.ndarray = outcome.people["group_joins"] > 0
    return mask


def beside_others(outcome: Outcome, name: str, group: np.ndarray) -> tuple[float, float]:
    """A metric of the others and of those who joined a group, in one world: a cross-section, with all selection."""
    from sim.outcomes.metrics.aggregate import evaluate  # with pandas: a list need not wait for it

    inside = joiners(outcome)
    users = group & (outcome.people["joined"] < NEVER)
    return evaluate(outcome, name, users & ~inside).value, evaluate(outcome, name, users & inside).value


def by_joining(untreated: Outcome, treated: Outcome, name: str, group: np.ndarray) -> tuple[float, float]:
    """A metric of the people who join a group in the treated world, without it and with it: what joining causes."""
    from sim.outcomes.metrics.aggregate import evaluate

    mine = group & joiners(treated)
    return evaluate(untreated, name, mine).value, evaluate(treated, name, mine).value
