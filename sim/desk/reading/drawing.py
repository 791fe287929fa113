"""What draws with matplotlib, one at a time: its settings hold for the whole process, and a server has many tabs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Lock

from sim.paired.comparison import Comparison
from sim.reports.blocks import Block
from sim.reports.drawing import Figures
from sim.reports.report import SECTIONS
from sim.reports.rows import rows_of
from sim.reports.sections import ComparisonView
from sim.reports.style import style

PEN = Lock()
"""Held by whoever draws."""


def section_blocks(comparison: Comparison, name: str, lang: str) -> list[Block]:
    """A section of the report; its figures stand in the blocks, and the files written on the way go."""
    with tempfile.TemporaryDirectory() as folder, PEN, style(lang):
        return SECTIONS[name](ComparisonView(comparison, rows_of(comparison, lang), Figures(Path(folder)), lang))
