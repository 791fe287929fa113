"""Levers for users abroad."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

ABROAD = 15.0
"""Days that a parcel takes across the border (B19)."""
parameter("local_warehouse_damage", 0.60, "logit", (0, 4), "L46 gives the direction; our judgement", scope="lever",
          text="Problems that a short way prevents, at strength 1 of local_warehouse.")
parameter("localised_cross_border_trust", 2.0, "experiences", (0, 20), "L44 gives the direction; our judgement",
          scope="lever", text="Good experiences that local hosts and rules are worth, at strength 1.")
parameter("localised_cross_border_friction", 0.30, "share", (0, 1), "L44 gives the direction; our judgement",
          scope="lever", text="Friction that the own language and payment take away, at strength 1.")


@lever("localised_cross_border", reach="users", writes=("trust_prior_good", "friction"), evidence=("L44", "L58"),
       grade="judged", costs=("fixed", "per_user"))
def localised_cross_border(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Brings local hosts, rules, language and payment: more to trust from the start, less friction."""
    edit.add("trust_prior_good", sizes["localised_cross_border_trust"] * strength)
    edit.factor("friction", 1.0 - sizes["localised_cross_border_friction"] * strength)


@lever("local_warehouse", reach="users", writes=("delivery_days", "problem_intercept"),
       evidence=("L45", "L46", "B18", "B19"), grade="reported", costs=("fixed", "per_event.order"),
       options=(Option("delivery", 3.0, "days", 1.0, 15.0),))
def local_warehouse(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Stores goods in the buyers' country: parcels come in `delivery` days instead of 15 (L45), fewer are spoilt."""
    edit.factor("delivery_days", 1.0 - strength + strength * options["delivery"] / ABROAD)
    edit.add("problem_intercept", -sizes["local_warehouse_damage"] * strength)
