"""What a pattern is: a number that a table of events shows, with its unit, name and definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.registry import Registry
from sim.replicate.events import Events
from sim.texts import declare, docstring

Measure = Callable[[Events], float]


@dataclass(frozen=True)
class Pattern:
    """A number that a world shows; `unit` as in metrics, "ratio" or "log" where it is a shape."""

    name: str
    unit: str
    measure: Measure


PATTERNS: Registry[Pattern] = Registry("pattern")


def pattern(name: str, unit: str, *, title: str = "") -> Callable[[Measure], Measure]:
    """Declare the decorated function as a pattern; its docstring is the English definition.

    `title` is the shown name in English, the words of `name` when it is blank.
    """

    def declared(measure: Measure) -> Measure:
        PATTERNS.add(name, Pattern(name, unit, measure))
        declare(f"patterns.{name}.name", title or name.replace("_", " "))
        declare(f"patterns.{name}.definition", docstring(measure))
        return measure

    return declared


def ratio(top: float, bottom: float) -> float:
    """top / bottom, NaN over nothing."""
    return float(top / bottom) if bottom > 0 else float("nan")
