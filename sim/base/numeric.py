"""Numbers as callers of Python hand them over: Python's own, or NumPy's."""

from __future__ import annotations

from typing import Any, overload

import numpy as np

from sim.base.errors import ParameterError
from sim.base.message import said


def own(value: Any) -> Any:
    """A number (or a word) of NumPy as Python's own; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


@overload
def whole(name: str, value: object, least: int | None = None) -> int: ...
@overload
def whole(name: str, value: object, least: int | None = None, *, blank: bool) -> int | None: ...
def whole(name: str, value: object, least: int | None = None, *, blank: bool = False) -> int | None:
    """The whole number that was given as `name`, None where it may be left `blank`.

    Raises ParameterError for anything else, text too: "20000" is a slip that would be found out late.
    """
    number = own(value)
    if number is None and blank:
        return None
    if not isinstance(number, (int, float)) or isinstance(number, bool) or number != number // 1:
        raise ParameterError(said("{name} must be a whole number such as {name}={example}, found {value!r}",
                                  name=name, example=_example(number), value=number))
    if least is not None and number < least:
        raise ParameterError(said("{name} is {value}; allowed: {least} or more", name=name, value=number, least=least))
    return int(number)


def _example(number: object) -> int:
    """The whole number that was meant, as far as that can be seen."""
    try:
        return round(float(str(number).replace(",", "").replace("_", "")))
    except (ValueError, OverflowError):
        return 20
