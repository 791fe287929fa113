"""Groups in a world: nothing without them, members are users, and a multiple of members is mostly who joins."""

from __future__ import annotations

import numpy as np
import pytest

from sim.outcomes.metrics.aggregate import evaluate
from sim.outcomes.metrics.community import beside_others, by_joining, joiners
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario, Strategy, Strength, When, Who
from sim.users.rules.stage import PROSPECT
from sim.world.communities import members_known
from tests.replicate import worlds
from tests.replicate.worlds import FULL

LEVERS = ("community", "interest_community", "experience_officers", "user_cocreation", "user_challenge")
KEEN = {"join_intercept": -3.0, "part_intercept": 0.0}
"""Readily joined, so that small worlds have members."""


def strategy(lever, **changes):
    return Strategy(lever, name=lever, **{"strength": FULL} | changes)


def lived(*strategies, days=20, engine="compiled", **changes):
    world = worlds.with_strategies(worlds.warm_world(values=KEEN, **changes), list(strategies))
    return worlds.live(world, days, engine)


@pytest.mark.parametrize("lever", LEVERS)
def test_both_engines_live_the_same_to_the_bit(lever):
    one, other = (lived(strategy(lever), days=8, engine=name) for name in ("compiled", "agents"))
    worlds.assert_same(one, other)
    assert (one.state["belonging"] > 0.0).any()


@pytest.mark.parametrize("lever", LEVERS)
def test_strength_0_is_the_baseline_to_the_bit(lever):
    worlds.assert_same(lived(strategy(lever, strength=Strength(0.0, 0.0, stated=True))), lived())


def test_without_a_strategy_nobody_belongs_and_nobody_is_asked_whom_he_knows():
    world = lived(days=3)
    assert not world.state["belonging"].any()
    assert len(members_known(world, world.table)) == 0


def test_the_order_of_strategies_does_not_matter():
    pushes = [strategy(lever) for lever in LEVERS]
    worlds.assert_same(lived(*pushes, days=8), lived(*reversed(pushes), days=8))


def test_members_are_users_and_a_group_alone_makes_none():
    """Joining is for who is there: without shares a group brings nobody who would not have come."""
    silent = {"share_intercept": -12.0, "share_belonging": 0.0}
    plain, grouped = (worlds.live(worlds.with_strategies(worlds.warm_world(values=KEEN | silent), pushes), 20)
                      for pushes in ([], [strategy("community")]))
    assert (grouped.state["stage"][grouped.state["belonging"] > 0.0] != PROSPECT).all()
    assert (grouped.state["belonging"] > 0.0).sum() > 20
    np.testing.assert_array_equal(plain.state["joined"], grouped.state["joined"])
    assert grouped.state["belonging"].min() >= 0.0 and grouped.state["belonging"].max() <= 1.0


def test_members_who_know_one_are_counted_one_by_one():
    world = lived(strategy("community"))
    first, contacts = world.constants.first, world.constants.contacts
    counted = np.zeros(len(world.state), np.int64)
    for row in np.flatnonzero(world.alive & (world.state["belonging"] > 0.0)):
        for other in contacts[first[row] : first[row + 1]]:
            counted[other] += 1
    assert counted.sum() > 0
    np.testing.assert_array_equal(members_known(world, world.table), counted)


def test_a_group_that_closes_leaves_what_fades():
    """After its end nobody joins or votes, and belonging falls in everybody."""
    world = lived(strategy("community", when=When(start=0, end=10)), days=11)
    joins, before = worlds.total(world, "group_joins"), world.state["belonging"].copy()
    worlds.live(world, 8)
    assert joins > 0 and worlds.total(world, "group_joins") == joins
    members = before > 0.0
    assert (world.state["belonging"][members & world.alive] < before[members & world.alive]).all()


def test_who_is_not_reached_does_not_join():
    world = lived(strategy("interest_community", who=Who("gen_z")))
    member = world.state["belonging"] > 0.0
    assert member.any() and not (member & ~world.constants.segments["gen_z"]).any()


def test_a_multiple_of_members_is_mostly_who_joins():
    """The cross-section exceeds what joining causes, which is above nothing; the untreated world has no members."""
    plan = {"population": Population(users=1500), "horizon": Horizon(days=42), "seed": 4}
    arms = [Scenario("baseline", **plan), Scenario("treated", strategies=(strategy("community"),), **plan)]
    untreated, treated = simulate(arms, replicate=0, fixed=True).outcomes
    everybody = treated.segments["all"]
    others, members = beside_others(treated, "weekly_room_visits", everybody)
    without, with_group = by_joining(untreated, treated, "weekly_room_visits", everybody)
    assert members / others > 1.5 > 1.2 > with_group / without
    assert not joiners(untreated).any() and joiners(treated).any()
    assert evaluate(untreated, "member_share").value == 0.0 < evaluate(treated, "member_share").value < 1.0
    assert evaluate(untreated, "community_activity").value == 0.0 < evaluate(treated, "community_activity").value
