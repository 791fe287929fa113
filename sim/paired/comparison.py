"""What `compare` hands over: the tables of two or more worlds, and the folder they are kept in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from sim.paired.table import notes
from sim.running.folder import ResultsFolder

TABLES = ("table", "replicates", "curves", "break_even", "uncertainty", "drawn", "money")


@dataclass
class Comparison:
    """A baseline against scenarios.

    Attributes:
        table: one row per scenario, metric and segment (`sim.paired.table`), in the metric's own unit.
        replicates: one row per replicate, arm, metric and segment, with numerator and denominator.
        curves: base retention, repurchase and daily active users by arm, segment and day, with bands.
        break_even: the share of each reported strength that is enough; empty unless asked for.
        uncertainty: which draws each primary outcome hangs on; empty under `fixed`.
        drawn: what every replicate drew.
        money: yuan spent by every strategy that states a cost, by replicate.
        manifest: what was asked, with which parameters, versions and notes.
        folder: where all this is kept, None when it is not.
    """

    table: pd.DataFrame
    replicates: pd.DataFrame
    curves: pd.DataFrame
    break_even: pd.DataFrame
    uncertainty: pd.DataFrame
    drawn: pd.DataFrame
    money: pd.DataFrame
    manifest: dict[str, Any] = field(repr=False)
    folder: Path | None = None

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Comparison:
        """The finished comparison of a results folder. Raises StoreError when there is none."""
        tables, manifest = ResultsFolder(folder).read()
        return cls(**tables, manifest=manifest, folder=Path(folder))

    @property
    def primary(self) -> pd.DataFrame:
        """The rows of the primary outcomes: the only ones with a verdict."""
        return self.table[self.table["primary"]]

    def in_language(self, lang: str) -> pd.DataFrame:
        """The table with its notes in "en" or "zh"."""
        return self.table.assign(note=notes(self.table, lang))
