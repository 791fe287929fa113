"""The answer to "why should I believe this?": every target beside what the baseline shows, as HTML and Markdown."""

from __future__ import annotations

from pathlib import Path

from calibration.page.blocks import Gallery, Picture, Section, View
from calibration.page.knowledge import fit, judged, put_in
from calibration.page.markdown import markdown
from calibration.page.sections import answer, definitions, drawn, missing, table
from calibration.page.stale import PAGE, stamp
from calibration.page.to_validate import predictions
from calibration.validate import Validation
from sim.reports.html import environment

PARTS = (answer, table, drawn, fit, judged, put_in, predictions, missing, definitions)


def write_page(validation: Validation, folder: Path, lang: str = "en", own_fit: str = "") -> list[Path]:
    """`folder`/validation.html in `lang`: one file with its figures inside."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "validation.html"
    view = View(validation, lang, own_fit)
    page = environment(lang).get_template("validation.html.j2")
    words = {name: view.say(name) for name in ("title", "subtitle", "contents", "skip", "show")}
    path.write_text(page.render(lang=lang, sections=sections(view), words=words), encoding="utf-8")
    return [path]


def write_markdown(validation: Validation, docs: Path, targets: str = "industry", own_fit: str = "") -> list[Path]:
    """`docs`/validation.md in English with its stamp, and its figures in `docs`/img."""
    images = docs / "img"
    images.mkdir(parents=True, exist_ok=True)
    view = View(validation, "en", own_fit)
    found = sections(view)
    paths = []
    for picture in pictures(found):
        paths.append(images / f"validation_{picture.name}.svg")
        paths[-1].write_bytes(picture.svg)
    page = docs / PAGE
    text = markdown(view.say("title"), found, "img/validation_")
    page.write_text(f"{text}\n{stamp(targets)}\n", encoding="utf-8")
    return [page, *paths]


def sections(view: View) -> list[Section]:
    """The parts of the page in their order."""
    return [part(view) for part in PARTS]


def pictures(found: list[Section]) -> list[Picture]:
    """Every figure of the page."""
    galleries = [block for part in found for block in part.blocks if isinstance(block, Gallery)]
    return [picture for gallery in galleries for picture in gallery.pictures]
