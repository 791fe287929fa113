"""What a pattern is: a number that a table of events shows, with its unit and definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.registry import Registry
from sim.replicate.events import Events

Measure = Callable[[Events], float]


@dataclass(frozen=True)
class Pattern:
    """A number that a world shows; `unit` as in metrics, "ratio" or "log" where it is a shape."""

    name: str
    unit: str
    measure: Measure

    @property
    def text(self) -> str:
        """The definition."""
        return " ".join((self.measure.__doc__ or "").split())


PATTERNS: Registry[Pattern] = Registry("pattern")


def pattern(name: str, unit: str) -> Callable[[Measure], Measure]:
    """Declare the decorated function as a pattern; its docstring is the definition."""

    def declare(measure: Measure) -> Measure:
        PATTERNS.add(name, Pattern(name, unit, measure))
        return measure

    return declare


def ratio(top: float, bottom: float) -> float:
    """top / bottom, NaN over nothing."""
    return float(top / bottom) if bottom > 0 else float("nan")
