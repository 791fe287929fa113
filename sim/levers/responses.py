"""Responses: what answers crises, with a clock in hours or minutes, and what insures against them.

The effect of every response is predicted: no size below is fitted.
"""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("golden_24h_team", 0.10, "share", (0, 1), "R02 gives the order; our judgement", scope="lever",
          text="Share of a crisis' heat that a team at work takes away, at strength 1 of golden_24h.")
parameter("golden_24h_words", 0.05, "share", (0, 1), "W50: words alone hardly help; our judgement", scope="lever",
          text="Share of a crisis' heat that a statement with an apology takes away, at strength 1 of golden_24h.")
parameter("golden_24h_repeat", 0.25, "share", (0, 2), "W50: repeated apologies can backfire; our judgement",
          scope="lever", text="How much every repeated apology fans a crisis, at strength 1 of golden_24h.")
parameter("golden_24h_solution", 0.30, "share", (0, 1), "R02 gives the order; our judgement", scope="lever",
          text="Share of a crisis' heat that a solution takes away, at strength 1 of golden_24h.")
parameter("golden_24h_refund", 0.40, "share", (0, 1), "W50: money helps; our judgement", scope="lever",
          text="Share of a crisis' heat that a full refund takes away, at strength 1 of golden_24h.")
parameter("golden_24h_coupon", 0.015, "1/yuan", (0, 0.1), "W50: an apology with a coupon helps most; our judgement",
          scope="lever", text="Share of a crisis' heat that the first yuan of a coupon takes away.")
parameter("category_diversification_quality", 0.05, "unit of quality", (0, 1), "C04; what one is new at is done "
          "worse: our judgement", scope="lever",
          text="Quality that hosts lose who learn another category, at strength 1 of category_diversification.")
A_DAY = 24.0
"""Hours from one repeated apology to the next."""
NEVER = 8760.0
"""A year: hours after which an answer comes too late for any crisis."""


@lever("failover", reach="users", writes=("standby", "standby_minutes"), evidence=("R01", "C01"), grade="reported",
       kind="response", costs=("fixed",), options=(Option("minutes", 15.0, "min", 1.0, 1440.0),))
def failover(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Keeps servers ready that take over within `minutes` (R01): whatever of an outage lies behind is saved.

    Of several for the same users, what each is sooner or later than the usual adds up.
    """
    edit.add("standby", min(1.0, strength))
    if strength > 0.0:
        edit.add("standby_minutes", options["minutes"] - sizes["standby_minutes"])


@lever("golden_24h", reach="users", writes=("apology_coupon",), evidence=("R02", "R03", "W50"), grade="judged",
       kind="response", costs=("fixed", "budget"),
       options=(Option("team", 1.0, "h", 0.0, NEVER), Option("statement", 4.0, "h", 0.0, NEVER),
                Option("solution", 72.0, "h", 0.0, NEVER), Option("apology", 1.0, "", 0.0, 1.0),
                Option("repeats", 0.0, "apologies", 0.0, 30.0), Option("refund", 1.0, "share", 0.0, 1.0),
                Option("coupon", 10.0, "yuan", 0.0, 200.0)))
def golden_24h(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Answers a crisis by a clock in hours from its outbreak: a team, a statement, a solution (R02).

    Each takes a share of the heat that is left: words hardly any, a refund and a coupon much; repeated apologies, one a
    day after the statement, fan it (W50). The coupon comes with the solution, to whom the response reaches.
    """
    full = min(1.0, strength)
    edit.cool(options["team"], 1.0 - sizes["golden_24h_team"] * full)
    edit.cool(options["statement"], 1.0 - sizes["golden_24h_words"] * options["apology"] * full)
    for k in range(int(options["repeats"])):
        edit.cool(options["statement"] + (k + 1) * A_DAY, 1.0 + sizes["golden_24h_repeat"] * strength)
    edit.cool(options["solution"], 1.0 - sizes["golden_24h_solution"] * full)
    edit.cool(options["solution"], 1.0 - sizes["golden_24h_refund"] * options["refund"] * full)
    edit.cool(options["solution"], 1.0 / (1.0 + sizes["golden_24h_coupon"] * options["coupon"] * strength))
    edit.pay(options["solution"])
    edit.add("apology_coupon", options["coupon"] * full)


@lever("category_diversification", reach="rooms", writes=("moved", "quality_shift"), evidence=("C04",),
       grade="judged", kind="response", costs=("fixed",))
def category_diversification(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Moves hosts to other categories, before a rule forbids theirs: an insurance.

    It costs something when nothing happens: followers came for the old category, and what is new is done worse.
    """
    edit.add("moved", min(1.0, strength))
    edit.add("quality_shift", -sizes["category_diversification_quality"] * strength)
