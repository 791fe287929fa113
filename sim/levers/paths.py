"""Paths: the ways in which levers work, each with the parameters that a planner would call one mechanism.

An effect is taken apart by them (`sim.paired.explaining`): a path is put back to the baseline by keeping its parameters
from being written. A parameter that no path names is a path of its own, by its own name and in its own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.levers.base import LEVERS
from sim.texts import has, text
from sim.texts.meanings import meaning

PATHS: Mapping[str, tuple[str, ...]] = {
    "friction": ("friction", "elder_friction_relief"),
    "pace": ("pace_shift", "elder_pace_relief"),
    "peers": ("elder_peer_trust",),
    "previews": ("preview_rate", "preview_lift"),
    "messages": ("message_rate",),
    "order_time": ("order_minutes_friction",),
    "checkout": ("checkout_intercept",),
    "selling_time": ("length_factor",),
    "selling": ("selling_shift",),
    "certainty": ("certainty_shift",),
    "needs": ("offer_value", "offer_personal", "offer_social", "offer_learning"),
    "longer_visits": ("minutes_shift",),
    "interactivity": ("interactivity_shift",),
    "quality": ("quality_shift",),
    "appeal": ("appeal_factor",),
    "sameness": ("likeness",),
    "honesty": ("honesty_shift", "overclaim"),
    "cause": ("cause_shift",),
    "price": ("list_price_factor",),
    "first_trust": ("trust_prior_good",),
    "delivery": ("delivery_days",),
    "problems": ("problem_intercept",),
    "answers": ("answered", "answered_fast"),
    "returns": ("return_badly",),
    "winback_message": ("winback_days", "winback_again", "winback_lift"),
    "winback_coupon": ("winback_coupon",),
    "coupons": ("coupon_value", "coupon_every", "coupon_valid_days"),
    "tasks": ("task_reward", "task_likes", "task_valid_days"),
    "matching": ("ranking", "relevance"),
    "belonging": ("group_life", "group_vote"),
    "announcements": ("group_announce",),
    "theme": ("theme_minutes",),
    "taking_part": ("part_offer", "part_shift"),
    "showing": ("part_share",),
    "seeds_talk": ("seed_talk",),
    "seeds_audience": ("seed_audience", "seed_vouch"),
    "trying_on": ("try_on_worn",),
    "placing": ("try_on_placed",),
    "inside": ("vr_minutes",),
    "company": ("vr_interactivity",),
    "scandal": ("scandal",),
    "scandal_risk": ("scandal_risk",),
    "alarm": ("alarm",),
    "message_open": ("message_open",),
    "outage": ("outage_minutes", "outage_hazard"),
    "standby": ("standby", "standby_minutes"),
    "forbidden": ("forbidden",),
    "moved": ("moved",),
    "crisis_answer": ("apology_coupon",),
}
"""Path -> the parameters that are it; its words are in the texts, `paths.yaml`.

The answer to a crisis is one path, its coupon and the steps that cool the heat: they come and go together (`Edit`).
"""

GATES: Mapping[str, tuple[str, ...]] = {
    "elder_friction_relief": ("elder_offer",),
    "elder_pace_relief": ("elder_offer",),
    "elder_peer_trust": ("elder_offer",),
    "group_life": ("group_offer",),
    "group_vote": ("group_offer",),
    "group_announce": ("group_offer",),
    "theme_minutes": ("group_offer",),
}
"""Parameter -> those without which it reaches nobody, and which do next to nothing alone: they are written with it."""

_PATH_OF = {name: path for path, names in PATHS.items() for name in names}


def paths_of(levers: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Path -> all that levers write of it and its gates, the paths by name: no order of the `levers` matters."""
    written = {name for lever in levers for name in LEVERS[lever].writes}
    gates = {gate for name in written for gate in GATES.get(name, ()) if gate in written}
    paths: dict[str, set[str]] = {}
    for name in written - gates:
        paths.setdefault(_PATH_OF.get(name, name), set()).update({name, *(gates & {*GATES.get(name, ())})})
    return {path: tuple(sorted(paths[path])) for path in sorted(paths)}


def written_by(paths: Mapping[str, Sequence[str]], chosen: Iterable[str]) -> tuple[str, ...]:
    """All parameters of the `chosen` ones of the `paths`."""
    return tuple(sorted({name for path in chosen for name in paths[path]}))


def path_name(path: str, lang: str) -> str:
    """What a planner calls a path: its words, or those of the parameter that it is."""
    key = f"paths.name.{path}"
    return text(key, lang) if has(key, lang) else meaning(path, lang).rstrip(".。")
