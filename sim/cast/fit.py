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
FOLLOWING = ("trust_pivot", "satisfaction_pivot", "fatigue_pivot", "organic_inflow", "joined_per_mau")
"""What every steady state has of its own: it follows from all else, so nobody is asked to know it."""
DONOR = np.dtype([("state", STATE), ("traits", TRAITS)])


STEADY = "steady"
"""What a fit file vouches for its steady state and its draws by: the sha256 of the file beside it."""
DRAWS = "draws"
"""Where draws lie in that file: their values [draw, name], and `draws.names`."""


class Start(NamedTuple):
    """DONOR rows of a steady state, and every parameter's value there."""

    donors: np.ndarray
    values: Mapping[str, float]


class Draws(NamedTuple):
    """Draws from the posterior of a fit: the parameters' `names`, and their values [draw, name]."""

    names: tuple[str, ...]
    values: np.ndarray

    def of(self, number: int) -> dict[str, float]:
        """The values of one draw."""
        return dict(zip(self.names, self.values[number].tolist(), strict=True))


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
    return Start(unpacked(_stored(file_of(own))), defaults(fitted(own)))


@lru_cache
def posterior(own: str = "") -> Draws | None:
    """The draws of the fit of the industry, or of an `own` one; None where a fit has none."""
    if not steady_of(file_of(own)).exists():
        return None
    stored = _stored(file_of(own))
    if DRAWS not in stored:
        return None
    return _checked(Draws(tuple(map(str, stored[f"{DRAWS}.names"])), stored[DRAWS]), steady_of(file_of(own)))


def _checked(draws: Draws, path: Path) -> Draws:
    """Draws whose parameters are known and within their bounds. Raises ParameterError for others."""
    for name, column in zip(draws.names, draws.values.T, strict=True):
        try:
            PARAMETERS[name].check(float(column.min()))
            PARAMETERS[name].check(float(column.max()))
        except LivesimError as error:
            raise ParameterError(said("{name}: the draws of the fit are those of another version of livesim: {why}; "
                                      "run 'livesim calibrate' again", name=path.name, why=message_of(error))) from None
    return draws


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
    unpacked(_stored(path))
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


def _stored(path: Path) -> dict[str, np.ndarray]:
    """What lies beside a fit file. Raises ParameterError when it is damaged, or that of another fit."""
    steady = steady_of(path)
    body = steady.read_bytes()
    vouched = _content(path).value.get(STEADY)
    try:
        if vouched is None or vouched.value == hashlib.sha256(body).hexdigest():
            with np.load(BytesIO(body)) as stored:
                return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile, zlib.error, AttributeError):
        pass  # numpy and zipfile stumble in many ways over what is no archive
    raise ParameterError(said("{name}: is damaged, or belongs to another fit than '{fit}'; run 'livesim calibrate' "
                              "again, it goes on from its simulations", name=steady.name, fit=path.name))


def unpacked(stored: Mapping[str, np.ndarray]) -> np.ndarray:
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


def save_steady(rows: np.ndarray, draws: Draws | None, path: Path) -> str:
    """The sha256 of `path`, now with DONOR rows and draws.

    Floats of the rows are in single precision: they are a sample of people, not a record.
    """
    columns = {} if draws is None else {DRAWS: draws.values, f"{DRAWS}.names": np.array(draws.names)}
    for part in ("state", "traits"):
        for column in fields(rows[part].dtype):
            values = rows[part][column]
            columns[f"{part}.{column}"] = values.astype(np.float32) if values.dtype.kind == "f" else values
    body = BytesIO()
    np.savez_compressed(body, allow_pickle=False, **columns)
    write_whole(path, body.getvalue())
    return hashlib.sha256(body.getvalue()).hexdigest()
