"""What brings people back: messages, friends, and the return of users who had fallen silent."""

from __future__ import annotations

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.outcome import Outcome


@metric("notification_open_rate", unit="share", direction=1)
def notification_open_rate(outcome: Outcome) -> Ratio:
    """Opens caused by a message over messages received, from the comparison day to the end."""
    return Ratio(outcome.people["message_opens"], outcome.people["messages"])


@metric("message_open_share", title="opens caused by messages", unit="share", direction=0)
def message_open_share(outcome: Outcome) -> Ratio:
    """Of all opens, the share that a message caused."""
    return Ratio(outcome.people["message_opens"], outcome.people["active_days"])


@metric("friend_open_share", title="opens caused by friends", unit="share", direction=1)
def friend_open_share(outcome: Outcome) -> Ratio:
    """Of all opens, the share that a friend's share caused."""
    return Ratio(outcome.people["friend_opens"], outcome.people["active_days"])


@metric("reactivation_rate", title="reactivation rate, messaged", unit="share", direction=1)
def reactivation_rate(outcome: Outcome) -> Ratio:
    """Of the messages to users who had been silent for 7 or more days, the share followed by an
    open within the next 7 days. To be read beside the rate without a message.
    """
    return Ratio(outcome.people["back_messaged"], outcome.people["silent_messaged"])


@metric("reactivation_rate_unmessaged", title="reactivation rate, no message", unit="share", direction=1)
def reactivation_rate_unmessaged(outcome: Outcome) -> Ratio:
    """Of the silences that reached 7 days without a message, the share followed by an open within
    the next 7 days: what happens by itself.
    """
    return Ratio(outcome.people["back_unmessaged"], outcome.people["silent_unmessaged"])
