"""One replicate: the worlds that it leaves behind, and the record that is kept of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.outcomes.outcome import Outcome


@dataclass
class Replicate:
    """The outcomes of all arms of one replicate; arms[0] is the baseline.

    `drawn` holds the uncertain parameters and strengths of this replicate, `notes` what a reader must
    know: clipped values, budgets that ran out.
    """

    outcomes: list[Outcome]
    drawn: dict[str, float]
    notes: list[str] = field(default_factory=list)


@dataclass
class Record:
    """What is kept of one replicate.

    `rows`: one row per arm, metric (or curve), segment and day, see `sim.replicate.measure`.
    `drawn`: uncertain parameters and strengths. `notes`: what a reader has to know. `money`: arm ->
    strategy -> yuan. `scale`: real people per weighted simulated person, None when not stated.
    `refused`: metric -> why this horizon cannot answer it. `drift`: how much the baseline's MAU moves in
    the 90 days from the comparison day, as a share of it. What else was told of the arms, one entry each:
    `goals`: arm, goal, signal, segment, before, value, target, day, by. `timeline`: arm, strategy, lever, acted
    (stretches of days, [first, day after the last]), ended. `lights`: arm, light, days (stretches).
    """

    rows: pd.DataFrame
    drawn: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    money: dict[str, dict[str, float | None]] = field(default_factory=dict)
    scale: float | None = None
    refused: dict[str, str] = field(default_factory=dict)
    drift: float = 0.0
    goals: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    lights: list[dict[str, Any]] = field(default_factory=list)
