"""Nothing is lost and nothing comes from nowhere: people, orders, shares, visits."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import sim.world.platform
import sim.world.shares
from sim.outcomes.outcome import KEPT, NEVER, RETURNED, UNDER_WAY
from sim.scenario.plan import Strategy
from sim.users.counts import COUNTS
from sim.users.rules.stage import PROSPECT, STAGES, UNINSTALLED
from tests.replicate import worlds
from tests.replicate.worlds import FULL

DAYS = 30
STRATEGIES = [Strategy("referral_tasks", strength=FULL, options={"likes": 5.0}, name="tasks"),
              Strategy("coupons", strength=FULL, options={"every": 10.0}, name="coupons")]
LOUD = {"share_intercept": -3.0, "friend_joins": 0.3, "reinstall": 0.5, "uninstall_intercept": -3.0}
"""A world in which people share, join by friends, leave and come back much more often than usual."""


@pytest.fixture(scope="module")
def diary():
    """What a world looked like on each evening: (world, list of copies of what changes)."""
    world = worlds.with_strategies(worlds.warm_world(values=LOUD), STRATEGIES)
    evenings = [snapshot(world)]
    for _ in worlds.each_day(world, DAYS):
        evenings.append(snapshot(world))
    return world, evenings


def snapshot(world):
    return {"stage": world.state["stage"].copy(), "gone": world.state["gone"].copy(), "alive": world.alive.copy(),
            "shares": world.shares.copy(), "orders": len(worlds.orders_of(world))}


def test_everybody_is_in_exactly_one_stage(diary):
    world, evenings = diary
    for evening in evenings:
        assert np.bincount(evening["stage"], minlength=len(STAGES)).sum() == len(world.state)
        there = (evening["stage"] != PROSPECT) & (evening["stage"] != UNINSTALLED)
        np.testing.assert_array_equal(there, evening["alive"])
        np.testing.assert_array_equal(evening["stage"] == UNINSTALLED, evening["gone"] < NEVER)


def test_joined_users_are_those_before_and_who_came_less_who_left(diary):
    world, evenings = diary
    arrivals, left = worlds.daily(world, "arrivals"), worlds.daily(world, "left")
    for day, (before, after) in enumerate(itertools.pairwise(evenings)):
        back = (before["stage"] == UNINSTALLED) & (after["gone"] != before["gone"])
        assert after["alive"].sum() == before["alive"].sum() + arrivals[day] + back.sum() - left[day]
    assert arrivals.sum() > 0 and left.sum() > 0
    assert any(((b["stage"] == UNINSTALLED) & a["alive"]).any() for b, a in itertools.pairwise(evenings))


def test_nobody_turns_back_into_a_prospect(diary):
    _, evenings = diary
    for before, after in itertools.pairwise(evenings):
        assert not ((before["stage"] != PROSPECT) & (after["stage"] == PROSPECT)).any()


def test_daily_active_users_are_people_who_lived_the_day(diary):
    world, _ = diary
    for low, high in (("friend_arrivals", "arrivals"), ("arrivals", "dau"), ("dau", "wau"), ("wau", "mau"),
                      ("mau", "joined_users"), ("base_active_28", "joined_users")):
        assert (worlds.daily(world, low) <= worlds.daily(world, high)).all(), (low, high)


def test_orders_are_kept_returned_or_under_way(diary):
    world, _ = diary
    orders, now = worlds.orders_of(world), world.day
    arrived = orders["due"] < now
    assert set(orders["status"][arrived]) == {KEPT, RETURNED}
    assert (orders["status"][~arrived] == UNDER_WAY).all()
    waiting = np.concatenate([chunk for chunks in world.parcels.values() for chunk in chunks])
    assert sorted(waiting["order"]) == np.flatnonzero(~arrived).tolist()
    np.testing.assert_array_equal(orders["user"][waiting["order"]], waiting["user"])
    assert world.order_starts[-1] == len(orders)


def test_orders_come_on_the_day_they_are_placed(diary):
    world, evenings = diary
    orders = worlds.orders_of(world)
    placed = np.diff([evening["orders"] for evening in evenings])
    np.testing.assert_array_equal(placed, [(orders["day"] == day).sum() for day in range(DAYS)])
    np.testing.assert_array_equal(placed, worlds.daily(world, "orders"))
    values = world.constants.values
    assert (orders["due"] - orders["day"] == values["delivery_days"]).all()
    assert (orders["closes"] - orders["due"] == values["return_window"]).all()


@pytest.mark.parametrize("count", COUNTS)
def test_counts_by_person_by_day_and_by_host_add_up(diary, count):
    world, _ = diary
    person = worlds.total(world, count)
    assert worlds.daily(world, count).sum() == person
    told_by_rooms = ("shown", "visits", "bounces", "engaged", "milliminutes", "bounce_milliminutes", "interacted",
                     "checkouts", "orders", "follows", "shares", "spent_fen", "coupon_fen")
    if count in told_by_rooms:
        assert world.host_counts[:, :, COUNTS.index(count)].sum() == person


def test_counts_by_kind_and_day_are_those_of_the_people_of_the_kind(diary):
    world, _ = diary
    kinds = world.traits["kind"]
    by_person = np.stack([world.totals[kinds == k, : len(COUNTS)].sum(axis=0) for k in range(kinds.max() + 1)])
    by_day = np.stack(world.daily).sum(axis=0)[:, -len(COUNTS) :]
    np.testing.assert_array_equal(by_person, by_day)


def test_visits_and_days_contain_each_other(diary):
    world, _ = diary
    t = {name: world.totals[:, k] for k, name in enumerate(COUNTS)}
    np.testing.assert_array_equal(t["visits"], t["bounces"] + t["engaged"])
    for small, large in (("engaged_days", "active_days"), ("visits", "shown"), ("interacted", "engaged"),
                         ("orders", "checkouts"), ("checkouts", "engaged"), ("message_opens", "messages"),
                         ("message_opens", "active_days"), ("full_opens", "active_days"),
                         ("engaged_days", "engaged")):
        assert (t[small] <= t[large]).all(), (small, large)
    assert (t["active_days"] <= DAYS).all()


def test_money_paid_is_the_same_by_person_and_by_order(diary):
    world, _ = diary
    orders = worlds.orders_of(world)
    orders = orders[orders["day"] >= 0]
    for column, count in (("paid_fen", "spent_fen"), ("coupon_fen", "coupon_fen")):
        by_person = np.bincount(orders["user"], orders[column], len(world.state)).astype(int)
        np.testing.assert_array_equal(by_person, world.totals[:, COUNTS.index(count)])
    assert (orders["paid_fen"] >= orders["coupon_fen"]).all()  # a coupon is at most half of the basket
    assert orders["coupon_fen"].sum() > 0


def test_every_share_reaches_contacts_once_on_the_next_day(diary):
    world, evenings = diary
    first, contacts = world.constants.first, world.constants.contacts
    seen = 0
    for evening in evenings:
        moment = world.fork()
        moment.shares, moment.day = evening["shares"], world.day
        assert len(np.unique(moment.shares["user"])) == len(moment.shares)
        _, receivers, _ = sim.world.shares.spread(moment)
        links = [(u, c) for u in moment.shares["user"] for c in contacts[first[u] : first[u + 1]]]
        assert len(set(links)) == len(links)
        assert len(receivers) <= len(links)
        assert set(receivers) <= {contact for _, contact in links}
        seen += len(receivers)
    assert seen > 0


def test_letters_are_delivered_to_the_living_and_taken_away(diary):
    world, _ = diary
    moment = world.fork()
    today, _ = sim.world.platform.morning(moment)
    with_letter = np.flatnonzero(moment.state["mail"] >= 0)
    assert moment.alive[with_letter].all()
    np.testing.assert_array_equal(np.sort(moment.state["mail"][with_letter]), np.arange(len(today.mail)))
    assert (world.state["mail"] == -1).all()
    for row in with_letter:
        letter = today.mail[moment.state["mail"][row]]
        parcels = today.parcels[letter["parcel_from"] : letter["parcel_to"]]
        assert (parcels["user"] == row).all()


def test_friends_bring_people_in_only_through_shares():
    quiet = worlds.warm_world(values={"share_intercept": -12.0} | {"friend_joins": 1.0})
    loud = worlds.warm_world(values=LOUD)
    for world in (quiet, loud):
        worlds.live(world, DAYS)
    assert worlds.daily(quiet, "friend_arrivals").sum() <= worlds.total(quiet, "shares") * 32
    assert worlds.daily(loud, "friend_arrivals").sum() > worlds.daily(quiet, "friend_arrivals").sum()
