"""Who knows whom: a fixed graph keyed by pairs of ids, so that one more person moves no other edge."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from sim.base.params import parameter
from sim.chance import decisions
from sim.chance.compiling import tell_numba
from sim.chance.draws import day_key, uniform, uniforms

MOST_CONTACTS = 32
"""Cap of the simulated degree (W24 has a mean of 119): stated in every report."""
WINDOW = 128
"""People can know those whose ids lie within this distance; ids carry no meaning, so this only makes
the graph clustered, as circles of friends are."""

parameter("degree_median", 16.0, "contacts", (0.5, 32), "W24", grade="measured", scope="population",
          text="Median number of contacts.")
parameter("degree_sigma", 2.2, "log contacts", (0, 4), "W24", grade="measured", scope="population",
          text="Spread of the number of contacts, before the cap.")
parameter("homophily", 2.0, "ratio", (1, 20), "denser within age and tier (docs/model.md); level judged",
          scope="population", text="How much likelier people know somebody of their own age group and tier.")
parameter("share_reach", 0.25, "probability", (0, 1), "W25: 0.18 pass-ons a packet; level judged", scope="platform",
          text="Chance that a contact of the sharer gets to see a share.")
parameter("friend_joins", 0.05, "probability", (0, 1), "L25, L49 are upper bounds; level judged", scope="platform",
          text="Chance that somebody who is not a user joins on seeing a friend's share.")


def expected_degree(ids: np.ndarray, seed: int, median: float, sigma: float) -> np.ndarray:
    """The number of contacts [contacts] each person is expected to have, at most the cap."""
    from scipy.special import ndtri  # half a second that reading a scenario need not wait for

    return np.minimum(MOST_CONTACTS, median * np.exp(sigma * ndtri(uniforms(seed, decisions.CONTACT, ids))))


def mean_expected(median: float, sigma: float) -> float:
    """The population mean of `expected_degree` [contacts], which no single person can move."""
    from scipy.special import ndtri

    grid = ndtri((np.arange(2000) + 0.5) / 2000)
    return float(np.minimum(MOST_CONTACTS, median * np.exp(sigma * grid)).mean())


def contact_graph(expected: np.ndarray, mean: float, cells: np.ndarray, shares: np.ndarray, seed: int,
                  homophily: float) -> tuple[np.ndarray, np.ndarray]:
    """The graph as (first, contacts): those of person i are contacts[first[i]:first[i + 1]], rising.

    Two people of expected degrees a and b within the window are linked with chance
    a b h / (2 WINDOW mean), h by whether their cells agree; a list is cut at the cap.
    """
    same = float((shares**2).sum())
    apart = 1.0 / (1.0 + (homophily - 1.0) * same)
    known, degree = np.empty((len(expected), MOST_CONTACTS), np.int32), np.zeros(len(expected), np.int64)
    _compiled()(expected, cells, np.uint64(seed), apart, homophily * apart, mean, known, degree)
    first = np.concatenate([[0], np.cumsum(degree)])
    return first, known[np.arange(MOST_CONTACTS) < degree[:, None]]


@cache
def _compiled() -> Callable[..., None]:
    """`_link`, compiled when it is first needed: by then it is known where compiled code is kept."""
    from numba import njit

    tell_numba()
    return njit(cache=True)(_link)


def _link(expected, cells, seed, apart, alike, mean, known, degree):  # type: ignore[no-untyped-def]
    """Write whom each person knows into the first `degree` places of `known`."""
    n = len(expected)
    meets = np.empty(WINDOW, np.bool_)
    for i in range(n):
        key = day_key(seed, 0, i)
        scale = expected[i] / (2.0 * WINDOW * mean)
        near = min(WINDOW, n - 1 - i)
        for k in range(near):  # a loop of its own, which the compiler does eight at a time
            chance = scale * expected[i + 1 + k] * (alike if cells[i] == cells[i + 1 + k] else apart)
            meets[k] = uniform(key, decisions.CONTACT, k + 1) < chance
        for k in range(near):
            if meets[k]:
                for one, other in ((i, i + 1 + k), (i + 1 + k, i)):
                    if degree[one] < MOST_CONTACTS:
                        known[one, degree[one]] = other
                        degree[one] += 1
