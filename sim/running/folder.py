"""A results folder: what was asked, the tables of the answer, and last of all the manifest.

A folder without `manifest.json` is unfinished: its replicates are kept, and the same question resumes it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from sim.base.errors import StoreError
from sim.base.message import lines, message_of, said, system_says, unpacked
from sim.base.places import no_folder
from sim.running.question import Question, differences
from sim.running.store import write_frame, write_json, writing

MANIFEST, QUESTION = "manifest.json", "question.json"


class ResultsFolder:
    """The folder of one question."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def claim(self, meaning: Mapping[str, Any]) -> None:
        """Make the folder this question's. Raises StoreError when it is another one's already."""
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            entries = [entry for entry in self.path.iterdir() if not entry.name.startswith(".")]
        known = self._read(QUESTION)
        if known is None:
            if entries:
                raise StoreError(
                    said("{path} holds files that are not livesim's results; choose another folder with --out",
                         path=self.path)
                )
            write_json(self.path / QUESTION, dict(meaning))
        elif known != meaning:
            raise StoreError(_other_question(self.path, differences(known, dict(meaning))))

    def finish(self, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> None:
        """Write the tables, then the manifest that vouches for them by their hashes."""
        with writing(self.path), suppress(FileNotFoundError):
            (self.path / MANIFEST).unlink()
        hashes = {name: write_frame(self._table(name), table) for name, table in tables.items()}
        write_json(self.path / MANIFEST, {**manifest, "tables": hashes})

    def read(self) -> tuple[dict[str, pd.DataFrame], dict[str, Any]]:
        """(tables, manifest) of a finished folder."""
        manifest = self.manifest()
        return {name: self._whole(name, hashed) for name, hashed in manifest["tables"].items()}, manifest

    def manifest(self) -> dict[str, Any]:
        """The manifest of a finished folder. Raises StoreError for any other."""
        manifest = self._read(MANIFEST)
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

    def _read(self, name: str) -> dict[str, Any] | None:
        path = self.path / name
        try:
            return dict(unpacked(json.loads(path.read_text(encoding="utf-8"))))
        except FileNotFoundError:
            return None
        except NotADirectoryError as error:
            raise StoreError(no_folder(self.path, system_says(error))) from None
        except (OSError, ValueError, RecursionError) as error:
            raise StoreError(said("cannot read {path}: {why}", path=path, why=message_of(error))) from None


def claimed(
    out: str | os.PathLike[str] | None, question: Question
) -> tuple[ResultsFolder | None, Path | None]:
    """The results folder `out`, now this question's, and where its replicates are kept; None for no folder."""
    if out is None:
        return None, None
    folder = ResultsFolder(out)
    folder.claim(question.meaning)
    return folder, folder.path / "replicates" / question.key


def _other_question(path: Path, differing: list[str]) -> str:
    listing = lines([said("  {line}", line=line) for line in differing[:8]] + ["  ..."] * (len(differing) > 8))
    return said("{path} answers another question; choose another folder with --out, or delete this one. "
                "What differs:\n{listing}", path=path, listing=listing)
