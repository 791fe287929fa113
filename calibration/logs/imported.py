"""Folders that `livesim import` wrote: typed tables that are read as they are, and what their manifest says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.parquet as pq

from calibration.logs.columns import DAYS, NEEDED, NUMBERS, columns_of
from calibration.logs.days import DATE
from calibration.logs.odd import LINE, Doubts, LogError
from calibration.logs.tables import WORDS, Table
from sim.base import yamlfile
from sim.base.files import write_whole
from sim.base.message import Message, said

MANIFEST = "import.yaml"
EVENTS, ORDERS = "events", "orders"
"""What an imported folder holds: all four tables, or users and orders alone."""


@dataclass(frozen=True)
class Manifest:
    """What is known of an import.

    Attributes:
        first, last: days since 1970. lines: of the export. sample: share of its users.
        salt: the mark of its salt; folders with the same one have the same ids.
    """

    kind: str
    livesim: str
    timezone: str
    first: int
    last: int
    lines: int
    sample: float
    salt: str
    left_out: Sequence[Message] = ()
    notes: Sequence[Message] = ()


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest as YAML."""
    plain = {name: getattr(manifest, name) for name in ("kind", "livesim", "timezone", "lines", "sample", "salt")}
    plain |= {name: str(np.datetime64(getattr(manifest, name), "D")) for name in ("first", "last")}
    plain |= {name: [str(sentence) for sentence in getattr(manifest, name)] for name in ("left_out", "notes")}
    lines = ["# Written by livesim import. The tables beside it are read by livesim patterns, targets and holdout."]
    lines += [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in plain.items()]
    write_whole(path, ("\n".join(lines) + "\n").encode())


def kind_of(folder: Path) -> str:
    """EVENTS or ORDERS for a folder that was imported, "" for another one."""
    path = folder / MANIFEST
    if not path.is_file():
        return ""
    root = yamlfile.read(path, path.name)
    kind = root.value.get("kind")
    if kind is None or kind.value not in (EVENTS, ORDERS):
        raise LogError(said("{source}: says no kind (events or orders); import the logs again", source=path.name))
    return str(kind.value)


def imported_tables(folder: Path, doubts: Doubts) -> dict[str, Table] | None:
    """The tables of an imported folder, None for another one: one with a table that somebody put in by hand too.

    `user` and `host` are whole numbers in place of the hashes. Raises LogError for a folder of orders alone.
    """
    kind = kind_of(folder)
    if kind == ORDERS:
        raise LogError(said("{folder}: holds orders alone, and nothing of who opened and watched, so these patterns "
                            "cannot be told; livesim holdout reads such a folder", folder=folder))
    paths = {name: folder / f"{name}.parquet" for name in NEEDED}
    if not kind or not all(path.is_file() for path in paths.values()) or len(_tables(folder)) > len(paths):
        return None
    return typed_tables(paths, doubts)


def typed_tables(paths: Mapping[str, Path], doubts: Doubts) -> dict[str, Table]:
    """The tables of files that an import wrote, `users` among them."""
    users = _read(paths["users"], "users")
    ids = users.column("user").cast(pa.string()).combine_chunks()
    if compute.count_distinct(ids).as_py() != len(ids):
        raise _changed(paths["users"])
    return {name: _table(name, path, users if name == "users" else _read(path, name), ids, doubts)
            for name, path in paths.items()}


def _tables(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.partition(".")[0].lower() in NEEDED]


def _changed(path: Path) -> LogError:
    return LogError(said("{source}: is not as livesim import writes it; import the logs again", source=path.name))


def _read(path: Path, name: str) -> pa.Table:
    try:
        ids = [name for name in ("user", "host") if name in pq.read_schema(path).names]
        with pq.ParquetFile(path, read_dictionary=ids) as file:
            table = file.read()
    except (pa.ArrowException, OSError):
        raise LogError(said("{source}: cannot be read: {why}", source=path.name,
                            why=said("the file is cut or damaged"))) from None
    if not {*NEEDED[name]} <= {*table.column_names} <= {*columns_of(name)}:
        raise _changed(path)
    return table


def _table(name: str, path: Path, found: pa.Table, ids: pa.Array, doubts: Doubts) -> Table:
    """A table with numbers for ids, days and numbers; what cannot be is refused."""
    frame: dict[str, object] = {}
    for column in found.column_names:
        cells = found.column(column)
        if column == "user":
            frame[column] = _places(cells, ids)
        elif column == "host":
            frame[column] = cells.unify_dictionaries().combine_chunks().indices.to_numpy()
        elif column in DAYS[name]:
            if not pa.types.is_date32(cells.type):
                raise _changed(path)
            frame[column] = _numbers(cells.cast(pa.int32()))
        elif column in NUMBERS[name]:
            frame[column] = _numbers(cells)
        else:
            frame[column] = cells.to_pandas(strings_to_categorical=True).astype(object).fillna("") if len(cells) else []
    table = Table(name, path.name, pd.DataFrame(frame).assign(**{LINE: np.arange(1, len(found) + 1)}), len(found), DATE)
    _check(table, path, doubts)
    return table


def _places(cells: pa.ChunkedArray, ids: pa.Array) -> np.ndarray:
    """[row] the user's row in the table of users, -1 for one who is not there."""
    known = pd.Index(ids.to_pandas())
    if not len(cells):
        return np.zeros(0, np.int64)
    whole = cells.unify_dictionaries().combine_chunks()
    places: np.ndarray = known.get_indexer(whole.dictionary.to_pandas())[whole.indices.to_numpy()]
    return places


def _numbers(cells: pa.ChunkedArray) -> np.ndarray:
    numbers: np.ndarray = cells.cast(pa.float64()).to_pandas().to_numpy(float)
    return numbers


def _check(table: Table, path: Path, doubts: Doubts) -> None:
    """What an import never writes: somebody who is nobody, a needed day that is blank, a number that cannot be."""
    frame = table.frame
    wrong = (frame["user"] < 0).to_numpy(copy=True)
    for column in NEEDED[table.name]:
        if column in DAYS[table.name]:
            wrong |= frame[column].isna().to_numpy()
    for column, limits in NUMBERS[table.name].items():
        if column in frame:
            wrong |= ((frame[column] < limits.low) | (frame[column] > limits.high)).to_numpy()
    for column, words in WORDS.get(table.name, {}).items():
        if column in frame:
            wrong |= ~frame[column].isin(["", *words] if column != "status" else words).to_numpy()
    table.without(doubts, wrong, lambda _: said("is not as livesim import writes it; import the logs again"))
