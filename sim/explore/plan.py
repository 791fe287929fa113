"""A checked sweep: what the loader hands over and the runner reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.explore.spread import Spread, Value, number_of

DESIGNS = ("grid", "latin_hypercube", "sobol", "one_at_a_time")
SAMPLED = ("latin_hypercube", "sobol")
"""Designs that draw their points; they need their number."""
ROLES = ("choice", "uncertainty")
RESERVED = ("point", "replicate", "scenario", "metric", "segment", "baseline", "treated", "difference", "same_people",
            "low", "high", "likely_low", "likely_high", "n", "unit", "status", "error", "key", "option")
"""Columns of the tables, which no factor may be called."""


@dataclass(frozen=True)
class Factor:
    """What is varied: one or several fields of the scenarios, given the same value.

    `role`: a "choice" of the planner's, or an "uncertainty" that nobody chooses. `levels` are the values of a
    grid, as a scenario file writes them; `spread` gives those of designs that draw. `titles` are its own names
    by language, where the file gives them.
    """

    name: str
    fields: tuple[str, ...]
    role: str
    spread: Spread
    levels: tuple[Value, ...]
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        """True when its values are numbers, in `unit`."""
        return self.spread.unit is not None

    @property
    def unit(self) -> str:
        """The unit of its numbers in tables, such as "yuan"; blank for none and for words."""
        return self.spread.unit or ""

    def shown(self, value: Value | None) -> float | str | None:
        """What tables hold for a value: its number, or the word itself; None where the scenario's own holds."""
        if value is None or not self.numeric:
            return None if value is None else str(value)
        return number_of(value)[0]


@dataclass(frozen=True)
class Point:
    """One setting: a value for each factor, None where a scenario keeps its own."""

    number: int
    values: tuple[Value | None, ...]


@dataclass(frozen=True)
class Design:
    """How the points are chosen. `points` is None where the factors' levels decide."""

    kind: str = "grid"
    points: int | None = None
    seed: int = 1


@dataclass(frozen=True)
class Sweep:
    """A sweep file, checked.

    `outcomes` are the (metric, segment) that are judged, the first of them what figures show first. `precision` is
    metric -> half width [the metric's unit], empty for a fixed number of replicates.
    """

    name: str
    baseline: str
    scenarios: tuple[str, ...]
    factors: tuple[Factor, ...]
    design: Design
    points: tuple[Point, ...]
    replicates: int
    metrics: tuple[str, ...]
    segments: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    fixed: bool = False
    precision: Mapping[str, float] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)

    @property
    def varied(self) -> tuple[Factor, ...]:
        """The factors that take several values; one with a single value holds a field for all."""
        taken = [{point.values[place] for point in self.points} for place in range(len(self.factors))]
        return tuple(factor for factor, values in zip(self.factors, taken, strict=True) if len(values) > 1)

    def factor(self, name: str) -> Factor:
        """The factor of that name. Raises KeyError for none."""
        return next(factor for factor in self.factors if factor.name == name)

    def key(self, point: Point) -> str:
        """12 hex digits of a point's values: the same setting has them in every sweep of these factors."""
        stated = {f.name: v for f, v in zip(self.factors, point.values, strict=True) if v is not None}
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:12]
