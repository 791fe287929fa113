"""When strategies act: repetition, calendar, triggers, caps, users' own state; never one day more or less."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.calendar_days import CALENDAR, GROUPS, NAMES, called
from sim.outcomes.signals import SIGNALS, sums, trailing
from sim.scenario.plan import STATES, Condition, Cost, Strategy, Where, Who
from sim.scenario.when import Trigger, When
from sim.users.counts import COUNTS, LEVELS
from sim.users.rules.stage import PROSPECT
from sim.world.reach import state_of
from sim.world.timing import Timing, holds
from tests.replicate import worlds
from tests.replicate.worlds import FULL

DAY_0 = datetime.date(2025, 3, 1)
DAYS = 40


def acted(when, said=lambda day: False, days=120, first=DAY_0):
    """The days on which a strategy acts when its trigger's condition holds as `said`."""
    timing = Timing(when, first)
    found = []
    for day in range(days):
        if timing.level(day) > 0:
            timing.note(day)
            found.append(day)
        if when.trigger:
            timing.watch(day, said(day))
    assert [day for start, end in timing.acted for day in range(start, end)] == found
    return found


def test_a_repetition_acts_the_first_days_of_every_turn():
    assert acted(When(3, 40, every=14, lasts=2)) == [3, 4, 17, 18, 31, 32]


@pytest.mark.parametrize("name", NAMES)
def test_the_calendar_is_followed_to_the_day(name):
    dates = [DAY_0 + datetime.timedelta(day) for day in range(400)]
    assert acted(When(on=(name,)), days=400) == [day for day, date in enumerate(dates) if called(name, date)]


@pytest.mark.parametrize(("name", "first", "last"), [
    ("618", (2025, 6, 1), (2025, 6, 18)), ("double_11", (2025, 10, 31), (2025, 11, 11)),
    ("spring_festival", (2025, 1, 28), (2025, 2, 3)), ("national_day", (2025, 10, 1), (2025, 10, 7))])
def test_sales_and_holidays_have_their_dates(name, first, last):
    year = [datetime.date(2025, 1, 1) + datetime.timedelta(day) for day in range(365)]
    days = [date for date in year if called(name, date)]
    assert (days[0], days[-1]) == (datetime.date(*first), datetime.date(*last))
    assert len(days) == (days[-1] - days[0]).days + 1


def test_groups_of_the_calendar_hold_known_names():
    assert all(part in CALENDAR for parts in GROUPS.values() for part in parts)


def test_a_trigger_fires_after_the_days_in_a_row_and_stops_exactly():
    """The condition holds from day 5 on: with three days in a row it acts on 8 to 11, rests five days, again."""
    when = When(trigger=Trigger("bounce_rate", True, 0.1, lasting=3, spell=4, cooldown=5))
    assert acted(when, lambda day: day >= 5, days=32) == [8, 9, 10, 11, 20, 21, 22, 23]


def test_a_day_without_the_condition_begins_the_count_anew():
    when = When(trigger=Trigger("bounce_rate", True, 0.1, lasting=3, spell=2))
    assert acted(when, lambda day: day in (1, 2, 4, 5, 6)) == [7, 8]


@given(st.lists(st.booleans(), min_size=60, max_size=60), st.integers(1, 5), st.integers(1, 9), st.integers(0, 9),
       st.integers(0, 20), st.integers(25, 60))
def test_spells_are_as_long_as_declared_and_rest_in_between(said, lasting, spell, cooldown, start, end):
    when = When(start, end, trigger=Trigger("bounce_rate", True, 0.1, None, lasting, "all", spell, cooldown))
    days = acted(when, lambda day: said[day], days=60)
    assert all(start + lasting <= day < end for day in days)
    starts = [day for day in days if day - 1 not in days]
    for first in starts:
        assert all(said[day] for day in range(first - lasting, first))
    if cooldown + lasting > 0:
        for first, after in itertools.pairwise(starts):
            assert after >= first + spell + cooldown + lasting


def test_a_ramp_begins_anew_with_every_turn():
    timing, levels = Timing(When(every=10, lasts=4, ramp=2), DAY_0), []
    for day in range(14):
        levels.append(timing.level(day))
        if levels[-1] > 0:
            timing.note(day)
    assert levels == [0.5, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0.5, 1, 1, 1]


