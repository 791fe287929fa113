"""What strategies cost: coupons within their budgets, charged once, to the one who granted them."""

from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np
import pytest

from sim.scenario.plan import EVENTS, Cost, Strategy, Strength, When, Where, Who
from sim.users.counts import COUNTS
from sim.users.rules.stage import PROSPECT
from sim.world.budgets import RESERVE, reserved
from sim.world.coupons import in_hand
from sim.world.statement import accounts_of
from tests.replicate import worlds
from tests.replicate.worlds import FULL

DAYS = 40
KEEN = {"share_intercept": -2.5, "buy_intercept": -2.0, "uninstall_intercept": -3.0, "reinstall": 0.5}
"""A world in which coupons are earned and used all the time."""


def coupons(name="coupons", *, who=Who(), when=When(), cost=Cost(), **options):
    return Strategy("coupons", who, when=when, strength=FULL, options={"every": 5.0} | options, cost=cost, name=name)


def tasks(name="tasks", *, who=Who(), when=When(), cost=Cost(), **options):
    return Strategy("referral_tasks", who, when=when, strength=FULL, options={"likes": 5.0} | options, cost=cost,
                    name=name)


def arm(*strategies, scale=1.0):
    return worlds.with_strategies(worlds.warm_world(values=KEEN), strategies, scale=scale)


def used(world):
    """Face value of all coupons used in the horizon [fen]."""
    return worlds.total(world, "coupon_fen")


def held(world):
    """Face value of the coupons that can still be used tomorrow [fen]."""
    return int(world.state["coupon_fen"][world.state["coupon_until"] >= world.day].sum())


@pytest.mark.parametrize("strategy", [coupons, tasks])
@pytest.mark.parametrize("budget", [5.0, 95.0, 450.0])
def test_a_reserving_budget_is_never_overspent_even_if_all_coupons_held_are_used(strategy, budget):
    world = arm(strategy(cost=Cost(budget=budget, reserve=True)))
    for _ in worlds.each_day(world, DAYS):
        assert world.actives[0].spent_fen + held(world) <= 100 * budget
    assert world.actives[0].spent_fen == used(world)


@pytest.mark.parametrize("strategy", [partial(coupons, every=1.0, who=Who(behaviour="frequent")), tasks])
def test_a_used_up_reserving_budget_ends_the_strategy_and_the_note_says_the_day(strategy):
    world = worlds.live(arm(strategy(cost=Cost(budget=45.0, reserve=True), valid_days=2.0)), DAYS)
    active = world.actives[0]
    assert active.ended is not None and 0 < active.ended < DAYS
    assert world.notes == [f"{active.plan.name}: budget used up on day {active.ended - 1}"]
    assert active.level(active.ended - 1) > 0.0 == active.level(active.ended)
    assert active.spent_fen > 4500 - 1000  # what is left buys no further coupon of 10 yuan


@pytest.mark.parametrize("strategy", [coupons, tasks])
@pytest.mark.parametrize("budget", [25.0, 95.0, 150.0])
def test_a_budget_pays_for_coupons_used_and_ends_before_a_day_that_it_cannot_pay(strategy, budget):
    """Every evening what was used is what was paid; on the last day coupons in hand become void."""
    world = arm(strategy(cost=Cost(budget=budget)))
    active, beyond = world.actives[0], 0.0
    for day in worlds.each_day(world, DAYS):
        beyond = max(0.0, used(world) - 100 * budget)
        assert active.spent_fen == used(world) - beyond <= 100 * budget
        assert active.ended is None or held(world) == 0
        if active.ended == day + 1:
            assert active.budget_fen - active.spent_fen < RESERVE * active.dearest
            break
    assert active.ended is not None
    unpaid = [note for note in world.notes if "beyond its budget" in note]
    assert unpaid == ([f"{active.plan.name}: events of day {day} cost {beyond / 100:,.0f} yuan beyond its budget"]
                    if beyond else [])


def test_grants_go_on_while_money_is_left_though_more_is_promised_than_the_budget_holds():
    """What a reservation would starve: coupons are granted to everybody, for few of them are used."""
    free, starved = (worlds.live(arm(coupons(cost=Cost(budget=400.0, reserve=reserve))), 10)
                     for reserve in (False, True))
    assert held(free) > 40_000 >= held(starved) + starved.actives[0].spent_fen
    assert free.actives[0].ended is None and starved.actives[0].spent_fen < free.actives[0].spent_fen


