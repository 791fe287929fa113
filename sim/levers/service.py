"""Levers of service: paying, finding the way, messages, coupons."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("simple_checkout_ease", 0.80, "logit", (0, 5), "L31", grade="reported", scope="lever",
          text="Ease that a simpler payment step adds, at strength 1 of simple_checkout.")
parameter("short_link_path_friction", 0.50, "share", (0, 1), "L38", grade="reported", scope="lever",
          text="Friction that a shorter path takes away, at strength 1 of short_link_path.")
parameter("dormant_winback_lift", 3.0, "ratio", (0, 15), "L32", grade="reported", scope="lever",
          text="Rise in the chance that a win-back message leads to an open, at strength 1 of dormant_winback.")


@lever("simple_checkout", reach="users", writes=("checkout_intercept",), evidence=("L31", "B14"), grade="reported",
       costs=("fixed",))
def simple_checkout(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Takes steps out of the payment, where 30 % were lost (B14)."""
    edit.add("checkout_intercept", sizes["simple_checkout_ease"] * strength)


@lever("short_link_path", reach="users", writes=("friction",), evidence=("L38", "B13"), grade="reported",
       costs=("fixed",))
def short_link_path(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Shortens the way from a link to the stream: less friction, felt on the day after (L38)."""
    edit.factor("friction", 1.0 - sizes["short_link_path_friction"] * strength)


@lever("dormant_winback", reach="users", writes=("winback_days", "winback_again", "winback_lift", "winback_coupon"),
       evidence=("L32", "W21", "W32", "T08"), grade="reported", costs=("per_event.message", "budget"),
       options=(Option("idle", 7.0, "days", 2.0, 90.0), Option("again", 30.0, "days", 7.0, 365.0),
                Option("coupon", 10.0, "yuan", 0.0, 200.0)))
def dormant_winback(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Writes to users on their `idle`-th silent day and every `again` days, with content they like and a coupon.

    Strength moves what the message is worth; sent it is at any strength above 0.
    """
    if strength > 0.0:
        edit.add("winback_days", options["idle"])
        edit.factor("winback_again", options["again"] / sizes["winback_again"])
    edit.add("winback_lift", sizes["dormant_winback_lift"] * strength)
    edit.add("winback_coupon", options["coupon"] * min(1.0, strength))


@lever("push_messages", reach="users", writes=("message_rate",), evidence=("W21", "W32"), grade="measured",
       costs=("per_event.message",), options=(Option("per_week", 2.0, "messages", 0.0, 14.0),))
def push_messages(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Sends `per_week` more ordinary messages: each opens the app now and then (W21), and annoys some (W32)."""
    edit.add("message_rate", options["per_week"] / 7.0 * strength)


@lever("coupons", reach="users", writes=("coupon_value", "coupon_every", "coupon_valid_days"), evidence=("W20",),
       grade="published", costs=("budget",),
       options=(Option("value", 10.0, "yuan", 1.0, 200.0), Option("every", 30.0, "days", 1.0, 180.0),
                Option("valid_days", 7.0, "days", 1.0, 60.0)))
def coupons(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Grants everybody it reaches a coupon of `value` every so many days.

    Strength scales the face value. A coupon draws people in while it is held and lowers the price
    they expect once it is used (W20).
    """
    edit.add("coupon_value", options["value"] * strength)
    if strength > 0.0:
        edit.factor("coupon_every", options["every"] / sizes["coupon_every"])
        edit.factor("coupon_valid_days", options["valid_days"] / sizes["coupon_valid_days"])