@given(st.integers(1, 30), st.integers(1, 20))
def test_a_cap_of_days_ends_it(most, every):
    assert len(acted(When(every=every, most=most), days=700)) == min(most, -(-700 // every))


def days_of(values, kinds=2):
    """Days on which `values` of 1,000 visits bounced, spread over the kinds."""
    rows = np.zeros((len(values), kinds, len(LEVELS) + len(COUNTS)), np.int64)
    rows[:, :, len(LEVELS) + COUNTS.index("visits")] = 1000
    rows[:, :, len(LEVELS) + COUNTS.index("bounces")] = np.array(values)[:, None]
    return list(rows)


@pytest.mark.parametrize(("trigger", "values", "expected"), [
    (Trigger("bounce_rate", True, 0.10, window=28), [500] * 28 + [551], True),
    (Trigger("bounce_rate", True, 0.10, window=28), [500] * 28 + [549], False),
    (Trigger("bounce_rate", False, 0.10, window=28), [500] * 28 + [449], True),
    (Trigger("bounce_rate", True, 0.10, window=28), [500] * 27 + [900], False),  # a day of the past is missing
    (Trigger("bounce_rate", True, 0.50), [501], True),
    (Trigger("bounce_rate", True, 0.50), [500], False),
    (Trigger("bounce_rate", False, 0.50), [499], True),
])
def test_a_condition_holds_beyond_its_edge_and_not_on_it(trigger, values, expected):
    assert holds(trigger, days_of(values), np.ones(2)) is expected


def test_a_condition_of_a_segment_hears_nobody_else():
    days = days_of([900])
    days[0][1, len(LEVELS) + COUNTS.index("bounces")] = 0
    assert holds(Trigger("bounce_rate", True, 0.5), days, np.array([1.0, 0.0]))
    assert not holds(Trigger("bounce_rate", True, 0.5), days, np.array([0.0, 1.0]))
    assert not holds(Trigger("bounce_rate", True, 0.5), days, np.zeros(2))


@pytest.mark.parametrize("name", sorted(SIGNALS))
def test_every_signal_can_be_read_from_a_world(name):
    world = worlds.live(worlds.warm_world().fork(), 10)
    top, bottom = sums(SIGNALS[name], np.stack(world.daily), world.constants.weight_of("all"))
    assert (bottom >= 0).all() and (top >= 0).all() and len(top) == 10 and bottom.sum() > 0
    assert np.isfinite(trailing(top, bottom, 7)[6:]).all() and np.isnan(trailing(top, bottom, 7)[:6]).all()


def test_a_trigger_in_a_world_acts_from_the_next_morning():
    """A condition that always holds, two days in a row: the lever acts on days 2, 3, 4 and on none before."""
    when = When(trigger=Trigger("bounce_rate", True, 0.0, lasting=2, spell=3, cooldown=30))
    plan = Strategy("shorter_streams", when=when, strength=FULL, name="s")
    world, without = worlds.with_strategies(worlds.warm_world(), [plan]), worlds.warm_world()
    worlds.live(world, 2)
    worlds.assert_same(world, worlds.live(without, 2))
    worlds.live(world, 10)
    assert world.actives[0].timing.acted == [[2, 5]]
    assert not np.array_equal(world.totals, worlds.live(without, 10).totals)


def test_triggers_are_silent_while_channels_are_frozen():
    when = When(trigger=Trigger("bounce_rate", True, 0.0))
    plan = Strategy("shorter_streams", when=when, strength=FULL, name="s")
    world = worlds.with_strategies(worlds.warm_world(freeze=True), [plan])
    assert worlds.live(world, 5).actives[0].timing.fired == []


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("above", [True, False])
def test_a_users_own_state_decides_who_is_reached(name, above):
    start = worlds.warm_world()
    levels = state_of(name, start.state, start.traits, start.day, start.constants.trust_priors)
    edge = float(np.median(levels[start.alive]))
    plan = Strategy("coupons", Who(state=(Condition(name, above, edge),)), strength=FULL, name="c")
    world = worlds.live(worlds.with_strategies(start, [plan]), 1)
    there = start.alive  # who joins today has opened yesterday, as far as his idle days go
    expected = levels > edge if above else levels < edge
    np.testing.assert_array_equal(world.actives[0].reached[there], expected[there])


@pytest.mark.parametrize("most", [1.0, 17.0, 60.0])
def test_a_cap_of_users_is_kept_and_nobody_loses_it_again(most):
    plan = Strategy("elder_mode", Who(most=most * 10.0), strength=FULL, name="e", cost=Cost(per_user=2.0))
    world = worlds.with_strategies(worlds.warm_world(), [plan], scale=10.0)
    before = np.zeros(len(world.state), bool)
    for _ in worlds.each_day(world, 10):
        reached = world.actives[0].reached
        assert reached.sum() <= most and not (before & ~reached).any()
        before = reached
    assert before.sum() == most and (world.state["stage"][before] != PROSPECT).all()
    assert world.actives[0].spent_fen == pytest.approx(most * 200.0)


@pytest.mark.parametrize("budget", [None, 60.0, 150.0])
def test_the_order_of_strategies_changes_nothing_in_a_world(budget):
    """All orders of four strategies with budgets, triggers and caps: the same world and the same bill, to the bit."""
    plans = [Strategy("coupons", strength=FULL, options={"every": 4.0}, name="a", cost=Cost(budget=60.0)),
             Strategy("coupons", Who("gen_z"), strength=FULL, options={"every": 3.0, "value": 5.0}, name="b"),
             Strategy("interactive_segments", where=Where(share=0.5), strength=FULL, name="c",
                      when=When(trigger=Trigger("bounce_rate", True, 0.0, lasting=3))),
             Strategy("push_messages", Who(most=40.0), strength=FULL, name="d", cost=Cost(per_event={"message": 0.5}))]
    found = {}
    for order in itertools.permutations(plans):
        world = worlds.live(worlds.with_strategies(worlds.warm_world(), order, budget=budget), 12)
        bill = {active.plan.name: active.spent_fen for active in world.actives}
        first, first_bill = found.setdefault("one", (world, bill))
        assert bill == first_bill
        worlds.assert_same(first, world)


def test_a_promotion_draws_people_in_only_where_the_planner_says_so():
    date = datetime.date(2025, 6, 10)
    for effect in (0.0, 0.8):
        world = worlds.warm_world(values={"open_promotion": effect})
        dated = world.fork()
        dated.constants = replace(dated.constants, date=date)
        worlds.live(world, 3), worlds.live(dated, 3)
        same = np.array_equal(worlds.daily(world, "dau"), worlds.daily(dated, "dau"))
        assert same is (effect == 0.0)
        assert worlds.daily(dated, "dau").sum() >= worlds.daily(world, "dau").sum()
