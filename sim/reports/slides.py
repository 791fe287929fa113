"""A comparison as slides for PowerPoint: page one in native tables and charts, with definitions in the notes.

The words are those of page one, the numbers those of the comparison's tables; `sim.reports.deck` knows the format.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.errors import ResultError
from sim.base.files import write_whole
from sim.base.message import said
from sim.outcomes.metrics.definitions import definition
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports.deck.fitting import Paragraph
from sim.reports.page_one import PageOne, outcomes, page_one, shown_rows
from sim.reports.palette import INK, SOFT, WARNING
from sim.reports.report import facts, heading
from sim.reports.rows import rows_of, scenarios_of
from sim.texts import text, texts

if TYPE_CHECKING:
    from sim.reports.deck.writing import Deck

BODY, SMALL = 17.0, 15.0
"""Sizes of paragraphs [points], where there is room for them."""


def check_installed() -> None:
    """Raises ResultError where python-pptx, an extra, is missing."""
    try:
        importlib.import_module("pptx")
    except ImportError:
        raise ResultError(said("slides need python-pptx; install it with: pip install 'livesim[app]'")) from None


def write_slides(comparison: Comparison, path: Path, lang: str = "en") -> Path:
    """The slides `path` (.pptx) in `lang`. Raises ResultError where python-pptx is missing."""
    check_installed()
    from sim.reports.deck.figures import curve_slides, outcome_slides
    from sim.reports.deck.writing import Deck

    one, rows = page_one(comparison, lang), rows_of(comparison, lang)
    size = text("report.format.clause", lang).join(facts(comparison, lang)[:2])
    deck = Deck(heading(comparison, lang)[0], one.quick or size, WARNING if one.quick else SOFT, lang)
    metrics = [metric for metric in outcomes(rows)
               if any(shown_rows(metric, rows, name) for name in scenarios_of(comparison))]  # fmt: skip
    ranges = [text(f"report.answer.two_errors.{kind}", lang) for kind in ("error", "likely")]
    _recommendation(deck, one, [*_definitions(metrics, lang), one.scale, *ranges])
    *blocks, money = one.blocks
    for metric, block in zip(metrics, blocks, strict=True):
        outcome_slides(deck, block, metric, comparison, ranges)
    curve_slides(deck, comparison, [text("report.curves.lead", lang), *ranges])
    deck.table(money.title, money, [Paragraph(note, SMALL, SOFT) for note in money.notes], ranges)
    _outlook(deck, one, comparison, ranges)
    write_whole(path, deck.body())
    return path


def _definitions(metrics: Sequence[str], lang: str) -> list[str]:
    """What exactly each metric counts."""
    entries = (definition(metric, lang) for metric in metrics)
    return [text("report.slides.defined", lang, metric=fmt.capital(entry.name), definition=entry.definition)
            for entry in entries]  # fmt: skip


def _recommendation(deck: Deck, one: PageOne, notes: Sequence[str]) -> None:
    """What to do first as the title; what was asked, whom it harms, what of the other options."""
    advice = one.recommendation
    words = [Paragraph(one.quick, SMALL, WARNING)] if one.quick else []
    words += [Paragraph(question, SMALL, SOFT) for question in one.questions]
    words += [Paragraph(harm, BODY, WARNING, bold=True) for harm in advice.harms]
    words += [Paragraph(other, BODY, INK) for other in advice.others]
    deck.words(advice.first, words, notes)


def _outlook(deck: Deck, one: PageOne, comparison: Comparison, ranges: Sequence[str]) -> None:
    """What would change the answer, what comes next, what was simulated; the command and the limits in the notes."""
    lang, (*steps, command) = deck.lang, one.recommendation.then
    size = text("report.format.clause", lang).join(facts(comparison, lang))
    told = {"page_one.would_change": one.recommendation.changes, "page_one.next": steps,
            "slides.simulated": (text("report.page_one.made", lang, platform=size), one.scale),
            "answer.two_errors.title": ranges}  # fmt: skip
    words = [Paragraph(fmt.paragraph(sentences, lang), SMALL, INK, lead=text(f"report.{key}", lang))
             for key, sentences in told.items() if sentences]  # fmt: skip
    deck.words(text("report.slides.outlook", lang), words, [command, *texts("report.limits.items", lang)])
