"""A parcel arrives: is there a problem, is it answered, is the parcel kept?"""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.users.rules.base import logistic, rule

parameter("problem_intercept", -0.75, "logit", (-6, 4), "W33", grade="published", fitted=True,
          text="How often an order of average quality as promised turns out to have a problem.")
parameter("problem_gap", 2.0, "logit per unit of quality", (0, 8), "W33; level judged",
          text="How much quality above (or below) the promise prevents (or causes) problems.")
parameter("answered", 0.136, "probability", (0, 1), "W46", grade="published",
          text="Chance that a problem gets a good answer.")
parameter("return_intercept", -1.1, "logit", (-6, 4), "W22", grade="published", fitted=True,
          text="How readily people return an order without a problem.")
parameter("return_impulse", 0.96, "logit", (0, 3), "W36", grade="published", fitted=True,
          text="How much more readily an order made on impulse (with interaction) is returned.")
parameter("return_problem", 1.0, "logit", (0, 5), "W33, W22; level judged",
          text="How much more readily an order with a problem is returned.")
parameter("return_certainty", 1.0, "logit per unit", (0, 5), "L20: returns also fall; level judged",
          text="How much certainty from trying on (AR) prevents returns.")
parameter("return_effort", 0.0, "logit", (0, 6), "0 by definition at home; B18 abroad",
          text="How much the effort of sending a parcel back keeps people from returning it.")
parameter("delivery_days", 3.0, "days", (1, 30), "domestic parcels: our judgement; B19 abroad",
          text="Days from order to parcel.")
parameter("return_window", 7.0, "days", (1, 30), "seven-day returns (L35)", grade="reported", scope="platform",
          text="Days after delivery within which a parcel may be returned.")


@rule
def problem_probability(gap: float, p: Any) -> float:
    """The chance [0..1] of a problem; `gap` is quality less promise."""
    return logistic(p.problem_intercept - p.problem_gap * gap)


@rule
def return_probability(interacted: bool, problem: bool, certainty: float, p: Any) -> float:
    """The chance [0..1] of returning a parcel: impulse and problems raise it, certainty and effort lower it."""
    return logistic(
        p.return_intercept
        + (p.return_impulse if interacted else 0.0)
        + (p.return_problem if problem else 0.0)
        - p.return_certainty * certainty
        - p.return_effort
    )
