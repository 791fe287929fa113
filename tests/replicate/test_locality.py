"""With the shared channels frozen, what one user does reaches others through contacts alone, a hop a day."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario.plan import Cost, Strategy, When, Who
from sim.users.rules.stage import PROSPECT
from tests.replicate import worlds
from tests.replicate.worlds import FULL

SOCIAL = {"open_intercept": 1.0, "share_intercept": 0.0, "share_reach": 0.9, "friend_joins": 0.3, "share_open": 0.9,
          "degree_median": 1.0, "degree_sigma": 0.8}
"""People share a lot with few friends, so that an effect spreads far, and reach everybody only slowly."""
DAYS = 10


def within(world, start, hops):
    """bool [hop, person]: whom one can reach from `start` with that many steps along contacts."""
    first, contacts = world.constants.first, world.constants.contacts
    near = [start.copy()]
    for _ in range(hops):
        further = near[-1].copy()
        for i in np.flatnonzero(near[-1]):
            further[contacts[first[i] : first[i + 1]]] = True
        near.append(further)
    return near


@pytest.fixture(scope="module")
def frozen():
    return worlds.warm_world(400, values=SOCIAL, freeze=True)


STRATEGIES = {
    "coupons for a few": Strategy("coupons", Who("all", 0.03), strength=FULL, options={"every": 1.0, "value": 100.0},
                                  name="c"),
    "tasks for a few": Strategy("referral_tasks", Who("all", 0.05), strength=FULL, options={"reward": 100.0}, name="t"),
    "elder mode": Strategy("elder_mode", Who("silver", 0.2), strength=FULL, when=When(2), name="e"),
    "coupons with a budget": Strategy("coupons", Who("all", 0.03), strength=FULL, options={"every": 1.0},
                                      cost=Cost(budget=1000.0), name="b"),
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_d_days_after_the_first_reach_only_people_within_d_hops_differ(frozen, name):
    strategy = STRATEGIES[name]
    arm, baseline = worlds.with_strategies(frozen, [strategy]), frozen.fork()
    near = within(frozen, arm.actives[0].mask, DAYS)
    assert near[2].mean() < 0.5  # a bound that bounds
    spread = []
    for day in worlds.each_day(arm, DAYS):
        worlds.live(baseline, 1)
        apart = worlds.differing(arm, baseline)
        hops = max(0, day - strategy.when.start)
        assert not (apart & ~near[hops]).any(), f"day {day}"
        spread.append((apart & ~near[0]).sum())
    if name == "tasks for a few":  # made to spread; the others move too few shares to count on
        assert spread[-1] > 0  # it does spread


def test_without_freezing_popularity_links_everybody():
    world = worlds.warm_world(400, values=SOCIAL)
    arm, baseline = worlds.with_strategies(world, [STRATEGIES["coupons for a few"]]), world.fork()
    near = within(world, arm.actives[0].mask, DAYS)
    seen = []
    for day in worlds.each_day(arm, DAYS):
        worlds.live(baseline, 1)
        seen.append((worlds.differing(arm, baseline) & ~near[day]).any())
    assert not seen[0] and any(seen)


def newcomer_worlds(**how):
    """A world, and the same with one more person who comes on trial on day 3; both frozen."""
    few, more = (worlds.new_world(300, warm=0, values=SOCIAL, freeze=True, extra=extra, **how) for extra in (0, 1))
    more.constants.people.arrival[-1] = 3
    return few, more


def test_one_more_person_moves_nobody_elses_attributes_and_edges():
    few, more = newcomer_worlds()
    n = len(few.state)
    assert len(more.state) == n + 1
    for table in ("state", "traits"):
        one, other = getattr(few, table), getattr(more, table)[:n]
        for column in one.dtype.names:
            if column != "degree":
                np.testing.assert_array_equal(one[column], other[column], err_msg=column)
    for i in range(n):
        mine = [w.constants.contacts[w.constants.first[i] : w.constants.first[i + 1]] for w in (few, more)]
        np.testing.assert_array_equal(mine[0], mine[1][mine[1] < n])
    np.testing.assert_array_equal(few.constants.people.arrival, more.constants.people.arrival[:n])
    np.testing.assert_array_equal(few.constants.hosts, more.constants.hosts)


def test_one_more_person_changes_only_people_within_d_hops():
    few, more = newcomer_worlds()
    n = len(few.state)
    newcomer = np.zeros(n + 1, bool)
    newcomer[-1] = True
    near = within(more, newcomer, 40)
    friends = near[1].copy()
    for day in worlds.each_day(more, 40):
        worlds.live(few, 1)
        apart = worlds.differing(few, more)
        assert not (apart & ~near[max(0, day - 3)][:n] & ~friends[:n]).any(), f"day {day}"
    assert more.state["stage"][-1] != PROSPECT
    assert 0 < near[5].sum() < n / 2
