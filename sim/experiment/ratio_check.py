"""The sample-ratio check: whether the two sides are as large as they were meant to be."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

ALARM = 0.001
"""Below this p-value a split is called broken: so rarely does chance alone look like it (Fabijan et al. 2019,
Diagnosing sample ratio mismatch in online controlled experiments, KDD)."""


@dataclass(frozen=True)
class SampleRatio:
    """The treated share that was found among the units counted, and how often chance alone strays so far."""

    found: float
    p_value: float

    @property
    def broken(self) -> bool:
        """True when chance alone does not explain the split."""
        return self.p_value < ALARM


def sample_ratio(treated: int, control: int, share: float) -> SampleRatio:
    """The chi-square test (one degree of freedom) of the units counted against the planned `share`."""
    from scipy.special import chdtrc

    total = treated + control
    if total == 0:
        return SampleRatio(nan, nan)
    expected = share * total
    chi_square = (treated - expected) ** 2 / expected + (treated - expected) ** 2 / (total - expected)
    return SampleRatio(treated / total, float(chdtrc(1, chi_square)))
