"""What brings people back: messages, friends, and the return of users who had fallen silent."""

from __future__ import annotations

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.outcome import Outcome


@metric("notification_open_rate", unit="share", direction=1)
def notification_open_rate(outcome: Outcome) -> Ratio:
    """Opens caused by a message over messages received."""
    return Ratio(outcome.people["message_opens"], outcome.people["messages"])


@metric("message_open_share", unit="share", direction=0)
def message_open_share(outcome: Outcome) -> Ratio:
    """The share of opens that a message caused."""
    return Ratio(outcome.people["message_opens"], outcome.people["active_days"])


@metric("friend_open_share", unit="share", direction=1)
def friend_open_share(outcome: Outcome) -> Ratio:
    """The share of opens that a friend's share caused."""
    return Ratio(outcome.people["friend_opens"], outcome.people["active_days"])


@metric("reactivation_rate", unit="share", direction=1)
def reactivation_rate(outcome: Outcome) -> Ratio:
    """Of messages to users silent for 7 or more days, the share followed by an open within 7 days."""
    return Ratio(outcome.people["back_messaged"], outcome.people["silent_messaged"])


@metric("reactivation_rate_unmessaged", unit="share", direction=1)
def reactivation_rate_unmessaged(outcome: Outcome) -> Ratio:
    """Of silences that reached 7 days without a message, the share followed by an open within 7 days."""
    return Ratio(outcome.people["back_unmessaged"], outcome.people["silent_unmessaged"])
