"""Likes, comments, follows and shares."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp, log
from sim.users.rules.base import logistic, rule
from sim.users.rules.choose import AVERAGE_FIT, EQUAL_NEED

MIDDLE_SATISFACTION = 0.5
"""Middle of the scale of satisfaction, at which sharing is as its intercept says."""
REWARD_UNIT = 10.0
"""Yuan of reward that `share_reward` speaks of."""

parameter("interact_intercept", -2.6, "logit", (-8, 3), "W05, W06", grade="published", fitted=True,
          text="How readily people like or comment in a short visit.")
parameter("interact_minutes", 0.49, "logit per log minute", (0, 3), "W05", grade="published",
          text="How interaction grows with the log of minutes.")
parameter("interact_room", 1.0, "logit per unit", (0, 5), "L41, L30; level judged",
          text="How interaction grows with the interactivity of the room.")
parameter("interact_social", 1.0, "logit per unit of need", (0, 5), "P01; level judged",
          text="How interaction grows with the social need.")
parameter("interact_favourite", 0.8, "logit", (0, 5), "W08; level judged",
          text="How interaction grows with attachment to the host.")
parameter("follow_intercept", -3.6, "logit", (-9, 3), "no published level: our judgement",
          text="How readily people follow a host after an engaged visit.")
parameter("follow_fit", 2.0, "logit per unit of fit", (0, 6), "our judgement: beside its weights in buying and leaving",
          text="How much a fitting room adds to following.")
parameter("follow_notify", 0.05, "messages per day", (0, 1), "L15: follows feed exposure; our judgement",
          prior=(0.0, 0.1), text="Messages a day that a host on air sends to somebody fully tied to him.")
parameter("follow_interaction", 1.2, "logit", (0, 5), "our judgement",
          text="How much an interaction adds to following.")
parameter("share_intercept", -4.5, "logit", (-12, 2), "W42: 0.001 per impression, 0.0005 to 0.01",
          grade="published", prior=(-5.2, -3.4), text="How readily people share a room after an engaged visit.")
parameter("share_social", 1.5, "logit per unit of need", (0, 6), "P03, P05; level judged",
          text="How sharing grows with the social need.")
parameter("share_satisfaction", 1.5, "logit per unit of satisfaction", (0, 6), "our judgement",
          text="How sharing grows with satisfaction.")
parameter("share_reward", 1.0, "logit per 10 yuan", (0, 5), "L26 gives a trend only; level judged",
          prior=(0.4, 1.6), acts_with=("task_reward",),
          text="How a reward of 10 yuan makes people share, at full price sensitivity.")
parameter("share_reward_wear", 0.15, "per rewarded share", (0, 2), "L26: share-for-reward wears off; level judged",
          text="How fast a reward loses its pull with the shares one has made for it.")
parameter("task_reward", 0.0, "yuan", (0, 100), "off in the baseline",
          text="Coupon for a completed referral task; 0 when there is no task.")
parameter("task_likes", 30.0, "likes", (1, 500), "L25: 30 likes for a 10 yuan coupon", grade="reported",
          text="Likes that a referral task asks for.")
parameter("task_audience", 18.0, "likes", (0, 400), "mostly outside the simulation; our judgement",
          prior=(8.0, 28.0), acts_with=("task_reward",), text="Mean likes that a shared task collects.")
parameter("task_valid_days", 14.0, "days", (1, 60), "our judgement",
          text="Days that the coupon of a referral task is valid.")


@rule
def interact_probability(minutes: float, interactivity: float, social: float, familiar: float, p: Any) -> float:
    """The chance [0..1] of a like or comment: logistic, rising with log minutes, room, need and host."""
    return logistic(
        p.interact_intercept
        + p.interact_minutes * log(1.0 + minutes)
        + p.interact_room * interactivity
        + p.interact_social * (social - EQUAL_NEED)
        + p.interact_favourite * familiar
    )


@rule
def follow_probability(fit: float, interacted: bool, p: Any) -> float:
    """The chance [0..1] of following the host after an engaged visit."""
    return logistic(
        p.follow_intercept
        + p.follow_fit * (fit - AVERAGE_FIT)
        + (p.follow_interaction if interacted else 0.0)
    )


@rule
def reward_pull(sensitivity: float, rewarded_shares: int, p: Any) -> float:
    """What the reward of a task adds to sharing [logit]; wears off with each rewarded share (L26)."""
    if p.task_reward <= 0.0:
        return 0.0
    pull = p.share_reward * sensitivity * p.task_reward / REWARD_UNIT
    return pull * exp(-p.share_reward_wear * rewarded_shares)


@rule
def share_probability(social: float, satisfaction: float, reward: float, cause: float, p: Any) -> float:
    """The chance [0..1] of sharing a room after an engaged visit: need, satisfaction, reward, cause."""
    return logistic(
        p.share_intercept
        + p.share_social * (social - EQUAL_NEED)
        + p.share_satisfaction * (satisfaction - MIDDLE_SATISFACTION)
        + reward
        + cause
    )


@rule
def task_completed(u: float, p: Any) -> bool:
    """Whether a shared task collects its likes: a Poisson number of mean `task_audience` reaches the need.

    `u` is the uniform draw; the Poisson count is its quantile.
    """
    needed = int(p.task_likes)
    term = exp(-p.task_audience)
    below = 0.0
    for count in range(needed):
        below += term
        term *= p.task_audience / (count + 1.0)
    return u > below
