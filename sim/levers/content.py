"""Levers about what is streamed."""

from __future__ import annotations

from sim.base.params import parameter
from sim.levers.base import Edit, Option, Values, lever

parameter("shorter_streams_pace", 0.50, "pace", (0, 4), "L36", grade="reported", scope="lever",
          text="Rise in pace for a stream cut from 120 to 90 minutes, at strength 1 of shorter_streams.")
parameter("original_content_appeal", 0.40, "share", (0, 8), "L07", grade="reported", scope="lever",
          text="Appeal that original content adds to a room, at strength 1 of original_content.")
parameter("original_content_likeness", 0.80, "share", (0, 1), "L07, L08, B11; our judgement", scope="lever",
          text="Common pitches that original content replaces, at strength 1 of original_content.")
parameter("live_classroom_learning", 0.60, "unit", (0, 3), "L11, L12 give the direction; our judgement", scope="lever",
          text="What classes offer to those who want to learn, at strength 1 of live_classroom.")
parameter("live_classroom_minutes", 0.30, "log min", (0, 3), "L12 bounds it; our judgement", scope="lever",
          text="How much longer people stay in a class, at strength 1 of live_classroom.")
parameter("knowledge_selling_minutes", 0.30, "log min", (0, 3), "L37", grade="reported", scope="lever",
          text="How much longer people stay where selling explains, at strength 1 of knowledge_selling.")
parameter("knowledge_selling_learning", 0.40, "unit", (0, 3), "L37, L51; our judgement", scope="lever",
          text="What explaining offers to those who want to learn, at strength 1 of knowledge_selling.")
parameter("expert_health_appeal", 0.30, "share", (0, 8), "L14", grade="reported", scope="lever",
          text="Appeal that a doctor as host adds to a room, at strength 1 of expert_health.")
parameter("expert_health_learning", 0.60, "unit", (0, 3), "L14; our judgement", scope="lever",
          text="What a doctor as host offers to those who want to learn, at strength 1 of expert_health.")
parameter("expert_health_honesty", 0.10, "0..1", (0, 1), "L14, L15; our judgement", scope="lever",
          text="Honesty that a doctor as host adds to a room, at strength 1 of expert_health.")
parameter("charity_farming_cause", 0.50, "logit", (0, 4), "L16 gives the direction; our judgement", scope="lever",
          text="How much a good cause adds to sharing, at strength 1 of charity_farming.")
parameter("charity_farming_social", 0.30, "unit", (0, 3), "L16 gives the direction; our judgement", scope="lever",
          text="What a good cause offers to the social need, at strength 1 of charity_farming.")
parameter("green_stream_cause", 0.25, "logit", (0, 4), "L43", grade="reported", scope="lever",
          text="How much saved packaging adds to sharing, at strength 1 of green_stream.")
parameter("attention_heatmap_selling", 0.45, "log ratio", (0, 3), "L47", grade="reported", scope="lever",
          text="Selling time moved to what viewers look at, at strength 1 of attention_heatmap.")
parameter("authentic_host_honesty", 0.15, "0..1", (0, 1), "L57 gives the direction; our judgement", scope="lever",
          text="Honesty of hosts who live what they sell, at strength 1 of authentic_host.")
KNOWLEDGE_PACE = -0.2
"""Explaining takes time: the pace of the format `knowledge`."""
USUAL_LENGTH = 120.0
"""Length [min] of the brand's streams before the change that L36 reports."""


@lever("shorter_streams", reach="rooms", writes=("length_factor", "pace_shift"), evidence=("L36", "W31", "P01", "P02"),
       grade="reported", costs=("fixed",), options=(Option("length", 90.0, "min", 30.0, 480.0),))
