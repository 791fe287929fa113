"""One day of many people under common luck: a stronger push moves what is nearest to it the right way.

The two worlds share every draw, so where one decision answers alone the ordering holds for each person;
where a day takes another course after it, it holds for the sum.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

import sim.world.platform
from sim.outcomes.outcome import RETURNED
from sim.scenario.plan import Strategy, Strength, Where, Who
from sim.users.counts import COUNTS
from sim.users.rules.stage import UNINSTALLED
from tests.replicate import worlds

STEPS = (0.0, 0.3, 0.6, 1.0)


@pytest.fixture(scope="module")
def morning():
    return worlds.warm_world(2500, values={"buy_intercept": -2.0, "open_intercept": -0.5})


def day_with(world, **values):
    """The world one day later, lived under other values."""
    arm = world.fork()
    arm.constants = replace(arm.constants, kind_values=[{**kind, **values} for kind in arm.constants.kind_values])
    arm.made_tables = None  # of other constants, which no world has but in this test
    return worlds.live(arm, 1)


def day_of(world, lever, strength, who=Who(), where=Where(), **options):
    """The world one day later with a strategy of that strength."""
    return worlds.live(arm_of(world, lever, strength, who, where, **options), 1)


def arm_of(world, lever, strength, who=Who(), where=Where(), **options):
    """The world with a strategy of that strength."""
    stated = Strength(strength, strength, stated=True)
    return worlds.with_strategies(world, [Strategy(lever, who, where, strength=stated, options=options, name=lever)])


def counts(world, name):
    """int [person]: a count of the day."""
    return world.totals[:, COUNTS.index(name)]


def rate(world, top, bottom, inside=slice(None)):
    """A ratio of sums over some people."""
    return counts(world, top)[inside].sum() / counts(world, bottom)[inside].sum()


def never_falls_for_anybody(rows):
    """Whether no person's value falls from step to step, and the sum rises."""
    steps = np.diff(np.array(rows), axis=0)
    return (steps >= 0).all() and np.array(rows)[-1].sum() > np.array(rows)[0].sum()


def strictly_rises(values):
    return all(b > a for a, b in itertools.pairwise(values))


@pytest.mark.parametrize(("name", "values"), [
    ("open_intercept", (-3.0, -2.0, -1.0)), ("open_habit", (1.0, 3.0, 5.0)), ("message_rate", (0.0, 0.2, 0.9)),
    ("message_open", (0.0, 0.1, 0.5)), ("open_idle", (1.5, 0.8, 0.0)),
])
def test_more_reason_to_open_brings_more_people_and_loses_none(morning, name, values):
    assert never_falls_for_anybody([counts(day_with(morning, **{name: v}), "active_days") for v in values])


@pytest.mark.parametrize(("name", "values"), [
    ("uninstall_intercept", (-8.0, -5.0, -3.0)), ("uninstall_idle", (0.0, 0.3, 0.6)),
    ("uninstall_habit", (9.0, 6.0, 2.0)),
])
def test_more_reason_to_leave_makes_more_people_leave(morning, name, values):
    assert never_falls_for_anybody([day_with(morning, **{name: v}).state["stage"] == UNINSTALLED for v in values])


@pytest.mark.parametrize(("name", "values"), [
    ("return_intercept", (-3.0, -1.0, 1.0)), ("return_impulse", (0.0, 1.5, 3.0)), ("return_problem", (0.0, 1.0, 4.0)),
    ("problem_intercept", (-4.0, -1.0, 2.0)),
])
def test_more_reason_to_return_sends_more_parcels_back(morning, name, values):
    worlds_lived = [day_with(morning, **{name: v}) for v in values]
    orders = [worlds.orders_of(world) for world in worlds_lived]
    assert never_falls_for_anybody([o["status"][o["due"] == 0] == RETURNED for o in orders])


