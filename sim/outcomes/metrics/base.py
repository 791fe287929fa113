"""What a metric is: a numerator and a denominator for every person, a unit and a good direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from sim.base.registry import Registry
from sim.outcomes.outcome import Outcome
from sim.texts import declare, docstring

P = ParamSpec("P")
T = TypeVar("T")


def remembered(function: Callable[Concatenate[Outcome, P], T]) -> Callable[Concatenate[Outcome, P], T]:
    """The function, whose answers about an outcome are kept as long as the outcome: many metrics and groups ask."""
    kept: WeakKeyDictionary[Outcome, dict[object, T]] = WeakKeyDictionary()

    @wraps(function)
    def answer(outcome: Outcome, *args: P.args, **options: P.kwargs) -> T:
        known, question = kept.setdefault(outcome, {}), (args, *sorted(options.items()))
        if question not in known:
            known[question] = function(outcome, *args, **options)
        return known[question]

    return answer


@dataclass(frozen=True)
class Ratio:
    """Arrays [person], of any numeric type; a group's metric is sum(weight * top) / sum(weight * bottom).

    `bottom` is 0 for people outside the metric's population, and so is `top`, except in a metric of size
    (new users per base user), where people outside it are what is counted. `fixed` says that the
    denominator was frozen on the comparison day, so that it is the same people in every arm.
    """

    top: np.ndarray
    bottom: np.ndarray
    fixed: bool = False


Measure = Callable[[Outcome], Ratio]


@dataclass(frozen=True)
class Metric:
    """A declared metric. `direction` is +1 when more is better, -1 when less is, 0 for neither.

    `unit`: "share" (0..1, shown in %), "minutes", "days", "yuan", "count", "score".
    `per` scales the ratio for showing (1000 for "per 1,000 users").
    """

    name: str
    unit: str
    direction: int
    measure: Measure
    per: float = 1.0


METRICS: Registry[Metric] = Registry("metric")


def metric(
    name: str, *, unit: str, direction: int, per: float = 1.0, title: str = ""
) -> Callable[[Measure], Measure]:
    """Declare the decorated function as a metric; its docstring is the English definition.

    `title` is the shown name in English, the words of `name` when it is blank. The function raises ResultError
    when the horizon is too short to answer.
    """

    def declared(function: Measure) -> Measure:
        METRICS.add(name, Metric(name, unit, direction, function, per))
        declare(f"metrics.{name}.name", title or name.replace("_", " "))
        declare(f"metrics.{name}.definition", docstring(function))
        return function

    return declared
