"""What is carried out of the desk: each export is made when it is asked for, in an answer's folder, and kept there."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sim.base.files import write_whole, writing
from sim.desk.answers import AnswerFolder
from sim.desk.reading.drawing import PEN
from sim.paired.comparison import Comparison

FOLDER, FILES = "exports", "files"
NEARLY = 0.001
"""Two stamps are the same that differ by less [s]: disks round them."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of everything in an archive, so that the same files give the same archive."""


@dataclass(frozen=True)
class HandOut:
    """One kind of export: the ending of its file's name, its media type, and who writes it."""

    ending: str
    mime: str
    write: Callable[[AnswerFolder, Comparison, Path, str], object]


def _page(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    from sim.reports.html import write_page
    from sim.reports.one_page import sheet_page

    write_page(sheet_page(comparison, lang), path, lang)


def _picture(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    from sim.reports.one_page import write_picture

    write_picture(comparison, path, lang)


def _slides(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    from sim.reports.slides import write_slides

    write_slides(comparison, path, lang)


def _workbook(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    from sim.reports.workbook import write_workbook

    write_workbook(comparison, path, lang)


def _report(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    from sim.reports.report import write_report

    os.replace(write_report(comparison, path.parent / "report", lang), path)


def _files(answer: AnswerFolder, comparison: Comparison, path: Path, lang: str) -> None:
    """The scenario files as they were asked."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in answer.files:
            archive.writestr(zipfile.ZipInfo(file.name, ZIP_DAY), file.read_bytes())
    write_whole(path, body.getvalue())


KINDS: Mapping[str, HandOut] = {
    "page": HandOut("_page.html", "text/html", _page),
    "picture": HandOut(".png", "image/png", _picture),
    "slides": HandOut(".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", _slides),
    "workbook": HandOut(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "report": HandOut("_report.html", "text/html", _report),
    FILES: HandOut(".zip", "application/zip", _files),
}
"""In the order of the page: page one, as a picture, slides, a workbook, the whole report, the scenario files."""


@dataclass(frozen=True)
class Wanted:
    """An export that somebody wants: of which answer, refined how far, in which language."""

    answer: AnswerFolder
    version: float
    lang: str
    kind: str

    @property
    def path(self) -> Path:
        """Its file, which is called after the answer."""
        return self.answer.folder / FOLDER / self.lang / f"{self.answer.name}{KINDS[self.kind].ending}"

    @property
    def made(self) -> bool:
        """Whether the file shows this very version: its stamp is that of the comparison in it."""
        try:
            return abs(self.path.stat().st_mtime - self.version) < NEARLY
        except OSError:
            return False

    def make(self, comparison: Comparison) -> Path:
        """The file, written. Raises LivesimError where it cannot be."""
        with writing(self.path), PEN:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            KINDS[self.kind].write(self.answer, comparison, self.path, self.lang)
            os.utime(self.path, (self.version, self.version))
        return self.path


class Maker:
    """Makes exports beside the pages, one at a time, so that a click need not wait for them."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "exports")
        self._asked: dict[Wanted, Future[Path]] = {}

    def ask(self, asked: Wanted, comparison: Comparison) -> None:
        """Begin to make it, unless that was begun."""
        if asked not in self._asked or self._asked[asked].done():
            self._asked[asked] = self._worker.submit(asked.make, comparison)

    def under_way(self, asked: Wanted) -> bool:
        """Whether it is being made."""
        return asked in self._asked and not self._asked[asked].done()

    def failure(self, asked: Wanted) -> BaseException | None:
        """Why it could not be made; None where all is well."""
        begun = self._asked.get(asked)
        return begun.exception() if begun is not None and begun.done() else None
