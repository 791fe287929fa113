"""The mark of a rule, and the two functions that most rules need."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., Any])
LONGEST_IDLE = 365
_LOG_IDLE = np.array([math.log1p(days) for days in range(LONGEST_IDLE + 1)])


def rule(function: F) -> F:
    """The same plain function, now also callable from compiled code: told once, run by both engines."""
    return cast(F, register_jitable(forceinline=True)(function))  # a call would cost more than most rules


@rule
def logistic(x: float) -> float:
    """The probability [0..1] whose log-odds are `x`; `x` is cut at +-30 so that nothing overflows."""
    return 1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, x))))


@rule
def saturation(minutes: float) -> float:
    """How much [0..1] of a day's possible effect `minutes` of watching have: 1 - exp(-minutes / 10)."""
    return 1.0 - math.exp(-minutes / 10.0)


@rule
def log_idle(days: int) -> float:
    """log(1 + days idle), flat beyond a year; looked up, as everybody asks every day."""
    return float(_LOG_IDLE[min(days, LONGEST_IDLE)])
