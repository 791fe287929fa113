"""How often people come and how long they watch in a day, a week, a month."""

from __future__ import annotations

import numpy as np

from sim.outcomes.metrics.base import Ratio, metric
from sim.outcomes.metrics.groups import (
    MONTH,
    active_days_in_last,
    active_in_last,
    days_from_comparison,
    need_days,
    per_base_user,
    per_month,
)
from sim.outcomes.outcome import NEVER, Outcome

MAU_DAYS = 30


def minutes(outcome: Outcome) -> np.ndarray:
    """Float [person]: minutes watched since the comparison day, seconds of bounced visits included."""
    people = outcome.people
    return (people["milliminutes"] + people["bounce_milliminutes"]) / 1000.0


@metric("activity", unit="count", direction=1)
def activity(outcome: Outcome) -> Ratio:
    """Engaged visits (10 seconds or more) per base user and day, from the comparison day to the
    end. Base users were active in the 28 days before the comparison day; those who left later stay
    in the denominator.
    """
    return per_base_user(outcome, outcome.people["engaged"], 1.0 / days_from_comparison(outcome))


@metric("active_days_per_base_user", title="active days", unit="days", direction=1)
def active_days_per_base_user(outcome: Outcome) -> Ratio:
    """Days with at least one open of the app per base user, from the comparison day to the end,
    scaled to 28 days.
    """
    return per_base_user(outcome, outcome.people["active_days"], per_month(outcome))


@metric("engaged_days_per_base_user", title="engaged days", unit="days", direction=1)
def engaged_days_per_base_user(outcome: Outcome) -> Ratio:
    """Days with at least one visit of 10 seconds or more per base user, from the comparison day to
    the end, scaled to 28 days.
    """
    return per_base_user(outcome, outcome.people["engaged_days"], per_month(outcome))


@metric("minutes_per_base_user", title="minutes per base user and day", unit="minutes", direction=1)
def minutes_per_base_user(outcome: Outcome) -> Ratio:
    """Minutes watched per base user and day from the comparison day to the end, days without an
    open and users who left included.
    """
    return per_base_user(outcome, minutes(outcome), 1.0 / days_from_comparison(outcome))


@metric("engaged_day_share", title="engaged share of active days", unit="share", direction=1)
def engaged_day_share(outcome: Outcome) -> Ratio:
    """Of the days with an open, the share that holds a visit of 10 seconds or more."""
    return Ratio(outcome.people["engaged_days"], outcome.people["active_days"])


@metric("dau_over_mau", title="DAU/MAU", unit="share", direction=1)
def dau_over_mau(outcome: Outcome) -> Ratio:
    """Mean daily active users of the last 30 days over the users who were active at least once in them."""
    need_days(outcome, MAU_DAYS)
    days = active_days_in_last(outcome, MAU_DAYS)
    return Ratio(days / MAU_DAYS, days > 0)


@metric("dau_over_joined", title="daily opening rate of joined users", unit="share", direction=1)
def dau_over_joined(outcome: Outcome) -> Ratio:
    """Active days over days of membership in the last 28 days, of users who have joined and have
    not uninstalled. A user opens the app at most once a day, so this is also opens per user and
    day.
    """
    need_days(outcome, MONTH)
    people = outcome.people
    member = (people["joined"] < NEVER) & ~people["left"]
    membership = np.clip(outcome.days - people["joined"], 0, MONTH)
    return Ratio(np.where(member, active_days_in_last(outcome, MONTH), 0), np.where(member, membership, 0))


@metric("monthly_active_users", title="monthly active users over base users", unit="share", direction=1)
def monthly_active_users(outcome: Outcome) -> Ratio:
    """Users active in the last 30 days, newcomers included, over the base users. Above 100 % the
    platform has grown.
    """
    need_days(outcome, MAU_DAYS)
    return Ratio(active_in_last(outcome, MAU_DAYS), outcome.people["base"], fixed=True)


@metric("minutes_per_active_user_day", title="minutes per active user and day", unit="minutes", direction=1)
def minutes_per_active_user_day(outcome: Outcome) -> Ratio:
    """Minutes watched over active days, that is minutes per open, seconds of bounced visits included."""
    return Ratio(minutes(outcome), outcome.people["active_days"])


@metric("weekly_minutes", unit="minutes", direction=1)
def weekly_minutes(outcome: Outcome) -> Ratio:
    """Minutes watched per week since the comparison day (since the first open of those who joined
    later), of the users active in the last 30 days.
    """
    return _weekly(outcome, minutes(outcome))


@metric("weekly_room_visits", unit="count", direction=1)
def weekly_room_visits(outcome: Outcome) -> Ratio:
    """Room visits per week since the comparison day (since the first open of those who joined
    later), of the users active in the last 30 days.
    """
    return _weekly(outcome, outcome.people["visits"])


def _weekly(outcome: Outcome, top: np.ndarray) -> Ratio:
    """`top` per week since the comparison day, or since the first open of those who joined later."""
    need_days(outcome, MAU_DAYS)
    active = active_in_last(outcome, MAU_DAYS)
    since = np.maximum(outcome.people["joined"], outcome.comparison_day)
    return Ratio(np.where(active, top, 0), np.where(active, (outcome.days - since) / 7.0, 0.0))
