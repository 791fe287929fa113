"""The fitted values and the steady state that worlds start from, read as data."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from sim.base import yamlfile
from sim.base.errors import LivesimError, ParameterError, ScenarioError
from sim.base.files import MARK, is_whole, write_whole
from sim.base.message import message_of, said
from sim.base.params import PARAMETERS, defaults
from sim.base.places import no_file
from sim.base.units import found
from sim.users.state import OF_STRATEGIES, STATE, TRAITS, fields

FITS = Path(__file__).resolve().parents[2] / "calibration" / "fits"
SHIPPED = FITS / "industry.yaml"
"""The fit that worlds start from unless a scenario names its own."""
DONOR = np.dtype([("state", STATE), ("traits", TRAITS)])


STEADY = "steady"
"""What a fit file vouches for its steady state by: the sha256 of the file beside it."""


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
    return Start(_donors(file_of(own)), defaults(fitted(own)))


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
    _donors(path)
    return hashlib.sha256(path.read_bytes() + steady.read_bytes()).hexdigest()[:16]


def read(path: Path) -> dict[str, float]:
    """The values of one fit file, checked; empty when there is no such file. Raises ParameterError for a wrong one."""
    if not path.exists():
        return {}
    root = _content(path)
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


def _content(path: Path) -> yamlfile.Node:
    """What stands in a fit file. Raises ParameterError when it is no YAML, or sealed and not what was sealed.

    A fit that was written by hand has no seal and names no steady state.
    """
    body = path.read_bytes() if path.is_file() else b""
    whole = is_whole(body)
    try:
        root = None if MARK in body and not whole else yamlfile.read(path, path.name)
    except ScenarioError as error:
        raise ParameterError(said("{why}; 'livesim calibrate --out' writes a fit", why=message_of(error))) from None
    if root is None or (STEADY in root.value and not whole):
        raise ParameterError(said("{name}: is damaged, or was changed after 'livesim calibrate' wrote it; run that "
                                  "again, or delete its lines '{seal}' and '{steady}' if the change was meant",
                                  name=path.name, seal=f"# {MARK.decode()}", steady=f"{STEADY}:"))
    return root


def _donors(path: Path) -> np.ndarray:
    """The steady state beside a fit file. Raises ParameterError when it is damaged, or that of another fit."""
    steady = steady_of(path)
    body = steady.read_bytes()
    vouched = _content(path).value.get(STEADY)
    try:
        if vouched is None or vouched.value == hashlib.sha256(body).hexdigest():
            with np.load(BytesIO(body)) as stored:
                return unpacked(stored)
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile, zlib.error, AttributeError):
        pass  # numpy and zipfile stumble in many ways over what is no archive
    raise ParameterError(said("{name}: is damaged, or belongs to another fit than '{fit}'; run 'livesim calibrate' "
                              "again, it goes on from its simulations", name=steady.name, fit=path.name))


def unpacked(stored: np.lib.npyio.NpzFile | dict[str, np.ndarray]) -> np.ndarray:
    """DONOR rows from columns named `state.<field>` and `traits.<field>`.

    Raises ParameterError when one is missing: people of another version, whose missing traits nobody knows.
    """
    rows = np.zeros(len(stored["state.own"]), DONOR)
    for part in ("state", "traits"):
        for column in fields(rows[part].dtype):
            if f"{part}.{column}" not in stored:
                if column in OF_STRATEGIES:
                    continue
                raise ParameterError(said("the steady state is that of another version of livesim: its people have no "
                                          "'{column}'; run 'livesim calibrate' again", column=column))
            rows[part][column] = stored[f"{part}.{column}"]
    return rows


def save_donors(rows: np.ndarray, path: Path) -> str:
    """The sha256 of `path`, now with DONOR rows: floats in single precision, a sample of people, not a record."""
    columns = {}
    for part in ("state", "traits"):
        for column in fields(rows[part].dtype):
            values = rows[part][column]
            columns[f"{part}.{column}"] = values.astype(np.float32) if values.dtype.kind == "f" else values
    body = BytesIO()
    np.savez_compressed(body, allow_pickle=False, **columns)
    write_whole(path, body.getvalue())
    return hashlib.sha256(body.getvalue()).hexdigest()
