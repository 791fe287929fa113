"""A results folder: what was asked, the tables of the answer, and last of all the manifest.

A folder without `manifest.json` is unfinished: its replicates are kept, and the same question resumes it. Whatever is
read back is checked: a damaged file is made anew, or said to be one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sim.base.errors import StoreError, TornError
from sim.base.files import opened, read_json, warn_of_torn, write_json, writing
from sim.base.message import lines, said
from sim.running.question import Question, differences, key_of
from sim.running.store import write_frame

MANIFEST, QUESTION = "manifest.json", "question.json"
REPLICATES, RUNS = "replicates", "runs"
"""Folders in which a comparison, and a sweep, keep what was simulated."""
ANSWERS = "answers"
"""The key of the question, in what is written of its answer."""
UNSEALED = (0, 6, 0)
"""The last version of livesim that wrote manifests without a seal."""


class ResultsFolder:
    """The folder of one question."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.key = ""

    def claim(self, meaning: Mapping[str, Any]) -> None:
        """Make the folder this question's. Raises StoreError when it is another one's already, or may be."""
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            entries = {entry.name for entry in self.path.iterdir() if not entry.name.startswith(".")}
        self.key = key_of(meaning)
        try:
            known, torn = read_json(self.path / QUESTION), []
        except TornError:
            known, torn = None, [self.path / QUESTION]
        if known is None:
            if entries - {QUESTION} and not self._answers():
                raise StoreError(self._unknown(bool(torn)))
            warn_of_torn(torn)
            write_json(self.path / QUESTION, dict(meaning))
        elif known != meaning:
            raise StoreError(_other_question(self.path, differences(known, dict(meaning))))

    def finish(self, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> None:
        """Write the tables, then the manifest that vouches for them by their hashes."""
        with writing(self.path / MANIFEST), suppress(FileNotFoundError):
            (self.path / MANIFEST).unlink()
        hashes = {name: write_frame(self._table(name), table) for name, table in tables.items()}
        write_json(self.path / MANIFEST, {**manifest, ANSWERS: self.key, "tables": hashes})

    def read(self) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """(tables, manifest) of a finished folder."""
        manifest = self.manifest()
        return {name: self._whole(name, hashed) for name, hashed in manifest["tables"].items()}, manifest

    def manifest(self) -> dict[str, Any]:
        """The manifest of a finished folder. Raises StoreError for any other."""
        try:
            manifest = read_json(self.path / MANIFEST)
        except TornError:
            manifest = _of_before(self.path / MANIFEST)
            if manifest is None:
                raise
        if manifest is None:
            raise StoreError(
                said("{path} holds no finished results (no {manifest}); the command that began it finishes it "
                     "from what it has", path=self.path, manifest=MANIFEST)
            )
        return manifest

    def _whole(self, name: str, hashed: str) -> pd.DataFrame:
        path = self._table(name)
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() == hashed:
                return pd.read_parquet(path)
        except (OSError, pa.ArrowInvalid):
            pass
        raise StoreError(said("{path} is missing or was changed after the run; run the same command again",
                              path=path))

    def _table(self, name: str) -> Path:
        return self.path / f"{name}.parquet"

    def told(self, name: str) -> dict[str, Any] | None:
        """What a JSON file of the folder says; None when there is none, or, with a warning, a damaged one."""
        try:
            return read_json(self.path / name)
        except TornError:
            warn_of_torn([self.path / name])
            return None

    def _answers(self) -> bool:
        """Whether something else than its damaged or lost `question.json` says that the folder is this question's."""
        if (self.path / REPLICATES / self.key).is_dir():
            return True
        for path in self.path.glob("*.json"):
            with suppress(StoreError):
                if path.name != QUESTION and (read_json(path) or {}).get(ANSWERS) == self.key:
                    return True
        return False

    def _unknown(self, damaged: bool) -> str:
        """Why nobody may write into the folder."""
        if damaged or any((self.path / name).exists() for name in (MANIFEST, REPLICATES, RUNS)):
            return said("{path} does not say any more which question it answers ({file} is lost or damaged); choose "
                        "another folder with --out, or delete this one", path=self.path, file=QUESTION)
        return said("{path} holds files that are not livesim's results; choose another folder with --out",
                    path=self.path)


def claimed(
    out: str | os.PathLike[str] | None, question: Question
) -> tuple[ResultsFolder | None, Path | None]:
    """The results folder `out`, now this question's, and where its replicates are kept; None for no folder."""
    if out is None:
        return None, None
    folder = ResultsFolder(out)
    folder.claim(question.meaning)
    return folder, folder.path / REPLICATES / question.key


def _other_question(path: Path, differing: list[str]) -> str:
    listing = lines([said("  {line}", line=line) for line in differing[:8]] + ["  ..."] * (len(differing) > 8))
    return said("{path} answers another question; choose another folder with --out, or delete this one. "
                "What differs:\n{listing}", path=path, listing=listing)


def _of_before(path: Path) -> dict[str, Any] | None:
    """A whole manifest of a version that sealed none, None when it is not known to be one."""
    try:
        manifest = opened(path.read_bytes())
        version = tuple(int(part) for part in re.findall(r"\d+", manifest["versions"]["livesim"])[:3])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if version <= UNSEALED and ANSWERS not in manifest and "tables" in manifest else None
