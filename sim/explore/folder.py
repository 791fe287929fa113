"""The folder of a sweep: runs as they end, failures beside them, the tables of the whole.

`runs/<key>/00003.parquet` is replicate 3 of the point with that key, `00003.failed.json` says why there is none.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.base.errors import StoreError, TornError
from sim.base.files import read_json, read_whole, warn_of_torn, write_json, writing
from sim.base.message import said
from sim.explore.batch import Run
from sim.replicate.record import Record
from sim.running.folder import ANSWERS, MANIFEST, RUNS, ResultsFolder
from sim.running.store import ReplicateStore, name_of, numbers

FAILED = ".failed.json"
FILE = "sweep.json"
"""What a folder is filled from, for those who look at it meanwhile."""


class SweepFolder(ResultsFolder):
    """A results folder with the runs of many points."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        super().__init__(path)
        self.stores: dict[str, ReplicateStore] = {}

    def finished(self) -> dict[str, set[int]]:
        """Point's key -> numbers of the replicates that are kept and whole; warns of those that are not.

        Raises StoreError for a folder in the place of a run.
        """
        whole: dict[str, set[int]] = defaultdict(set)
        torn = []
        for place in (self.path / RUNS).glob("*/"):
            for number in numbers(place):
                if self.has(place.name, number):
                    whole[place.name].add(number)
                else:
                    torn.append(self._run(place.name, number))
        warn_of_torn(torn)
        return whole

    def failures(self, whole: Mapping[str, Collection[int]]) -> dict[tuple[str, int], str]:
        """(point's key, replicate) -> why there is no run; runs that are kept `whole` after all are left out."""
        reasons, torn = {}, []
        for path in sorted((self.path / RUNS).glob(f"*/*{FAILED}")):
            key, number = path.parent.name, path.name.removesuffix(FAILED)
            if not number.isdecimal() or int(number) in whole.get(key, ()):
                continue
            try:
                failure = read_json(path)
            except TornError:
                torn.append(path)
                continue
            if failure is not None:
                reasons[key, int(number)] = failure["error"]
        warn_of_torn(torn)
        return reasons

    def has(self, key: str, replicate: int) -> bool:
        """True when the run is kept and whole by now, by this process or another one."""
        try:
            return read_whole(self._run(key, replicate)) is not None
        except TornError:
            return False

    def record(self, key: str, replicate: int) -> Record:
        """The record of a run that is kept. Raises StoreError when it is not, or not any more."""
        record = self._store(key).read(replicate)
        if record is None:
            raise StoreError(said("{path} was lost or damaged just now; run the same command again: it makes it anew",
                                  path=self._run(key, replicate)))
        return record

    def keep(self, key: str, run: Run) -> None:
        """Keep a run or why it failed. Raises StoreError, and leaves nothing, when it cannot be written."""
        store, failed = self._store(key), self.path / RUNS / key / f"{run.replicate:05d}{FAILED}"
        if run.record is None:
            write_json(failed, {"point": run.point, "replicate": run.replicate, "error": run.error})
            return
        store.write(run.replicate, run.record)
        with writing(failed), suppress(FileNotFoundError):
            failed.unlink()

    def describe(self, described: Mapping[str, Any]) -> None:
        """Write what fills the folder, for those who look at it meanwhile."""
        write_json(self.path / FILE, {**described, ANSWERS: self.key})

    def is_finished(self, described: Mapping[str, Any]) -> bool:
        """True when the tables are those of the sweep that is `described` so, and not of fewer points before."""
        manifest = self.told(MANIFEST) or {}
        return all(manifest.get(name) == json.loads(json.dumps(value)) for name, value in described.items())

    def description(self) -> dict[str, Any]:
        """What is written of the sweep that fills the folder. Raises StoreError when that was lost, or damaged."""
        description = read_json(self.path / FILE)
        if description is not None:
            return description
        if (self.path / RUNS).is_dir():
            raise StoreError(said("{path} has lost its {file}; run the sweep's command again: it makes it anew",
                                  path=self.path, file=FILE))
        raise StoreError(said("{path} is not the folder of a sweep (it has no {file})", path=self.path, file=FILE))

    def _run(self, key: str, replicate: int) -> Path:
        return self.path / RUNS / key / name_of(replicate)

    def _store(self, key: str) -> ReplicateStore:
        if key not in self.stores:
            self.stores[key] = ReplicateStore(self.path / RUNS / key)
        return self.stores[key]