def test_void_coupons_draw_nobody_in_and_engines_agree_about_them():
    lived = [worlds.live(arm(coupons(cost=Cost(budget=90.0))), 12, engine) for engine in ("compiled", "agents")]
    assert 0 < lived[0].actives[0].ended < 12 and held(lived[0]) == 0
    worlds.assert_same(*lived)


def test_only_the_coupons_of_the_strategy_that_ends_become_void():
    world = arm(coupons("first", who=Who("gen_z"), cost=Cost(budget=20.0)), coupons("second", who=Who("silver")))
    for _ in worlds.each_day(world, DAYS):
        if world.actives[0].ended is not None:
            break
    inside = {name: world.constants.segments[name] for name in ("gen_z", "silver")}
    assert not world.state["coupon_fen"][inside["gen_z"]].any() and world.state["coupon_fen"][inside["silver"]].any()


def test_a_budget_that_is_used_up_between_two_promotions_makes_coupons_void():
    """Coupons are used on days on which their strategy does not act, and are paid for from its budget all the same."""
    world = arm(coupons(when=When(0, every=30, lasts=1), every=1.0, valid_days=20.0, cost=Cost(budget=160.0)))
    worlds.live(world, 20)
    active = world.actives[0]
    assert 1 < active.ended < 20 and held(world) == 0 and active.timing.acted == [[0, 1]]
    assert active.spent_fen <= active.budget_fen


def test_a_budget_that_suffices_changes_nothing():
    plenty, none = arm(coupons(cost=Cost(budget=1e9))), arm(coupons())
    worlds.assert_same(*(worlds.live(world, DAYS) for world in (plenty, none)))


def test_coupons_used_after_the_end_are_still_paid_for():
    world = worlds.live(arm(coupons(when=When(0, 10), valid_days=30.0)), DAYS)
    orders = worlds.orders_of(world)
    assert orders["coupon_fen"][orders["day"] >= 10].sum() > 0
    assert world.actives[0].spent_fen == used(world)


def test_coupons_of_people_who_change_their_behaviour_are_still_paid_for():
    world = worlds.live(arm(coupons(who=Who(behaviour="occasional"))), DAYS)
    assert world.actives[0].spent_fen == used(world) > 0


def test_each_coupon_is_paid_by_the_strategy_that_granted_it():
    both = worlds.live(arm(tasks(), coupons(value=7.0)), DAYS)
    spent = [active.spent_fen for active in both.actives]
    assert sum(spent) == used(both)
    assert min(spent) > 0


@pytest.mark.parametrize("reserve", [False, True])
def test_a_used_up_budget_does_not_stop_the_coupons_of_another_strategy(reserve):
    world = worlds.live(arm(coupons("first", cost=Cost(budget=20.0, reserve=reserve)), coupons("second")), DAYS)
    first, second = world.actives
    assert first.ended is not None
    assert second.spent_fen > 10 * first.spent_fen
    unpaid = [note for note in world.notes if "beyond its budget" in note]
    beyond = used(world) - first.spent_fen - second.spent_fen
    told = f"first: events of day 0 cost {beyond / 100:,.0f} yuan beyond its budget"
    assert (beyond, unpaid) == (0, []) if reserve else beyond > 0 and unpaid == [told]


def test_a_coupon_in_the_purse_is_not_replaced_by_a_smaller_one_nor_charged_to_it():
    world = worlds.live(arm(coupons("large", value=50.0, valid_days=60.0), tasks("small", reward=1.0)), DAYS)
    orders = worlds.orders_of(world)
    assert sum(active.spent_fen for active in world.actives) == orders["coupon_fen"].sum() == used(world)


def test_fixed_and_per_user_costs_are_charged_once():
    world = arm(Strategy("elder_mode", Who("silver"), strength=FULL, name="elder",
                         cost=Cost(fixed=1000.0, per_user=0.5)))
    worlds.live(world, DAYS)
    reached = world.constants.segments["silver"] & (world.state["stage"] != PROSPECT)
    assert world.actives[0].spent_fen == pytest.approx(100 * (1000.0 + 0.5 * reached.sum()))


@pytest.mark.parametrize("event", EVENTS)
def test_events_of_the_people_reached_are_charged(event):
    silver = Who("silver")
    price = Strategy("elder_mode", silver, strength=FULL, name="elder", cost=Cost(per_event={event: 2.0}))
    world = worlds.live(arm(price, coupons("to all")), DAYS)
    inside = world.constants.segments["silver"]
    orders = worlds.orders_of(world)
    orders = orders[(orders["day"] >= 0) & inside[orders["user"]]]
    happened = {"coupon": (orders["coupon_fen"] > 0).sum()} | {
        name: world.totals[inside, COUNTS.index(name + "s")].sum() for name in ("order", "message", "share")}
    assert happened[event] > 0
    assert world.actives[0].spent_fen == pytest.approx(200.0 * happened[event])


