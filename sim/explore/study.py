"""A sweep that can be run: at every point the scenarios are built as if a file had stated its values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.base.yamlfile import Keys, Node
from sim.explore.factors import PlacedFactor
from sim.explore.plan import Design, Point, Sweep
from sim.paired.arms import in_one_world
from sim.running.manifest import model_digest
from sim.running.question import MODEL, meant
from sim.running.store import FORMAT
from sim.scenario.load import Document
from sim.scenario.plan import Scenario

NOT_MEANT = ("question", "author", "origins", "digest", "outcomes", "phases", "goals")


@dataclass(frozen=True)
class Study:
    """A sweep with what builds its scenarios: documents (the baseline's first), settings and factors.

    `source` is its file, `plugins` the folder of plug-ins that a call named beside those of the files, `method` how
    a sensitivity analysis took its points, None for a sweep.
    """

    sweep: Sweep
    documents: tuple[Document, ...]
    settings: tuple[tuple[Keys, Node], ...]
    factors: tuple[PlacedFactor, ...]
    base: tuple[Scenario, ...]
    source: str = ""
    plugins: str | None = None
    method: Mapping[str, Any] | None = None

    def arms(self, point: Point) -> tuple[Scenario, ...]:
        """(baseline, scenarios...) at a point, in one world. Raises ScenarioError for values that do not fit."""
        built = [
            document.checked([*self.settings, *self._placed(scenario, point)])
            for scenario, document in zip(self.base, self.documents, strict=True)
        ]
        return in_one_world(built[0], built[1:])[0]

    def past(self, point: Point) -> tuple[Any, ...]:
        """Equal for points that can share their burn-in and past, as far as their values say."""
        return tuple(v for factor, v in zip(self.factors, point.values, strict=True) if factor.moves_past)

    def with_points(self, points: Sequence[Point], method: Mapping[str, Any]) -> Study:
        """The study at other points, those that a `method` of sensitivity analysis takes."""
        design = Design(str(method["method"]), len(points), int(method["seed"]))
        sweep = dataclasses.replace(self.sweep, points=tuple(points), design=design)
        return dataclasses.replace(self, sweep=sweep, method=method)

    @property
    def meaning(self) -> dict[str, Any]:
        """What a results folder is about, as plain JSON: more values, points and replicates may be added to it."""
        return {
            "kind": "sweep" if self.method is None else f"sensitivity by {self.method}",
            "scenarios": [meant(scenario, NOT_MEANT) for scenario in self.base],
            "factors": {factor.plan.name: list(factor.plan.fields) for factor in self.factors},
            "metrics": list(self.sweep.metrics),
            "segments": list(self.sweep.segments),
            "fixed": self.sweep.fixed,
            MODEL: model_digest(),
            "format": FORMAT,
        }

    def _placed(self, scenario: Scenario, point: Point) -> list[tuple[Keys, Node]]:
        """What the point's values write into a document; strategies of the baseline are varied as well."""
        return [
            placed
            for factor, value in zip(self.factors, point.values, strict=True)
            if value is not None
            for field in factor.fields
            for keys in field.keys(scenario)
            for placed in factor.placed(keys, value)
        ]
