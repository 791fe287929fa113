"""The fitted values and the steady state that worlds start from, read as data."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from sim.errors import ParameterError
from sim.params import PARAMETERS
from sim.state import STATE, TRAITS, fields

FITS = Path(__file__).resolve().parent.parent / "calibration" / "fits"
DONOR = np.dtype([("state", STATE), ("traits", TRAITS)])


@lru_cache
def fitted(*names: str) -> dict[str, float]:
    """Parameter -> fitted value, from the files `calibration/fits/<name>.yaml` that exist.

    Without names: the baseline's fit and the strengths of the levers.
    """
    return {key: value for name in names or ("industry", "levers") for key, value in read(name).items()}


def read(name: str) -> dict[str, float]:
    """The values of one fit file, checked; empty when there is no such file."""
    path = FITS / f"{name}.yaml"
    if not path.exists():
        return {}
    content = YAML(typ="safe").load(path)
    values = {key: float(value) for key, value in content["values"].items()}
    for key, value in values.items():
        if key not in PARAMETERS:
            raise ParameterError(f"{path.name}: unknown parameter '{key}'")
        PARAMETERS[key].check(value, f"{path.name}: ")
    return values


@lru_cache
def donors(name: str = "industry") -> np.ndarray | None:
    """DONOR rows of joined users at the end of the long run at the fit's centre; None before there is one."""
    path = FITS / f"{name}_steady.npz"
    if not path.exists():
        return None
    with np.load(path) as stored:
        return unpacked(stored)


def unpacked(stored: np.lib.npyio.NpzFile | dict[str, np.ndarray]) -> np.ndarray:
    """DONOR rows from columns named `state.<field>` and `traits.<field>`."""
    rows = np.zeros(len(stored["state.own"]), DONOR)
    for key in stored:
        part, column = key.split(".")
        rows[part][column] = stored[key]
    return rows


def save_donors(rows: np.ndarray, path: Path) -> None:
    """Write DONOR rows to `path`, floats in single precision: they are a sample of people, not a record."""
    columns = {}
    for part in ("state", "traits"):
        for column in fields(rows[part].dtype):
            values = rows[part][column]
            columns[f"{part}.{column}"] = values.astype(np.float32) if values.dtype.kind == "f" else values
    np.savez_compressed(path, allow_pickle=False, **columns)
