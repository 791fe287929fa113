"""One replicate: the worlds that it leaves behind, and the record that is kept of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from sim.outcomes.outcome import Outcome


class Drawn(NamedTuple):
    """The strength `value` that was drawn for a strategy of a scenario: 1 is what was reported."""

    scenario: str
    strategy: str
    lever: str
    value: float


class Note(NamedTuple):
    """What a reader has to know of an arm: clipped values, budgets that ran out."""

    arm: str
    text: str


@dataclass
class Replicate:
    """The worlds of all arms of one replicate; the first is the baseline's.

    `drawn`: the uncertain parameters of this replicate. By arm: `outcomes`, the `strengths` drawn for its
    strategies, and `notes` for its reader.
    """

    outcomes: list[Outcome]
    drawn: dict[str, float]
    strengths: list[tuple[Drawn, ...]]
    notes: list[tuple[str, ...]]

    def part(self, arms: list[int]) -> Replicate:
        """The worlds of some arms, by their numbers."""
        return Replicate([self.outcomes[k] for k in arms], self.drawn, [self.strengths[k] for k in arms],
                         [self.notes[k] for k in arms])


@dataclass
class Record:
    """What is kept of one replicate.

    `rows`: one row per arm, metric (or curve), segment and day, see `sim.replicate.measure`.
    `drawn`: uncertain parameters. `strengths`: of all strategies. `notes`: what a reader has to know. `money`: arm ->
    strategy -> yuan. `scale`: real people per weighted simulated person, None when not stated.
    `refused`: metric -> why this horizon cannot answer it. `drift`: how much the baseline's MAU moves in
    the 90 days from the comparison day, as a share of it. What else was told of the arms, one entry each:
    `goals`: arm, goal, signal, segment, before, value, target, day, by. `timeline`: arm, strategy, lever, acted
    (stretches of days, [first, day after the last]). `accounts`: arm, strategy, lever, and what became of its budget
    and coupons (`sim.outcomes.outcome.Account`). `lights`: arm, light, days (stretches).
    """

    rows: pd.DataFrame
    drawn: dict[str, float] = field(default_factory=dict)
    strengths: list[Drawn] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    money: dict[str, dict[str, float | None]] = field(default_factory=dict)
    scale: float | None = None
    refused: dict[str, str] = field(default_factory=dict)
    drift: float = 0.0
    goals: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    lights: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.strengths = [Drawn(*entry) for entry in self.strengths]  # read from a file they are plain lists
        self.notes = [Note(*entry) for entry in self.notes]
