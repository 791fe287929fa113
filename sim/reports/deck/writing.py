"""Slides with a title, a foot and notes; paragraphs and native tables. What does not fit goes on on the next slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from sim.reports.deck import fitting as fit
from sim.reports.deck.base import empty_deck
from sim.reports.deck.fitting import Paragraph
from sim.reports.deck.packing import same_bytes
from sim.reports.palette import GRID, INK, SOFT
from sim.reports.sheet import Sheet
from sim.texts import text

TITLE_ONLY = 5
"""The layout of python-pptx's template that has a title alone: outlines and screen readers know a slide by it."""
FOOT, FOOT_SIZE, NUMBER = 500.0, 10.0, 60.0
"""Where the foot begins, the size of its words, and the room for the number of the slide [points]."""
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without fill and lines."""
LANGUAGES = {"en": MSO_LANGUAGE_ID.ENGLISH_US, "zh": MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE}
"""For the spelling checker."""


class Deck:
    """A deck that grows slide by slide; every slide has the same `foot`."""

    def __init__(self, title: str, foot: str, colour: str, lang: str) -> None:
        self.pages, self.lang = empty_deck(title), lang
        self.foot = Paragraph(foot, FOOT_SIZE, colour, wide=fit.ROOM - NUMBER)

    def body(self) -> bytes:
        """The deck as a file (.pptx)."""
        stream = BytesIO()
        self.pages.save(stream)
        return same_bytes(stream.getvalue())

    def slide(self, title: str, notes: Sequence[str]) -> tuple[Any, float]:
        """A new slide with speaker `notes`, and where its content begins [points from above]."""
        page = self.pages.slides.add_slide(self.pages.slide_layouts[TITLE_ONLY])
        size, high = fit.title_size(title), fit.title_height(title)
        head = page.shapes.title
        head.left, head.top, head.width, head.height = Pt(fit.LEFT), Pt(fit.TOP), Pt(fit.ROOM), Pt(high)
        _plain_frame(head.text_frame)
        self._write(head.text_frame.paragraphs[0], Paragraph(title, size, INK, bold=True))
        _number(self._box(page, [Paragraph("", FOOT_SIZE, SOFT, wide=NUMBER)], FOOT, fit.WIDE - fit.LEFT - NUMBER))
        self._box(page, [self.foot], FOOT)
        if notes:
            page.notes_slide.notes_text_frame.text = "\n".join(notes)
        return page, fit.TOP + high + 0.5 * size

    def words(self, title: str, paragraphs: Sequence[Paragraph], notes: Sequence[str] = ()) -> None:
        """Paragraphs one below the other, on as many slides as they take."""
        for page, pieces in enumerate(fit.paged(paragraphs, fit.BOTTOM - self._begin(title))):
            slide, top = self.slide(self.titled(title, page), notes)
            if pieces:
                self._box(slide, pieces, top)

    def table(self, title: str, sheet: Sheet, below: Sequence[Paragraph] = (),
              notes: Sequence[str] = ()) -> tuple[Any, float]:  # fmt: skip
        """A sheet as a native table with paragraphs below it, on as many slides as it takes.

        The last of these slides, and where it ends [points from above].
        """
        under = sum(paragraph.height for paragraph in below) + (below[0].gap if below else 0.0)
        plan = fit.laid(sheet, fit.BOTTOM - self._begin(title) - under)
        for page, part in enumerate(plan.parts):
            slide, top = self.slide(self.titled(title, page), notes)
            self._table(slide, sheet, plan, part, top)
            end = top + sum(part.heights)
        if below:
            self._box(slide, below, end + below[0].gap)
        return slide, end + under

    def below(self, page: Any, words: str, size: float) -> float:
        """Words at the end of a slide's room; where they begin [points from above]."""
        said = Paragraph(words, size, SOFT)
        self._box(page, [said], fit.BOTTOM - said.height)
        return fit.BOTTOM - said.height

    def titled(self, title: str, page: int) -> str:
        """The title of a slide that goes on, where it is not the first `page` (0)."""
        return text("report.slides.continued", self.lang, title=title) if page else title

    def _begin(self, title: str) -> float:
        """Where content begins under a title, also where it says that it goes on [points from above]."""
        return max(fit.TOP + fit.title_height(said) + 0.5 * fit.title_size(said)
                   for said in (title, self.titled(title, 1)))  # fmt: skip

    def _box(self, page: Any, paragraphs: Sequence[Paragraph], top: float, left: float = fit.LEFT) -> Any:
        """A box of paragraphs, as high and wide as they are."""
        high, wide = sum(paragraph.height for paragraph in paragraphs), paragraphs[0].wide
        frame = page.shapes.add_textbox(Pt(left), Pt(top), Pt(wide), Pt(high)).text_frame
        _plain_frame(frame)
        lines: list[tuple[Paragraph, float]] = []
        for said in paragraphs:
            lines += [(replace(said, words=said.lead, bold=True), 0.0)] if said.lead else []
            lines.append((said, said.gap))
        for place, (line, after) in enumerate(lines):
            self._write(frame.add_paragraph() if place else frame.paragraphs[0], line, after=after)
        return frame

    def _write(self, place: Any, said: Paragraph, align: PP_ALIGN = PP_ALIGN.LEFT, after: float = 0.0) -> None:
        """The words of a paragraph, not its lead, with some room `after` them [points]."""
        place.alignment, place.space_after = align, Pt(after)
        place._p.get_or_add_endParaRPr().set("sz", str(round(said.size * 100)))  # the height of a blank line
        if said.words:
            run = place.add_run()
            run.text = " ".join(said.words.split())
            run.font.size, run.font.bold, run.font.language_id = Pt(said.size), said.bold, LANGUAGES[self.lang]
            run.font.color.rgb = RGBColor.from_string(said.colour[1:])

    def _table(self, page: Any, sheet: Sheet, plan: fit.Laid, part: fit.Part, top: float) -> None:
        """The lines of a part below their heads."""
        rows = (sheet.heads, *part.lines)
        frame = page.shapes.add_table(len(rows), len(sheet.heads), Pt(fit.LEFT), Pt(top), Pt(fit.ROOM),
                                      Pt(sum(part.heights)))  # fmt: skip
        frame.name = sheet.title
        table = frame.table
        table._tbl.tblPr.find("{*}tableStyleId").text = NO_STYLE
        table.horz_banding = False
        for place, wide in enumerate(plan.widths):
            table.columns[place].width = Pt(wide)
        for number, line in enumerate(rows):
            table.rows[number].height = Pt(part.heights[number])
            for place, words in enumerate(line):
                bold = number == 0 or number - 1 in part.bold
                side = PP_ALIGN.LEFT if place in sheet.words else PP_ALIGN.RIGHT
                self._cell(table.cell(number, place), Paragraph(words, plan.size, INK, bold), side, head=number == 0)

    def _cell(self, cell: Any, said: Paragraph, side: PP_ALIGN, *, head: bool) -> None:
        cell.margin_left = cell.margin_right = Pt(fit.SIDE)
        cell.margin_top = cell.margin_bottom = Pt(fit.ABOVE)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
        self._write(cell.text_frame.paragraphs[0], said, side)
        if head:
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor.from_string(GRID[1:])
        else:
            _underline(cell)


def _plain_frame(frame: Any) -> None:
    """A text frame without room around its words, which are wrapped and begin at its top."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _underline(cell: Any) -> None:
    """A thin line below a cell, which python-pptx has no word for."""
    line = parse_xml(f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{GRID[1:]}"/></a:solidFill></a:lnB>')
    cell._tc.get_or_add_tcPr().insert(0, line)


def _number(frame: Any) -> None:
    """The number of the slide, which PowerPoint keeps right when slides are moved."""
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = f"""<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">
        <a:rPr sz="{int(FOOT_SIZE * 100)}"><a:solidFill><a:srgbClr val="{SOFT[1:]}"/></a:solidFill></a:rPr>
        <a:t>0</a:t></a:fld>"""
    paragraph._p.get_or_add_endParaRPr().addprevious(parse_xml(field))
