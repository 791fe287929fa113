"""Everything that is fitted, fitted anew: the baseline, its steady state, then the strengths of the levers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from calibration.fitting import fit, write, write_values
from calibration.levers import strengths
from sim.fit import FITS, donors, fitted


def refit(users: int = 6_000, seed: int = 1, tell: Callable[[str], None] = print) -> list[Path]:
    """The files written: `industry.yaml`, its steady state and `levers.yaml`; worlds start from them at once."""
    values, run = fit(users=users, seed=seed, tell=tell)
    write(values, run)
    fitted.cache_clear()  # strengths are found in worlds of the new fit
    donors.cache_clear()
    method = "strength 1 = the reported contrast, simulated in the same reach; calibration/levers.py"
    write_values(strengths(seed=seed, tell=tell), "levers", method)
    fitted.cache_clear()
    return [FITS / "industry.yaml", FITS / "industry_steady.npz", FITS / "levers.yaml"]
