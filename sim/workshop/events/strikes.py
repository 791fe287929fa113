"""What strikes a game's world: it moves mechanisms as strategies do, and nobody's strategy can pull it."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Values, lever

JUDGED = ("our judgement",)
parameter("strike_rival_open", -0.35, "logit", (-3, 0), "our judgement", scope="lever",
          text="How much a rival's festival takes from opening.")
parameter("strike_rival_buy", -0.35, "logit", (-3, 0), "our judgement", scope="lever",
          text="How much a rival's festival takes from buying.")
parameter("strike_rule_messages", 0.70, "share", (0, 1), "our judgement", scope="lever",
          text="Share of messages that a rule forbids.")
parameter("strike_jam_delay", 1.50, "share", (0, 5), "our judgement", scope="lever",
          text="How much longer parcels travel in a jam, as a share of the usual days.")


@lever("strike_rival", reach="users", writes=("open_intercept", "buy_intercept"), evidence=JUDGED, grade="judged")
def strike_rival(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Draws users to another platform's festival: they open less and buy there."""
    edit.add("open_intercept", sizes["strike_rival_open"] * strength)
    edit.add("buy_intercept", sizes["strike_rival_buy"] * strength)


@lever("strike_rule", reach="users", writes=("message_rate",), evidence=JUDGED, grade="judged")
def strike_rule(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Forbids most messages, those that strategies add too."""
    edit.factor("message_rate", 1.0 - sizes["strike_rule_messages"] * min(1.0, strength))


@lever("strike_jam", reach="users", writes=("delivery_days",), evidence=JUDGED, grade="judged")
def strike_jam(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets parcels arrive late."""
    edit.factor("delivery_days", 1.0 + sizes["strike_jam_delay"] * strength)