@pytest.mark.parametrize("event", ["order", "share", "coupon"])
def test_events_in_the_rooms_changed_are_charged(event):
    rooms = Strategy("shorter_streams", where=Where(share=0.5), strength=FULL, name="short",
                     cost=Cost(per_event={event: 1.0}))
    world = worlds.live(arm(rooms, coupons("to all")), DAYS)
    mask = world.actives[0].mask
    orders = worlds.orders_of(world)
    orders = orders[(orders["day"] >= 0) & mask[orders["host"]]]
    happened = {"order": len(orders), "coupon": (orders["coupon_fen"] > 0).sum(),
                "share": world.host_counts[mask][:, :, COUNTS.index("shares")].sum()}
    assert world.actives[0].spent_fen == pytest.approx(100.0 * happened[event]) and happened[event] > 0


def test_a_budget_of_running_costs_ends_the_strategy():
    cost = Cost(per_event={"message": 1.0}, budget=300.0)
    world = worlds.live(arm(Strategy("elder_mode", strength=FULL, name="elder", cost=cost)), DAYS)
    active = world.actives[0]
    assert 2 < active.ended < DAYS
    assert world.notes == [f"elder: budget used up on day {active.ended - 1}"]
    assert 0.7 * active.budget_fen < active.spent_fen <= active.budget_fen


def test_events_that_a_budget_cannot_pay_are_told():
    cost = Cost(per_event={"message": 1.0}, budget=30.0)
    world = worlds.live(arm(Strategy("elder_mode", strength=FULL, name="elder", cost=cost)), DAYS)
    assert world.actives[0].spent_fen == 3000.0
    assert [note.partition(" cost ")[0] for note in world.notes] == ["elder: events of day 0",
                                                                      "elder: budget used up on day 0"]


@pytest.mark.parametrize("budget", [1.0, 20.0, 90.0, 400.0, 1e6])
@pytest.mark.parametrize("cost", [{"per_user": 0.7}, {"fixed": 1.0, "per_user": 0.2, "per_event": {"message": 0.3}},
                                  {"fixed": 0.5, "per_event": {"order": 2.0, "share": 0.5, "coupon": 1.0}}])
def test_no_budget_is_ever_overspent(budget, cost):
    """Checked every evening, with coupons of which one strategy reserves the value, for two strategies at once."""
    plans = [coupons("first", who=Who("gen_z"), every=4.0, cost=Cost(budget=budget, **cost)),
             Strategy("dormant_winback", strength=FULL, name="back", cost=Cost(budget=budget, reserve=True, **cost),
                      options={"idle": 2.0, "coupon": 5.0})]
    world = arm(*plans)
    for _ in worlds.each_day(world, DAYS):
        for s, active in enumerate(world.actives):
            assert active.spent_fen + reserved(world, s) <= active.budget_fen + 1e-6
    assert budget not in (20.0, 90.0) or any("budget used up" in note for note in world.notes)


def test_a_budget_is_at_the_planners_scale():
    """A thousand real people for each simulated one: the same budget in yuan buys a thousandth."""
    small = worlds.live(arm(coupons(cost=Cost(budget=95_000.0)), scale=1000.0), DAYS)
    full = worlds.live(arm(coupons(cost=Cost(budget=95.0))), DAYS)
    worlds.assert_same(small, full)


def test_oversampled_people_cost_what_the_real_ones_would():
    """Silver users five times as often in the simulation: weighted, they cost about the same."""
    per_user = Cost(per_user=1.0, per_event={"message": 0.1})
    spent = {}
    for factor in (1.0, 5.0):
        world = worlds.new_world(2000, oversample={"silver": factor}, warm=5)
        worlds.live(world, 5).start_counting()
        world = worlds.with_strategies(world, [
            Strategy("elder_mode", Who("silver"), strength=FULL, name="elder", cost=per_user),
            coupons(who=Who("silver"))])
        worlds.live(world, 10)
        weight = world.constants.people.kind_weight[world.traits["kind"]]
        reached = world.constants.segments["silver"] & (world.state["stage"] != PROSPECT)
        messages = world.totals[:, COUNTS.index("messages")]
        expected = 100 * weight[reached].sum() + 10 * (weight * messages)[world.constants.segments["silver"]].sum()
        assert world.actives[0].spent_fen == pytest.approx(expected)
        assert world.actives[1].spent_fen == pytest.approx(
            (weight * world.totals[:, COUNTS.index("coupon_fen")]).sum())
        spent[factor] = world.actives[0].spent_fen
    assert spent[5.0] == pytest.approx(spent[1.0], rel=0.15)


