"""What a response is: a change of one thing, days, and a number read from the changed and the unchanged world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.base.registry import Registry
from sim.replicate.otherwise import Change, Stretch
from sim.texts import declare, docstring

Reading = Callable[[Stretch, Stretch], float]
"""(the changed world, the unchanged one) -> the number; 0 when nothing is changed."""


@dataclass(frozen=True)
class Response:
    """What a change does; `unit` as in metrics: "relative" for changed over unchanged less 1.

    Attributes:
        change: what is other in the changed world. days: lived in both [days].
        apart: each day is changed alone, after days without the change (`live_days_apart`).
        measure: how the number is read.
    """

    name: str
    unit: str
    change: Change
    days: int
    measure: Reading
    apart: bool = False


RESPONSES: Registry[Response] = Registry("response")


def response(name: str, unit: str, *, change: Change, days: int, apart: bool = False,
             title: str = "") -> Callable[[Reading], Reading]:
    """Declare the decorated function as the reading of a response; its docstring is the English definition.

    Args:
        title: the shown name in English, the words of `name` when it is blank. The others are those of `Response`.
    """

    def declared(measure: Reading) -> Reading:
        RESPONSES.add(name, Response(name, unit, change, days, measure, apart))
        declare(f"responses.{name}.name", title or name.replace("_", " "))
        declare(f"responses.{name}.definition", docstring(measure))
        return measure

    return declared
