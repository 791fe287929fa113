"""LC1 is one story: whoever tells it counts the same."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.peers import __main__ as command
from benchmarks.peers.measure import summed

USERS, DAYS = 200, 5


def lived(module, users=USERS):
    """The totals of a tool over DAYS days."""
    live = import_module(f"benchmarks.peers.{module}").ready(users)
    return summed([live(day) for day in range(DAYS)])


@pytest.fixture(scope="module")
def agents():
    """The totals of the readable version."""
    return lived("mesa_agents")


@pytest.mark.parametrize("module", ["c_loop", "numba_loop", "whole_columns", "frames_table", "starsim_module"])
def test_every_tool_counts_the_same(module, agents):
    try:
        assert lived(module) == agents
    except ImportError as missing:
        pytest.skip(str(missing))
    assert min(agents) > 0, "something is not reached by so few users"


def test_livesim_restricted_lives_the_same_story():
    """By its own draws: opens and visits agree within four standard errors of the difference, of binomial counts."""
    users = 5_000
    mine, other = lived("livesim_kernel", users), lived("whole_columns", users)
    for name in ("opens", "shown", "visits", "bounces"):
        place = command.Totals._fields.index(name)
        assert mine[place] == pytest.approx(other[place], abs=4 * (2 * other[place]) ** 0.5), name


def test_unequal_totals_are_named():
    def result(*totals):
        return {"warm": [1], "totals": list(totals)}

    found = {"c_loop": [result(5)], "numba_loop": [result(5), result(6)], command.OWN_DRAWS: [result(7)]}
    assert command.unequal(found) == ["numba_loop"]
