"""What fits on a slide: sizes of writing, heights of words, widths of columns, and where the next slide begins.

All lengths are points (1/72 inch). Nothing here knows a file format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sim.reports.lettering import broken, parts, width
from sim.reports.sheet import Sheet

WIDE, HIGH = 960.0, 540.0
"""A slide of 16:9."""
LEFT, TOP, BOTTOM = 40.0, 26.0, 494.0
"""Where content begins, and where it ends above the foot."""
ROOM = WIDE - 2 * LEFT
LINE = 1.45
"""Height of a line [sizes of writing]: that of Noto Sans CJK, the highest of the fonts that may stand in."""
TRUST = 0.96
"""Part of a width that is filled: fonts differ, and Chinese stops may not begin a line."""
TITLES, TABLES, SCALES = (26.0, 23.0, 20.0, 17.0), (16.0, 14.0, 12.5, 11.0), (1.0, 0.9, 0.8, 0.7)
"""Sizes of titles and tables, and how much smaller paragraphs may be written, the largest first."""
TITLE_LINES = 2
SIDE, ABOVE = 7.0, 4.0
"""Room beside and above the words of a cell."""
HEAD_LINES = 2.0
"""Lines that the head of a column may take."""

Piece = TypeVar("Piece")


@dataclass(frozen=True)
class Paragraph:
    """Words of a size and colour in a box so `wide`; `lead` is a bold line above them."""

    words: str
    size: float
    colour: str
    bold: bool = False
    lead: str = ""
    wide: float = ROOM

    def scaled(self, scale: float) -> Paragraph:
        """The same, written smaller."""
        return replace(self, size=self.size * scale)

    @property
    def height(self) -> float:
        """How high it is on a slide, with the room below it."""
        return LINE * self.size * (max(1, len(self._lines())) + bool(self.lead)) + self.gap

    @property
    def gap(self) -> float:
        """The room below it."""
        return 0.5 * self.size

    def cut(self, room: float) -> list[Paragraph]:
        """Itself where it is at most so high, else in pieces that are."""
        if self.height <= room:
            return [self]
        lines, most = self._lines(), max(1, int((room - self.gap) / (LINE * self.size)) - bool(self.lead))
        pieces = ["".join(_joined(lines[at : at + most])) for at in range(0, len(lines), most)]
        return [replace(self, words=piece, lead=self.lead if place == 0 else "") for place, piece in enumerate(pieces)]

    def _lines(self) -> list[str]:
        return broken(self.words, self.size, TRUST * self.wide)


def _joined(lines: Sequence[str]) -> Iterable[str]:
    """Lines as they were before they were broken: a space only between Latin words."""
    for place, line in enumerate(lines):
        yield line if place == 0 or not (line[0].isascii() and lines[place - 1][-1].isascii()) else f" {line}"


def lines_of(words: str, size: float, wide: float) -> int:
    """Lines that words take in a box so wide."""
    return max(1, len(broken(words, size, TRUST * wide)))


def title_size(words: str) -> float:
    """The size of a title: the largest with which it stands in TITLE_LINES."""
    return next((size for size in TITLES if lines_of(words, size, ROOM) <= TITLE_LINES), TITLES[-1])


def title_height(words: str) -> float:
    """How high a title of its size is."""
    size = title_size(words)
    return LINE * size * lines_of(words, size, ROOM)


def paged(paragraphs: Sequence[Paragraph], room: float) -> list[list[Paragraph]]:
    """Paragraphs slide by slide: all on one, in the largest writing that lets them; else the smallest, on several."""
    for scale in SCALES:
        smaller = [paragraph.scaled(scale) for paragraph in paragraphs]
        if sum(paragraph.height for paragraph in smaller) <= room:
            return [smaller]
    pieces = [piece for paragraph in smaller for piece in paragraph.cut(room)]
    return _filled(pieces, room, lambda piece: piece.height)


@dataclass(frozen=True)
class Part:
    """The lines of a table that stand on one slide, with their heights; the first height is that of the heads."""

    lines: Sequence[tuple[str, ...]]
    bold: Sequence[int]
    heights: Sequence[float]


@dataclass(frozen=True)
class Laid:
    """A sheet as it is written: size, widths of its columns, slide by slide."""

    size: float
    widths: Sequence[float]
    parts: Sequence[Part]


def laid(sheet: Sheet, room: float) -> Laid:
    """A sheet on as few slides as it takes: the largest writing with which it stands on one, else the smallest."""
    for size in TABLES:
        widths, whole = _widths(sheet, size)
        heights = [_height(line, size, widths) for line in (sheet.heads, *sheet.lines)]
        if whole and sum(heights) <= room:
            break
    named = list(zip(_named(sheet.lines), range(len(sheet.lines)), strict=True))
    pages = _filled(named, room - heights[0], lambda line: heights[1 + line[1]])
    return Laid(size, widths, [_part(page, sheet, heights) for page in pages])


def _part(page: Sequence[tuple[str, int]], sheet: Sheet, heights: Sequence[float]) -> Part:
    """A part of a sheet; its first line says the option even where the line above, now on another slide, did."""
    places = [place for _, place in page]
    lines = [sheet.lines[place] for place in places]
    lines[0] = (page[0][0], *lines[0][1:])
    return Part(lines, [at for at, place in enumerate(places) if place in sheet.bold],
                [heights[0], *(heights[1 + place] for place in places)])  # fmt: skip


def _named(lines: Iterable[tuple[str, ...]]) -> list[str]:
    """The option of every line: a blank one goes on with that above it."""
    options: list[str] = []
    for line in lines:
        options.append(line[0] or (options[-1] if options else ""))
    return options


def _height(line: Sequence[str], size: float, widths: Sequence[float]) -> float:
    most = max(lines_of(cell, size, wide - 2 * SIDE) for cell, wide in zip(line, widths, strict=True))
    return LINE * size * most + 2 * ABOVE


def _widths(sheet: Sheet, size: float) -> tuple[list[float], bool]:
    """Widths of the columns, together ROOM, and whether every number has a line to itself.

    Narrow columns get what they need, the widest share what is left; room to spare goes to all alike.
    """
    need = [_need(sheet, column, size) for column in range(len(sheet.heads))]
    widths, left = [0.0] * len(need), ROOM
    order = sorted(range(len(need)), key=lambda column: (column in sheet.words, need[column]))
    for place, column in enumerate(order):
        widths[column] = min(need[column], left / (len(order) - place))
        left -= widths[column]
    whole = all(widths[column] >= need[column] for column in range(len(need)) if column not in sheet.words)
    return [wide + left / len(widths) for wide in widths], whole


def _need(sheet: Sheet, column: int, size: float) -> float:
    """The width with which no cell of a column is broken, and its head at most once."""
    head = sheet.heads[column]
    words = [width(line[column], size) for line in sheet.lines]
    heads = [width(part.strip(), size) for part in parts(head)]
    return max([*words, *heads, 1.2 * width(head, size) / HEAD_LINES]) / TRUST + 2 * SIDE


def _filled(pieces: Iterable[Piece], room: float, height: Callable[[Piece], float]) -> list[list[Piece]]:
    """Pieces in their order, as many on a page as it has room for."""
    pages: list[list[Piece]] = []
    used = room
    for piece in pieces:
        if not pages or used + height(piece) > room:
            pages, used = [*pages, []], 0.0
        pages[-1].append(piece)
        used += height(piece)
    return pages
