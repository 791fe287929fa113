"""Stock: what was wanted yesterday decides what is sold out today."""

from __future__ import annotations

import numpy as np

from sim.users.tally import CHECKOUTS

MEMORY = 28.0
"""Days over which the usual demand is a mean."""
FEW = 5.0
"""Orders wanted a day that are added to every demand: a simulated room stands for a larger one, with less luck."""


SO_FAR, YESTERDAY, USUAL = range(3)
"""Rows of demand, orders wanted of each host [row, host]: of those that the world counts, yesterday, usual a day."""


def sold_out(stock: np.ndarray, demand: np.ndarray) -> np.ndarray:
    """Chance [room] that what one wants is sold out: 1 - stock * usual demand / yesterday's, where stock is limited."""
    left = stock * (demand[USUAL] + FEW) / (demand[YESTERDAY] + FEW)
    chance: np.ndarray = np.where(stock > 0.0, np.maximum(0.0, 1.0 - left), 0.0)
    return chance


def update_demand(demand: np.ndarray, host_counts: np.ndarray) -> None:
    """Note how many orders were wanted of each host today, those that were sold out too, and what is usual."""
    wanted = host_counts[:, :, CHECKOUTS].sum(axis=1)
    demand[YESTERDAY] = wanted - demand[SO_FAR]
    demand[SO_FAR] = wanted
    demand[USUAL] += (demand[YESTERDAY] - demand[USUAL]) / MEMORY
