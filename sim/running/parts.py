"""The record of a replicate taken apart by arms and put together again: each arm is kept, and found, by itself.

What is told of an arm beside its rows bears its name; a part that is found may have been another name's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.replicate.daily import KIND
from sim.replicate.record import Note, Record

TABLES = ("goals", "timeline", "accounts", "lights")
"""Fields of a record with entries that name their arm under "arm"."""


def part_of(whole: Record, arm: str) -> Record:
    """What a record says of one arm, and what it says of the replicate."""
    tables: dict[str, Any] = {name: [entry for entry in getattr(whole, name) if entry["arm"] == arm]
                              for name in TABLES}
    return replace(
        whole,
        rows=whole.rows[whole.rows["arm"] == arm].reset_index(drop=True),
        strengths=[drawn for drawn in whole.strengths if drawn.scenario == arm],
        notes=[note for note in whole.notes if note.arm == arm],
        money={arm: whole.money[arm]},
        **tables,
    )


def joined(names: Sequence[str], parts: Sequence[Record]) -> Record:
    """The record of arms with these `names` from a part for each; what it says of the replicate is the first one's."""
    named = list(zip(names, parts, strict=True))
    tables: dict[str, Any] = {table: [{**entry, "arm": name} for name, part in named for entry in getattr(part, table)]
                              for table in TABLES}
    return replace(
        parts[0],
        rows=_rows([part.rows.assign(arm=name) for name, part in named]),
        strengths=[drawn._replace(scenario=name) for name, part in named for drawn in part.strengths],
        notes=[Note(name, note.text) for name, part in named for note in part.notes],
        money={name: spent for name, part in named for spent in part.money.values()},
        **tables,
    )


def _rows(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of all arms in the order of `sim.replicate.measure`: metric by metric, then curves and days by arm."""
    metrics = [frame[frame["kind"] == "metric"] for frame in frames]
    over_time = [frame[frame["kind"] == kind] for kind in ("curve", KIND) for frame in frames]
    first = metrics[0]["name"].to_numpy()
    blocks = np.cumsum(np.concatenate([[0], (first[1:] != first[:-1]).astype(int)]))  # of one metric each
    order = np.argsort(np.tile(blocks, len(frames)), kind="stable")
    rows = pd.concat(metrics, ignore_index=True).iloc[order]
    return pd.concat([rows, *(frame for frame in over_time if len(frame))], ignore_index=True)