def shorter_streams(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Cuts streams from 120 to `length` minutes (all in proportion) and quickens their pace.

    Pace suits gen_z and strains silver users; less time is left for each product (W31).
    """
    cut = 1.0 - options["length"] / USUAL_LENGTH
    edit.factor("length_factor", 1.0 - cut * min(1.0, strength))
    edit.add("pace_shift", sizes["shorter_streams_pace"] * strength * cut / 0.25)


@lever("original_content", reach="rooms", writes=("likeness", "appeal_factor"), evidence=("L07", "L08", "B11"),
       grade="reported", costs=("fixed",))
def original_content(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Replaces common pitches by own stories: less sameness, more appeal.

    L07 compares rooms (a cross-section), so it bounds the effect from above.
    """
    edit.factor("likeness", 1.0 - sizes["original_content_likeness"] * min(1.0, strength))
    edit.factor("appeal_factor", 1.0 + sizes["original_content_appeal"] * strength)


@lever("live_classroom", reach="rooms", writes=("offer_learning", "minutes_shift"), evidence=("L12", "L11", "L13"),
       grade="judged", costs=("fixed",))
def live_classroom(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets teachers teach and sell: more for those who want to learn, longer visits.

    L12 is a level of rooms whose viewers chose them; it bounds the strength and does not set it.
    """
    edit.add("offer_learning", sizes["live_classroom_learning"] * strength)
    edit.add("minutes_shift", sizes["live_classroom_minutes"] * strength)


@lever("knowledge_selling", reach="rooms", writes=("minutes_shift", "offer_learning", "pace_shift"),
       evidence=("L37", "L51"), grade="reported", costs=("fixed",))
def knowledge_selling(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Explains instead of shouting: people stay longer (L37), the pace is calmer."""
    edit.add("minutes_shift", sizes["knowledge_selling_minutes"] * strength)
    edit.add("offer_learning", sizes["knowledge_selling_learning"] * strength)
    edit.add("pace_shift", KNOWLEDGE_PACE * min(1.0, strength))


@lever("expert_health", reach="rooms", writes=("appeal_factor", "offer_learning", "honesty_shift"),
       evidence=("L14", "L15"), grade="reported", costs=("fixed",))
def expert_health(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets doctors host: a name that draws, more to learn, and claims that one can rely on.

    L14 compares rooms (a cross-section), so it bounds the effect from above.
    """
    edit.factor("appeal_factor", 1.0 + sizes["expert_health_appeal"] * strength)
    edit.add("offer_learning", sizes["expert_health_learning"] * strength)
    edit.add("honesty_shift", sizes["expert_health_honesty"] * strength)


@lever("charity_farming", reach="rooms", writes=("cause_shift", "offer_social"), evidence=("L16", "P05"),
       grade="judged", costs=("fixed",))
def charity_farming(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Sells to support growers: a cause to share, and something for the social need (L16)."""
    edit.add("cause_shift", sizes["charity_farming_cause"] * strength)
    edit.add("offer_social", sizes["charity_farming_social"] * strength)


@lever("green_stream", reach="rooms", writes=("cause_shift",), evidence=("L43", "L53"), grade="reported",
       costs=("fixed", "per_event.order"))
def green_stream(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Lets buyers choose no packaging: a cause to share, so that each newcomer costs less (L43)."""
    edit.add("cause_shift", sizes["green_stream_cause"] * strength)


@lever("attention_heatmap", reach="rooms", writes=("selling_shift",), evidence=("L47", "W31"), grade="reported",
       costs=("fixed",))
def attention_heatmap(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Shows the host what viewers look at, so that selling time goes there (W31)."""
    edit.add("selling_shift", sizes["attention_heatmap_selling"] * strength)


@lever("authentic_host", reach="rooms", writes=("honesty_shift",), evidence=("L57",), grade="judged",
       costs=("fixed",))
def authentic_host(edit: Edit, strength: float, options: Values, sizes: Values) -> None:
    """Chooses hosts who live what they sell: claims that hold, evidence that builds trust."""
    edit.add("honesty_shift", sizes["authentic_host_honesty"] * strength)
