"""What happens in a room visit: bounce, minutes, interaction, following, sharing."""

from __future__ import annotations

from sim.outcomes.metrics.activity import minutes
from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import per_base_user, per_month
from sim.outcomes.outcome import Outcome


@metric("bounce_rate", unit="share", direction=-1)
def bounce_rate(outcome: Outcome) -> Ratio:
    """The share of room visits that last under 10 seconds."""
    return Ratio(outcome.people["bounces"], outcome.people["visits"])


@metric("interaction_rate", unit="share", direction=1)
def interaction_rate(outcome: Outcome) -> Ratio:
    """The share of room visits with at least one like, comment or share."""
    return Ratio(outcome.people["interacted"], outcome.people["visits"])


@metric("interactions_per_base_user", unit="count", direction=1)
def interactions_per_base_user(outcome: Outcome) -> Ratio:
    """Room visits with at least one like, comment or share per base user, from the comparison day
    to the end, scaled to 28 days.
    """
    return per_base_user(outcome, outcome.people["interacted"], per_month(outcome))


@metric("click_through_rate", title="click-through rate", unit="share", direction=1)
def click_through_rate(outcome: Outcome) -> Ratio:
    """Rooms entered over rooms shown by the recommender."""
    return Ratio(outcome.people["visits"], outcome.people["shown"])


@metric("minutes_per_engaged_visit", unit="minutes", direction=1)
def minutes_per_engaged_visit(outcome: Outcome) -> Ratio:
    """Minutes watched per room visit of 10 seconds or more."""
    return Ratio(outcome.people["milliminutes"] / 1000.0, outcome.people["engaged"])


@metric("minutes_per_visit", title="minutes per room visit", unit="minutes", direction=1)
def minutes_per_visit(outcome: Outcome) -> Ratio:
    """Minutes watched per room visit, visits under 10 seconds included."""
    return Ratio(minutes(outcome), outcome.people["visits"])


@metric("visits_per_active_user_day", title="room visits per active user and day", unit="count", direction=1)
def visits_per_active_user_day(outcome: Outcome) -> Ratio:
    """Room visits over active days, that is per open."""
    return Ratio(outcome.people["visits"], outcome.people["active_days"])


@metric("engaged_visits_per_active_user_day", title="engaged visits per active user and day", unit="count",
        direction=1)
def engaged_visits_per_active_user_day(outcome: Outcome) -> Ratio:
    """Room visits of 10 seconds or more over active days, that is per open."""
    return Ratio(outcome.people["engaged"], outcome.people["active_days"])


@metric("full_open_share", title="opens cut at 12 rooms", unit="share", direction=0)
def full_open_share(outcome: Outcome) -> Ratio:
    """The share of opens that ended because 12 rooms had been visited: a bound of the model, to be small."""
    return Ratio(outcome.people["full_opens"], outcome.people["active_days"])


@metric("follow_rate", unit="share", direction=1)
def follow_rate(outcome: Outcome) -> Ratio:
    """Hosts newly followed per room visit."""
    return Ratio(outcome.people["follows"], outcome.people["visits"])


@metric("follows_per_base_user", title="new follows", unit="count", direction=1, per=1000.0)
def follows_per_base_user(outcome: Outcome) -> Ratio:
    """Hosts newly followed per 1,000 base users, from the comparison day to the end, scaled to 28 days."""
    return per_base_user(outcome, outcome.people["follows"], per_month(outcome))


@metric("share_rate", unit="count", direction=1, per=1000.0)
def share_rate(outcome: Outcome) -> Ratio:
    """Shares sent per 1,000 room visits."""
    return Ratio(outcome.people["shares"], outcome.people["visits"])


@metric("shares_per_base_user", title="shares", unit="count", direction=1, per=1000.0)
def shares_per_base_user(outcome: Outcome) -> Ratio:
    """Shares sent per 1,000 base users, from the comparison day to the end, scaled to 28 days."""
    return per_base_user(outcome, outcome.people["shares"], per_month(outcome))


@metric("outage_loss", title="viewers lost in an outage", unit="share", direction=-1)
def outage_loss(outcome: Outcome) -> Ratio:
    """Of the opens that met an outage, the share that ended before it was over."""
    return Ratio(outcome.people["gave_up"], outcome.people["met_outage"])


@metric("news_heard_per_base_user", title="bad news heard", unit="count", direction=-1)
def news_heard_per_base_user(outcome: Outcome) -> Ratio:
    """Times that bad news about a host or the platform was heard, per base user, from the comparison day to the end,
    scaled to 28 days.
    """
    return per_base_user(outcome, outcome.people["news"], per_month(outcome))
