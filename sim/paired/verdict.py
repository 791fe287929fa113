"""What may be said of a primary outcome: better, worse, too small to matter, may matter, or undecided.

A verdict rests on both intervals, counted in the metric's good direction: where the mean effect lies (the
simultaneous 95 % interval, simulation error) and where the draws of what is not known lie (5 to 95 %). The range
that holds both is compared with zero and with the worth, the smallest effect worth having:

    wholly inside -worth..worth   too small to matter, whatever its sign
    above zero                    better; its size is sure only from the worth on
    below zero                    worse; its size is sure only from -worth on
    anything else                 may matter: what it may do is said by `outlook`

With fewer than LEAST draws the 5 and 95 % points mean nothing, so nothing is said. Replicates narrow the first
interval alone. Error rates: docs/reading_an_answer.md, from `python -m benchmarks.verdict_study`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

BETTER, WORSE, TOO_SMALL, MAY_MATTER, UNDECIDED = "better", "worse", "too_small", "may_matter", "undecided"
EXPLORATORY = "exploratory"
LEAST = 10
"""Draws below which the range of the draws is not believed."""

SIZE_OPEN, MAY_HELP, MAY_HARM, EITHER_WAY = "size_open", "may_help", "may_harm", "either_way"


class Range(NamedTuple):
    """An interval of an effect [the metric's unit]; NaN at both ends where there is none."""

    low: float
    high: float

    def good(self, direction: int) -> Range:
        """The same interval counted in the metric's good direction."""
        return self if direction > 0 else Range(-self.high, -self.low)

    def joined(self, other: Range) -> Range:
        """The smallest interval that holds both; an unknown one adds nothing."""
        return Range(*((lo if math.isnan(by) else pick(lo, by)) for lo, by, pick in
                      ((self.low, other.low, min), (self.high, other.high, max))))  # fmt: skip


def verdict(mean: Range, draws: Range, worth: float, direction: int) -> str:
    """The verdict on an effect, from the `mean`'s interval and the range of the `draws`; see above.

    Where nothing was drawn (`draws` is blank) the mean alone is judged.
    """
    low, high = mean.joined(draws).good(direction)
    if math.isnan(mean.low):
        return UNDECIDED
    if -worth < low and high < worth:
        return TOO_SMALL
    if low > 0:
        return BETTER
    return WORSE if high < 0 else MAY_MATTER


def outlook(judged: str, mean: Range, draws: Range, worth: float, direction: int) -> str:
    """What a verdict leaves open: SIZE_OPEN, or what an effect that may matter may do; blank when nothing is.

    MAY_HELP reaches the worth and surely does no harm of that size, MAY_HARM the other way round.
    """
    low, high = mean.joined(draws).good(direction)
    if judged in (BETTER, WORSE):
        return "" if low >= worth or high <= -worth else SIZE_OPEN
    if judged != MAY_MATTER:
        return ""
    if low > -worth:
        return MAY_HELP
    return MAY_HARM if high < worth else EITHER_WAY
