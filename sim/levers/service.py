"""Levers of service and trust, coupons and messages."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers.base import Edit, Option, lever


@lever(
    "coupons",
    reach="users",
    writes=("coupon_value", "coupon_every", "coupon_valid_days"),
    evidence=("W20",),
    grade="published",
    options=(
        Option("value", 10.0, "yuan", 1.0, 200.0),
        Option("every", 30.0, "days", 1.0, 180.0),
        Option("valid_days", 7.0, "days", 1.0, 60.0),
    ),
)
def coupons(edit: Edit, strength: float, options: Mapping[str, float], sizes: Mapping[str, float]) -> None:
    """Grants everybody it reaches a coupon of `value` every so many days.

    Strength scales the face value. A coupon draws people in while it is held and lowers the price
    they expect once it is used (W20).
    """
    edit.add("coupon_value", options["value"] * strength)
    if strength > 0.0:
        edit.factor("coupon_every", options["every"] / 30.0)
        edit.factor("coupon_valid_days", options["valid_days"] / 7.0)
