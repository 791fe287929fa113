"""How figures look: a colour-blind-safe palette, a font with Chinese, SVG and PNG without a time stamp."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim.base.files import write_whole
from sim.base.message import said
from sim.reports.palette import ARMS, GRID, INK, SOFT
from sim.texts.messages import translated

Dash = str | tuple[float, tuple[float, ...]]
DASHES: tuple[Dash, ...] = ("-", (0, (5, 2)), (0, (1, 1.4)), (0, (6, 2, 1, 2)))
WIDTH = 4.6
"""Width of every figure [inch]: readable on a telephone without scaling, two beside each other on a desk."""


def arm_colours(arms: list[str]) -> dict[str, str]:
    """Colour of each arm by its place; the palette starts again after six."""
    return {arm: ARMS[place % len(ARMS)] for place, arm in enumerate(arms)}


def arm_dashes(arms: list[str]) -> dict[str, Dash]:
    """Dash pattern of each arm, so that lines differ in more than their colour."""
    return {arm: DASHES[place % len(DASHES)] for place, arm in enumerate(arms)}


FALLBACK = ("Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "Microsoft YaHei", "SimSun-ExtB",
            "PingFang SC", "WenQuanYi Micro Hei", "Segoe UI Symbol", "Segoe UI Emoji", "Symbola", "Noto Emoji")
"""Fonts of the machine, where it has them, for letters that ours lack."""

MISSING = re.compile(r"Glyph (\d+) .*missing from (?:current )?font", re.S)
"""What matplotlib says of a letter that no font of a figure has."""

LOG = logging.getLogger(__name__)

NOISE = ("Failed to find font weight",  # the packaged font has no bold face: its regular one stands in
         "building the font cache")  # the first figure on a machine takes some seconds longer


def _no_noise(record: logging.LogRecord) -> bool:
    """False for what matplotlib says of fonts where all is well."""
    return not any(words in record.getMessage() for words in NOISE)


logging.getLogger("matplotlib.font_manager").addFilter(_no_noise)


@lru_cache(maxsize=1)
def chinese_font() -> str:
    """The family name of the packaged Chinese font, now known to matplotlib."""
    font = next(entry for entry in (files(__package__) / "fonts").iterdir() if entry.name.endswith(".otf"))
    with as_file(font) as path:
        font_manager.fontManager.addfont(str(path))
        return font_manager.FontProperties(fname=str(path)).get_name()


@contextmanager
def style(lang: str) -> Iterator[None]:
    """The settings under which figures in `lang` are drawn and saved; one line says which letters no font has."""
    families = ["DejaVu Sans", chinese_font()]  # the second one for names that a planner wrote in Chinese
    families = families[::-1] if lang == "zh" else families
    known = {font.name for font in font_manager.fontManager.ttflist}
    families += [name for name in FALLBACK if name in known]
    with warnings.catch_warnings(record=True) as caught, _settings(families):
        yield
    letters = {match[1]: chr(int(match[1])) for said_of in caught if (match := MISSING.match(str(said_of.message)))}
    if letters:
        LOG.warning(translated(said("no font on this machine has {letters}: figures show boxes in their place",
                                    letters=[f"'{letter}'" for letter in letters.values()]), lang))
    for other in caught:
        if not MISSING.match(str(other.message)):
            warnings.warn_explicit(other.message, other.category, other.filename, other.lineno)


def _settings(families: list[str]) -> AbstractContextManager[None]:
    """How figures look, with these fonts, the first of them that has a letter."""
    return rc_context(
        {
            "font.family": families,
            "font.size": 9.5,
            "text.color": INK,
            "axes.labelcolor": SOFT,
            "axes.edgecolor": GRID,
            "axes.titlesize": 10.5,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": GRID,
            "grid.linewidth": 0.7,
            "xtick.color": SOFT,
            "ytick.color": SOFT,
            "legend.frameon": False,
            "legend.fontsize": 9,
            "figure.facecolor": "white",
            "svg.fonttype": "path",  # the reader needs no font
            "svg.hashsalt": "livesim",  # the same figure gives the same file
        }
    )


def svg_of(figure: Figure) -> bytes:
    """The figure as an SVG file that depends on nothing but the figure."""
    stream = BytesIO()
    # the canvas itself, as `savefig` draws a figure twice where its layout is computed
    FigureCanvasSVG(figure).print_svg(stream, metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def png_of(figure: Figure, dpi: int) -> bytes:
    """The figure as a PNG file with `dpi` points an inch."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def save(figure: Figure, folder: Path, name: str, *, png: bool = False) -> bytes:
    """The figure's SVG, also written to `folder` as `name`.svg; with `png` as `name`.png too."""
    picture = svg_of(figure)
    write_whole(folder / f"{name}.svg", picture)
    if png:
        figure.set_layout_engine("none")  # it is laid out; to do so again takes as long as drawing
        write_whole(folder / f"{name}.png", png_of(figure, 360))
    return picture
