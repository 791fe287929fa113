"""A parcel arrives: is there a problem, is it answered, is the parcel kept, and how much harm is left?"""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import log
from sim.users.rules.base import logistic, rule

NONE, WHOLE = 0.0, 1.0
"""Harm of a parcel without any trouble, and of a problem that nobody answers: the unit of harm."""

parameter("problem_intercept", -2.4, "logit", (-6, 4), "W33: of persons over a year, not of parcels", grade="published",
          fitted=True, text="How often an order of average quality as promised turns out to have a problem.")
parameter("problem_gap", 2.0, "logit per unit of quality", (0, 8), "W33; level judged",
          text="How much quality above (or below) the promise prevents (or causes) problems.")
parameter("answered", 0.136, "probability", (0, 1), "W46", grade="published",
          text="Chance that a problem gets a good answer.")
parameter("answered_fast", 0.3, "share", (0, 1), "W49 tells fast answers apart; their share is our judgement",
          text="Share of good answers that come fast.")
parameter("late_answer_harm", 0.5, "share", (0, 1), "W49: .70 rebuy, .37 without an answer",
          grade="published", text="Harm that a problem leaves which was answered late, against one without answer.")
parameter("fast_answer_harm", 0.1, "share", (0, 1), "W49: .95 rebuy after a fast answer", grade="published",
          text="Harm that a problem leaves which was answered fast, against one without answer.")
parameter("return_badly", 0.15, "probability", (0, 1), "W56 gives the sign; our judgement",
          text="Chance that a returned parcel is handled badly: late money, many questions.")
parameter("return_harm", 0.5, "share", (0, 1), "W56 gives the sign; our judgement", prior=(0.0, 1.0),
          text="Harm of a badly handled return, against a problem without answer.")
parameter("return_intercept", -1.1, "logit", (-6, 4), "W22", grade="published", fitted=True,
          text="How readily people return an order without a problem.")
parameter("return_impulse", 0.96, "logit", (0, 3), "W36", grade="published", fitted=True,
          text="How much more readily an order made on impulse (with interaction) is returned.")
parameter("return_problem", 1.0, "logit", (0, 5), "W33, W22; level judged",
          text="How much more readily an order with a problem is returned.")
parameter("return_certainty", 1.0, "logit per unit", (0, 5), "L20: returns also fall; level judged",
          text="How much certainty about a product, from seeing it, trying it on or walking in, prevents returns.")
parameter("return_effort", 0.0, "logit", (0, 6), "0 by definition at home; B18 abroad",
          text="How much the effort of sending a parcel back keeps people from returning it.")
parameter("return_wait", 0.4, "logit per log ratio", (0, 1.5), "W47 implies about .7, W48 contests it: 0 to .8",
          grade="published", prior=(0.0, 0.8),
          text="How much more readily a parcel is returned that took longer than expected.")
parameter("return_habit", 2.0, "logit per share", (0, 6), "W55: the tenth purchase is returned 1.48 times as often",
          grade="published", fitted=True, text="How much the share of earlier returns raises the next one.")
parameter("return_experience", 0.1, "logit per log parcel", (0, 1), "W55: experience lowers returns; level judged",
          text="How much the parcels one has had lower returns.")
parameter("expected_days", 3.0, "days", (1, 30), "what parcels at home take: our judgement",
          text="Days from order to parcel that people expect.")
parameter("delivery_days", 3.0, "days", (1, 30), "domestic parcels: our judgement; B19 abroad",
          text="Days from order to parcel; luck decides on a fraction.")
parameter("return_window", 7.0, "days", (1, 30), "seven-day returns (L35)", grade="reported", scope="platform",
          text="Days after delivery within which a parcel may be returned.")


@rule
def problem_probability(gap: float, p: Any) -> float:
    """The chance [0..1] of a problem; `gap` is quality less promise."""
    return logistic(p.problem_intercept - p.problem_gap * gap)


@rule
def problem_harm(answered: bool, fast: bool, p: Any) -> float:
    """Harm [0..1] that a problem leaves: all of it without a good answer, least after a fast one (W49, W50)."""
    if not answered:
        return WHOLE
    return float(p.fast_answer_harm if fast else p.late_answer_harm)


@rule
def waited(days: float, p: Any) -> float:
    """How long [log ratio] `days` from order to parcel are against those expected: log(days / expected)."""
    return log(days / p.expected_days)


@rule
def share_sent_back(user: Any) -> float:
    """The share [0..1] of the parcels had so far that were returned; 0 before the first one."""
    return float(user.sent_back / max(1, user.received))


@rule
def return_probability(user: Any, parcel: Any, problem: bool, p: Any) -> float:
    """The chance [0..1] of returning a parcel.

    Impulse, a problem, waiting (W47) and the share of earlier returns (W55) raise it; certainty, effort and
    experience, log(1 + parcels had), lower it.
    """
    return logistic(
        p.return_intercept
        + (p.return_impulse if parcel.interacted > 0 else 0.0)
        + (p.return_problem if problem else 0.0)
        - p.return_certainty * parcel.certainty
        - p.return_effort
        + p.return_wait * waited(parcel.days, p)
        + p.return_habit * share_sent_back(user)
        - p.return_experience * log(1.0 + user.received)
    )
