"""The files of an export: which there are, of what format, and whether they stay as they were."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from calibration.importing.forms import EVERY
from calibration.logs.odd import LogError
from sim.base.message import said, system_says

TEXTS, LINES, PARQUET, EXCEL = "text", "json", "parquet", "excel"
FORMATS = {".json": LINES, ".jsonl": LINES, ".ndjson": LINES, ".log": LINES, ".csv": TEXTS, ".tsv": TEXTS,
           ".txt": TEXTS, ".parquet": PARQUET, ".xlsx": EXCEL}  # fmt: skip
PACKED = {".zip", ".tar", ".tgz", ".rar", ".7z", ".bz2", ".xz", ".zst"}


@dataclass(frozen=True)
class ExportFile:
    """A file of an export: its place, its name within the export, its bytes, and when it was last written [ns]."""

    path: Path
    name: str
    size: int
    written: int

    @property
    def format(self) -> str:
        """Of FORMATS; "" for one that is not read."""
        suffixes = [suffix.lower() for suffix in self.path.suffixes]
        ending = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
        kind = FORMATS.get(ending[0], "") if ending else ""
        return "" if kind in (PARQUET, EXCEL) and self.packed else kind

    @property
    def packed(self) -> bool:
        """Whether it is compressed by gzip."""
        return self.path.suffix.lower() == ".gz"

    def unchanged(self) -> None:
        """Raises LogError when the file is no longer what it was."""
        if _file(self.path, self.name) != self:
            raise LogError(said("{source}: changed while it was read; wait until the export is finished, and import "
                                "again", source=self.name))


def files_of(export: Path) -> list[ExportFile]:
    """The files of an export that can be read, in the order of their names. Raises LogError when there is none."""
    if not export.exists():
        raise LogError(said("there is no export '{path}'; name a file or a folder", path=export))
    if export.is_dir():
        paths = sorted(path for path in export.rglob("*") if path.is_file() and not _hidden(path, export))
        named = [_file(path, path.relative_to(export).as_posix()) for path in paths]
    else:
        named = [_file(export, export.name)]
    found = [file for file in named if file.format]
    if not found:
        others = [file.name for file in named][:8]
        if any(file.path.suffix.lower() in PACKED for file in named):
            raise LogError(said("{path}: holds archives; unpack them first (a file may end in .gz): {found}",
                                path=export, found=others))
        raise LogError(said("{path}: holds no file that can be read (allowed: {endings}, and .gz of texts); found: "
                            "{found}", path=export, endings=list(FORMATS), found=others or said("nothing")))
    for file in found:
        if not file.size:
            raise LogError(said("{source}: is empty", source=file.name))
    return found


def _hidden(path: Path, export: Path) -> bool:
    return any(part.startswith((".", "_", "~")) for part in path.relative_to(export).parts)


def _file(path: Path, name: str) -> ExportFile:
    try:
        there = path.stat()
    except OSError as error:
        raise LogError(said("{source}: cannot be read: {why}", source=name, why=system_says(error))) from None
    return ExportFile(path, name, there.st_size, there.st_mtime_ns)


def sorted_out(files: Iterable[ExportFile], patterns: Sequence[Sequence[str]]) -> tuple[list[tuple[int, ExportFile]],
                                                                                        list[str]]:
    """(table, file) of every file that belongs to a table, and the names of those that belong to none.

    Raises LogError for a file that two tables claim, and for a table without a file.
    """
    claimed: list[tuple[int, ExportFile]] = []
    unused: list[str] = []
    names = []
    for file in files:
        names.append(file.name)
        tables = [k for k, wanted in enumerate(patterns) if any(_fits(file.name, pattern) for pattern in wanted)]
        if len(tables) > 1:
            raise LogError(said("{source}: belongs to tables[{one}] and tables[{other}]; tell them apart by files: ...",
                                source=file.name, one=tables[0], other=tables[1]))
        if tables:
            claimed.append((tables[0], file))
        else:
            unused.append(file.name)
    for k, wanted in enumerate(patterns):
        if k not in {table for table, _ in claimed}:
            raise LogError(said("tables[{table}]: no file of the export is called {patterns} (found: {found})",
                                table=k, patterns=list(wanted), found=names[:8]))
    return claimed, unused


def _fits(name: str, pattern: str) -> bool:
    return pattern == EVERY or fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(name.rpartition("/")[2], pattern)
