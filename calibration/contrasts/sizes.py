"""The contrasts that set what a lever moves at strength 1, and those that only bound it.

They read only rows that a fit may read; the rows kept to test them are read in `calibration/contrasts/valid.py`.
"""

from __future__ import annotations

from calibration.contrasts.contrast import ADDED, LEVEL, Contrast
from calibration.contrasts.readings import (
    against_others,
    cost_of_sharing,
    daily_activity,
    delivery,
    people,
    rooms,
    uninstalls,
    waited,
)
from calibration.evidence import Fact, fitting_rows
from sim.levers import LEVERS

HALF = ("apparel", "food", "digital", "culture")
"""Categories whose rooms are changed where changed rooms are compared with others: half of all hosts."""
ABROAD = (("overseas_share", 0.25),)
"""Enough users overseas to count their orders."""
UNMESSAGED = (("message_rate", 0.0),)
"""No ordinary messages, so that those written to are those whom the win-back message reaches."""

CONTRASTS = (
    Contrast("L03", "elder_mode", "notification_open_rate", people, "silver", "elder_mode_preview_lift", worlds=8),
    Contrast("L36", "shorter_streams", "bounce_rate", rooms, "gen_z", "shorter_streams_pace", upto=2.0),
    Contrast("L04", "voice_one_tap_order", "minutes_to_place_order", people, "silver", "voice_one_tap_order_steps",
             LEVEL),
    Contrast("L06", "scene_selling", "conversion", rooms, "lower_tier", "scene_selling_certainty", worlds=6),
    Contrast("L07", "original_content", "activity", against_others, size="original_content_appeal", categories=HALF,
             upto=3.0),
    Contrast("L14", "expert_health", "activity", against_others, size="expert_health_appeal",
             categories=("health",)),
    Contrast("L18", "ai_recommendation", "click_through_rate", people, size="ai_recommendation_ranking"),
    Contrast("L29", "interactive_segments", "interaction_rate", people, "gen_z", "interactive_segments_calls", every=6,
             days=14),
    Contrast("L31", "simple_checkout", "conversion", rooms, size="simple_checkout_ease", worlds=6),
    Contrast("L32", "dormant_winback", "reactivation_rate", people, size="dormant_winback_lift", kind=LEVEL,
             parameters=UNMESSAGED),
    Contrast("L34", "privacy_controls", "trust", people, size="privacy_controls_trust"),
    Contrast("L37", "knowledge_selling", "minutes_per_engaged_visit", rooms, size="knowledge_selling_minutes",
             upto=2.0),
    Contrast("L38", "short_link_path", "reported_satisfaction", people, size="short_link_path_friction", days=2,
             upto=0.5),
    Contrast("L39", "national_style", "weekly_minutes", people, "gen_z", "national_style_minutes", ADDED, upto=2.0),
    Contrast("L41", "ai_host", "interaction_rate", against_others, size="ai_host_interactivity", categories=HALF),
    Contrast("L42", "nft_bundle", "order_value", rooms, size="nft_bundle_value"),
    Contrast("L43", "green_stream", "acquisition_cost", cost_of_sharing, size="green_stream_cause", upto=1.0),
    Contrast("C01", "server_crash", "outage_loss", waited, size="server_crash_hazard", days=1, worlds=8),
    Contrast("C02", "host_scandal", "activity", rooms, size="host_scandal_heat", every=8, days=2, worlds=4, upto=3.0),
    Contrast("C03", "data_leak", "uninstalls", uninstalls, size="data_leak_alarm", days=7, worlds=4),
    Contrast("C04", "regulation", "activity", daily_activity, size="regulation_forbidden",
             categories=("food", "health"), days=28, worlds=2),
    Contrast("L47", "attention_heatmap", "conversion", rooms, size="attention_heatmap_selling", worlds=6),
)
"""One for every size with a row near enough, in the order of the search: the second size of a lever is found with
the first one in place. L29: calls in one room of six, the coverage at which it and L30 tell of one dose. L07: nobody
believes that content makes a room more than four times as attractive. L38: nor that a link takes all friction away, so
half of it is the most. C01: the two hours of R01. C02: the first two days of a scandal about one host in eight. C03
does not say its days: a week. C04 does not say its categories: food and health."""

BOUNDS = (
    Contrast("L12", "live_classroom", "weekly_minutes", people, kind=LEVEL),
    Contrast("L28", "interactive_segments", "activity", people, "gen_z"),
    Contrast("L45", "local_warehouse", "delivery_days", delivery, "overseas", kind=LEVEL, parameters=ABROAD),
    Contrast("L48", "ai_recommendation", "click_through_rate", people),
    Contrast("L51", "knowledge_selling", "minutes_per_engaged_visit", rooms, kind=LEVEL),
)
"""Shown beside what was reported, without setting a size: levels of rooms that viewers chose, the other end of a
range, what an option says by itself (L45), and L28: a pace that reached it would overshoot L29, the nearer row, by
far."""

UNREAD = ("L02",)
"""Rows that could set a size and that no contrast reads; the notes of `livesim validate --levers` say why."""


def fact(evidence: str) -> Fact:
    """A row that a fit may read. Raises KeyError for one that is held out."""
    row = fitting_rows()[evidence]
    assert isinstance(row, Fact)
    return row


def usable(lever: str) -> tuple[str, ...]:
    """Ids of the rows about an effect of the lever that could set a size: they ask for a contrast or a reason."""
    about = (row for row in fitting_rows().values() if isinstance(row, Fact) and row.lever == lever)
    kinds = ("strategy", "crisis")
    return tuple(row.id for row in about if row.kind in kinds and row.use == "calibrate" and lever in LEVERS)
