"""What a bar sees of purchases: who bought on which days, and of each customer how often, how lately, for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

WEEK = 7.0
"""Days: rates and spans of a bar are told in weeks."""


@dataclass(frozen=True)
class Customers:
    """Customers at the end of a training part; an array has one number for each, spans are in weeks.

    Attributes:
        user: id. repeats: days with a purchase after the first one (x). recency: span from the first to the last of
        them (t_x). age: span from the first one to the end of training (T). log_gaps: sum of the logarithms of the
        spans between successive ones [log weeks]; it tells regular customers from random ones.
    """

    user: np.ndarray
    repeats: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    log_gaps: np.ndarray


@dataclass(frozen=True)
class Forecast:
    """What a bar says: expected purchases and the chance of being alive of each customer, and its parameters."""

    expected: np.ndarray
    alive: np.ndarray
    parameters: Mapping[str, float]


@dataclass(frozen=True)
class Purchases:
    """Days on which users bought, each once, sorted by user and day; several purchases of a day are one."""

    user: np.ndarray
    day: np.ndarray

    @classmethod
    def of(cls, user: np.ndarray, day: np.ndarray) -> Purchases:
        """The purchase days among orders in any order."""
        pairs = np.unique(np.stack([np.asarray(user, np.int64), np.asarray(day, np.int64)], axis=1), axis=0)
        return cls(pairs[:, 0], pairs[:, 1])

    def until(self, last: int) -> Purchases:
        """Those up to the day `last`, the only ones that a forecast made on that evening may see."""
        seen = self.day <= last
        return Purchases(self.user[seen], self.day[seen])

    def customers(self, last: int) -> Customers:
        """Everybody who bought up to the day `last`, as seen on its evening."""
        seen = self.until(last)
        user, first, count = np.unique(seen.user, return_index=True, return_counts=True)
        begin = seen.day[first]
        gaps = np.diff(seen.day, prepend=0)
        gaps[first] = int(WEEK)  # a first purchase has no gap: a week has the logarithm 0
        logs = np.add.reduceat(np.log(gaps / WEEK), first) if len(first) else np.zeros(0)
        return Customers(user, count - 1, (seen.day[first + count - 1] - begin) / WEEK, (last - begin) / WEEK, logs)

    def bought(self, user: np.ndarray, after: int, until: int) -> np.ndarray:
        """[user] purchase days on the days `after` + 1 .. `until` of each id in `user`, which is sorted."""
        seen = (self.day > after) & (self.day <= until)
        place = np.searchsorted(user, self.user[seen])
        known = (place < len(user)) & (user[np.minimum(place, len(user) - 1)] == self.user[seen])
        return np.bincount(place[known], minlength=len(user))
