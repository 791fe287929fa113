"""What may be said of a primary outcome: better, worse, too small to matter, or undecided."""

from __future__ import annotations

import math

BETTER, WORSE, TOO_SMALL, UNDECIDED = "better", "worse", "too_small", "undecided"
EXPLORATORY = "exploratory"


def verdict(low: float, high: float, worth: float, direction: int) -> str:
    """The verdict on an effect whose simultaneous interval is low..high [the metric's unit].

    Wholly inside -worth..worth, the smallest effect worth having: too small to matter, whatever its sign.
    Otherwise better or worse when it lies on one side of zero, and undecided when it does not.
    """
    bottom, top = _good(low, high, direction)
    if math.isnan(bottom):
        return UNDECIDED
    if -worth < bottom and top < worth:
        return TOO_SMALL
    if bottom > 0:
        return BETTER
    return WORSE if top < 0 else UNDECIDED


def unsure_size(low: float, high: float, worth: float, direction: int) -> bool:
    """True when an effect is surely better, yet may be smaller than the smallest worth having."""
    bottom, top = _good(low, high, direction)
    return 0 < bottom < worth <= top


def _good(low: float, high: float, direction: int) -> tuple[float, float]:
    """The interval of the effect counted in the metric's good direction."""
    return (low, high) if direction > 0 else (-high, -low)
