"""One story, two engines: Mesa agents and compiled rows live the same days."""

from __future__ import annotations

import datetime
import inspect
from dataclasses import replace

import numpy as np
import pytest

import sim.world.platform
from sim.cast import fit
from sim.chance.draws import mixed_seed
from sim.engines.agents import AgentEngine
from sim.engines.kernel import CompiledEngine
from sim.replicate.days import live_one
from sim.replicate.past import values_of
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.plan import Condition, Cost, Population, Scenario, Strategy, Where, Who
from sim.scenario.when import Trigger, When
from sim.users.state import DONE
from sim.world.people import Beginning
from sim.world.world import create
from tests.replicate import worlds
from tests.replicate.worlds import FULL
from tests.sampling import sampled

DAYS = 30
EVERYTHING = Scenario("everything", strategies=(
    Strategy("elder_mode", Who("silver"), when=When(1, None, 6), strength=FULL, name="elder"),
    Strategy("referral_tasks", Who("lower_tier", .7), when=When(2), options={"likes": 10.0}, strength=FULL,
             cost=Cost(budget=150.0, per_user=0.1), name="tasks"),
    Strategy("coupons", Who("all", behaviour="occasional"), when=When(3, 25), options={"every": 5.0}, name="coupons"),
    Strategy("coupons", Who("all", need="social"), when=When(0), strength=FULL, name="more"),
    Strategy("shorter_streams", where=Where(category="beauty", share=.8), when=When(5), name="short"),
    Strategy("push_messages", Who(state=(Condition("idle", True, 1.0),)), name="push",
             when=When(trigger=Trigger("bounce_rate", True, 0.3, lasting=2, spell=3, cooldown=1))),
    Strategy("dormant_winback", Who(most=60.0), options={"idle": 3.0}, strength=FULL, name="back",
             cost=Cost(budget=90.0, per_event={"message": 0.2})),
    Strategy("interactive_segments", where=Where(share=.5), when=When(every=4, lasts=2), strength=FULL, name="draws"),
    Strategy("expert_health", when=When(on=("weekend",)), strength=FULL, name="doctors"),
))
SCENARIOS = sampled([*builtin_scenarios(), "everything"], always=["everything"])


