"""Stock: what was wanted yesterday decides what is sold out today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.users.tally import CHECKOUTS

MEMORY = 28.0
"""Days over which the usual demand is a mean."""
FEW = 5.0
"""Orders wanted a day that are added to every demand: a simulated room stands for a larger one, with less luck."""


@dataclass
class Demand:
    """Orders wanted of each host [host]: `so_far` of those that the world counts, `yesterday`, and `usual` a day."""

    so_far: np.ndarray | int = 0
    yesterday: np.ndarray | float = 0.0
    usual: np.ndarray | float = 0.0


def sold_out(stock: np.ndarray, demand: Demand) -> np.ndarray:
    """Chance [room] that what one wants is sold out: 1 - stock * usual demand / yesterday's, where stock is limited."""
    left = stock * (demand.usual + FEW) / (demand.yesterday + FEW)
    chance: np.ndarray = np.where(stock > 0.0, np.maximum(0.0, 1.0 - left), 0.0)
    return chance


def update_demand(demand: Demand, host_counts: np.ndarray) -> None:
    """Note how many orders were wanted of each host today, those that were sold out too, and what is usual."""
    wanted = host_counts[:, :, CHECKOUTS].sum(axis=1)
    demand.yesterday = (wanted - demand.so_far).astype(float)
    demand.so_far = wanted
    demand.usual = demand.usual + (demand.yesterday - demand.usual) / MEMORY
