"""Bars: what simple models of purchases alone predict, and what a simulation must do at least as well.

Each gives a `Forecast` of the same `Customers`: BG/NBD (Fader, Hardie & Lee 2005), MBG/CNBD-k (Platzer & Reutterer
2016) and the hiatus rule (Wübben & von Wangenheim 2008).
"""

from __future__ import annotations

from calibration.holdout.bars.betageometric import BetaGeometric, bg_nbd, mbg_cnbd
from calibration.holdout.bars.customers import Customers, Forecast, Purchases
from calibration.holdout.bars.hiatus import hiatus

BARS = {"bg_nbd": bg_nbd, "mbg_cnbd": mbg_cnbd, "hiatus": hiatus}
"""Name -> its forecast of `Purchases` up to a day, for the days after it."""

__all__ = ["BARS", "BetaGeometric", "Customers", "Forecast", "Purchases", "bg_nbd", "hiatus", "mbg_cnbd"]
