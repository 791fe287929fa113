"""Fit the baseline and the strengths of the levers again: `python -m calibration` (some twenty minutes)."""

from __future__ import annotations

from calibration.fitting import fit, write, write_values
from calibration.levers import strengths


def main() -> None:
    """Write `calibration/fits/industry.yaml`, its steady state, and `levers.yaml`."""
    values, run = fit()
    write(values, run)
    method = "strength 1 = the reported contrast, simulated in the same reach; calibration/levers.py"
    write_values(strengths(), "levers", method)


if __name__ == "__main__":
    main()