def test_a_strategy_of_strength_zero_costs_nothing():
    cost = Cost(fixed=100.0, per_user=1.0, per_event={"order": 1.0})
    world = arm(Strategy("coupons", strength=Strength(0.0, 0.0, stated=True), cost=cost, name="none"))
    assert worlds.live(world, 5).actives[0].spent_fen == 0.0


def test_coupons_are_granted_on_a_day_of_the_cycle_by_hash():
    world = arm(coupons(every=10.0, valid_days=1.0))
    world.state["coupon_until"] = -1
    days = {}
    for day in worlds.each_day(world, 30):
        fresh = np.flatnonzero(world.state["coupon_until"] == day)
        for row in fresh:
            days.setdefault(row, []).append(day)
    assert len(days) > 50
    assert all((day - granted[0]) % 10 == 0 for granted in days.values() for day in granted)
    assert {granted[0] % 10 for granted in days.values()} == set(range(10))


@pytest.mark.parametrize("reserve", [False, True])
def test_every_evening_all_coupons_granted_are_accounted_for(reserve):
    """Granted = used + expired + void + in hand, by strategy; in hand and used are counted anew from the users."""
    plans = [coupons("a", who=Who("gen_z"), every=2.0, valid_days=3.0, cost=Cost(budget=60.0, reserve=reserve)),
             coupons("b", every=4.0, value=5.0, valid_days=9.0), tasks("c", reward=20.0, cost=Cost(budget=400.0))]
    world = arm(*plans)
    redeemed = 0
    for day in worlds.each_day(world, DAYS):
        today = worlds.orders_of(world)
        redeemed += int(((today["day"] == day) & (today["coupon_fen"] > 0)).sum())
        held = (world.state["coupon_fen"] > 0) & (world.state["coupon_until"] > day)
        assert sum(active.coupons["used"] for active in world.actives) == redeemed
        for s, active in enumerate(world.actives):
            counts = active.coupons
            mine = int((held & (world.payer == s)).sum())
            assert in_hand(world, s) == mine
            assert counts["granted"] == counts["used"] + counts["expired"] + counts["void"] + mine
        assert held.sum() == sum(in_hand(world, s) for s in range(3))
    granted, used, expired = ([a.coupons[name] for a in world.actives] for name in ("granted", "used", "expired"))
    assert min(granted) > 0 and sum(used) > 0 and sum(expired) > 0
    assert (world.actives[0].coupons["void"] > 0) is (not reserve)


def test_a_larger_coupon_that_takes_the_place_of_another_lets_it_expire():
    world = arm(coupons("small", value=1.0, valid_days=60.0, every=30.0), tasks("large", reward=50.0, likes=1.0))
    worlds.live(world, 20)
    small = world.actives[0].coupons
    assert small["expired"] > 0 and small["granted"] == small["used"] + small["expired"] + in_hand(world, 0)


@pytest.mark.parametrize("reserve", [False, True])
def test_the_statement_of_a_strategy_is_at_the_planners_scale_and_adds_up(reserve):
    """A thousand real people for each simulated one: a thousand times the coupons and the yuan."""
    cost = Cost(fixed=10.0, per_event={"message": 0.001}, budget=800.0, reserve=reserve)
    large = dataclasses.replace(cost, fixed=10_000.0, budget=800_000.0)
    one = accounts_of(worlds.live(arm(coupons(cost=cost)), 12))["coupons"]
    thousand = accounts_of(worlds.live(arm(coupons(cost=large), scale=1000.0), 12))["coupons"]
    assert one["spent"] + one["reserved"] + one["left"] == pytest.approx(800.0) and one["spent"] > 10.0
    assert (one["reserved"] > 0.0) is reserve
    assert {name: 1000.0 * value for name, value in one.items() if name != "ended"} == pytest.approx(
        {name: value for name, value in thousand.items() if name != "ended"})
    assert one["ended"] == thousand["ended"]


def test_a_statement_has_only_what_the_strategy_has():
    world = arm(Strategy("shorter_streams", strength=FULL, name="rooms"), coupons(cost=Cost(budget=1e6)))
    rooms, granted = accounts_of(worlds.live(world, 3)).values()
    assert rooms == {"ended": None}
    assert set(granted) == {"ended", "granted", "used", "expired", "void", "in_hand", "budget", "spent", "reserved",
                            "left"}
