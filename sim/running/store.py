"""Replicates on disk: one Parquet file each, sealed, whole or not there at all.

A file is written under a temporary name and renamed, so a killed run leaves no half result, a run resumes
by what is whole, and two processes can fill the same folder: equal questions have equal files.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import TornError
from sim.base.files import MARK, SEAL, ZEROS, clear_leftovers, read_whole, sealed, write_whole, writing
from sim.base.message import packed, unpacked
from sim.replicate.record import Record

FORMAT = 5
"""Raised whenever the rows of a stored replicate change their meaning, or their file its form."""

META = b"livesim"


class ReplicateStore:
    """The replicates of one question, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            clear_leftovers(folder)

    def path(self, replicate: int) -> Path:
        """Where a replicate is kept."""
        return self.folder / name_of(replicate)

    def read(self, replicate: int) -> Record | None:
        """The stored replicate, or None when it has to be simulated (absent, or torn). Raises StoreError otherwise."""
        try:
            body = read_whole(self.path(replicate))
        except TornError:
            return None
        return None if body is None else record_of(body)

    def write(self, replicate: int, record: Record) -> None:
        """Keep a replicate. Raises StoreError, and leaves nothing, when it cannot be written."""
        write_whole(self.path(replicate), body_of(record))

    def listed(self) -> list[int]:
        """The numbers of the replicates that have a file, in order; whether it is whole is seen when it is read."""
        return numbers(self.folder)


def body_of(record: Record) -> bytes:
    """A record as a sealed file."""
    meta = json.dumps(packed({key: value for key, value in vars(record).items() if key != "rows"}))
    table = pa.Table.from_pandas(record.rows, preserve_index=False)
    return sealed(_parquet(table.replace_schema_metadata({META: meta.encode(), SEAL: MARK + ZEROS})))


def record_of(body: bytes) -> Record:
    """The record of which a whole file was made."""
    table = pq.read_table(pa.BufferReader(body))
    meta = unpacked(json.loads(table.schema.metadata[META]))
    return Record(table.replace_schema_metadata(None).to_pandas(), **meta)


def name_of(replicate: int) -> str:
    """The name of a replicate's file."""
    return f"{replicate:05d}.parquet"


def numbers(folder: Path) -> list[int]:
    """The numbers of the replicates that have a file in a folder, in order."""
    stems = (path.stem for path in folder.glob("*.parquet"))
    return sorted(int(stem) for stem in stems if stem.isdecimal() and len(stem) >= 5)


def write_frame(path: Path, frame: pd.DataFrame) -> str:
    """The sha256 of `frame` as Parquet, now at `path`, whole or not at all."""
    body = _parquet(pa.Table.from_pandas(frame, preserve_index=False))
    write_whole(path, body)
    return hashlib.sha256(body).hexdigest()


def _parquet(table: pa.Table) -> bytes:
    """The table as a Parquet file."""
    body = io.BytesIO()
    pq.write_table(table, body)
    return body.getvalue()
