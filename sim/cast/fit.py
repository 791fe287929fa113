"""The fitted values and the steady state that worlds start from, read as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.base import yamlfile
from sim.base.errors import LivesimError, ParameterError, ScenarioError
from sim.base.message import message_of, said
from sim.base.params import PARAMETERS, defaults
from sim.base.places import no_file
from sim.base.units import found
from sim.users.state import STATE, TRAITS, fields

FITS = Path(__file__).resolve().parents[2] / "calibration" / "fits"
SHIPPED = FITS / "industry.yaml"
"""The fit that worlds start from unless a scenario names its own."""
DONOR = np.dtype([("state", STATE), ("traits", TRAITS)])


class Start(NamedTuple):
    """DONOR rows of the steady state at a fit's centre, and every parameter's value there."""

    donors: np.ndarray
    values: Mapping[str, float]


def file_of(own: str = "") -> Path:
    """The fit file at the path `own`, or the one that ships."""
    return Path(own) if own else SHIPPED


def steady_of(path: Path) -> Path:
    """The file beside a fit file that holds its steady state."""
    return path.with_name(f"{path.stem}_steady.npz")


@lru_cache
def fitted(own: str = "") -> dict[str, float]:
    """Parameter -> fitted value: of the baseline (that of the industry, or an `own` fit file) and of the levers."""
    return read(file_of(own)) | read(FITS / "levers.yaml")


@lru_cache
def start(own: str = "") -> Start | None:
    """What worlds start from at a fit: that of the industry, or an `own` one; None before there is one."""
    steady = steady_of(file_of(own))
    if not steady.exists():
        return None
    with np.load(steady) as stored:
        return Start(unpacked(stored), defaults(fitted(own)))


def digest_of(path: Path) -> str:
    """16 hex digits of a fit file and its steady state. Raises ParameterError when it cannot serve as a fit."""
    steady = steady_of(path)
    for file in (path, steady):
        if not file.is_file():
            raise ParameterError(said("there is no file '{name}' beside it; 'livesim calibrate --out' writes both",
                                      name=file.name)
                                 if file is steady else no_file(path, said("there is no fit file '{name}'",
                                                                           name=path.name)))
    read(path)
    return hashlib.sha256(path.read_bytes() + steady.read_bytes()).hexdigest()[:16]


def read(path: Path) -> dict[str, float]:
    """The values of one fit file, checked; empty when there is no such file. Raises ParameterError for a wrong one."""
    if not path.exists():
        return {}
    try:
        root = yamlfile.read(path, path.name)
    except ScenarioError as error:
        raise ParameterError(message_of(error)) from None
    stated = root.value.get("values")
    if stated is None or not isinstance(stated.value, dict):
        raise ParameterError(said("{name}: is no fit; 'livesim calibrate --out' writes one", name=path.name))
    return {name: _value(name, node) for name, node in stated.value.items()}


def _value(name: str, node: yamlfile.Node) -> float:
    """The value that a fit file states for a parameter, inside the bounds of its declaration."""
    try:
        entry, value = PARAMETERS[name], node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ParameterError(said("{value} is not a number", value=found(value)))
        entry.check(value)
    except LivesimError as error:
        raise ParameterError(node.place.say(message_of(error))) from None
    return float(value)


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
