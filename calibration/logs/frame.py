"""A table of texts: cells under the names of their columns, and the line where each row stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from calibration.logs.odd import LINE, LogError
from sim.base.message import said


def names_of(heads: Sequence[str]) -> list[str]:
    """The names of columns, whatever their capitals and blanks."""
    return [head.strip().strip('"').strip().lower() for head in heads]


def framed(path: Path, heads: Sequence[str], cells: pd.DataFrame, lines: np.ndarray) -> pd.DataFrame:
    """Cells [row, number of column] under the names of `heads`, with the column LINE.

    Columns without a name and without a cell are left out. Raises LogError for one with cells and no name, and for
    a name that stands twice.
    """
    frame: dict[str, pd.Series] = {}
    for k, name in enumerate(names_of(heads)):
        column = cells[k].astype(str).str.strip()
        if not name and (column == "").all():
            continue
        if not name:
            raise LogError(said("{source}: column {number} has no name", source=path.name, number=k + 1))
        if name in frame:
            raise LogError(said("{source}: column '{name}' stands twice", source=path.name, name=name))
        frame[name] = column
    return pd.DataFrame(frame).assign(**{LINE: lines.astype(np.int64)})


def blank_rows(frame: pd.DataFrame) -> np.ndarray:
    """bool [row]: no cell of it holds anything."""
    blank: np.ndarray = (frame.drop(columns=LINE) == "").all(axis=1).to_numpy()
    return blank
