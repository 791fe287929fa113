"""Opening the app: of one's own accord, by a message, or by a friend's share."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import faded, log_idle, logistic, rule

parameter("open_intercept", -1.65, "logit", (-8, 4), "W37", grade="published", fitted=True,
          text="How readily people open the app on an ordinary day.")
parameter("open_habit", 1.5, "logit per unit of habit", (0, 8), "W14", grade="published", fitted=True,
          text="How much a full habit adds to opening.")
parameter("open_trust", 0.8, "logit per unit of trust", (0, 4), "invisible to the baseline", prior=(0.0, 1.6),
          text="Weight of trust in opening.")
parameter("open_satisfaction", 2.5, "logit per unit of satisfaction", (0, 6),
          "behaviour hardly follows what people say: 0 to .3 logit per spread of satisfaction (.06)", prior=(0.0, 5.0),
          text="Weight of satisfaction in opening.")
parameter("outside_pull", 0.1, "logit per grievance", (0, 2), "W50: a late service costs 5 to 10 % of spending",
          grade="published", prior=(0.03, 0.17),
          text="How much one fresh unanswered problem makes people go elsewhere, in opening and in buying.")
parameter("grievance_fade", 0.023, "1/day", (0.002, 0.3), "half of it within a month: our judgement",
          text="Share of a grievance that is forgotten in a day.")
parameter("rival_festival", 0.0, "grievances", (0, 20), "no published level: 0 until a planner states it",
          scope="platform", text="Pull of other platforms on days of promotions, in fresh unanswered problems.")
parameter("announce_days", 7.0, "days", (0, 60), "our judgement", scope="platform",
          text="Days before a promotion on which people know of it; they wait only where it adds to opening.")
parameter("open_fatigue", 1.0, "logit per unit of fatigue", (0, 5), "L08; invisible to the baseline",
          prior=(0.3, 1.7), text="Weight of fatigue (sameness of rooms) in opening.")
parameter("open_idle", 0.83, "logit per log day", (0, 3), "W09", grade="measured", fitted=True,
          text="How fast the readiness to return falls with the days idle.")
parameter("open_coupon", 0.4, "logit", (0, 3), "W20: twice the sales on coupon days", grade="published",
          text="How much an unused coupon adds to opening.")
for _name, _days in (("promotion", "days of a promotion"), ("holiday", "public holidays"), ("weekend", "week-ends")):
    parameter(f"open_{_name}", 0.0, "logit", (-2, 3), "no published level: 0 until a planner states it",
              scope="platform", text=f"How much {_days} add to opening.")
parameter("trust_pivot", 0.74, "trust", (0, 1), "mean of the steady state", scope="user",
          text="Level of trust at which opening, buying and leaving are as their intercepts say.")
parameter("satisfaction_pivot", 0.50, "satisfaction", (0, 1), "mean of the steady state",
          text="Level of satisfaction at which opening is as its intercept says.")
parameter("fatigue_pivot", 0.30, "fatigue", (0, 1), "mean of the steady state",
          text="Level of fatigue at which opening and leaving are as their intercepts say.")
parameter("message_rate", 0.14, "messages per user and day", (0, 3), "about one a week: our judgement",
          text="Ordinary messages that the app sends to a user.")
parameter("message_open", 0.061, "probability", (0, 0.6), "W21", grade="measured",
          text="Chance that a message by itself leads to an open.")
parameter("preview_rate", 0.0, "messages per user and day", (0, 3), "off in the baseline",
          text="Previews of streams made for the user's group.")
parameter("preview_lift", 1.0, "ratio", (1, 5), "L03", grade="reported",
          text="Chance of opening a preview over that of an ordinary message.")
parameter("winback_days", 0.0, "days", (0, 365), "off in the baseline",
          text="Days idle at which a win-back message is sent; 0 sends none.")
parameter("winback_again", 30.0, "days", (7, 365), "our judgement",
          text="Days of further silence after which a win-back message is sent again.")
parameter("winback_lift", 1.0, "ratio", (1, 16), "off in the baseline",
          text="Chance of opening a win-back message over that of an ordinary one.")
parameter("share_open", 0.12, "probability", (0, 1), "W23: an effect of friends exists; level judged",
          text="Chance that a friend's share leads somebody with few friends to open.")
parameter("share_crowding", 0.05, "per friend", (0, 1), "W23: weaker for users with many friends",
          text="How much each further friend weakens a single share.")
parameter("annoy_per_message", 0.05, "logit", (0, 1), "W32: some are annoyed; level judged",
          text="Annoyance that one message causes in an average user.")
parameter("annoyance_fade", 0.048, "1/day", (0.01, 0.5), "half-life of two weeks: our judgement",
          text="Share of annoyance that is forgotten in a day.")


@rule
def open_probability(user: Any, p: Any, idle: int, trust: float, calendar: float, rivals: float) -> float:
    """The chance [0..1] of opening of one's own accord today.

    logistic(a + own - annoyance + b_h habit + b_t (trust - pivot) + b_s (satisfaction - pivot)
    - b_f (fatigue - pivot) - b_i log(1 + idle) - outside pull * (grievance + rivals) + coupon + calendar
    + b_g belonging), docs/model.md section 3. The pivots are the steady state's means, so that a weight drawn from its
    prior moves no level; `rivals` is what other platforms offer today, counted in grievances.
    """
    return logistic(
        p.open_intercept + user.own - user.annoyance
        + p.open_habit * user.habit
        + p.open_trust * (trust - p.trust_pivot)
        + p.open_satisfaction * (user.satisfaction - p.satisfaction_pivot)
        - p.open_fatigue * (user.fatigue - p.fatigue_pivot)
        - p.open_idle * log_idle(idle)
        - p.outside_pull * (user.grievance + rivals)
        + (p.open_coupon if user.coupon_fen > 0 else 0.0)
        + calendar
        + p.open_belonging * user.belonging
    )


@rule
def grievance_evening(grievance: float, p: Any) -> float:
    """What is left of grievances [fresh unanswered problems] a day later."""
    return faded(grievance, p.grievance_fade)


@rule
def winback_due(idle: int, p: Any) -> bool:
    """Whether a win-back message is sent after `idle` days without an open.

    On day `winback_days` and every `winback_again` days after it, so that a campaign also reaches those who have
    been silent for long when it begins.
    """
    first = int(p.winback_days)
    return first > 0 and idle >= first and (idle - first) % int(p.winback_again) == 0


@rule
def friend_open_probability(p: Any, degree: float) -> float:
    """The chance [0..1] that one friend's share opens the app; lower with many friends (W23)."""
    return p.share_open / (1.0 + p.share_crowding * degree)


@rule
def annoyed(annoyance: float, messages: int, tendency: float, p: Any) -> float:
    """Annoyance [logit] in the evening: it fades, and each message adds to it by one's tendency (W32)."""
    return annoyance * (1.0 - p.annoyance_fade) + p.annoy_per_message * tendency * messages
