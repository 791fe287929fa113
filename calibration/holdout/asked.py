"""What is predicted, of whom, and in which stretches of the held-out part: families of numbers that logs can check.

A family sums a column of `Doings` over groups of users: segments, cohorts by when they joined, or customers by how
often they bought in the training part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from calibration.holdout.lives import MONTH, WEEK, Doings, Whereabouts
from calibration.holdout.parting import Parting
from calibration.holdout.twins import BUYING, OPENING, Ladder
from sim.outcomes.outcome import AGES, TIERS

COHORTS = 6
"""Cohorts of 28 days that are told apart, the youngest first; all older ones are one."""
MOST_REPEATS = 7
"""Repeat purchases from which on customers are one class, as the papers have it."""
WHOLE = "all"
"""The group of everybody, and the whole of the held-out part."""
Groups = Mapping[str, np.ndarray]


def segments(standing: Whereabouts) -> Groups:
    """Segment -> bool [user], of those that have a member."""
    groups = {WHOLE: np.ones(len(standing), bool)}
    for column, names, ending in ((standing.age, AGES, ""), (standing.tier, TIERS, "_tier")):
        groups |= {f"{name}{ending}": column == place for place, name in enumerate(names) if (column == place).any()}
    return groups


def cohorts(standing: Whereabouts) -> Groups:
    """Days between joining and the evening, such as "28-55" -> bool [user]; cohorts without a user are left out."""
    block = np.minimum(standing.tenure // MONTH, COHORTS)
    names = [f"{MONTH * k}-{MONTH * (k + 1) - 1}" for k in range(COHORTS)] + [f"{MONTH * COHORTS}+"]
    return {name: block == k for k, name in enumerate(names) if (block == k).any()}


def customers(standing: Whereabouts) -> Groups:
    """Repeat purchases in the training part, "0" to "7+" -> bool [user], and all customers."""
    repeats = np.minimum(standing.bought - 1, MOST_REPEATS)
    names = [*map(str, range(MOST_REPEATS)), f"{MOST_REPEATS}+"]
    return {WHOLE: standing.bought > 0} | {name: repeats == x for x, name in enumerate(names) if (repeats == x).any()}


@dataclass(frozen=True)
class Family:
    """A kind of number.

    Attributes:
        of: what is added up, [user, column]. total: whether the sum of its columns is one more column.
        groups: over whom. ladder: the classes of twins. newcomers: who joins in the held-out part counts too.
        each: divided by the people of the group. length: days of a column, where a sum is told per day, else 0.
    """

    of: Callable[[Doings], np.ndarray]
    groups: Callable[[Whereabouts], Groups]
    ladder: Ladder
    total: bool = False
    newcomers: bool = False
    each: bool = False
    length: int = 0

    def columns(self, doings: Doings) -> np.ndarray:
        """[user, column] what is added up."""
        rows = self.of(doings)
        return np.hstack([rows, rows.sum(axis=1, keepdims=True)]) if self.total else rows

    def parts(self, doings: Doings) -> list[str]:
        """The names of the columns: the number of a stretch, or WHOLE."""
        width = self.of(doings).shape[1]
        numbers = [str(k + 1) for k in range(width)] if self.total or width > 1 else [WHOLE]
        return [*numbers, WHOLE] if self.total else numbers

    def scale(self, parting: Parting, width: int, people: np.ndarray) -> np.ndarray:
        """[group, column] by what a sum over `people` [group] is multiplied."""
        if self.each:
            return np.repeat(1.0 / people[:, None], width, axis=1)
        if not self.length:
            return np.ones((len(people), width))
        days = [min(self.length, parting.days - self.length * k) for k in range(width - 1)] + [parting.days]
        return np.repeat(1.0 / np.array([days]), len(people), axis=0)


FAMILIES: Mapping[str, Family] = {
    "daily_active": Family(lambda d: d.opened, segments, OPENING, total=True, newcomers=True, length=WEEK),
    "retention": Family(lambda d: d.back, cohorts, OPENING, each=True),
    "orders": Family(lambda d: d.ordered, segments, BUYING, total=True, newcomers=True),
    "purchases": Family(lambda d: d.purchases, customers, BUYING, each=True),
}
"""Daily active users [users], share of a cohort with an open in 28 days, orders, days with an order of a customer."""
SHARES = ("retention",)
"""Families whose numbers cannot be larger than 1."""
