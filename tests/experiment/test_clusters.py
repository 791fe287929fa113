"""Clusters of contacts: everybody in one, about equally large, and few contacts between two."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.clusters import SLACK, clusters_of, edges_cut


def graph(pairs, people):
    """(first, contacts) of undirected pairs."""
    lists = [sorted([b for a, b in pairs if a == i] + [a for a, b in pairs if b == i]) for i in range(people)]
    return np.cumsum([0, *map(len, lists)]), np.array([j for one in lists for j in one], int)


def circles(count, size, order):
    """Circles of friends who all know each other, with their members strewn over the rows in `order`."""
    return [(order[c * size + i], order[c * size + j]) for c in range(count) for i in range(size) for j in range(i)]


def ring(people, reach=4):
    return [(i, (i + k) % people) for i in range(people) for k in range(1, reach + 1)]


def test_neighbours_stay_together():
    first, contacts = graph(ring(400), 400)
    found = clusters_of(first, contacts, 8)
    at_random = edges_cut(first, contacts, np.random.default_rng(1).permutation(np.arange(400) % 8))
    assert found.count == 8 and found.cut == edges_cut(first, contacts, found.of) < 0.1 < 0.8 < at_random
    assert np.bincount(found.of, minlength=8).max() <= SLACK * 50


def test_circles_of_friends_are_found_wherever_they_stand():
    order = np.random.default_rng(3).permutation(200)
    first, contacts = graph(circles(10, 20, order), 200)
    assert clusters_of(first, contacts, 10).cut < 0.05 < 0.85 < edges_cut(first, contacts, np.arange(200) // 20)


def test_the_share_cut_is_counted():
    first, contacts = graph([(0, 1), (1, 2), (2, 3)], 4)
    assert edges_cut(first, contacts, np.array([0, 0, 1, 1])) == pytest.approx(1 / 3)
    assert edges_cut(first, contacts, np.zeros(4, int)) == 0.0
    assert edges_cut(*graph([], 3), np.arange(3)) == 0.0


def test_nobody_knows_anybody():
    found = clusters_of(*graph([], 100), 4)
    assert np.bincount(found.of).tolist() == [25] * 4 and found.cut == 0.0


def test_the_same_graph_gives_the_same_clusters():
    first, contacts = graph(ring(300), 300)
    one, other = clusters_of(first, contacts, 6), clusters_of(first.copy(), contacts.copy(), 6)
    np.testing.assert_array_equal(one.of, other.of)
