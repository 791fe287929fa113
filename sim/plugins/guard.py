"""A planner's own function, called so that whatever goes wrong in it is told with its file and line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import LivesimError, PlugInError, nearest
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
    return str(error) if isinstance(error, LivesimError) else f"{type(error).__name__}: {error}"


def guarded_lever(function: Callable[..., None], name: str, file: File) -> Callable[..., None]:
    """`function` of a lever, whose errors are told with their place."""

    @functools.wraps(function)
    def apply(edit: Any, strength: float, options: Any, sizes: Any) -> None:
        try:
            function(edit, strength, options, sizes)
        except KeyError as error:
            close = nearest(str(error.args[0]), [*options, *sizes])
            hint = f"; did you mean '{close}'?" if close else ""
            raise PlugInError(f"{file.place(error)}: lever '{name}' asks for '{error.args[0]}', "
                              f"which is no option or size{hint}") from None
        except Exception as error:
            raise PlugInError(f"{file.place(error)}: lever '{name}': {words_of(error)}") from None

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
            raise PlugInError(f"{file.place(error)}: {what}: {words_of(error)}") from None
        wrong = check(result, seen)
        if wrong:
            raise PlugInError(f"{place}: {what} {wrong}")
        return result

    return measure


def wrong_ratio(result: Any, outcome: Any) -> str:
    """What is wrong with the result of a metric, empty when nothing is."""
    if not isinstance(result, Ratio):
        return f"gives {_kind(result)}; a metric gives Ratio(numerator, denominator), a number for every person in both"
    people = len(outcome.people)
    for part, word in (("top", "numerator"), ("bottom", "denominator")):
        values = np.asarray(getattr(result, part))
        if values.shape != (people,):
            size = f"{len(values)} numbers" if values.ndim == 1 else f"the shape {values.shape}"
            return f"gives a {word} of {size if values.ndim else 'one number'}; {people} are needed, one a person"
        if values.dtype.kind not in "biuf":
            return f"gives a {word} of {values.dtype}; numbers are needed"
        if not np.isfinite(values).all():
            return (f"gives a {word} that is no finite number for {np.sum(~np.isfinite(values))} people; "
                    "0 stands for people outside")
    return ""


def wrong_number(result: Any, _: Any) -> str:
    """What is wrong with the result of a pattern, empty when nothing is; NaN says that nobody shows it."""
    try:
        float(result)
    except (TypeError, ValueError):
        return f"gives {_kind(result)}; a pattern gives one number"
    return ""


def _kind(result: Any) -> str:
    return "nothing" if result is None else f"a {type(result).__name__}"
