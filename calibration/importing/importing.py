"""An import as a whole: an export, a mapping and a salt become a folder of logs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from calibration.importing.building import Builder, joined_up
from calibration.importing.duck import Duck
from calibration.importing.export_files import ExportFile, files_of, sorted_out
from calibration.importing.mapping import ExportMap, load_mapping
from calibration.importing.notes import check_seen, told_of
from calibration.importing.reading import Reader, SeenEvents
from calibration.importing.salt import Salt
from calibration.importing.tables import LogDays
from calibration.importing.work import WorkFolder, working_in
from calibration.logs.imported import EVENTS, MANIFEST, ORDERS, Manifest, write_manifest
from calibration.logs.odd import LogError
from sim.base.files import writing
from sim.base.message import Message, said

WORK = ".work"
"""What is added to the name of a folder for that of its working folder."""
READING, BUILDING = 70, 100
"""Percent of an import that are done when everything is read, and when all tables are made."""
LEAST_SAMPLE = 1e-4


class Imported(NamedTuple):
    """What was written: the folder, what it holds, and what to know of it."""

    folder: Path
    kind: str
    left_out: tuple[Message, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class Order:
    """What is asked for: the export, the mapping's file, and where the logs go."""

    export: Path
    mapping: Path
    out: Path
    salt: Salt
    sample: float = 1.0
    drop_odd: bool = False


def import_export(order: Order, moved: Callable[[int, int], None]) -> Imported:
    """Import an export; what a killed import has finished is used.

    Raises a LivesimError for everything that is wrong with the mapping, the export, the salt or the folder.
    """
    if not LEAST_SAMPLE <= order.sample <= 1.0:
        raise LogError(said("a sample is 0.01% to 100% of the users"))
    export = load_mapping(order.mapping)
    files, unused = sorted_out(files_of(order.export), [table.files for table in export.tables])
    out = order.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise LogError(said("{folder}: is there already; choose another --out, or move it away", folder=out))
    with working_in(out.with_name(out.name + WORK)) as work:
        work.begin(_plan(order, export, files))
        seen, parts = _read(order, export, files, work, moved)
        check_seen(export, seen)
        span = LogDays(*seen.days["orders" if export.orders_alone else "opens"])
        builder, counts = _build(export, work, parts, seen, span, moved)
        left_out, notes = told_of(export, seen, counts, span, unused)
        manifest = Manifest(kind=ORDERS if export.orders_alone else EVENTS, livesim=version("livesim"),
                            timezone=export.zone.name or "", first=span.first, last=span.last, lines=seen.lines,
                            sample=order.sample, salt=order.salt.mark, left_out=left_out, notes=notes)
        _settle(builder, manifest, out)
        work.remove()
    return Imported(out, manifest.kind, left_out, notes)


def _plan(order: Order, export: ExportMap, files: Sequence[tuple[int, ExportFile]]) -> dict[str, Any]:
    """What decides the finished steps: with another one of these they are made anew."""
    return {"livesim": version("livesim"), "mapping": repr(export), "salt": order.salt.mark, "sample": order.sample,
            "files": [[table, file.name, file.size, file.written] for table, file in files]}


def _read(order: Order, export: ExportMap, files: Sequence[tuple[int, ExportFile]], work: WorkFolder,
          moved: Callable[[int, int], None]) -> tuple[SeenEvents, list[Path]]:
    duck = Duck()
    try:
        reader = Reader(export, order.salt, duck, work, order.sample, order.drop_odd)
        return reader.read(files, lambda done, total: moved(READING * done // max(1, total), BUILDING))
    finally:
        duck.close()


def _build(export: ExportMap, work: WorkFolder, parts: Sequence[Path], seen: SeenEvents, span: LogDays,
           moved: Callable[[int, int], None]) -> tuple[Builder, Any]:
    spill = work.folder / "spill"
    duck = Duck(spill)
    try:
        builder = Builder(export, duck, work, parts, seen.used, span)
        counts = builder.build(lambda done, all_: moved(READING + (BUILDING - READING) * done // all_, BUILDING))
        return builder, counts
    finally:
        duck.close()
        with suppress(OSError):
            shutil.rmtree(spill)


def _settle(builder: Builder, manifest: Manifest, out: Path) -> None:
    """Put the whole folder in its place at once."""
    whole = builder.work.folder / "whole"
    with writing(out):
        if whole.exists():
            shutil.rmtree(whole)
        whole.mkdir()
        for name in builder.names:
            joined_up(builder.work, builder.steps(), name, whole / f"{name}.parquet")
        write_manifest(whole / MANIFEST, manifest)
        for path in whole.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists():
            out.rmdir()  # it is empty
        os.replace(whole, out)
