"""Leaving for good, and coming back after it."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import log_idle, logistic, rule

parameter("uninstall_intercept", -4.6, "logit", (-12, 0), "W39", grade="published", fitted=True,
          text="How readily an average user uninstalls on a day.")
parameter("uninstall_idle", 0.14, "logit per log day", (0, 3), "W38", grade="published",
          text="How uninstalling grows with the days idle.")
parameter("uninstall_habit", 6.8, "logit per unit of habit", (0, 20), "W38, W39", grade="published",
          text="How much a full habit keeps people from uninstalling.")
parameter("uninstall_trust", 2.0, "logit per unit of trust", (0, 8), "C03, L33; invisible to the baseline",
          prior=(0.5, 3.5), text="Weight of distrust in uninstalling.")
parameter("uninstall_satisfaction", 1.5, "logit per unit of satisfaction", (0, 8), "invisible to the baseline",
          prior=(0.3, 2.7), text="Weight of dissatisfaction in uninstalling.")
parameter("uninstall_fatigue", 0.5, "logit per unit of fatigue", (0, 6), "L08; invisible to the baseline",
          prior=(0.0, 1.0), text="Weight of fatigue in uninstalling.")
parameter("uninstall_annoyance", 1.0, "logit per logit", (0, 6), "W32 gives the sign; level judged",
          prior=(0.3, 1.7), text="Weight of annoyance in uninstalling.")
parameter("uninstall_problem", 1.5, "logit", (0, 6), "W33: an unanswered problem drives people out; level judged",
          prior=(0.5, 2.5), text="How much an unanswered problem of today adds to uninstalling.")
parameter("uninstall_news", 1.5, "logit", (0, 6), "as an unanswered problem, whatever the news: our judgement",
          prior=(0.5, 2.5), acts_with=("alarm", "scandal"), text="How much bad news heard today adds to uninstalling.")
parameter("uninstall_outside", 0.001, "probability", (0, 0.05),
          "a new phone, another app, a new life: half of the loyal within two years; our judgement",
          text="Chance of leaving on a day for reasons that have nothing to do with the platform.")
parameter("uninstall_ceiling", 0.10, "probability", (0.01, 0.5), "keeps the hazard a daily one: our judgement",
          text="Highest chance of uninstalling on one day.")
parameter("reinstall", 0.06, "probability", (0, 0.5), "W43", grade="published",
          scope="platform", text="Chance that somebody who uninstalled comes back within 30 days.")


@rule
def uninstall_probability(user: Any, p: Any, idle: int, trust: float, problems: int, news: int) -> float:
    """The chance [0..1] of uninstalling today: outside reasons plus a logistic of how one feels, up to the ceiling.

    Of today's unanswered problems and bad news only what weighs most counts, once.
    """
    return min(p.uninstall_ceiling, p.uninstall_outside + logistic(
        p.uninstall_intercept
        + p.uninstall_idle * log_idle(idle)
        - p.uninstall_habit * user.habit
        - p.uninstall_trust * (trust - p.trust_pivot)
        - p.uninstall_satisfaction * (user.satisfaction - p.satisfaction_pivot)
        + p.uninstall_fatigue * (user.fatigue - p.fatigue_pivot)
        + p.uninstall_annoyance * user.annoyance
        + max(p.uninstall_problem if problems > 0 else 0.0, p.uninstall_news if news > 0 else 0.0)
    ))
