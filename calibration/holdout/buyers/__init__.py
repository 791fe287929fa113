"""livesim where purchases alone are known: a fit of its buyers, and what they do next."""

from __future__ import annotations

from calibration.holdout.buyers.forecast import Buyers, fit_buyers, livesim_of

__all__ = ["Buyers", "fit_buyers", "livesim_of"]
