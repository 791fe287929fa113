"""Fit the baseline and the strengths of the levers again: `python -m calibration` (some twenty minutes)."""

from __future__ import annotations

from calibration.refit import refit

if __name__ == "__main__":
    refit()
