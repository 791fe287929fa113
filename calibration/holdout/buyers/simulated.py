"""Simulated buyers: people of a livesim world, read as a platform reads customers of whom it knows purchases alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.evaluations import Simulation
from calibration.holdout.bars import Purchases
from calibration.holdout.buyers.histories import Histories, spread_ages
from calibration.holdout.buyers.shown import shown_by
from calibration.moments import Shown
from sim.base.sources import digest_of
from sim.replicate.newcomers import orders_of_newcomers

COMES = 120
"""Days since joining within which a first purchase makes a customer: later ones are rare, and every day costs one."""
ALL = "all"
READING = tuple(f"calibration/holdout/{name}.py" for name in ("bars/customers", "buyers/histories", "buyers/shown",
                                                              "buyers/simulated"))
"""Files that decide how the numbers of a simulation are read off its orders."""


def simulated(parameters: Mapping[str, float], users: int, seed: int, days: int) -> Histories:
    """The histories of those who buy within `COMES` days after joining, `days` days long."""
    orders = orders_of_newcomers(parameters, users=users, days=COMES + days, seed=seed)
    histories = Histories.of(Purchases.of(orders["user"], orders["day"]), COMES - 1)
    return histories.until(np.full(len(histories.user), days))


@dataclass(frozen=True)
class Buying(Simulation):
    """A simulation of buyers to do. `ages`: days from the first purchase to the end of training, of real customers."""

    ages: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """A name for all that decides its result, the reading of purchases included."""
        return digest_of(READING, also=f"{super().name} {self.ages}")


def show(task: Simulation) -> Shown:
    """What the buyers of a task show, by (number, "all"), and how many there are; workers find it by its name."""
    assert isinstance(task, Buying)
    ages = np.array(task.ages)
    histories = simulated(task.parameters, task.setting.users, task.setting.seed, int(ages.max()))
    numbers = shown_by(histories, spread_ages(ages, histories.user))
    return Shown({(name, ALL): number for name, number in numbers.items()}, {"customers": float(len(histories.user))})
