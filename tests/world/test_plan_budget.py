"""The budget of a whole plan: never overspent, whatever its strategies cost, and blind to their order."""

from __future__ import annotations

import itertools
import math

import pytest

from sim.outcomes.outcome import PLAN
from sim.scenario.plan import Cost, Strategy, When, Who
from sim.world.budgets import RESERVE, plan_left, reserved
from sim.world.statement import accounts_of
from tests.replicate import worlds
from tests.replicate.worlds import FULL
from tests.world.test_money import DAYS, KEEN, coupons


def plans():
    """Five strategies that cost something in every way there is, two of them with budgets of their own."""
    return [
        coupons("a_coupons", every=3.0, cost=Cost(fixed=5.0)),
        coupons("b_reserved", who=Who("gen_z"), every=2.0, cost=Cost(budget=60.0, reserve=True)),
        Strategy("elder_mode", Who("silver"), strength=FULL, name="c_users",
                 cost=Cost(per_user=0.5, per_event={"message": 0.1, "order": 1.0})),
        Strategy("push_messages", strength=FULL, name="d_late", when=When(10),
                 cost=Cost(fixed=20.0, per_event={"message": 0.02}, budget=200.0)),
        Strategy("simple_checkout", strength=FULL, name="e_fixed", cost=Cost(fixed=3.0)),
    ]


def arm(strategies, budget, scale=1.0):
    return worlds.with_strategies(worlds.warm_world(values=KEEN), strategies, budget=budget, scale=scale)


def spent(world):
    return math.fsum(active.spent_fen for active in world.actives)


@pytest.mark.parametrize("budget", [8.0, 30.0, 90.0, 250.0, 1e6])
def test_a_plan_never_spends_more_than_its_budget(budget):
    """Checked every evening, with what coupons reserve; own budgets hold beside it."""
    world = arm(plans(), budget)
    for _ in worlds.each_day(world, DAYS):
        apart = math.fsum(reserved(world, s) for s in range(len(world.actives)))
        assert spent(world) + apart <= 100 * budget * (1 + 1e-9)
        for s, active in enumerate(world.actives):
            assert active.budget_fen is None or active.spent_fen + reserved(world, s) <= active.budget_fen + 1e-6
    assert (world.budget.ended is not None) is (budget < 1e6)
    assert spent(world) > 0.5 * 100 * min(budget, 250.0)


def test_a_used_up_budget_ends_what_still_costs_something_and_nothing_else():
    world = worlds.live(arm(plans(), 90.0), DAYS)
    day = world.budget.ended - 1
    last = world.notes[-1]
    assert last.startswith(f"{PLAN}: budget used up on day {day}; with it end ")
    ended = {active.plan.name: active.ended for active in world.actives}
    assert ended["e_fixed"] is None and ended["a_coupons"] == day + 1
    assert all(name in last for name, when in ended.items() if when == day + 1)
    assert ended["d_late"] is not None
    users = [active.spent_fen for active in world.actives]
    worlds.live(world, 5)
    assert [active.spent_fen for active in world.actives] == users  # nothing is spent any more


def test_a_plan_ends_while_it_could_not_pay_another_dear_day():
    world = arm(plans(), 250.0)
    for _ in worlds.each_day(world, DAYS):
        if world.budget.ended is not None:
            break
        assert plan_left(world) > 0.0
    assert plan_left(world) < RESERVE * math.fsum(active.dearest for active in world.actives)


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_a_budget_that_suffices_changes_nothing(scale):
    """Of users only the world is compared: any budget lets a strategy reach only people who have not left before it."""
    plenty, none = (worlds.live(arm(plans(), budget, scale), 15) for budget in (1e12, None))
    worlds.assert_same(plenty, none)
    bills = [{a.plan.name: a.spent_fen for a in world.actives if not a.plan.cost.per_user} for world in (plenty, none)]
    assert bills[0] == bills[1] and len(bills[0]) == 4


@pytest.mark.parametrize("budget", [30.0, 120.0])
def test_the_order_of_strategies_does_not_matter(budget):
    """Rotations and the reverse of the plan: the same world, the same bill and the same ends, to the bit."""
    first = None
    for order in itertools.islice(itertools.permutations(plans()), 0, 120, 17):
        world = worlds.live(arm(order, budget), 15)
        bill = {active.plan.name: (active.spent_fen, active.ended, dict(active.coupons)) for active in world.actives}
        first = first or (world, bill)
        assert bill == first[1]
        worlds.assert_same(first[0], world)


def test_a_strategy_whose_fixed_cost_cannot_be_paid_does_not_begin():
    first = Strategy("push_messages", strength=FULL, name="first", cost=Cost(per_event={"message": 0.05}))
    late = Strategy("simple_checkout", strength=FULL, name="late", when=When(10), cost=Cost(fixed=50.0))
    world = worlds.live(arm([first, late], 60.0), 12)
    assert world.actives[1].spent_fen == 0.0 and world.actives[1].ended == 10
    assert not world.actives[1].timing.acted
    assert any(note.startswith("late: not begun on day 10") for note in world.notes)


def test_a_budget_that_is_the_sum_of_fixed_costs_pays_all_of_them():
    strategies = [Strategy("simple_checkout", strength=FULL, name=f"s{n}", cost=Cost(fixed=yuan))
                  for n, yuan in enumerate((0.1, 0.2, 0.3))]
    world = worlds.live(arm(strategies, 0.1 + 0.2 + 0.3, scale=123.4), 2)
    assert all(active.begun for active in world.actives)


def test_a_plan_beyond_its_budget_says_what_was_not_paid():
    cost = Cost(per_event={"message": 1.0})
    two = [Strategy("elder_mode", Who(name), strength=FULL, name=name, cost=cost) for name in ("gen_z", "silver")]
    world = worlds.live(arm(two, 10.0), 1)
    assert spent(world) == pytest.approx(1000.0) and min(active.spent_fen for active in world.actives) > 0
    assert [note.partition(" cost ")[0] for note in world.notes] == [
        f"{PLAN}: events of day 0", f"{PLAN}: budget used up on day 0; with it end gen_z, silver"]


def test_frozen_worlds_have_no_budget():
    free, bound = (worlds.with_strategies(worlds.warm_world(values=KEEN, freeze=True), plans(), budget=budget)
                   for budget in (None, 30.0))
    worlds.assert_same(*(worlds.live(world, 10) for world in (free, bound)))


def test_the_statement_of_a_plan_adds_up_at_the_planners_scale():
    world = worlds.live(arm(plans(), 90_000.0, scale=1000.0), 12)
    accounts = accounts_of(world)
    total = accounts.pop(PLAN)
    assert total["budget"] == 90_000.0 == pytest.approx(total["spent"] + total["reserved"] + total["left"])
    assert total["spent"] == pytest.approx(sum(account["spent"] for account in accounts.values()))
    assert total["ended"] == world.budget.ended
