"""Who knows whom: measured degrees, circles of friends, edges that nobody else's arrival moves."""

from __future__ import annotations

import numpy as np
import pytest

import calibration.evidence
from sim.base.params import defaults
from sim.cast.contacts import MOST_CONTACTS, WINDOW, contact_graph, expected_degree, mean_expected
from sim.cast.population import cell_shares, draw_cells
from sim.chance.draws import mixed_seed

VALUES = defaults()
MEDIAN, SIGMA = VALUES["degree_median"], VALUES["degree_sigma"]
MEASURED = calibration.evidence.load()["W24"].value
"""Contacts at the 10, 25, 50, 75 and 90 % points, with a mean of 119 that the cap cuts."""
N = 8000


def graph(n=N, seed=mixed_seed(1), homophily=VALUES["homophily"]):
    """(cells, first, contacts) of n people."""
    ids = np.arange(n)
    shares = cell_shares(VALUES)
    cells, _ = draw_cells(ids, seed, shares, np.ones(shares.shape))
    first, contacts = contact_graph(expected_degree(ids, seed, MEDIAN, SIGMA), mean_expected(MEDIAN, SIGMA), cells,
                                    shares.ravel(), seed, homophily)
    return cells, first, contacts


@pytest.fixture(scope="module")
def world():
    return graph()


def edges(first, contacts):
    """Each (person, contact)."""
    return np.repeat(np.arange(len(first) - 1), np.diff(first)), contacts.astype(np.int64)


def test_degrees_have_the_measured_shape_below_the_cap(world):
    _, first, _ = world
    found = np.percentile(np.diff(first), [10, 25, 50])
    wanted = np.minimum(MEASURED[:3], MOST_CONTACTS)
    assert (np.abs(found - wanted) <= np.maximum(2.0, 0.3 * wanted)).all(), (found, wanted)
    assert np.percentile(np.diff(first), 90) > 0.75 * MOST_CONTACTS


def test_nobody_knows_more_than_the_cap_or_himself_or_somebody_twice(world):
    _, first, contacts = world
    assert np.diff(first).max() == MOST_CONTACTS
    one, other = edges(first, contacts)
    assert (one != other).all()
    assert len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(one)
    assert (np.abs(one - other) <= WINDOW).all()


def test_knowing_is_mutual_but_for_lists_cut_at_the_cap(world):
    _, first, contacts = world
    one, other = edges(first, contacts)
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    full = np.diff(first) == MOST_CONTACTS
    assert all((b, a) in pairs or full[b] for a, b in pairs)


def test_the_graph_is_denser_within_age_and_tier(world):
    cells, first, contacts = world
    one, other = edges(first, contacts)
    alike = (cells[one] == cells[other]).mean()
    cells_0, first_0, contacts_0 = graph(homophily=1.0)
    one_0, other_0 = edges(first_0, contacts_0)
    by_chance = (cells_0[one_0] == cells_0[other_0]).mean()
    odds = alike / (1 - alike) / (by_chance / (1 - by_chance))
    assert odds == pytest.approx(VALUES["homophily"], rel=0.1)
    assert np.diff(first_0).mean() == pytest.approx(np.diff(first).mean(), rel=0.03)


def test_friends_of_friends_know_each_other_more_often_than_strangers(world):
    """The window makes circles: ids carry no meaning."""
    _, first, contacts = world
    known = [set(contacts[first[i] : first[i + 1]].tolist()) for i in range(N)]
    closed, open_ = 0, 0
    for i in range(0, N, 40):
        for a in known[i]:
            closed += len(known[a] & known[i])
            open_ += len(known[a])
    density = np.diff(first).mean() / N
    assert closed / open_ > 10 * density


def test_more_people_move_no_edge_between_the_others():
    few, more = graph(1000), graph(1200)
    one, other = edges(*few[1:])
    pairs = {(a, b) for a, b in zip(*[x.tolist() for x in edges(*more[1:])], strict=True) if a < 1000 and b < 1000}
    assert pairs == set(zip(one.tolist(), other.tolist(), strict=True))


def test_other_seeds_have_other_friends(world):
    one, other = edges(*world[1:])
    found = set(zip(one.tolist(), other.tolist(), strict=True))
    again = graph(seed=mixed_seed(1, 1))
    theirs = set(zip(*[x.tolist() for x in edges(*again[1:])], strict=True))
    assert len(found & theirs) < 0.3 * len(found)


def test_the_expected_mean_is_that_of_many_people():
    expected = expected_degree(np.arange(200_000), mixed_seed(3), MEDIAN, SIGMA)
    assert expected.mean() == pytest.approx(mean_expected(MEDIAN, SIGMA), rel=0.01)
    assert expected.max() <= MOST_CONTACTS
