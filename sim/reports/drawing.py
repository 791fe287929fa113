"""Figures of a page: one that cannot be drawn is said in its place, and costs neither the page nor the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from sim.base.message import message_of, said
from sim.reports.blocks import Page, Picture, pictures
from sim.reports.style import save
from sim.texts.messages import translated


@dataclass(frozen=True)
class Figures:
    """Where the figures of a page are kept, as SVG; with `png` as PNG too, for slides: drawn again for it."""

    folder: Path
    png: bool = False


Tell = Callable[[str], None]
"""Called with one sentence for each figure that could not be drawn."""


def drawn(name: str, draw: Callable[..., Figure], alt: Callable[..., str], given: Sequence[Any], kept: Figures,
          lang: str, **more: Any) -> Picture:
    """The figure that `draw` makes of what is `given`, also written to where figures are `kept`; `alt` makes its words.

    `more` are caption and notes. Where it cannot be drawn the picture is blank, and its words say why.
    """
    try:
        return Picture(name, save(draw(*given), kept.folder, name, png=kept.png), alt(*given), **more)
    except Exception as error:  # whatever it is, it is not worth a comparison that took an hour
        why = message_of(error) or type(error).__name__
        return Picture(name, b"", translated(said("the figure '{name}' could not be drawn: {why}", name=name, why=why),
                                             lang))


def tell_undrawn(page: Page, tell: Tell) -> None:
    """Tell of every figure of a page that could not be drawn."""
    for picture in pictures(page.sections):
        if not picture.svg:
            tell(picture.alt)


def silent(_: str) -> None:
    """Tells nobody: the page says it too."""
