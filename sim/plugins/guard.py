"""A planner's own function, called so that whatever goes wrong in it is told with its file and line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import LivesimError, PlugInError, guess
from sim.base.message import message_of, said
from sim.outcomes.metrics.base import Ratio


@dataclass(frozen=True)
class File:
    """A file of plug-ins: the name under which its code is compiled, and what messages call it."""

    path: str
    label: str

    def place(self, error: BaseException) -> str:
        """`label:line` of the innermost line of this file that an error came through."""
        lines, trace = [], error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.path:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        return f"{self.label}:{lines[-1]}" if lines else self.label


def words_of(error: BaseException) -> str:
    """What an error says; the kind of a Python one too."""
    if isinstance(error, LivesimError):
        return message_of(error)
    return said("{kind}: {why}", kind=type(error).__name__, why=message_of(error))


def guarded_lever(function: Callable[..., None], name: str, file: File) -> Callable[..., None]:
    """`function` of a lever, whose errors are told with their place."""

    @functools.wraps(function)
    def apply(edit: Any, strength: float, options: Any, sizes: Any) -> None:
        try:
            function(edit, strength, options, sizes)
        except KeyError as error:
            asked = str(error.args[0])
            raise PlugInError(said("{place}: lever '{name}' asks for '{asked}', which is no option or size{guess}",
                                   place=file.place(error), name=name, asked=asked,
                                   guess=guess(asked, [*options, *sizes]))) from None
        except Exception as error:
            raise PlugInError(said("{place}: lever '{name}': {why}",
                                   place=file.place(error), name=name, why=words_of(error))) from None

    return apply


def guarded_measure(function: Callable[[Any], Any], what: str, file: File, place: str,
                    check: Callable[[Any, Any], str]) -> Callable[[Any], Any]:
    """`function` of a metric or pattern; `check(result, its argument)` says what is wrong with the result.

    What the function itself says of a question that cannot be answered (a LivesimError) is passed on.
    """

    @functools.wraps(function)
    def measure(seen: Any) -> Any:
        try:
            result = function(seen)
        except LivesimError:
            raise
        except Exception as error:
            raise PlugInError(said("{place}: {what}: {why}",
                                   place=file.place(error), what=what, why=words_of(error))) from None
        wrong = check(result, seen)
        if wrong:
            raise PlugInError(said("{place}: {what} {wrong}", place=place, what=what, wrong=wrong))
        return result

    return measure


def wrong_ratio(result: Any, outcome: Any) -> str:
    """What is wrong with the result of a metric, empty when nothing is."""
    if not isinstance(result, Ratio):
        return said("gives {kind}; a metric gives Ratio(numerator, denominator), a number for every person in both",
                    kind=_kind(result))
    people = len(outcome.people)
    for part, word in (("top", said("numerator")), ("bottom", said("denominator"))):
        values = np.asarray(getattr(result, part))
        if values.shape != (people,):
            return said("gives a {part} of {size}; {people} are needed, one a person",
                        part=word, size=_size(values), people=people)
        if values.dtype.kind not in "biuf":
            return said("gives a {part} of {type}; numbers are needed", part=word, type=values.dtype)
        if not np.isfinite(values).all():
            return said("gives a {part} that is no finite number for {people} people; 0 stands for people outside",
                        part=word, people=np.sum(~np.isfinite(values)))
    return ""


def wrong_number(result: Any, _: Any) -> str:
    """What is wrong with the result of a pattern, empty when nothing is; NaN says that nobody shows it."""
    try:
        float(result)
    except (TypeError, ValueError):
        return said("gives {kind}; a pattern gives one number", kind=_kind(result))
    return ""


def _kind(result: Any) -> str:
    return said("nothing") if result is None else said("a {type}", type=type(result).__name__)


def _size(values: np.ndarray) -> str:
    if values.ndim == 0:
        return said("one number")
    if values.ndim == 1:
        return said("{count} numbers", count=len(values))
    return said("the shape {shape}", shape=str(values.shape))