@pytest.mark.parametrize(("name", "values", "top", "bottom"), [
    ("bounce_intercept", (-1.0, 0.5, 2.0), "bounces", "visits"),
    ("bounce_friction", (0.0, 1.5, 4.0), "bounces", "visits"),
    ("friction", (0.0, 1.0, 2.0), "bounces", "visits"),
    ("bounce_same", (0.0, 1.0, 3.0), "bounces", "visits"),
    ("none_weight", (10.0, 1.0, 0.1), "visits", "shown"),
    ("watch_minutes", (1.0, 2.0, 6.0), "milliminutes", "engaged"),
    ("interact_intercept", (-4.0, -2.0, 0.0), "interacted", "engaged"),
    ("buy_intercept", (-6.0, -4.0, -2.0), "checkouts", "engaged"),
    ("checkout_intercept", (-1.0, 1.0, 3.0), "orders", "checkouts"),
    ("checkout_friction", (5.0, 1.0, 0.0), "orders", "checkouts"),
    ("order_minutes_friction", (0.0, 5.0, 20.0), "order_seconds", "orders"),
    ("follow_intercept", (-5.0, -3.0, -1.0), "follows", "engaged"),
    ("share_intercept", (-7.0, -5.0, -2.0), "shares", "engaged"),
    ("go_on_engaged", (0.1, 0.4, 0.9), "visits", "active_days"),
])
def test_a_mechanism_moves_its_own_rate(morning, name, values, top, bottom):
    assert strictly_rises([rate(day_with(morning, **{name: v}), top, bottom) for v in values])


def test_elder_mode_brings_messages_and_openings_to_those_offered(morning):
    arms = [day_of(morning, "elder_mode", s, Who("silver")) for s in STEPS]
    assert never_falls_for_anybody([counts(arm, "messages") for arm in arms])
    assert never_falls_for_anybody([counts(arm, "message_opens") for arm in arms])
    assert never_falls_for_anybody([counts(arm, "active_days") for arm in arms])


def test_elder_mode_keeps_adopters_from_leaving_rooms_at_once(morning):
    adopted = morning.fork()
    adopted.state["adopted"] = 1
    silver = adopted.constants.segments["silver"]
    arms = [day_of(adopted, "elder_mode", s, Who("silver"), previews_per_week=0.0) for s in STEPS]
    assert strictly_rises([-rate(arm, "bounces", "visits", silver) for arm in arms])
    assert strictly_rises([-rate(arm, "order_seconds", "orders", silver) for arm in arms])
    assert strictly_rises([arm.state["good"][silver].sum() for arm in arms])
    np.testing.assert_array_equal(*[arm.totals[~silver] for arm in arms[:2]])


def test_a_task_with_a_higher_reward_is_shared_by_more_people(morning):
    arms = [day_of(morning, "referral_tasks", s, reward=50.0, likes=18.0) for s in STEPS]
    assert never_falls_for_anybody([counts(arm, "shares") for arm in arms])
    assert strictly_rises([arm.shares["task"].sum() for arm in arms])


def test_a_task_that_asks_for_fewer_likes_is_completed_more_often(morning):
    arms = [day_of(morning, "referral_tasks", 1.0, likes=likes, reward=50.0) for likes in (60.0, 18.0, 1.0)]
    assert strictly_rises([arm.shares["task"].sum() for arm in arms])


def test_a_larger_coupon_saves_people_more(morning):
    arms = [day_of(morning, "coupons", s, every=1.0, value=60.0) for s in STEPS]
    assert strictly_rises([counts(arm, "coupon_fen").sum() for arm in arms])
    assert strictly_rises([counts(arm, "checkouts").sum() / counts(arm, "engaged").sum() for arm in arms[1:]])
    assert counts(arms[1], "active_days").sum() > counts(arms[0], "active_days").sum()  # any coupon draws people in


def test_a_faster_pace_suits_gen_z_and_strains_silver_users(morning):
    gen_z, silver = (morning.constants.segments[name] for name in ("gen_z", "silver"))
    arms = [day_of(morning, "shorter_streams", s, length=60.0) for s in STEPS]
    assert strictly_rises([-rate(arm, "bounces", "visits", gen_z) for arm in arms])
    assert strictly_rises([rate(arm, "bounces", "visits", silver) for arm in arms])


def test_shorter_streams_change_only_the_rooms_they_name(morning):
    where = Where(category="food", share=0.7)
    arm, baseline = (arm_of(morning, "shorter_streams", s, where=where) for s in (1.0, 0.0))
    rooms = [sim.world.platform.morning(world)[0].rooms for world in (arm, baseline)]
    changed = rooms[0]["pace"] != rooms[1]["pace"]
    np.testing.assert_array_equal(changed, arm.actives[0].mask)
    assert 0 < changed.sum() < len(changed)
    assert (rooms[0]["length"][changed] < rooms[1]["length"][changed]).all()
    np.testing.assert_array_equal(rooms[0][~changed], rooms[1][~changed])
