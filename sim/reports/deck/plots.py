"""What a chart of a deck shows, before it is one: marks, curves, axes and how their numbers are written.

All lengths are points (1/72 inch). Nothing here knows a file format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.ticker import MaxNLocator

from sim.reports.format import MINUS
from sim.texts import text

TICKS = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10])
ENDS = ("worth", "worth_below", "low", "high", "likely_low", "likely_high", "effect")
"""What a mark is made of, those below first: a thin line that is shorter than the thick bar is seen on it."""
ALIKE = 1e-9
"""Part of their size by which values differ that an axis cannot tell apart."""
MILLION = 1e6
CROWD = {"en": MILLION, "zh": 1e5}
"""People from which on an axis shows them in short: in millions, in 万 (10,000)."""


@dataclass(frozen=True)
class Box:
    """Where a chart stands on a slide [points], and the words for those who do not see it."""

    left: float
    top: float
    wide: float
    high: float
    alt: str


@dataclass(frozen=True)
class EffectMark:
    """An effect with its ranges, in the unit that is shown; `hollow` where too few people stand behind it."""

    label: str
    effect: float
    low: float
    high: float
    likely_low: float
    likely_high: float
    worth: float
    colour: str
    hollow: bool

    @property
    def worth_below(self) -> float:
        """What is worth acting on as a loss."""
        return -self.worth

    @property
    def ends(self) -> list[float]:
        """All that a chart shows of it, in the order of ENDS."""
        return [getattr(self, end) for end in ENDS]


@dataclass(frozen=True)
class Curve:
    """A line over days with its band, None where nothing is known: names and values of line, low and high.

    `dash` says which pattern of dashes it has.
    """

    names: Sequence[str]
    values: Sequence[Sequence[float | None]]
    colour: str
    dash: int


@dataclass(frozen=True)
class Axis:
    """An axis of values: what is said at it, whether its numbers are `signed`, and what a million people are called.

    `crowd` is the language in which large numbers of people are shown in short, blank for other numbers.
    """

    title: str
    signed: bool
    crowd: str = ""


class Scale(NamedTuple):
    """The ends of an axis, and from one number at it to the next."""

    low: float
    high: float
    step: float


def scale_of(values: Sequence[float]) -> Scale:
    """Round numbers below and above all values: PowerPoint's own would leave error bars out."""
    low, high = min(values), max(values)
    if high - low <= ALIKE * max(abs(low), abs(high), 1.0):
        low, high = low - 1.0, high + 1.0
    ticks = TICKS.tick_values(low, high)
    return Scale(float(ticks[0]), float(ticks[-1]), float(ticks[1] - ticks[0]))


def number_format(axis: Axis, scale: Scale) -> str:
    """How Excel writes the numbers of an axis: as fine as its steps, a crowd in millions or 万, a real minus sign."""
    number = f"#,##0{_decimals(scale.step)}"
    if axis.crowd and max(abs(scale.low), abs(scale.high)) >= CROWD[axis.crowd]:
        unit = text("report.format.large_people", axis.crowd, number="")
        # a comma divides by 1000; 万 needs a point in front of the last digit of thousands
        millions = f'0{_decimals(scale.step / MILLION)},,"{unit}"'
        number = {"en": millions, "zh": f'#,##0\\.0,"{unit.strip()}"'}[axis.crowd]
    return f'{"+" if axis.signed else ""}{number};"{MINUS}"{number};0'


def _decimals(step: float) -> str:
    """The decimals of a format that shows every multiple of a step."""
    return "." + "0" * len(f"{step:.6f}".rstrip("0").partition(".")[2]) if step % 1 else ""
