"""Fit what ships again, the baseline and the strengths of the levers: for those who maintain livesim."""

from __future__ import annotations

from calibration.moments import Setting
from calibration.refit import refit
from sim.cast.fit import SHIPPED

if __name__ == "__main__":
    refit(Setting(), "industry", SHIPPED)
