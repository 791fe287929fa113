"""Purchase histories: on which days after the first purchase customers bought again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calibration.holdout.bars import Customers, Purchases
from calibration.holdout.bars.customers import WEEK

GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
"""Its multiples are spread evenly over 0..1."""


@dataclass(frozen=True)
class Seen:
    """What is seen of customers, one number for each, `age` days after their first purchase.

    Attributes:
        age, recency: days from the first purchase to the evening of the reading, and to the last purchase before it.
        repeats: days with a purchase after the first one. later: those on the days that follow the reading.
    """

    age: np.ndarray
    repeats: np.ndarray
    recency: np.ndarray
    later: np.ndarray


@dataclass(frozen=True)
class Histories:
    """Customers and their repeat purchases, sorted by customer and day.

    Attributes:
        user: id of each customer. customer: row in `user` of each repeat purchase. since: days since his first one,
        from 1 on.
    """

    user: np.ndarray
    customer: np.ndarray
    since: np.ndarray

    @classmethod
    def of(cls, purchases: Purchases, begun_by: int) -> Histories:
        """The histories of those who first bought up to the day `begun_by`; all others are left out."""
        user, first, row = np.unique(purchases.user, return_index=True, return_inverse=True)
        begin = purchases.day[first]
        kept = begin <= begun_by
        since = purchases.day - begin[row]
        again = kept[row] & (since > 0)
        return cls(user[kept], (np.cumsum(kept) - 1)[row[again]], since[again])

    def read(self, ages: np.ndarray, days: int = 0) -> Seen:
        """What is seen of each customer at his age [days], and his purchases on the `days` days after it."""
        age = ages[self.customer]
        before = self.since <= age
        after = ~before & (self.since <= age + days)
        recency = np.zeros(len(self.user), np.int64)
        np.maximum.at(recency, self.customer[before], self.since[before])
        return Seen(ages, self._count(before), recency, self._count(after))

    def until(self, ages: np.ndarray) -> Histories:
        """The purchases up to each customer's age [days]: all that a reading at that age may see."""
        seen = self.since <= ages[self.customer]
        return Histories(self.user, self.customer[seen], self.since[seen])

    def drawn(self, which: np.ndarray) -> Histories:
        """The histories of the customers `which`, each as often as it is named."""
        start = np.searchsorted(self.customer, np.arange(len(self.user) + 1))
        count = np.diff(start)[which]
        place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return Histories(self.user[which], np.repeat(np.arange(len(which)), count),
                         self.since[np.repeat(start[which], count) + place])

    def _count(self, chosen: np.ndarray) -> np.ndarray:
        return np.bincount(self.customer[chosen], minlength=len(self.user))


def ages_of(customers: Customers) -> np.ndarray:
    """[customer] days from the first purchase to the end of training."""
    return np.round(customers.age * WEEK).astype(np.int64)


def spread_ages(ages: np.ndarray, user: np.ndarray) -> np.ndarray:
    """An age [days] for each simulated user, so that ages are as frequent as among real customers.

    The golden ratio spreads ids over all ages, without a draw, and somebody keeps his age when parameters change.
    """
    place = (user + 1) * GOLDEN % 1.0
    return np.sort(ages)[(place * len(ages)).astype(np.int64)]
