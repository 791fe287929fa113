"""A page as one HTML file that needs no network, no script and no font of ours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.base.files import write_whole
from sim.reports.blocks import Page
from sim.texts import text


def write_page(page: Page, path: Path, lang: str) -> Path:
    """The file `path` with the page in it; its folder is made where it is missing."""
    write_whole(path, html_of(page, lang).encode(errors="backslashreplace"))
    return path


def html_of(page: Page, lang: str, template: str = "page") -> str:
    """The page as HTML, or as a piece of it by another `template`; it escapes everything, and fails on undefined."""
    chosen = _environment().get_template(f"{template}.html.j2")
    names = {name: text(f"report.{name}", lang) for name in ("contents", "skip")}
    return chosen.render(page=page, lang=lang, **names)


@cache
def _environment() -> Environment:
    """Where templates are read, each of them once."""
    return Environment(
        loader=PackageLoader("sim.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
