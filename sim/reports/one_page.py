"""Page one by itself: a sheet of A4 as HTML, ready to print or to save as PDF, and a picture for a slide."""

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from sim.base.files import write_whole
from sim.paired.comparison import Comparison
from sim.reports import format as fmt
from sim.reports import html
from sim.reports.blocks import Page, Section
from sim.reports.drawing import Figures
from sim.reports.lettering import broken, width
from sim.reports.page_one import PageOne, money_lines, page_one
from sim.reports.palette import INK, SOFT, WARNING
from sim.reports.report import facts, heading
from sim.reports.rows import rows_of
from sim.reports.sections import ComparisonView, first
from sim.reports.sheet import Sheet
from sim.reports.style import png_of, style
from sim.texts import text

SIZE, DPI = (16.0, 9.0), 120
"""A slide of 16:9 [inch], 1920 pixels wide."""
LEFT, RIGHT, TOP, BOTTOM = 0.035, 0.965, 0.955, 0.02
SCALES = (1.0, 0.92, 0.84, 0.77, 0.7)
"""Sizes of the writing to try, the largest first."""
LINE = 0.03
"""Height of a line of the smallest writing, as a share of the slide."""
SIZES = {"first": 21.0, "body": 14.0, "small": 11.5}
NAME, GAP = 330.0, 60.0
"""Least room for the names of options, most between two columns [points]."""


def write_one_page(comparison: Comparison, out: Path, lang: str = "en") -> tuple[Path, Path]:
    """`out`/one_page.html and `out`/one_page.png in `lang`."""
    sheet = html.write_page(sheet_page(comparison, lang), out / "one_page.html", lang)
    return sheet, write_picture(comparison, out / "one_page.png", lang)


def write_picture(comparison: Comparison, path: Path, lang: str = "en") -> Path:
    """Page one as the picture `path` (.png), for a slide."""
    with style(lang):
        write_whole(path, png_of(slide(comparison, lang), DPI))
    return path


def sheet_page(comparison: Comparison, lang: str) -> Page:
    """Page one as a page of its own."""
    view = ComparisonView(comparison, rows_of(comparison, lang), Figures(Path()), lang)  # page one has no figure
    title, kind = heading(comparison, lang)
    section = Section("page_one", view.say("page_one.title"), first(view, notes=False))
    return Page(f"{kind}: {title}", kind, title, [section], facts=facts(comparison, lang))


def slide(comparison: Comparison, lang: str) -> Figure:
    """Page one as a figure of 16:9, under the settings of `style`; written smaller where there is much to say."""
    for scale in SCALES:
        figure = Figure(figsize=SIZE)
        if _written(comparison, lang, _Pen(figure, scale)) > BOTTOM:
            break
    return figure


def _written(comparison: Comparison, lang: str, pen: _Pen) -> float:
    """How high on the figure (0..1) the pen ends after page one."""
    one = page_one(comparison, lang, brief=True)
    if one.quick:
        pen.write(one.quick, "body", WARNING)
    pen.write(" ".join(one.questions), "small", SOFT)
    pen.write(one.recommendation.first, "first", INK, weight="bold")
    for harm in one.recommendation.harms:
        pen.write(harm, "body", WARNING, weight="bold")
    pen.write(fmt.paragraph(one.recommendation.others, lang), "body", INK)
    *tables, money = one.blocks
    for block in tables:
        pen.table(block)
    for line in money_lines(money, lang):
        pen.write(line, "body", INK)
    if money.notes:
        pen.write(fmt.paragraph(money.notes, lang), "small", SOFT)
    pen.write(fmt.paragraph(one.recommendation.changes, lang), "small", INK)
    pen.write(fmt.paragraph(one.recommendation.then[:-1], lang), "small", INK)
    pen.write(_small_print(comparison, one, lang), "small", SOFT)
    return pen.y


def _small_print(comparison: Comparison, one: PageOne, lang: str) -> str:
    """What both ranges are, and what was simulated."""
    return fmt.paragraph((one.scale, text("report.page_one.made", lang, platform=facts(comparison, lang)[0])), lang)


class _Pen:
    """Writes lines and tables from the top of a figure downwards."""

    def __init__(self, figure: Figure, scale: float) -> None:
        self.figure, self.y, self.line = figure, TOP, LINE * scale
        self.sizes = {name: size * scale for name, size in SIZES.items()}

    def write(self, words: str, size: str, colour: str, weight: str = "normal") -> None:
        """A paragraph, broken where it is as wide as the slide."""
        points = self.sizes[size]
        for line in broken(words, points, (RIGHT - LEFT) * SIZE[0] * 72):
            self.figure.text(LEFT, self.y, line, fontsize=points, color=colour, weight=weight, va="top")
            self.y -= self.line * points / self.sizes["small"]
        self.y -= 0.25 * self.line

    def table(self, sheet: Sheet) -> None:
        """A block: its title and heads, then its lines; the first column takes the room that is left."""
        self.y -= 0.4 * self.line
        rows = [(sheet.title, *sheet.heads[1:]), *sheet.lines]
        widths = [max(width(row[place], self.sizes["body"]) for row in rows) for place in range(len(sheet.heads))]
        left = (RIGHT - LEFT) * SIZE[0] * 72 - max(widths[0], NAME) - sum(widths[1:])
        gap = min(GAP, left / len(widths[1:]))
        ends = [max(widths[0], NAME) + sum(widths[1 : place + 2]) + gap * (place + 1)
                for place in range(len(widths) - 1)]  # fmt: skip
        for number, row in enumerate(rows):
            strong = "bold" if number == 0 else "normal"
            self._cell(0.0, row[0], "left", INK, strong)
            for place, cell in enumerate(row[1:]):
                words = place + 1 in sheet.words
                at = ends[place] - widths[place + 1] if words else ends[place]
                self._cell(at, cell, "left" if words else "right", SOFT if number == 0 else INK, "normal")
            self.y -= self.line * 1.2
        self.y -= 0.3 * self.line

    def _cell(self, at: float, words: str, side: str, colour: str, weight: str) -> None:
        share = LEFT + at / (SIZE[0] * 72)
        size = self.sizes["body"]
        self.figure.text(share, self.y, words, fontsize=size, color=colour, weight=weight, ha=side, va="top")
