"""An explanation on one screen: its sentences, the table of paths, and the twins in a line each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.console import RenderableType
from rich.text import Text

from sim.paired.comparison import Comparison
from sim.paired.explaining.twins import ADDED_UP
from sim.reports import format as fmt
from sim.reports.explained.page import path_sheet
from sim.reports.explained.view import Why, explained
from sim.reports.explained.words import sentences
from sim.reports.terminal import sheet_table


def why_lines(comparison: Comparison, lang: str) -> list[RenderableType]:
    """All that is explained, for a terminal of 100 columns."""
    return [line for why in explained(comparison, lang) for line in _lines(why)]


def _lines(why: Why) -> Iterator[RenderableType]:
    yield Text(fmt.capital(why.title), style="bold")
    yield from map(Text, sentences(why))
    yield sheet_table(replace(path_sheet(why), notes=()))
    for (role, user), rows in why.twins.groupby(["role", "user"], sort=False):
        days = rows[rows["line"] == ADDED_UP].iloc[0]  # the first sum is that of active days
        name = why.say(f"twins.{role}", user=user)
        yield Text(why.say("twins.line", role=name, total=days["why"], old=days["baseline"], new=days["treated"]))
