"""The patterns of the baseline (docs/model.md section 1), each computed by one function on tables of events.

What the metrics of `sim.outcomes.metrics` already say (bounce rate, retention, conversion...) is not told again here.
A pattern that nobody shows is NaN. Importing this package declares all of them.
"""

from __future__ import annotations

from calibration.patterns import buying, people, returning, visits
from calibration.patterns.base import PATTERNS, Pattern

__all__ = ["PATTERNS", "Pattern", "buying", "people", "returning", "visits"]
