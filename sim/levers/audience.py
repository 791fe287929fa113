"""Levers about whom the platform speaks to."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers.base import Edit, Option, lever
from sim.params import parameter

parameter("elder_mode_preview_lift", 0.40, "ratio", (0, 4), "L03", grade="reported", scope="lever",
          text="Rise in the chance that a preview is opened, at strength 1 of elder_mode.")
parameter("elder_mode_friction", 0.60, "share", (0, 1), "large type and one-tap voice navigation; our judgement",
          scope="lever", text="Friction that elder mode takes from adopters at strength 1.")
parameter("elder_mode_pace", 0.50, "share", (0, 1), "P02: slow pace; our judgement", scope="lever",
          text="Discomfort with pace that elder mode takes from adopters at strength 1.")
parameter("elder_mode_peers", 0.03, "experiences per visit", (0, 1), "P02, L02: peer hosts; our judgement",
          scope="lever", text="Good evidence from peer hosts to adopters at strength 1.")


@lever(
    "elder_mode",
    reach="users",
    writes=("elder_offer", "preview_rate", "preview_lift", "elder_friction_relief", "elder_pace_relief",
            "elder_peer_trust"),
    evidence=("L03", "L02", "W35", "P02"),
    grade="reported",
    options=(Option("previews_per_week", 2.0, "messages", 0.0, 7.0),),
)
def elder_mode(edit: Edit, strength: float, options: Mapping[str, float], sizes: Mapping[str, float]) -> None:
    """Offers a mode with less friction, a gentler pace and peer hosts, and sends previews of its streams.

    Relief reaches only those who adopt it (W35); previews reach everybody it is offered to (L03).
    """
    edit.add("elder_offer", min(1.0, strength))
    edit.add("preview_rate", options["previews_per_week"] / 7.0 * min(1.0, strength))
    edit.add("preview_lift", sizes["elder_mode_preview_lift"] * strength)
    edit.add("elder_friction_relief", sizes["elder_mode_friction"] * strength)
    edit.add("elder_pace_relief", sizes["elder_mode_pace"] * strength)
    edit.add("elder_peer_trust", sizes["elder_mode_peers"] * strength)
