"""Levers of trust: prices, data, and what happens after an order."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("price_transparency_honesty", 0.10, "0..1", (0, 1), "L54 gives the direction; our judgement", scope="lever",
          text="Honesty that open prices add to a room, at strength 1 of price_transparency.")
parameter("price_transparency_claims", 0.50, "share", (0, 1), "L54 gives the direction; our judgement", scope="lever",
          text="Exaggeration that open prices take away, at strength 1 of price_transparency.")
parameter("privacy_controls_trust", 10.0, "experiences", (0, 47), "L34", grade="reported", scope="lever",
          text="Good experiences that control over one's data is worth, at strength 1 of privacy_controls.")

parameter("content_audit_claims", 0.50, "share", (0, 1), "L55 gives the direction; our judgement", scope="lever",
          text="Exaggeration that audited streams lose, at strength 1 of content_audit.")
parameter("content_audit_risk", 0.50, "share", (0, 1), "L55 gives the direction; our judgement", scope="lever",
          text="Share of scandals of chance that audits prevent, at strength 1 of content_audit.")


@lever("price_transparency", reach="rooms", writes=("honesty_shift", "overclaim"), evidence=("L54",), grade="judged",
       costs=("fixed",))
def price_transparency(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Shows what a product costs and what is earned with it: watching gives better evidence, claims come down."""
    edit.add("honesty_shift", sizes["price_transparency_honesty"] * strength)
    edit.factor("overclaim", 1.0 - sizes["price_transparency_claims"] * strength)


@lever("privacy_controls", reach="users", writes=("trust_prior_good", "relevance"), evidence=("L34", "L33"),
       grade="reported", costs=("fixed",), options=(Option("switched_off", 0.15, "share", 0.0, 1.0),))
def privacy_controls(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets users decide on their data: more trust (L34), and less relevance by the share who switch it off."""
    edit.add("trust_prior_good", sizes["privacy_controls_trust"] * strength)
    edit.factor("relevance", 1.0 - options["switched_off"] * min(1.0, strength))


@lever("after_sales", reach="users", writes=("answered", "answered_fast", "return_badly"),
       evidence=("L35", "W33", "W46", "W49", "W56"), grade="judged",
       costs=("fixed", "per_event.order"), options=(Option("answers", 0.90, "share", 0.14, 1.0),))
def after_sales(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Gives a share of `answers` of all problems a good answer within hours, instead of one in seven (W46).

    As many of the returns that would be handled badly are handled well (W56).
    """
    edit.add("answered", max(0.0, options["answers"] - sizes["answered"]) * strength)
    edit.add("answered_fast", (1.0 - sizes["answered_fast"]) * strength)
    edit.factor("return_badly", 1.0 - options["answers"] * strength)


@lever("content_audit", reach="rooms", writes=("overclaim", "scandal_risk"), evidence=("L55",), grade="judged",
       costs=("fixed",))
def content_audit(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Checks streams before and while they run: claims come nearer to the goods, scandals become rarer (L55)."""
    edit.factor("overclaim", 1.0 - sizes["content_audit_claims"] * min(1.0, strength))
    edit.factor("scandal_risk", 1.0 - sizes["content_audit_risk"] * min(1.0, strength))
