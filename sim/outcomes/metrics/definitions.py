"""The words of a metric: its name and its definition."""

from __future__ import annotations

from typing import NamedTuple

from sim.outcomes.metrics.base import METRICS
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.texts import text


class Definition(NamedTuple):
    """What a planner reads: the metric's name and what exactly is counted."""

    name: str
    definition: str


def definition(name: str, lang: str = "en") -> Definition:
    """The words of a metric in `lang`. Raises UnknownNameError for a metric nobody declared."""
    return _words(f"metrics.{METRICS[name].name}", lang)


def room_definition(name: str, lang: str = "en") -> Definition:
    """The words of a room metric in `lang`. Raises UnknownNameError for one nobody declared."""
    return _words(f"metrics.rooms.{ROOM_METRICS[name].name}", lang)


def _words(key: str, lang: str) -> Definition:
    return Definition(text(f"{key}.name", lang), text(f"{key}.definition", lang))
