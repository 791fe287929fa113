"""How far can it be believed? A hold-out as one page: predictions, what happened, and the bars."""

from __future__ import annotations

from pathlib import Path

from calibration.holdout.page.figures import figures
from calibration.holdout.page.sections import answer, by_frequency, coverage, how, segments_table
from calibration.holdout.page.view import HoldOutView
from sim.reports import html
from sim.reports.blocks import Gallery, Page, Section, Words
from sim.reports.style import style


def write_page(view: HoldOutView, folder: Path) -> Path:
    """`folder`/holdout.html in the language of the view: one file with its figures inside."""
    title = view.say("title")
    return html.write_page(Page(title, "livesim", title, sections(view), lead=view.say("subtitle")),
                           folder / "holdout.html", view.lang)


def sections(view: HoldOutView) -> list[Section]:
    """The parts of the page in their order."""
    with style(view.lang):
        drawn = figures(view)
    return [answer(view), view.section("figures", Words(view.say("figures.lead")), Gallery(drawn)),
            by_frequency(view), segments_table(view), coverage(view), how(view)]
