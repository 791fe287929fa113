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
parameter("ar_try_on_certainty", 0.80, "unit", (0, 1), "L20, L21", grade="reported", scope="lever",
          text="Certainty that trying on gives to those who do, at strength 1 of ar_try_on.")
parameter("ar_showroom_certainty", 0.80, "unit", (0, 1), "L10", grade="reported", scope="lever",
          text="Certainty that placing a product at home gives to those who do, at strength 1 of ar_showroom.")
parameter("vr_live_minutes", 1.0, "log min", (0, 4), "L17", grade="reported", scope="lever",
          text="How much longer owners of a device stay, at strength 1 of vr_live.")
parameter("metaverse_room_minutes", 1.5, "log min", (0, 4), "L22", grade="reported", scope="lever",
          text="How much longer owners of a device stay, at strength 1 of metaverse_room.")
parameter("metaverse_room_company", 0.50, "unit", (0, 5), "L22 names avatars and shows; our judgement", scope="lever",
          text="Interactivity of meeting other avatars, for owners of a device, at strength 1 of metaverse_room.")


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


@lever("ar_try_on", reach="rooms", writes=("try_on_worn",), evidence=("L20", "L21"), grade="reported",
       costs=("fixed",))
def ar_try_on(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets viewers try on what is worn: who does so is more certain of what he orders, and returns less (L20).

    It works in rooms that sell what is worn, for those who find their way to the mirror and take the time.
    """
    edit.add("try_on_worn", sizes["ar_try_on_certainty"] * strength)


@lever("ar_showroom", reach="rooms", writes=("try_on_placed",), evidence=("L10",), grade="reported", costs=("fixed",))
def ar_showroom(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets viewers place a product at home: who does so is more certain that it fits, and returns less.

    It works in rooms that sell what is placed, for those who find their way to it and take the time.
    """
    edit.add("try_on_placed", sizes["ar_showroom_certainty"] * strength)


@lever("vr_live", reach="rooms", writes=("vr_minutes",), evidence=("L17", "L50", "B20"), grade="reported",
       costs=("fixed",))
def vr_live(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets owners of a VR device walk through the showroom: they stay longer (L17), and so buy more.

    Nobody else notices it, so what it does in all depends on how many own a device (B20 is an upper bound).
    """
    edit.add("vr_minutes", sizes["vr_live_minutes"] * strength)


@lever("metaverse_room", reach="rooms", writes=("vr_minutes", "vr_interactivity"), evidence=("L22", "B20"),
       grade="reported", costs=("fixed",))
def metaverse_room(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets owners of a VR device meet as avatars at virtual shows: they stay longer (L22) and take part more.

    L22 is a level of viewers who chose the room, so it bounds the effect from above. Nobody else notices it.
    """
    edit.add("vr_minutes", sizes["metaverse_room_minutes"] * strength)
    edit.add("vr_interactivity", sizes["metaverse_room_company"] * strength)
