"""What livesim says of customers of whom it knows purchases alone: what simulated buyers with the same past did.

The parameters are fitted to the training part alone. Of a real customer the forecast knows repeat purchases, recency
and age at the end of training. Simulated customers are read at the same age; what those whose past is most like his
did next is what he may do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.evaluations import Evaluations
from calibration.fitting import Effort, descend, global_start, small
from calibration.holdout.bars import Forecast, Purchases
from calibration.holdout.buyers.histories import Histories, Seen, ages_of
from calibration.holdout.buyers.problem import FEWEST, BuyersProblem
from calibration.holdout.buyers.simulated import show, simulated
from calibration.moments import Setting
from sim.base.errors import ResultError
from sim.base.message import said

SETTING = Setting(users=40_000)
"""People of a simulation; about one in sixteen becomes a customer. Length and age follow from the training part."""
EFFORT = Effort(scatter=8, coarse=4, fine=20)
SEEDS = 4
"""Simulations whose customers serve as neighbours, none of them with the luck of the fit."""
NEIGHBOURS = 30
"""Simulated customers most like a real one: few, because heavy buyers are rare and more of them would be unlike him."""
APART = (0.15, 0.10)
"""What counts as equally far: log repeat purchases, and recency as a share of age. Our judgement."""


@dataclass(frozen=True)
class Buyers:
    """A fit of buyers: the problem, and the point where the search ended."""

    problem: BuyersProblem
    point: np.ndarray

    @property
    def parameters(self) -> dict[str, float]:
        """What was fitted."""
        return dict(zip(self.problem.names, (self.point * self.problem.scale).tolist(), strict=True))

    def histories(self, days: int) -> list[Histories]:
        """Simulated customers with other luck than that of the fit, `days` days long after the training part."""
        length, setting = max(self.problem.ages) + days, self.problem.setting
        return [simulated(self.problem.values(self.point), setting.users, setting.seed + 1 + k, length)
                for k in range(SEEDS)]


def fit_buyers(purchases: Purchases, last: int, setting: Setting = SETTING, effort: Effort = EFFORT, *,
               workers: int = 1, work: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> Buyers:
    """The fit to what was bought up to the day `last`; nothing after it is read.

    Args:
        workers: processes. work: folder of finished simulations, from which a killed fit goes on. tell: hears how far
            the search is.
    """
    training = purchases.until(last)
    check(training)
    problem = BuyersProblem.of(Histories.of(training, last), ages_of(training.customers(last)), setting)
    evaluations = Evaluations(work, workers, tell, run=show)
    coarse = small(problem)
    point = global_start(coarse, evaluations, effort.scatter, tell)
    point = descend(coarse, evaluations, point, effort.coarse, tell)
    return Buyers(problem, descend(problem, evaluations, point, effort.fine, tell))


def check(training: Purchases) -> None:
    """Raise ResultError for purchases to which nothing can be fitted."""
    customers = len(np.unique(training.user))
    if customers < FEWEST:
        raise ResultError(said("{count} customers bought in the training part; a fit of buyers needs {least} or more",
                               count=customers, least=FEWEST))
    if customers == len(training.user):
        raise ResultError(said("nobody bought again in the training part, so that it says nothing of repeat purchases"))


def livesim_of(buyers: Buyers, purchases: Purchases, last: int, days: int) -> Forecast:
    """The forecast, made on the evening of the day `last`, of the next `days` days.

    `alive` is the share of like customers who buy on one of these days: purchases alone do not show who is lost.
    """
    customers = purchases.until(last).customers(last)
    ages = ages_of(customers)
    own = Seen(ages, customers.repeats, np.round(customers.recency * 7.0).astype(np.int64), np.zeros_like(ages))
    pool = buyers.histories(days)
    expected, alive = np.zeros(len(ages)), np.zeros(len(ages))
    for age in np.unique(ages):
        mine = np.flatnonzero(ages == age)
        read = [histories.read(np.full(len(histories.user), age), days) for histories in pool]
        later = np.concatenate([seen.later for seen in read])
        there = np.concatenate([past_of(seen) for seen in read])
        expected[mine], alive[mine] = like(past_of(own)[mine], there, later)
    return Forecast(expected, alive, buyers.parameters)


def past_of(seen: Seen) -> np.ndarray:
    """[customer, 2] repeat purchases and recency, in units in which customers are equally far apart."""
    return np.stack([np.log1p(seen.repeats) / APART[0], seen.recency / np.maximum(seen.age, 1) / APART[1]], axis=1)


def like(wanted: np.ndarray, there: np.ndarray, later: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[customer] mean later purchases of the simulated customers most like him, and the share with any.

    Those who are as near as the last of the nearest count as well, so that equals are never chosen among.
    """
    from scipy.spatial import cKDTree

    places, row, count = np.unique(there, axis=0, return_inverse=True, return_counts=True)
    total, any_ = (np.bincount(row.ravel(), counted) for counted in (later, later > 0))
    reach = min(NEIGHBOURS, len(places))
    kinds, which = np.unique(wanted, axis=0, return_inverse=True)
    _, near = cKDTree(places).query(kinds, k=np.arange(1, reach + 1))
    enough = np.cumsum(count[near], axis=1)
    used = enough - count[near] < NEIGHBOURS
    people = (count[near] * used).sum(axis=1)
    mean, share = ((column[near] * used).sum(axis=1) / people for column in (total, any_))
    return mean[which.ravel()], share[which.ravel()]
