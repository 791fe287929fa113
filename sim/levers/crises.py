"""Crises: what may strike a platform. Nobody chooses them; a scenario says when they break out, or how likely."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("server_crash_hazard", 0.0063, "1/min", (0, 0.05), "C01", grade="reported", scope="lever",
          text="Hazard of leaving for every minute that the stream is down, at strength 1 of server_crash.")
parameter("host_scandal_heat", 1.55, "heat", (0, 5), "C02", grade="reported", scope="lever",
          text="Heat of the scandal about a host on its first day, at strength 1 of host_scandal.")
parameter("food_fraud_heat", 3.0, "heat", (0, 5), "C05 gives the direction, twice a scandal; our judgement",
          scope="lever", text="Heat of the scandal about a host on its first day, at strength 1 of food_fraud.")
parameter("food_fraud_quality", 0.30, "unit of quality", (0, 1), "C05 gives the direction; our judgement",
          scope="lever", text="How much worse goods are than promised, at strength 1 of food_fraud.")
parameter("data_leak_alarm", 3.5, "heat", (0, 50), "C03", grade="reported", scope="lever",
          text="Heat of the news about lost data on its first day, at strength 1 of data_leak.")
parameter("data_leak_messages", 0.30, "share", (0, 1), "C03 gives the direction; our judgement", scope="lever",
          text="How much more rarely messages are opened on the first day, at strength 1 of data_leak.")
parameter("regulation_forbidden", 1.00, "share", (0, 1), "C04", grade="reported", scope="lever",
          text="Share of streams that the rule forbids in the rooms it is about, at strength 1 of regulation.")

CHANCE = Option("per_year", 0.0, "1/year", 0.0, 50.0)
"""How often it breaks out in a year; 0: for certain, on the first day of its plan."""


@lever("server_crash", reach="users", writes=("outage_minutes", "outage_hazard"), evidence=("C01", "R01"),
       grade="reported", kind="moment",
       options=(Option("minutes", 120.0, "min", 1.0, 1440.0), CHANCE))
def server_crash(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Stops all streams for `minutes`, the two hours of R01: who is watching leaves with a hazard every minute (C01).

    Strength moves the hazard; the streams are down at any strength above 0.
    """
    if strength > 0.0:
        edit.add("outage_minutes", options["minutes"])
    edit.add("outage_hazard", sizes["server_crash_hazard"] * strength)


@lever("host_scandal", reach="rooms", writes=("scandal",), evidence=("C02", "L33"), grade="reported", kind="fades",
       options=(CHANCE,))
def host_scandal(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Exposes hosts: their rooms are shunned (C02), those tied to them and others hear of it, similar hosts suffer.

    Only heat is written; what rooms, ties, trust and leaving make of it are rules.
    """
    edit.add("scandal", sizes["host_scandal_heat"] * strength)


@lever("food_fraud", reach="rooms", writes=("scandal", "quality_shift"), evidence=("C05",), grade="judged",
       kind="fades", options=(CHANCE,))
def food_fraud(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Exposes hosts who sold bad food: a hotter scandal, and goods that do not keep what was promised."""
    edit.add("scandal", sizes["food_fraud_heat"] * strength)
    edit.add("quality_shift", -sizes["food_fraud_quality"] * strength)


@lever("data_leak", reach="users", writes=("alarm", "message_open"), evidence=("C03", "L33"), grade="reported",
       kind="fades", options=(CHANCE,))
def data_leak(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Loses users' data: who hears of it trusts less and may uninstall (C03); messages are opened more rarely."""
    edit.add("alarm", sizes["data_leak_alarm"] * strength)
    edit.factor("message_open", 1.0 - sizes["data_leak_messages"] * min(1.0, strength))


@lever("regulation", reach="rooms", writes=("forbidden",), evidence=("C04",), grade="reported", kind="lasts",
       options=(CHANCE,))
def regulation(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Forbids a share of the streams of the rooms it is about, as long as the rule is in force."""
    edit.add("forbidden", sizes["regulation_forbidden"] * strength)
