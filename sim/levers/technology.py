"""Levers of technology: what is recommended, who hosts, what is bundled."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Values, lever

parameter("ai_recommendation_ranking", 0.50, "share", (0, 1), "L18", grade="reported", scope="lever",
          text="Places on the board that show the better of two rooms, at strength 1 of ai_recommendation.")
parameter("ai_recommendation_relevance", 0.20, "share", (0, 0.5), "L18, W27; our judgement", scope="lever",
          text="Rooms picked by interest instead of popularity, at strength 1 of ai_recommendation.")
parameter("data_platform_relevance", 0.10, "share", (0, 0.5), "L56 gives the direction; our judgement", scope="lever",
          text="Rooms picked by interest instead of popularity, at strength 1 of data_platform.")
parameter("ai_host_interactivity", 0.70, "unit", (0, 5), "L41", grade="reported", scope="lever",
          text="Interactivity that a host who remembers the viewer adds, at strength 1 of ai_host.")
parameter("nft_bundle_value", 0.60, "share", (0, 4), "L42", grade="reported", scope="lever",
          text="Value that a bundled collectible adds to an order, at strength 1 of nft_bundle.")


@lever("ai_recommendation", reach="users", writes=("ranking", "relevance"),
       evidence=("L18", "L48", "L19", "W27", "P04"), grade="reported", costs=("fixed", "per_user"))
def ai_recommendation(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Shows more rooms by the user's interests, and of two candidates the one that answers them better."""
    edit.add("ranking", sizes["ai_recommendation_ranking"] * strength)
    edit.add("relevance", sizes["ai_recommendation_relevance"] * strength)


@lever("data_platform", reach="users", writes=("relevance",), evidence=("L56",), grade="judged", costs=("fixed",))
def data_platform(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Joins data of platform and merchants, so that interests are known better; no number was reported."""
    edit.add("relevance", sizes["data_platform_relevance"] * strength)


@lever("ai_host", reach="rooms", writes=("interactivity_shift",), evidence=("L41", "B09"), grade="reported",
       costs=("fixed",))
def ai_host(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets an AI host who remembers every viewer answer in the stream: more to interact with.

    L41 compares rooms (a cross-section), so it bounds the effect from above.
    """
    edit.add("interactivity_shift", sizes["ai_host_interactivity"] * strength)


@lever("nft_bundle", reach="rooms", writes=("list_price_factor",), evidence=("L42",), grade="reported",
       costs=("fixed", "per_event.order"))
def nft_bundle(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Sells products together with a digital collectible: the same decision, a larger order."""
    edit.factor("list_price_factor", 1.0 + sizes["nft_bundle_value"] * strength)
