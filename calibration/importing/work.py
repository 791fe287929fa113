"""The folder of an import that is under way: what is finished in it is kept, whatever ends the import.

A step is finished when its sealed `.json` is there, which is written last. What belongs to another export, mapping or
salt is taken away and made anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from calibration.logs.odd import LogError
from sim.base.errors import TornError
from sim.base.files import read_json, write_json, writing
from sim.base.message import said

PLAN, LOCK = "plan.json", "lock"


class WorkFolder:
    """The working folder of one import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, plan: Mapping[str, Any]) -> bool:
        """Make the folder ready for a plan; True when it holds steps of that plan already."""
        known = _plan_in(self.folder)
        if known == plan:
            return True
        if known is None and any(path.name != LOCK for path in self.folder.iterdir()):
            raise LogError(said("{folder}: is in the way, and holds no import that was begun; move it away",
                                folder=self.folder))
        with writing(self.folder):
            for path in self.folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != LOCK:
                    path.unlink()
        write_json(self.folder / PLAN, dict(plan))
        return False

    def info(self, step: str) -> dict[str, Any] | None:
        """What is known of a finished step, None for one that is not finished."""
        try:
            return read_json(self.folder / f"{step}.json")
        except TornError:
            return None

    def finish(self, step: str, info: Mapping[str, Any], files: Mapping[Path, Callable[[Path], None]]) -> None:
        """Write the files of a step, each by its function aside and renamed, and then that it is finished."""
        for path, write in files.items():
            aside = path.with_name(f".{path.name}.tmp")
            with writing(path):
                write(aside)
                _keep(aside)
                os.replace(aside, path)
        write_json(self.folder / f"{step}.json", dict(info))

    def parquet(self, step: str, table: str = "") -> Path:
        """The Parquet file of a step."""
        return self.folder / (f"{step}_{table}.parquet" if table else f"{step}.parquet")

    def remove(self) -> None:
        """Take the folder away."""
        with suppress(OSError):
            shutil.rmtree(self.folder)


@contextmanager
def working_in(folder: Path) -> Iterator[WorkFolder]:
    """The working folder, for one import at a time."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LogError(said("{folder}: another import is writing there; wait for it, or choose another --out",
                            folder=folder)) from None
    try:
        yield WorkFolder(folder)
    finally:
        lock.release()


def _plan_in(folder: Path) -> dict[str, Any] | None:
    try:
        return read_json(folder / PLAN)
    except TornError:
        return {}


def _keep(path: Path) -> None:
    """Have the disk keep what was written."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
