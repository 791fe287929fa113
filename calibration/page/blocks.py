"""What the page consists of: sections of words, lists, tables and figures, the same for HTML and Markdown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from calibration.validate import Validation
from sim.reports.style import uri_of
from sim.texts import text, texts


@dataclass(frozen=True)
class View:
    """A validation, the language in which it is told, and the fit that it is about ("": the one that ships)."""

    validation: Validation
    lang: str
    own_fit: str = ""

    def say(self, key: str, **values: object) -> str:
        """A text of the area `validation`."""
        return text(f"validation.{key}", self.lang, **values)

    def items(self, key: str) -> list[str]:
        """The texts of a list in the area `validation`."""
        return texts(f"validation.{key}", self.lang)


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: str
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class Listing:
    """A list of sentences."""

    items: Sequence[str]
    kind: ClassVar[str] = "listing"


@dataclass(frozen=True)
class Row:
    """A row of a table; `mark` is "" or one of MARKS."""

    cells: Sequence[str]
    mark: str = ""


MARKS = ("head", "missed")
"""A heading inside a table, with one cell; a row that tells of a miss."""


@dataclass(frozen=True)
class Grid:
    """A table; the columns `numbers` stand to the right, `folded` ones open when they are asked for."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Row]
    numbers: Collection[int] = ()
    folded: bool = False
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Picture:
    """A figure: its SVG, the words for those who do not see it, how to read it."""

    name: str
    svg: bytes
    alt: str
    caption: str

    @property
    def uri(self) -> str:
        """The figure as an address that needs no file."""
        return uri_of(self.svg)


@dataclass(frozen=True)
class Gallery:
    """Figures beside each other."""

    pictures: Sequence[Picture]
    kind: ClassVar[str] = "gallery"


Block = Words | Listing | Grid | Gallery


@dataclass(frozen=True)
class Section:
    """A part of the page with its title; `name` is its address on the page."""

    name: str
    title: str
    blocks: Sequence[Block]
