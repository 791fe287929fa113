"""Leaving at once or staying, for how long, and whether to look at another room."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import MILLI, SECONDS_A_MINUTE, logistic, rule, whole
from sim.users.rules.choose import AVERAGE_FIT

MOST_VISITS = 12
"""Room visits after which an open ends (docs/model.md section 3)."""
MOST_LOOKS = 24
"""Boards looked at in one open at the most."""
BOUNCE_BELOW = 10.0 / SECONDS_A_MINUTE
"""Minutes below which a visit is a bounce."""
LONGEST_BOUNCE = 9.95
"""Seconds of a bounce at the most: rounded to milli-minutes it still lies below ten seconds."""

parameter("bounce_intercept", 0.62, "logit", (-4, 5), "B10", grade="reported", fitted=True,
          text="How readily people leave an average room at once.")
parameter("bounce_fit", 2.0, "logit per unit of fit", (0, 6), "invisible to the baseline", prior=(1.0, 3.0),
          text="How much a fitting room keeps people from leaving at once.")
parameter("bounce_friction", 1.2, "logit per unit of friction", (0, 5), "B13; invisible to the baseline",
          prior=(0.4, 2.0), text="How much friction makes people leave at once.")
parameter("bounce_pace", 1.2, "logit per unit of pace", (0, 8), "P01, P02; invisible to the baseline",
          prior=(0.6, 1.8), text="How much a pace against one's taste makes people leave at once.")
parameter("bounce_same", 0.7, "logit", (0, 4), "L08; invisible to the baseline", prior=(0.2, 1.2),
          text="How much more readily people leave a room that looks like others they have seen.")
parameter("bounce_favourite", 2.05, "logit", (0, 6), "W07", grade="published",
          text="How much a full attachment to the host keeps people from leaving at once.")
parameter("pace_taste", 0.2, "-1..1", (-1, 1), "P01, P02: gen_z fast, silver slow; sizes judged",
          text="Liking for a fast stream (+1) or a slow one (-1).")
parameter("friction", 1.0, "unit", (0, 2), "B13, B17; a unit by definition",
          text="Friction of the app for somebody without any operating skill.")
parameter("elder_friction_relief", 0.0, "share", (0, 1), "off in the baseline",
          text="Share of friction that elder mode takes away from those who adopted it.")
parameter("elder_pace_relief", 0.0, "share", (0, 1), "off in the baseline",
          text="Share of the discomfort with pace that elder mode takes away from those who adopted it.")
parameter("bounce_seconds", 4.0, "s", (0.5, 9), "W01", grade="published",
          text="Median length of a bounced visit.")
parameter("bounce_sigma", 0.5, "log s", (0.05, 2), "W01 says seconds; spread judged",
          text="Spread of the length of bounced visits.")
parameter("watch_minutes", 1.5, "min", (0.2, 20), "B02, W02", grade="reported", fitted=True,
          text="Median length of an engaged visit of an average user to a half-fitting room.")
parameter("watch_sigma", 1.13, "log min", (0.1, 2.5), "W02, W03", grade="published", fitted=True,
          text="Spread of engaged minutes within a user.")
parameter("watch_fit", 1.0, "log min per unit of fit", (0, 4), "invisible to the baseline", prior=(0.3, 1.7),
          text="How much longer people stay in a fitting room.")
parameter("patience", 300.0, "min", (10, 1440), "five hours in one room: our judgement",
          text="Longest time that anybody stays in one room.")
parameter("go_on_bounce", 0.84, "probability", (0, 0.99), "B04 with B02 and B10", grade="reported", fitted=True,
          text="Chance of looking at another board after leaving a room at once.")
parameter("go_on_engaged", 0.45, "probability", (0, 0.99), "lower than after a bounce (docs/model.md); level judged",
          text="Chance of looking at another board after an engaged visit to a half-fitting room.")
parameter("go_on_none", 0.85, "probability", (0, 0.99), "people swipe on; level judged",
          text="Chance of looking at another board when no shown room was entered.")
parameter("go_on_fit", 1.0, "logit per unit of fit", (0, 6), "W27, L19: what pleased makes one look for more; judged",
          prior=(0.0, 2.0), text="How much the fit of a room just watched makes people look for another one.")


@rule
def felt_friction(skill: float, adopted: bool, p: Any) -> float:
    """Friction [unit] that a user feels: that of the app, by missing skill, less elder mode's relief."""
    relief = p.elder_friction_relief if adopted else 0.0
    return p.friction * (1.0 - skill) * (1.0 - relief)


@rule
def pace_strain(pace: float, adopted: bool, p: Any) -> float:
    """Discomfort [unit of pace] with a room's pace: minus taste times pace, eased by elder mode.

    Pace is measured from that of plain selling (0): faster is positive.
    """
    strain = -p.pace_taste * pace
    if adopted and strain > 0.0:
        strain *= 1.0 - p.elder_pace_relief
    return strain


@rule
def bounce_probability(fit: float, friction: float, strain: float, same: bool, familiar: float, p: Any) -> float:
    """The chance [0..1] of leaving within 10 s: logistic in fit, friction, pace, sameness, attachment."""
    return logistic(
        p.bounce_intercept
        - p.bounce_fit * (fit - AVERAGE_FIT)
        + p.bounce_friction * friction
        + p.bounce_pace * strain
        + (p.bounce_same if same else 0.0)
        - p.bounce_favourite * familiar
    )


@rule
def pleasure(fit: float, p: Any) -> float:
    """How a room just watched multiplies the odds of looking for another one: exp(b (fit - 1/2)), 1 at half a fit."""
    return exp(p.go_on_fit * (fit - AVERAGE_FIT))


@rule
def go_on_probability(usual: float, odds: float) -> float:
    """The chance [0..1] of looking at another board: `usual`, whose odds are multiplied by `odds`.

    These are the user's own, exp of his readiness (W44), times the pleasure of the room just watched.
    """
    likely = usual * odds
    return likely / (likely + (1.0 - usual))


@rule
def bounce_minutes(z: float, p: Any) -> float:
    """Minutes of a bounced visit: lognormal seconds, below ten."""
    return min(LONGEST_BOUNCE, p.bounce_seconds * exp(p.bounce_sigma * z)) / SECONDS_A_MINUTE


@rule
def engaged_minutes(z: float, own: float, fit: float, format_minutes: float, left: float, p: Any) -> float:
    """Minutes of an engaged visit, from 10 s up (lognormal; W02, W03).

    median * exp(format + own + b (fit - 1/2) + sigma z), shortened by what is `left` of the stream
    [min] and by patience.
    """
    wish = p.watch_minutes * exp(format_minutes + own + p.watch_fit * (fit - AVERAGE_FIT) + p.watch_sigma * z)
    return max(BOUNCE_BELOW, min(wish, min(left, p.patience)))


@rule
def milliminutes(minutes: float) -> int:
    """Minutes as they are recorded [1/1000 min]: whole numbers, whose sums depend on no order."""
    return whole(minutes * MILLI)
