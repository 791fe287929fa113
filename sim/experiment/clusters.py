"""Contacts cut into clusters that are treated as a whole, so that those who talk to each other share a treatment.

Restreaming linear deterministic greedy (Nishimura and Ugander 2013, Restreaming graph partitioning, KDD): people come
one after another, and each joins the cluster that holds most of his contacts, weighed by the room left in it. It is
deterministic, balanced by construction, and looks at nothing but the graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PEOPLE = 500
"""People of a cluster, about: smaller ones cut more contacts, larger ones are too few to compare (our judgement)."""
LEAST, MOST = 20, 200
"""Clusters: with fewer their errors are hardly known, with more nothing is won (our judgement)."""
STREAMS = 10
"""Times that everybody is placed anew, at most: it ends when a stream moves nobody."""
SLACK = 1.2
"""How much larger than the mean a cluster may grow: with no room to move nobody finds his friends (our judgement)."""


@dataclass(frozen=True)
class Clusters:
    """The cluster of everybody, how many there are, and the share of contacts that lie between two."""

    of: np.ndarray
    count: int
    cut: float


def clusters_of(first: np.ndarray, contacts: np.ndarray, count: int | None = None) -> Clusters:
    """The clusters of a graph whose contacts of person i are contacts[first[i]:first[i + 1]].

    `count` clusters, by PEOPLE, LEAST and MOST unless stated.
    """
    people = len(first) - 1
    count = min(max(1, count or min(MOST, max(LEAST, people // PEOPLE))), people)
    of = np.arange(people) * count // people  # neighbours of a list stand together
    for _ in range(STREAMS):
        before, of = of, _streamed(first, contacts, of, count)
        if (before == of).all():
            break
    return Clusters(of, count, edges_cut(first, contacts, of))


def edges_cut(first: np.ndarray, contacts: np.ndarray, of: np.ndarray) -> float:
    """The share (0..1) of contacts between two clusters; 0 without any contact."""
    if not len(contacts):
        return 0.0
    return float((np.repeat(of, np.diff(first)) != of[contacts]).mean())


def _streamed(first: np.ndarray, contacts: np.ndarray, before: np.ndarray, count: int) -> np.ndarray:
    """Everybody placed once more, in the order of rows; a tie goes to the emptier cluster, then to the lower number."""
    room = SLACK * len(before) / count
    of, sizes = before.copy(), np.bincount(before, minlength=count).astype(float)
    for person in range(len(before)):
        mine = of[contacts[first[person] : first[person + 1]]]
        if not len(mine):
            continue
        sizes[of[person]] -= 1.0
        names, friends = np.unique(mine, return_counts=True)
        worth = friends * (1.0 - sizes[names] / room)
        best = names[np.lexsort((names, sizes[names], -worth))[0]]
        of[person] = best if sizes[best] + 1.0 <= room else of[person]
        sizes[of[person]] += 1.0
    return of
