"""A sweep and its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from sim.explore.plan import Sweep

TABLES = ("points", "runs", "results", "effects", "ranking", "front", "interactions", "sensitivity", "worth", "pairs")


@dataclass
class Swept:
    """A sweep and its tables (`sim.explore.tables`); analyses are filled in by `sim.explore.analysis`."""

    sweep: Sweep
    points: pd.DataFrame
    runs: pd.DataFrame
    results: pd.DataFrame
    effects: pd.DataFrame
    manifest: dict[str, Any] = field(repr=False)
    folder: Path
    ranking: pd.DataFrame = field(default_factory=pd.DataFrame)
    front: pd.DataFrame = field(default_factory=pd.DataFrame)
    interactions: pd.DataFrame = field(default_factory=pd.DataFrame)
    sensitivity: pd.DataFrame | None = None
    worth: pd.DataFrame | None = None
    pairs: pd.DataFrame | None = None

    @property
    def failed(self) -> int:
        """Runs that failed."""
        return int((self.runs["status"] == "failed").sum())
