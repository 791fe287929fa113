"""An outage: whose open meets it, and who waits until the streams are back."""

from __future__ import annotations

from typing import Any

from sim.base.params import parameter
from sim.chance.elementary import exp
from sim.users.rules.base import rule

parameter("outage_minutes", 0.0, "min", (0, 1440), "off in the baseline",
          text="Minutes of today in which no stream runs, when nothing takes over.")
parameter("outage_hazard", 0.0, "1/min", (0, 1), "off in the baseline",
          text="Hazard of leaving for every minute that the stream is down.")
parameter("standby", 0.0, "share", (0, 1), "off in the baseline",
          text="Share of the outage after the takeover that a standby saves.")
parameter("standby_minutes", 15.0, "min", (1, 1440), "R01: an answer within 15 minutes", grade="reported",
          text="Minutes after which a standby takes over.")
parameter("active_day", 960.0, "min", (60, 1440), "people are awake for 16 hours: our judgement",
          text="Minutes of a day over which opens are spread.")
parameter("outage_harm", 0.3, "unanswered problems", (0, 5), "W50: a late service; level judged",
          prior=(0.1, 0.5), acts_with=("outage_minutes",),
          text="Harm of an outage to somebody who gave up waiting.")


@rule
def minutes_down(p: Any) -> float:
    """Minutes of the outage: a standby saves a share of what lies behind its takeover."""
    return p.outage_minutes - p.standby * max(0.0, p.outage_minutes - p.standby_minutes)


@rule
def minutes_to_wait(u: float, p: Any) -> float:
    """Minutes until the streams are back for an open that comes at `u` (0..1) of the day from the outage on.

    Opens are spread evenly over the active day; 0 for one that comes after the repair.
    """
    return max(0.0, minutes_down(p) - u * p.active_day)


@rule
def give_up_probability(minutes: float, p: Any) -> float:
    """The chance [0..1] of leaving before the streams are back in so many minutes: 1 - exp(-hazard * minutes)."""
    return 1.0 - exp(-p.outage_hazard * minutes)
