"""The folder of a sweep: runs as they end, failures beside them, the tables of the whole.

`runs/<key>/00003.parquet` is replicate 3 of the point with that key, `00003.failed.json` says why there is none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.explore.batch import Run
from sim.replicate.record import Record
from sim.running.folder import MANIFEST, ResultsFolder
from sim.running.store import ReplicateStore, write_json, writing

FAILED = ".failed.json"
FILE = "sweep.json"
"""What a folder is filled from, for those who look at it meanwhile."""


class SweepFolder(ResultsFolder):
    """A results folder with the runs of many points."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(path)
        self.stores: dict[str, ReplicateStore] = {}

    def finished(self) -> dict[str, set[int]]:
        """Point's key -> numbers of the replicates that are kept."""
        numbers: dict[str, set[int]] = defaultdict(set)
        for path in (self.path / "runs").glob("*/[0-9]*.parquet"):
            numbers[path.parent.name].add(int(path.stem))
        return numbers

    def failures(self) -> dict[tuple[str, int], str]:
        """(point's key, replicate) -> why there is no run; runs that were kept after all are left out."""
        reasons = {}
        for path in sorted((self.path / "runs").glob(f"*/*{FAILED}")):
            key, number = path.parent.name, int(path.name.removesuffix(FAILED))
            failure = None if self.has(key, number) else self._read(str(path.relative_to(self.path)))
            if failure is not None:
                reasons[key, number] = failure["error"]
        return reasons

    def has(self, key: str, replicate: int) -> bool:
        """True when the run is kept by now, by this process or another one."""
        return (self.path / "runs" / key / f"{replicate:05d}.parquet").exists()

    def record(self, key: str, replicate: int) -> Record | None:
        """The record of a run, None when it has to be simulated."""
        return self._store(key).read(replicate) if self.has(key, replicate) else None

    def keep(self, key: str, run: Run) -> None:
        """Keep a run or why it failed. Raises StoreError, and leaves nothing, when it cannot be written."""
        store, failed = self._store(key), self.path / "runs" / key / f"{run.replicate:05d}{FAILED}"
        if run.record is None:
            write_json(failed, {"point": run.point, "replicate": run.replicate, "error": run.error})
            return
        store.write(run.replicate, run.record)
        with writing(failed), suppress(FileNotFoundError):
            failed.unlink()

    def is_finished(self, described: Mapping[str, Any]) -> bool:
        """True when the tables are those of the sweep that is `described` so, and not of fewer points before."""
        manifest = self._read(MANIFEST) or {}
        return all(manifest.get(name) == json.loads(json.dumps(value)) for name, value in described.items())

    def told(self) -> dict[str, Any]:
        """What is written of the sweep that fills the folder."""
        return self._read(FILE) or {}

    def _store(self, key: str) -> ReplicateStore:
        if key not in self.stores:
            self.stores[key] = ReplicateStore(self.path / "runs" / key)
        return self.stores[key]
