"""What every page is built of: sections of words, lists, tables and figures, the same for HTML and Markdown.

Blocks hold words of one language and no markup. `kind` chooses the part of templates/page.html.j2 that writes
a block; a `look` changes its dress and nothing of what it says.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Words:
    """A paragraph; `asked` for a question, `code` for what is typed, `warning` for harm, `first` for what to do."""

    text: str
    look: Literal["", "lead", "quiet", "asked", "code", "warning", "first"] = ""
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Listing:
    """A list of sentences; `label` says what they are where no heading does."""

    items: Sequence[str]
    label: str = ""
    kind: ClassVar[str] = "listing"


@dataclass(frozen=True)
class Facts:
    """(name, what is said of it) of some things: in lines, or as `definitions` one below the other."""

    pairs: Sequence[tuple[str, str]]
    look: Literal["short", "definitions"] = "short"
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Verdict:
    """A paragraph behind one word of judgement: `word` is written on the colour of `verdict`, `change` is strong."""

    verdict: str
    word: str
    change: str
    text: str
    kind: ClassVar[str] = "verdict"


@dataclass(frozen=True)
class Cell:
    """A cell that is more than words: a name in code, small lines below, a colour (CSS), a bar (0..1) before it.

    What is `unsure`, or `greyed` because it rests on too few people, is paler than the others.
    """

    text: str
    code: str = ""
    small: Sequence[str] = ()
    colour: str = ""
    bar: float | None = None
    unsure: bool = False
    greyed: bool = False


RowLook = Literal["head", "note", "missed", "primary", "greyed"]
"""A heading inside the table or a note in it, both with one cell; a miss; what to read first; too few people."""


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: Sequence[str | Cell]
    looks: Collection[RowLook] = ()

    @property
    def across(self) -> bool:
        """Whether its one cell is as wide as the table."""
        return "head" in self.looks or "note" in self.looks


@dataclass(frozen=True)
class Grid:
    """A table; the columns `numbers` stand to the right, column `names` tells the rows apart.

    `captioned` writes the caption above it; otherwise a heading says it, and the caption is read out alone.
    """

    caption: str
    heads: Sequence[str]
    rows: Sequence[Row]
    numbers: Collection[int] = ()
    names: int = 0
    captioned: bool = False
    look: Literal["", "sheet", "full", "heat", "bars"] = ""
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Picture:
    """A figure: its SVG (blank where it could not be drawn), the words for those who do not see it, how to read it."""

    name: str
    svg: bytes
    alt: str
    caption: str = ""
    notes: Sequence[str] = ()

    @property
    def uri(self) -> str:
        """The figure as an address that needs no file."""
        return f"data:image/svg+xml;base64,{b64encode(self.svg).decode()}"


@dataclass(frozen=True)
class Gallery:
    """Figures beside each other."""

    pictures: Sequence[Picture]
    kind: ClassVar[str] = "gallery"


@dataclass(frozen=True)
class Columns:
    """Blocks beside each other where there is room."""

    blocks: Sequence[Block]
    kind: ClassVar[str] = "columns"


@dataclass(frozen=True)
class Card:
    """Blocks that belong together, with a title or none: a question, an answer, something said aside."""

    look: Literal["question", "answer", "aside"]
    blocks: Sequence[Block]
    title: str = ""
    kind: ClassVar[str] = "card"


@dataclass(frozen=True)
class Folded:
    """Blocks that open when they are asked for, by `summary`; the words `strong` stand before it."""

    summary: str
    blocks: Sequence[Block]
    strong: str = ""
    kind: ClassVar[str] = "folded"


Block = Words | Heading | Listing | Facts | Verdict | Grid | Gallery | Columns | Card | Folded


@dataclass(frozen=True)
class Section:
    """A part of a page with its title; `name` is its address on the page."""

    name: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Page:
    """A whole page: the `title` of its window, what `sort` of page it is, its heading, and what is said below that.

    A browser reads it again every `refresh` seconds (0: never).
    """

    title: str
    sort: str
    heading: str
    sections: Sequence[Section]
    lead: str = ""
    facts: Sequence[str] = ()
    refresh: int = 0


def pictures(sections: Sequence[Section]) -> list[Picture]:
    """Every figure of a page in its order."""
    return [picture for section in sections for picture in _pictures(section.blocks)]


def _pictures(blocks: Sequence[Block]) -> Iterator[Picture]:
    for block in blocks:
        if isinstance(block, Gallery):
            yield from block.pictures
        elif isinstance(block, Columns | Card | Folded):
            yield from _pictures(block.blocks)
