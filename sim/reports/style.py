"""How figures look: a colour-blind-safe palette, a font with Chinese, SVG and PNG without a time stamp."""

from __future__ import annotations

import logging
from base64 import b64encode
from contextlib import AbstractContextManager
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

from sim.base.files import write_whole

# Okabe and Ito (2008), "Color universal design", in the order in which arms take them
ARMS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
BASELINE = "#3b3f46"
INK, SOFT, GRID, WARNING = "#1d2127", "#5b6470", "#dfe3e8", "#a84300"
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


def _no_bold(record: logging.LogRecord) -> bool:
    """False for the complaint that the packaged font has no bold face, which its regular one stands in for."""
    return "Failed to find font weight" not in record.getMessage()


logging.getLogger("matplotlib.font_manager").addFilter(_no_bold)


@lru_cache(maxsize=1)
def chinese_font() -> str:
    """The family name of the packaged Chinese font, now known to matplotlib."""
    font = next(entry for entry in (files(__package__) / "fonts").iterdir() if entry.name.endswith(".otf"))
    with as_file(font) as path:
        font_manager.fontManager.addfont(str(path))
        return font_manager.FontProperties(fname=str(path)).get_name()


def style(lang: str) -> AbstractContextManager[None]:
    """The settings under which a figure in `lang` is drawn and saved."""
    families = ["DejaVu Sans", chinese_font()]  # the second one for names that a planner wrote in Chinese
    families = families[::-1] if lang == "zh" else families
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
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def png_of(figure: Figure, dpi: int) -> bytes:
    """The figure as a PNG file with `dpi` points an inch."""
    stream = BytesIO()
    figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
    return stream.getvalue()


def uri_of(svg: bytes) -> str:
    """An SVG file as an address that needs no file."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


def save(figure: Figure, folder: Path, name: str) -> bytes:
    """The figure's SVG, also written to `folder` as `name`.svg and `name`.png."""
    picture = svg_of(figure)
    write_whole(folder / f"{name}.svg", picture)
    figure.set_layout_engine("none")  # the layout is known; to compute it again takes as long as drawing
    write_whole(folder / f"{name}.png", png_of(figure, 360))
    return picture
