"""Levers about what is streamed."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers.base import Edit, Option, lever
from sim.params import parameter

parameter("shorter_streams_pace", 0.50, "pace", (0, 4), "L36", grade="reported", scope="lever",
          text="Rise in pace for a stream cut from 120 to 90 minutes, at strength 1 of shorter_streams.")
USUAL_LENGTH = 120.0
"""Length [min] of the brand's streams before the change that L36 reports."""


@lever(
    "shorter_streams",
    reach="rooms",
    writes=("length_factor", "pace_shift"),
    evidence=("L36", "W31", "P01", "P02"),
    grade="reported",
    options=(Option("length", 90.0, "min", 30.0, 480.0),),
)
def shorter_streams(edit: Edit, strength: float, options: Mapping[str, float], sizes: Mapping[str, float]) -> None:
    """Cuts streams from 120 to `length` minutes (all in proportion) and quickens their pace.

    Pace suits gen_z and strains silver users; less time is left for each product (W31).
    """
    cut = 1.0 - options["length"] / USUAL_LENGTH
    edit.factor("length_factor", 1.0 - cut * min(1.0, strength))
    edit.add("pace_shift", sizes["shorter_streams_pace"] * strength * cut / 0.25)
