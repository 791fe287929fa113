"""Levers about whom the platform speaks to."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("elder_mode_preview_lift", 0.40, "ratio", (0, 4), "L03", grade="reported", scope="lever",
          text="Rise in the chance that a preview is opened, at strength 1 of elder_mode.")
parameter("elder_mode_friction", 0.60, "share", (0, 1), "large type and one-tap voice navigation; our judgement",
          scope="lever", text="Friction that elder mode takes from adopters at strength 1.")
parameter("elder_mode_pace", 0.50, "share", (0, 1), "P02: slow pace; our judgement", scope="lever",
          text="Discomfort with pace that elder mode takes from adopters at strength 1.")
parameter("elder_mode_peers", 0.03, "experiences per visit", (0, 1), "P02, L02: peer hosts; our judgement",
          scope="lever", text="Good evidence from peer hosts to adopters at strength 1.")
parameter("voice_one_tap_order_steps", 0.90, "share", (0, 1), "L04", grade="reported", scope="lever",
          text="Time at the order form that voice and one tap save, at strength 1 of voice_one_tap_order.")
parameter("voice_one_tap_order_friction", 0.40, "share", (0, 1), "L05 gives the direction; our judgement",
          scope="lever", text="Friction of the app that voice navigation takes away, at strength 1.")
parameter("scene_selling_certainty", 0.30, "unit", (0, 1), "L06", grade="reported", scope="lever",
          text="Certainty that seeing field and orchard gives, at strength 1 of scene_selling.")
parameter("scene_selling_value", 0.30, "unit", (0, 3), "L06, P03; our judgement", scope="lever",
          text="What selling from field and orchard offers to those who look for value, at strength 1.")
parameter("national_style_minutes", 0.40, "log min", (0, 3), "L39", grade="reported", scope="lever",
          text="How much longer people stay in theme streams, at strength 1 of national_style.")
parameter("national_style_personal", 0.30, "unit", (0, 3), "L39, P01; our judgement", scope="lever",
          text="What a theme of one's own taste offers to the personal need, at strength 1 of national_style.")
parameter("interactive_segments_pace", 0.30, "pace", (0, 2), "P01, L28; our judgement", scope="lever",
          text="Pace that prize draws and joint calls add, at strength 1 of interactive_segments.")
parameter("interactive_segments_calls", 0.10, "unit", (0, 5), "L29", grade="reported", scope="lever",
          text="Interactivity that prize draws and joint calls add, at strength 1 of interactive_segments.")
parameter("customisation_personal", 0.80, "unit", (0, 3), "L52 gives the direction; our judgement", scope="lever",
          text="What made-to-order goods offer to the personal need, at strength 1 of customisation.")
parameter("customisation_quality", 0.10, "unit of quality", (0, 1), "L52 gives the direction; our judgement",
          scope="lever", text="How much better made-to-order goods are than promised, at strength 1.")


@lever(
    "elder_mode",
    reach="users",
    writes=("elder_offer", "preview_rate", "preview_lift", "elder_friction_relief", "elder_pace_relief",
            "elder_peer_trust"),
    evidence=("L03", "L02", "W35", "P02"),
    grade="reported",
    costs=("fixed", "per_user"),
    options=(Option("previews_per_week", 2.0, "messages", 0.0, 7.0),),
)
def elder_mode(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Offers a mode with less friction, a gentler pace and peer hosts, and sends previews of its streams.

    Relief reaches only those who adopt it (W35); previews reach everybody it is offered to (L03).
    """
    edit.add("elder_offer", min(1.0, strength))
    edit.add("preview_rate", options["previews_per_week"] / 7.0 * min(1.0, strength))
    edit.add("preview_lift", sizes["elder_mode_preview_lift"] * strength)
    edit.add("elder_friction_relief", sizes["elder_mode_friction"] * strength)
    edit.add("elder_pace_relief", sizes["elder_mode_pace"] * strength)
    edit.add("elder_peer_trust", sizes["elder_mode_peers"] * strength)


@lever("voice_one_tap_order", reach="users", writes=("order_minutes_friction", "friction"),
       evidence=("L04", "L05", "B17"), grade="reported", costs=("fixed",))
def voice_one_tap_order(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Orders by voice and one tap: time at the form goes (L04), and friction of the app with it."""
    edit.factor("order_minutes_friction", 1.0 - sizes["voice_one_tap_order_steps"] * strength)
    edit.factor("friction", 1.0 - sizes["voice_one_tap_order_friction"] * strength)


@lever("scene_selling", reach="rooms", writes=("certainty_shift", "offer_value"), evidence=("L06", "P03"),
       grade="reported", costs=("fixed",))
def scene_selling(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Sells from field and orchard: one sees what one buys, and that it is worth its price (P03)."""
    edit.add("certainty_shift", sizes["scene_selling_certainty"] * strength)
    edit.add("offer_value", sizes["scene_selling_value"] * strength)


@lever("national_style", reach="rooms", writes=("minutes_shift", "offer_personal"), evidence=("L39", "P01"),
       grade="reported", costs=("fixed",))
def national_style(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Makes theme streams in a national style that viewers vote for: longer visits, closer to one's taste."""
    edit.add("minutes_shift", sizes["national_style_minutes"] * strength)
    edit.add("offer_personal", sizes["national_style_personal"] * strength)


@lever("interactive_segments", reach="rooms", writes=("pace_shift", "interactivity_shift"),
       evidence=("L29", "L28", "L30", "P01"), grade="reported", costs=("fixed",))
def interactive_segments(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Adds prize draws and joint calls: a livelier stream, in which there is more to take part."""
    edit.add("pace_shift", sizes["interactive_segments_pace"] * strength)
    edit.add("interactivity_shift", sizes["interactive_segments_calls"] * strength)


@lever("customisation", reach="rooms", writes=("offer_personal", "quality_shift"), evidence=("L52",), grade="judged",
       costs=("fixed", "per_event.order"))
def customisation(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Makes to order what the viewer designs: for the personal need, and as good as it was promised."""
    edit.add("offer_personal", sizes["customisation_personal"] * strength)
    edit.add("quality_shift", sizes["customisation_quality"] * strength)
