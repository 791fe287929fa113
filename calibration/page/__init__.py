"""The answer to "why should I believe this?": every target beside what the baseline shows, as HTML and Markdown."""

from __future__ import annotations

from pathlib import Path

from calibration.page.covering import coverage
from calibration.page.knowledge import fit, judged, put_in
from calibration.page.left_open import left_open
from calibration.page.markdown import markdown
from calibration.page.sections import answer, definitions, drawn, missing, table
from calibration.page.stale import PAGE, stamp
from calibration.page.to_validate import predictions
from calibration.page.view import ValidationView
from calibration.validate import Validation
from sim.base.files import write_whole
from sim.reports import html
from sim.reports.blocks import Page, Section, pictures

PARTS = (answer, table, drawn, fit, left_open, coverage, judged, put_in, predictions, missing, definitions)


def write_page(validation: Validation, folder: Path, lang: str = "en", own_fit: str = "") -> list[Path]:
    """`folder`/validation.html in `lang`: one file with its figures inside."""
    view = ValidationView(validation, lang, own_fit)
    title = view.say("title")
    page = Page(title, "livesim", title, sections(view), lead=view.say("subtitle"))
    return [html.write_page(page, folder / "validation.html", lang)]


def write_markdown(validation: Validation, docs: Path, targets: str = "industry", own_fit: str = "") -> list[Path]:
    """`docs`/validation.md in English with its stamp, and its figures in `docs`/img."""
    images = docs / "img"
    view = ValidationView(validation, "en", own_fit)
    parts = sections(view)
    paths = []
    for picture in pictures(parts):
        paths.append(images / f"validation_{picture.name}.svg")
        write_whole(paths[-1], picture.svg)
    page = docs / PAGE
    text = markdown(view.say("title"), parts, "img/validation_")
    write_whole(page, f"{text}\n{stamp(targets)}\n".encode())
    return [page, *paths]


def sections(view: ValidationView) -> list[Section]:
    """The parts of the page in their order."""
    return [part(view) for part in PARTS]
