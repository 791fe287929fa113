"""Alert lights: the days on which a platform's signal lies beyond the edge that the source warns of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.outcomes.outcome import Outcome
from sim.outcomes.signals import SIGNALS, sums, trailing

WEEK = 7


@dataclass(frozen=True)
class Light:
    """A light that is on while a signal lies above (or below) `edge` [the signal's unit]."""

    above: bool
    edge: float
    evidence: str


LIGHTS: Mapping[str, Light] = {
    "interaction_rate": Light(above=False, edge=0.10, evidence="T03"),
    "bounce_rate": Light(above=True, edge=0.50, evidence="T04"),
}
"""Signal -> its light."""


def lit(outcome: Outcome) -> dict[str, list[tuple[int, int]]]:
    """Light -> stretches of days of the horizon, each (first, day after the last), on which it is on.

    Signals of everybody over the trailing seven days.
    """
    stretches = {}
    for name, light in LIGHTS.items():
        level = trailing(*sums(SIGNALS[name], outcome.daily, outcome.kind_weight), WEEK)[-outcome.first_day:]
        stretches[name] = _stretches(level > light.edge if light.above else level < light.edge)
    return stretches


def _stretches(on: np.ndarray) -> list[tuple[int, int]]:
    """(first, day after the last) of every run of True."""
    edges = np.flatnonzero(np.diff(on.astype(np.int8), prepend=0, append=0))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]