def plan(name: str) -> Scenario:
    """The scenario of that name, starting early enough for a short test, with a small budget."""
    if name == "everything":
        return EVERYTHING
    scenario = load_scenario(name)
    early = [replace(s, when=replace(s.when, start=s.when.start // 7)) for s in scenario.strategies]
    return replace(scenario, strategies=tuple(early))


@pytest.fixture(scope="module", params=SCENARIOS)
def lived(request):
    """[world by the agents, compiled with one thread, compiled with two], the same scenario in all."""
    start = worlds.warm_world(120)
    arms = [worlds.with_strategies(start, plan(request.param).strategies) for _ in range(3)]
    worlds.live(arms[0], DAYS, "agents")
    worlds.live(arms[1], DAYS, threads=1)
    worlds.live(arms[2], DAYS, threads=2)
    return arms


def test_engines_count_the_same_to_the_bit(lived):
    agents, one, two = lived
    for compiled in (one, two):
        np.testing.assert_array_equal(np.stack(agents.daily), np.stack(compiled.daily))
        for name in ("totals", "host_counts", "alive", "base"):
            np.testing.assert_array_equal(getattr(agents, name), getattr(compiled, name), err_msg=name)


def test_engines_send_the_same_orders_and_shares(lived):
    agents, one, two = lived
    assert len(worlds.orders_of(agents)) > 20
    for compiled in (one, two):
        np.testing.assert_array_equal(worlds.orders_of(agents), worlds.orders_of(compiled))
        np.testing.assert_array_equal(agents.shares, compiled.shares)


def test_engines_leave_people_in_the_same_state(lived):
    agents, *compiled = lived
    for world in compiled:
        for column in world.state.dtype.names:
            np.testing.assert_allclose(world.state[column], agents.state[column], rtol=0, atol=1e-12, err_msg=column)


def test_engines_charge_the_same(lived):
    money = [[(a.spent_fen, a.ended) for a in world.actives] for world in lived]
    assert money[0] == money[1] == money[2]
    assert lived[0].notes == lived[1].notes == lived[2].notes


@pytest.mark.parametrize("replicate", [0, 1])
def test_engines_agree_from_the_steady_state_under_drawn_values(replicate):
    seed = mixed_seed(1, replicate)
    values, drawn, _ = values_of(EVERYTHING, 0, False)
    assert drawn
    start = create(Beginning(Population(users=100), values, seed, 0, DAYS, fit.start()))
    start.start_counting()
    arms = [worlds.with_strategies(start, EVERYTHING.strategies, seed=seed) for _ in range(2)]
    for world, name in zip(arms, ("agents", "compiled"), strict=True):
        worlds.live(world, 15, name)
    np.testing.assert_array_equal(*[np.stack(world.daily) for world in arms])
    np.testing.assert_array_equal(*[world.totals for world in arms])
    assert worlds.total(arms[0], "orders") > 0


def test_more_users_than_a_block_do_not_depend_on_threads():
    from sim.engines.kernel import BLOCK

    arms = [worlds.new_world(2 * BLOCK, warm=2) for _ in range(2)]
    for threads, world in enumerate(arms, start=1):  # two threads take the blocks one by one, as they come
        world.start_counting()
        worlds.live(world, 5, threads=threads)
    assert len(arms[0].living()) > 2 * BLOCK
    worlds.assert_same(*arms)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_day_without_anybody_is_lived(threads):
    world = worlds.new_world(50, warm=0)
    today, table = sim.world.platform.morning(world)
    world.alive[:] = False
    events, counts = CompiledEngine(threads).live(world, today, table)
    assert counts.shape[0] == len(table) and not counts.any()
    assert not any(len(rows) for rows in (events.orders, events.shares, events.gone))


def test_a_day_is_compiled_once_whatever_its_date():
    from sim.engines.kernel import live_blocks

    dates = {"ordinary": datetime.date(2026, 3, 2), "double_11 and weekend": datetime.date(2026, 11, 7), "none": None}
    added = {}
    for name, date in dates.items():
        world = worlds.new_world(50, warm=0, values={"open_promotion": 0.5})
        world.constants = replace(world.constants, date=date)
        added[name] = sim.world.platform.calendar_of(world)
        worlds.live(world, 1)
    assert added["double_11 and weekend"] > added["ordinary"] == added["none"] == 0
    place = list(inspect.signature(live_blocks.py_func).parameters).index("today")
    assert len({signature[place] for signature in live_blocks.signatures}) == 1


@pytest.mark.parametrize("name", SCENARIOS)
def test_records_of_a_day_are_equal_to_the_bit(name):
    world = worlds.with_strategies(worlds.warm_world(120), plan(name).strategies)
    agents, compiled = AgentEngine(), CompiledEngine(2)
    agents.keep_days = compiled.keep_days = True
    for _ in range(12):
        other = world.fork()
        today, table = sim.world.platform.morning(other)
        compiled.live(other, today, table)
        live_one(world, agents)
        (living, told), (also, done) = agents.days.pop(), compiled.days.pop()
        np.testing.assert_array_equal(living, also)
        assert_records_equal(told, done)
    assert done["opened"].any()


def assert_records_equal(told, compiled):
    """Both tables of DONE rows hold the same; of a list, only what its counter says."""
    counters = {"shown_room": "shown", "order_room": "orders", "order_fen": "orders", "order_coupon": "orders",
                "order_marks": "orders", "visit_room": "visits", "visit_milli": "visits", "visit_marks": "visits"}
    for column in DONE.names:
        one, other = told[column], compiled[column]
        if column in counters:
            meant = np.arange(one.shape[1]) < told[counters[column]][:, None]
            one, other = one * meant, other * meant
        np.testing.assert_array_equal(one, other, err_msg=column)
