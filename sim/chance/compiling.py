"""What compiled code may call: marked where it is written, told to Numba once an engine compiles.

Numba takes seconds to import. Whoever reads a scenario, a lever or a parameter reads the rules too, and compiles none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_waiting: list[Callable[[], object]] = []
_compiling = False


def _when_compiling(tell: Callable[[], object]) -> None:
    if _compiling:
        tell()
    else:
        _waiting.append(tell)


def callable_when_compiled(function: F) -> F:
    """The same plain function, which compiled code runs inlined: a call would cost more than most of them."""

    def told() -> None:
        from numba.extending import register_jitable

        register_jitable(forceinline=True)(function)

    _when_compiling(told)
    return function


def compiled_as(function: Callable[..., Any]) -> Callable[[F], F]:
    """Marks what gives the body that compiled code runs in place of `function`, from the types of its arguments."""

    def mark(body_of: F) -> F:
        def told() -> None:
            from numba.extending import overload

            overload(function)(body_of)

        _when_compiling(told)
        return body_of

    return mark


def tell_numba() -> None:
    """Make all that is marked callable from compiled code, later marks at once; before such code is compiled."""
    global _compiling
    _compiling = True
    while _waiting:
        _waiting.pop(0)()
