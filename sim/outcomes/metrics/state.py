"""How people feel at the end: satisfaction, trust, habit and fatigue of the base users, and what a survey would hear.

People who uninstalled count with the state they left in. If they were dropped, a strategy that keeps the
distrustful from leaving would seem to lower trust.
"""

from __future__ import annotations

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import active_in_last, among, per_base_user
from sim.outcomes.outcome import Outcome

CONTENT = 0.6
"""Satisfaction above which a user counts as satisfied (the source's positive sentiment, T02)."""
TRUSTING = 0.5
"""Trust above which a user counts as trusting; ours, for the source asks for recommenders and names no scale."""


@metric("satisfaction", unit="score", direction=1)
def satisfaction(outcome: Outcome) -> Ratio:
    """Mean satisfaction (0 to 1) of the base users at the end. Users who uninstalled count with the
    state they left in, so that the denominator is the same in every world.
    """
    return per_base_user(outcome, outcome.people["satisfaction"])


@metric("reported_satisfaction", unit="score", direction=0)
def reported_satisfaction(outcome: Outcome) -> Ratio:
    """Mean satisfaction (0 to 1) of the users who opened the app on the last day, on that evening: what
    a survey of the day's users would hear. Descriptive: who opens often is heard more often, and a
    change of who comes moves it even when nobody feels otherwise.
    """
    return among(active_in_last(outcome, 1), outcome.people["satisfaction"])


@metric("satisfied_share", title="satisfied users", unit="share", direction=1)
def satisfied_share(outcome: Outcome) -> Ratio:
    """The share of base users with satisfaction above 0.6 at the end. Users who uninstalled count
    with the state they left in, so that the denominator is the same in every world.
    """
    return per_base_user(outcome, outcome.people["satisfaction"] > CONTENT)


@metric("trust", unit="score", direction=1)
def trust(outcome: Outcome) -> Ratio:
    """Mean trust (0 to 1) of the base users at the end. Users who uninstalled count with the state
    they left in, so that the denominator is the same in every world.
    """
    return per_base_user(outcome, outcome.people["trust"])


@metric("willingness_to_recommend", unit="share", direction=1)
def willingness_to_recommend(outcome: Outcome) -> Ratio:
    """The share of base users with satisfaction above 0.6 and trust above 0.5 at the end: our
    reading, for nobody is asked. Users who uninstalled count with the state they left in, so that
    the denominator is the same in every world.
    """
    people = outcome.people
    return per_base_user(outcome, (people["satisfaction"] > CONTENT) & (people["trust"] > TRUSTING))


@metric("habit", unit="score", direction=1)
def habit(outcome: Outcome) -> Ratio:
    """Mean strength of habit (0 to 1) of the base users at the end. Users who uninstalled count
    with the state they left in, so that the denominator is the same in every world.
    """
    return per_base_user(outcome, outcome.people["habit"])


@metric("fatigue", unit="score", direction=-1)
def fatigue(outcome: Outcome) -> Ratio:
    """Mean fatigue (0 to 1) of the base users at the end: the share of similar rooms they met
    lately. Users who uninstalled count with the state they left in, so that the denominator is the
    same in every world.
    """
    return per_base_user(outcome, outcome.people["fatigue"])
