"""The mark of a rule, and the few functions and units that most rules need."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from sim.base.params import parameter
from sim.chance.compiling import callable_when_compiled
from sim.chance.elementary import exp

F = TypeVar("F", bound=Callable[..., Any])
STEEPEST = 30.0
"""Log-odds beyond which a probability is taken to be that of 30: within 1e-13 of 0 or 1, and nothing overflows."""
SECONDS_A_MINUTE, MILLI, FEN_A_YUAN = 60.0, 1000.0, 100.0
"""Units: seconds and milli-minutes in a minute, fen in a yuan."""
FORGOTTEN = 1e-3
"""What is smaller of a memory that fades is nothing any more: our judgement, and most users have none to carry on."""
LONGEST_IDLE = 365
"""Days idle from which a further one makes no difference: a year."""
_LOG_IDLE = np.array([math.log1p(days) for days in range(LONGEST_IDLE + 1)])

parameter("saturation_minutes", 10.0, "min", (1, 240), "our judgement: a long visit, against medians of a few minutes",
          text="Minutes of watching that reach 63 % of what a day of watching can do to habit, satisfaction and ties.")


def rule(function: F) -> F:
    """The same plain function, now also callable from compiled code: told once, run by both engines."""
    return callable_when_compiled(function)


@rule
def logistic(x: float) -> float:
    """The probability [0..1] whose log-odds are `x`, which is cut at +-STEEPEST."""
    return 1.0 / (1.0 + exp(-min(STEEPEST, max(-STEEPEST, x))))


@rule
def saturation(minutes: float, p: Any) -> float:
    """How much [0..1] of a day's possible effect `minutes` of watching have: 1 - exp(-minutes / scale)."""
    return 1.0 - exp(-minutes / p.saturation_minutes)


@rule
def faded(memory: float, rate: float) -> float:
    """What is left of a memory a day later when a share `rate` of it is lost: m (1 - rate), at last nothing."""
    left = memory * (1.0 - rate)
    return left if left > FORGOTTEN else 0.0


@rule
def whole(x: float) -> int:
    """The whole number next to a positive one; half is rounded up."""
    return int(x + 0.5)


@rule
def log_idle(days: int) -> float:
    """log(1 + days idle), flat beyond a year; looked up, as everybody asks every day."""
    return float(_LOG_IDLE[min(days, LONGEST_IDLE)])
