"""Replicates on disk: one Parquet file each, whole or not there at all.

A file is written under a temporary name and renamed, so a killed run leaves no half result, a run resumes
by what exists, and two processes can fill the same folder: equal questions have equal files.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.errors import StoreError
from sim.base.message import packed, said, system_says, unpacked
from sim.replicate.record import Record

FORMAT = 4
"""Raised whenever the rows of a stored replicate change their meaning."""

STALE = 3600.0
"""Age [s] from which a temporary file is the leftover of a killed run."""

META = b"livesim"

REASONS = {
    errno.ENOSPC: said("the disk is full"),
    errno.EDQUOT: said("your disk quota is used up"),
    errno.EROFS: said("it is read-only"),
    errno.EACCES: said("you may not write there"),
    errno.EPERM: said("you may not write there"),
    errno.ENOTDIR: said("a part of the path is a file, not a folder"),
    errno.EEXIST: said("a file of that name is in the way"),
}


class ReplicateStore:
    """The replicates of one question, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _clear_leftovers(folder)

    def path(self, replicate: int) -> Path:
        """Where a replicate is kept."""
        return self.folder / f"{replicate:05d}.parquet"

    def read(self, replicate: int) -> Record | None:
        """The stored replicate, or None when it has to be simulated (absent, or torn by a lost disk)."""
        try:
            table = pq.read_table(self.path(replicate))
            meta = unpacked(json.loads(table.schema.metadata[META]))
        except (FileNotFoundError, pa.ArrowInvalid, KeyError, TypeError, ValueError):
            return None
        except OSError as error:
            raise StoreError(said("cannot read {path}: {why}",
                                  path=self.path(replicate), why=system_says(error))) from None
        return Record(table.replace_schema_metadata(None).to_pandas(), **meta)

    def write(self, replicate: int, record: Record) -> None:
        """Keep a replicate. Raises StoreError, and leaves nothing, when it cannot be written."""
        table = pa.Table.from_pandas(record.rows, preserve_index=False)
        meta = {key: value for key, value in vars(record).items() if key != "rows"}
        table = table.replace_schema_metadata({META: json.dumps(packed(meta)).encode()})
        write_whole(self.path(replicate), lambda path: pq.write_table(table, path))

    def finished(self) -> list[int]:
        """The numbers of the replicates that are kept, in order."""
        return sorted(int(path.stem) for path in self.folder.glob("[0-9]*.parquet"))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """`path`, written by `write` under a temporary name and then renamed."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    with writing(path):
        try:
            write(temporary)
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink()


def write_json(path: Path, content: dict[str, Any]) -> None:
    """`content` as readable JSON at `path`, whole or not at all."""
    body = json.dumps(packed(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(path, lambda temporary: _write_bytes(temporary, body.encode()))


def write_frame(path: Path, frame: pd.DataFrame) -> str:
    """The sha256 of `frame` as Parquet, now at `path`, whole or not at all."""
    body = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), body)
    write_whole(path, lambda temporary: _write_bytes(temporary, body.getvalue()))
    return hashlib.sha256(body.getvalue()).hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a failure of the file system into a StoreError that says where and why."""
    try:
        yield
    except OSError as error:
        why = REASONS.get(error.errno or 0) or system_says(error)
        raise StoreError(
            said("cannot write {path}: {why}; free space or choose another folder with --out. Finished "
                 "replicates are kept", path=path, why=why)
        ) from None


def _write_bytes(path: Path, body: bytes) -> None:
    path.write_bytes(body)


def _clear_leftovers(folder: Path) -> None:
    """Remove what a killed run was writing; younger temporary files may be another process's."""
    for path in folder.glob(".*.tmp"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()
