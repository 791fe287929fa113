"""A line-up as a figure, and several as one page to project or to hand round."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.reports.blocks import Block, Folded, Gallery, Grid, Page, Picture, Row, Section, Words
from sim.reports.format import format_part
from sim.reports.palette import ARMS, BASELINE, SOFT
from sim.reports.style import style, svg_of
from sim.texts import text
from sim.workshop.lineup import LETTERS, PANELS, LineUp, by_guessing

COLUMNS = 3
SIZE = (8.2, 4.6)
"""Of a figure [inch]: six panels beside each other."""


def line_up_figure(found: LineUp, lang: str) -> Figure:
    """Every panel with the grey world and its own, on one scale; nothing tells them apart but what happened."""
    figure = Figure(figsize=SIZE, layout="constrained")
    grid = figure.subplots(-(-PANELS // COLUMNS), COLUMNS, sharex=True, sharey=True)
    for letter, line, axes in zip(LETTERS, found.panels, grid.flat, strict=True):
        axes.plot(found.weeks, found.grey, color=BASELINE, linewidth=1.2, alpha=0.55)
        axes.plot(found.weeks, line, color=ARMS[0], linewidth=1.8)
        axes.axvline(-0.5, color=SOFT, linewidth=0.8, linestyle=":")
        axes.set_title(letter)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.supxlabel(text("workshop.lineup.weeks", lang), fontsize=9.5, color=SOFT)
    figure.supylabel(text("workshop.lineup.active", lang), fontsize=9.5, color=SOFT)
    return figure


def lineup_page(found: Sequence[LineUp], lang: str, seed: int) -> Page:
    """The line-ups, then the answers folded away, and what a score says."""
    with style(lang):
        sections = [_asked(one, number, lang) for number, one in enumerate(found, 1)]
    answers: list[Block] = [Words(_answer(one, number, lang)) for number, one in enumerate(found, 1)]
    heads = [text(f"workshop.lineup.head.{name}", lang) for name in ("right", "guess")]
    rows = [Row([str(k), format_part(by_guessing(k, len(found)), lang)]) for k in range(len(found) + 1)]
    caption = text("workshop.lineup.chance_table", lang)
    answers += [Grid(caption, heads, rows, numbers=(0, 1), captioned=True),
                Words(text("workshop.lineup.seed", lang, seed=seed), "quiet")]
    folded = Folded(text("workshop.lineup.answers", lang), answers)
    sections.append(Section("answers", text("workshop.lineup.score_title", lang), [folded]))
    title = text("workshop.lineup.title", lang)
    return Page(title, text("workshop.sort", lang), title, sections,
                lead=text("workshop.lineup.lead", lang, panels=PANELS, others=PANELS - 1))


def _asked(found: LineUp, number: int, lang: str) -> Section:
    """One line-up with its question; the words for those who do not see it give the numbers that the figure gives."""
    svg = svg_of(line_up_figure(found, lang))
    last = [f"{letter} {change[-1]:+.0%}" for letter, change in zip(LETTERS, found.changes, strict=True)]
    alt = text("workshop.lineup.alt", lang, values=", ".join(last))
    title = text("workshop.lineup.question", lang, number=number)
    return Section(f"lineup-{number}", title, [Gallery([Picture(f"lineup-{number}", svg, alt)])])


def _answer(found: LineUp, number: int, lang: str) -> str:
    return text("workshop.lineup.answer", lang, number=number, letter=found.letter,
                strategy=text(f"levers.{found.lever}.name", lang))
