"""What users will do, told by their twins: simulated users who stood where they stand on an evening.

A class is a combination of what logs tell of a user. Each user takes the finest class of a ladder in which enough
simulated users are, and is expected to do what these did afterwards, on average. The steady state has other people
than a platform of its own history, and another number of them; within a class that makes no difference. So the mix of
tenures, of active and silent users and of customers is that of the logs, and no scale has to be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from calibration.holdout.lives import UNKNOWN, Whereabouts

ENOUGH = 15
"""Simulated users of a class."""
BINS: Mapping[str, Sequence[int]] = {
    "age": (0, 1, 2), "tier": (0, 1), "gone": (0, 1),
    "tenure": (0, 7, 28, 84, 168, 364), "silence": (0, 1, 3, 7, 14, 28, 91), "lately": (0, 7, 28),
    "activity": (0, 1, 2, 4, 8, 15, 22, 27),
    "bought": (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 20), "often": (0, 1, 2, 4, 8),
    "unbought": (0, 14, 42, 91, 182),
}  # fmt: skip
"""Part of a class -> where its bins begin; `lately` and `often` are coarse bins of silence and purchases."""
COARSE = {"lately": "silence", "often": "bought"}
Ladder = tuple[tuple[str, ...], ...]
OPENING: Ladder = (
    ("gone", "silence", "activity", "tenure", "age", "tier"), ("gone", "silence", "activity", "tenure"),
    ("gone", "lately", "activity", "tenure"), ("gone", "lately", "tenure"), ("gone", "lately"),
)  # fmt: skip
"""Classes of who comes back, the finest first."""
BUYING: Ladder = (
    ("gone", "bought", "unbought", "lately", "activity", "age", "tier"),
    ("gone", "bought", "unbought", "lately", "activity"), ("gone", "bought", "unbought", "lately"),
    ("bought", "unbought"), ("bought",), ("often",),
)  # fmt: skip
"""Classes of who buys, the finest first."""


class Told(NamedTuple):
    """What twins tell of the sum over some users, [group, column].

    `mean`: what is expected. `pool`: the variance that it has because twins are few. `luck`: the variance of the
    users' own doings around it.
    """

    mean: np.ndarray
    pool: np.ndarray
    luck: np.ndarray


@dataclass(frozen=True)
class Likeness:
    """Who is whose twin. `place`: int [user] class. `members`: [class, simulated user] 1 for who is in it."""

    place: np.ndarray
    members: csr_array

    def expected(self, doings: np.ndarray) -> np.ndarray:
        """[user, column] what each user is expected to do, from what the simulated ones did [simulated, column]."""
        return self._means(doings)[self.place]

    def _means(self, doings: np.ndarray) -> np.ndarray:
        return np.asarray(self.members @ doings / self._count())

    def _count(self) -> np.ndarray:
        return np.asarray(self.members.sum(axis=1), float)[:, None]

    def told(self, doings: np.ndarray, groups: np.ndarray) -> Told:
        """The sums over `groups`, bool [group, user], from what simulated users did [simulated, column]."""
        doings = doings.astype(float)
        count, means = self._count(), self._means(doings)
        spread = np.maximum(self.members @ doings**2 / count - means**2, 0.0) * count / np.maximum(count - 1.0, 1.0)
        weight = np.stack([np.bincount(self.place[group], minlength=len(means)) for group in groups]).astype(float)
        pool = []
        for own in weight / count.T:  # a simulated user may tell of several classes
            moved = (self.members.T @ own)[:, None] * doings - self.members.T @ (own[:, None] * means)
            pool.append((moved**2).sum(axis=0))
        return Told(weight @ means, np.array(pool), weight @ spread)


def twins(known: Whereabouts, simulated: Whereabouts, ladder: Ladder) -> Likeness:
    """The classes of the users `known`, and the `simulated` ones in them.

    On each rung only those are looked at who found no class on a finer one, on both sides: users of a rare kind are
    told by simulated ones of a rare kind, and not by the many.
    """
    place, theirs = np.full(len(known), UNKNOWN), np.full(len(simulated), UNKNOWN)
    rest = 0
    for parts in ladder:
        free = np.flatnonzero(theirs == UNKNOWN)
        if not len(free):
            break
        ours, offered = _codes(known, parts, known), _codes(simulated, parts, known)[free]
        codes, inside, count = np.unique(offered, return_inverse=True, return_counts=True)
        enough = count >= ENOUGH
        theirs[free] = np.where(enough[inside], rest + inside, UNKNOWN)
        found = np.minimum(np.searchsorted(codes, ours), len(codes) - 1)
        taken = (place == UNKNOWN) & (codes[found] == ours) & enough[found]
        place[taken] = rest + found[taken]
        rest += len(codes)
    place[place == UNKNOWN], theirs[theirs == UNKNOWN] = rest, rest
    row, column = theirs, np.arange(len(theirs))
    if (theirs == rest).sum() < ENOUGH:  # the rest are too few to tell anything: everybody does
        row, column = np.append(theirs[theirs != rest], np.full(len(theirs), rest)), np.append(
            column[theirs != rest], column)
    members = csr_array((np.ones(len(row)), (row, column)), shape=(rest + 1, len(simulated)))
    used, place = np.unique(place, return_inverse=True)
    return Likeness(place, csr_array(members[used]))


def _codes(side: Whereabouts, parts: Sequence[str], known: Whereabouts) -> np.ndarray:
    """int [user] of one side: the class, of all parts that the logs know."""
    code = np.zeros(len(side), np.int64)
    for part in parts:
        name = COARSE.get(part, part)
        if (getattr(known, name) == UNKNOWN).all():
            continue
        edges = BINS[part]
        code = code * (len(edges) + 1) + np.digitize(getattr(side, name), edges)
    return code
