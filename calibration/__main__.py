"""Fit the baseline and the strengths of the levers again, as `livesim calibrate` does."""

from __future__ import annotations

from calibration.refit import refit

if __name__ == "__main__":
    refit()
