"""Crises break out, fade and are answered; answering sooner is never worse, and at strength 0 nothing is left."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.params import PARAMETERS
from sim.levers import LEVERS, Edit
from sim.scenario.plan import Cost, Strategy, Strength, Where, Who
from sim.scenario.when import When
from sim.users.counts import COUNTS
from sim.world.crises import FORGOTTEN, mean_heat
from tests.replicate import worlds
from tests.replicate.worlds import FULL

CRISES = [name for name, lever in LEVERS.items() if lever.kind == "crisis"]
RESPONSES = [name for name, lever in LEVERS.items() if lever.kind == "response"]
NEVER = 8760.0
steps = st.lists(st.tuples(st.floats(0, 400), st.floats(0.1, 1.0)), max_size=5)
half_lives = st.floats(2.0, 2000.0)


def pull(lever, strength=FULL, start=0, name="", where=None, **options):
    return Strategy(lever, Who(), where or Where(), When(start), strength, options, name=name or lever)


def after(strategies, days=8, users=600, **more):
    return worlds.live(worlds.with_strategies(worlds.warm_world(users, **more), strategies), days)


def total(world, name):
    return int(world.totals[:, COUNTS.index(name)].sum())


def heats(strategies, days=30):
    """Heat of the first strategy on each morning."""
    world, seen = worlds.with_strategies(worlds.warm_world(), strategies), []
    for _ in worlds.each_day(world, days):
        seen.append(world.actives[0].crisis.heat)
    return seen


@given(begun=st.floats(0, 500), half_life=half_lives)
def test_an_unanswered_heat_is_the_mean_of_its_fading(begun, half_life):
    hours = begun + (np.arange(24_000) + 0.5) / 1000
    assert mean_heat(begun, half_life, []) == pytest.approx((2.0 ** (-hours / half_life)).mean(), rel=1e-6)


@given(begun=st.floats(0, 200), half_life=half_lives, steps=steps)
def test_an_answered_heat_is_the_mean_over_the_hours(begun, half_life, steps):
    hours = begun + (np.arange(24_000) + 0.5) / 1000
    level = 2.0 ** (-hours / half_life)
    for at, by in steps:
        level = np.where(hours >= at, level * by, level)
    assert mean_heat(begun, half_life, steps) == pytest.approx(level.mean(), rel=2e-3, abs=1e-12)


@given(day=st.integers(0, 10), half_life=half_lives, at=st.floats(0, 200), later=st.floats(0, 100),
       by=st.floats(0.1, 1.0), others=steps)
def test_an_answer_that_comes_later_never_leaves_less(day, half_life, at, later, by, others):
    soon, late = (mean_heat(24.0 * day, half_life, [*others, (hour, by)]) for hour in (at, at + later))
    assert soon <= late * (1 + 1e-9)


@given(half_life=half_lives, at=st.floats(0, 23.9), by=st.floats(0.1, 0.9))
def test_an_hour_counts_smoothly(half_life, at, by):
    """A hundredth of an hour moves the heat of the day by no more than it lasts."""
    here, there = (mean_heat(0.0, half_life, [(hour, by)]) for hour in (at, at + 0.01))
    assert 0.0 <= there - here <= 0.01 / 24.0 + 1e-12


def test_a_scandal_begins_hot_fades_and_is_forgotten():
    seen = heats([pull("host_scandal", start=3)], days=58)
    assert seen[:3] == [0.0] * 3 and 0.9 < seen[3] < 1.0
    hot = [heat for heat in seen[3:] if heat > 0.0]
    assert hot == sorted(hot, reverse=True) and min(hot) >= FORGOTTEN
    assert seen[-1] == 0.0 and len(hot) > 40


def test_a_crisis_that_may_write_nothing_is_not_there_and_nobody_is_repaid_for_it():
    answer = pull("golden_24h", solution=0.0, coupon=20.0)
    repaid = []
    for only in ((), None):
        world = worlds.with_strategies(worlds.warm_world(), [replace(pull("host_scandal"), only=only), answer])
        worlds.live(world, 1)
        repaid.append((world.actives[0].crisis.heat > 0.0, world.actives[0].crisis.repaid))
        assert (sum(world.actives[1].coupons.values()) > 0.0) == (only is None)
    assert repaid == [(False, False), (True, True)]


def test_a_step_taken_stays_taken_and_none_is_taken_after_the_end():
    """Who answers for some days answers with the steps of these days, then and later."""
    leak, half = pull("data_leak", start=1), Strength(0.5, 0.5, stated=True)
    for end in (1, 2, 3, 4, 5, 9):
        for strength in (FULL, half):
            stops = replace(pull("golden_24h", strength, statement=30.0, repeats=1.0), when=When(0, end))
            hours = [hour if hour < 24.0 * (end - 1) else NEVER for hour in (1.0, 30.0, 72.0)]
            goes_on = pull("golden_24h", strength, **dict(zip(("team", "statement", "solution"), hours, strict=True)),
                           repeats=float(24.0 * (end - 1) > 30.0 + 24.0))
            assert heats([leak, stops]) == heats([leak, goes_on]), end
    assert heats([leak, replace(pull("golden_24h"), when=When(0, 9))])[9] < 0.6 * heats([leak])[9]


def test_a_new_outbreak_is_not_cooled_by_the_answer_to_the_last():
    twice = replace(pull("data_leak"), when=When(0, every=20, lasts=1))
    seen = heats([twice, replace(pull("golden_24h"), when=When(0, 10))])
    assert seen[20:30] == heats([twice])[20:30] and seen[0] < seen[20]


def test_an_answer_that_the_plan_cannot_pay_never_cools():
    leak, plans = pull("data_leak"), {}
    for budget in (999.0, 1000.0):
        answered = [leak, replace(pull("golden_24h"), cost=Cost(fixed=1000.0))]
        plans[budget] = worlds.live(worlds.with_strategies(worlds.warm_world(), answered, budget=budget), 1)
    short, enough = (world.actives[0].crisis.heat for world in plans.values())
    assert enough < short == heats([leak], days=1)[0]


def test_a_crash_is_over_in_a_day_and_a_rule_lasts():
    assert heats([pull("server_crash", start=2)], days=6) == [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    assert heats([pull("regulation", start=2)], days=6) == [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]


def test_a_crisis_of_chance_is_luck_and_the_same_luck_in_every_order():
    days = []
    for seed in range(1, 9):
        plans = [pull("host_scandal", per_year=12.0), pull("data_leak", per_year=12.0)]
        found = set()
        for order in (plans, plans[::-1]):
            world = worlds.live(worlds.with_strategies(worlds.warm_world(seed=seed), order), 30)
            found.add(tuple(sorted((a.plan.name, a.crisis.day) for a in world.actives)))
        assert len(found) == 1
        days += [day for _, day in found.pop()]
    assert None in days and len(set(days)) > 3


def test_an_audit_prevents_scandals_of_chance_and_causes_none():
    prevented = 0
    for seed in range(1, 13):
        plain, audited = (worlds.live(worlds.with_strategies(worlds.warm_world(seed=seed), plans), 40).actives[0].crisis
                          for plans in ([pull("host_scandal", per_year=6.0)],
                                        [pull("host_scandal", per_year=6.0), pull("content_audit")]))
        assert audited.day is None or plain.day is not None
        prevented += plain.day is not None and audited.day is None
    assert prevented > 0


@pytest.mark.parametrize("name", CRISES + RESPONSES + ["content_audit"])
def test_at_strength_zero_there_is_no_trace(name):
    zero = Strength(0.0, 0.0, stated=True)
    touched, untouched = after([pull(name, zero)]), after([])
    for column in touched.state.dtype.names:
        if column != "profile":
            np.testing.assert_array_equal(touched.state[column], untouched.state[column], err_msg=column)
    np.testing.assert_array_equal(touched.totals, untouched.totals)


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_without_a_crisis_changes_nothing_but_for_what_an_insurance_costs(name):
    ready, untouched = after([pull(name)]), after([])
    same = bool((ready.totals == untouched.totals).all())
    assert same == (name != "category_diversification")


@pytest.mark.parametrize("name", CRISES)
def test_engines_live_the_same_crisis(name):
    half = Strength(0.5, 0.5, stated=True)
    plans = [pull(name), pull("golden_24h"), pull("failover"), pull("category_diversification", half)]
    one, other = (worlds.live(worlds.with_strategies(worlds.warm_world(150), plans), 4, engine)
                  for engine in ("compiled", "agents"))
    np.testing.assert_array_equal(one.totals, other.totals)
    for column in one.state.dtype.names:
        np.testing.assert_allclose(one.state[column], other.state[column], rtol=0, atol=1e-12, err_msg=column)


def test_the_order_of_crises_and_responses_does_not_matter():
    plans = [pull("host_scandal"), pull("data_leak", Strength(0.4, 0.4, True)), pull("golden_24h", repeats=2.0),
             pull("failover")]
    seen = {after(order, days=4, users=200).state["bad"].tobytes() for order in itertools.permutations(plans)}
    assert len(seen) == 1


def loss(minutes, *more):
    world = after([pull("server_crash", minutes=minutes), *more], days=1, users=2000)
    return total(world, "gave_up"), total(world, "met_outage")


def test_an_outage_loses_more_the_longer_it_is():
    lost, met = zip(*(loss(minutes) for minutes in (30.0, 120.0, 480.0, 960.0)), strict=True)
    assert list(lost) == sorted(set(lost)) and list(met) == sorted(set(met))
    shares = [gone / seen for gone, seen in zip(lost, met, strict=True)]
    assert shares[-1] > shares[1] > 0.0


def test_a_failover_saves_more_the_sooner_it_takes_over():
    lost = [loss(480.0, pull("failover", minutes=minutes))[0] for minutes in (1.0, 60.0, 240.0, 480.0)]
    assert lost == sorted(set(lost)) and lost[0] == 0 and lost[-1] == loss(480.0)[0]


@given(usual=st.integers(0, 1440), own=st.lists(st.integers(1, 1440), max_size=3))
def test_failovers_differ_from_the_usual_by_what_they_say(usual, own):
    """Whatever `standby_minutes` a scenario states, a failover takes over after its own minutes; differences add up."""
    edit = Edit(writes=LEVERS["failover"].writes)
    for minutes in own:
        LEVERS["failover"].apply(edit, 1.0, {"minutes": float(minutes)}, {"standby_minutes": float(usual)})
    assert edit.changed("standby_minutes", float(usual)) == usual + sum(minutes - usual for minutes in own)


def test_no_failover_takes_over_in_no_time():
    (minutes,) = LEVERS["failover"].options
    assert minutes.low == PARAMETERS["standby_minutes"].low > 0.0


def test_who_is_tied_to_an_exposed_host_hears_of_it_sooner():
    plans = [pull("host_scandal", where=Where(host=0))]
    world = worlds.with_strategies(worlds.warm_world(3000), plans)
    tied = (world.state["favourite"] == 0) & (world.state["attachment"] > 0.3) & world.alive
    others = world.alive & ~tied
    worlds.live(world, 5)
    heard = world.totals[:, COUNTS.index("news")] > 0
    assert heard[tied].mean() > 2 * heard[others].mean() > 0.0


def test_a_scandal_empties_its_room_most_and_spreads_within_its_category():
    struck, plain = (after(plans, days=3, users=3000) for plans in ([pull("host_scandal", where=Where(host=0))], []))
    visits = [world.host_counts[:, :, COUNTS.index("visits")].sum(axis=1) for world in (struck, plain)]
    category = plain.constants.hosts["category"]
    similar = (category == category[0]) & (np.arange(len(category)) > 0)
    left = [visits[0][who].sum() / visits[1][who].sum() for who in ([0], similar, category != category[0])]
    assert left[0] < left[1] < left[2]


def harm(strategies, seeds=(1, 2, 3)):
    """Bad experiences beyond the prior of everybody, over some luck."""
    return sum(float(after(strategies, days=12, users=1500, seed=seed).state["bad"].sum()) for seed in seeds)


def test_answering_sooner_is_never_worse_on_average_over_luck():
    harms = [harm([pull("data_leak"), pull("golden_24h", team=hours, statement=hours, solution=hours)])
             for hours in (1.0, 24.0, 72.0, NEVER)]
    assert harms == sorted(harms) and harms[-1] > 1.05 * harms[0]


def test_no_response_is_worse_than_none_but_for_repeated_apologies():
    """W50: money helps, words alone hardly, and repeated apologies and promises backfire."""
    never = {"team": NEVER, "statement": NEVER, "solution": NEVER}
    none = harm([pull("data_leak")])
    words = harm([pull("data_leak"), pull("golden_24h", **never | {"statement": 4.0})])
    money = harm([pull("data_leak"), pull("golden_24h", **never | {"solution": 4.0})])
    again = harm([pull("data_leak"), pull("golden_24h", **never | {"statement": 4.0}, repeats=6.0)])
    assert money < words <= none < again
    assert none - words < 0.3 * (none - money)


def test_news_that_does_no_harm_and_drives_nobody_out_leaves_no_trace():
    silent = {"news_harm": 0.0, "uninstall_news": 0.0}
    leak = replace(pull("data_leak"), only=("alarm",))
    heard, untouched = (after(plans, values=silent) for plans in ([leak], []))
    loud = after([leak], values={"news_harm": 0.0})
    assert total(heard, "news") > 0 == total(untouched, "news")
    assert heard.alive.sum() == untouched.alive.sum() > loud.alive.sum()
    for column in set(heard.state.dtype.names) - {"profile", "mail"}:
        np.testing.assert_array_equal(heard.state[column], untouched.state[column], err_msg=column)


def test_a_solution_brings_its_coupon_once_to_those_reached():
    world = after([pull("data_leak", start=1), pull("golden_24h", solution=30.0, coupon=12.0)], days=5)
    granted = world.actives[1].coupons["granted"]
    gone = world.state["gone"]
    assert 0 < granted <= (world.alive | ((gone >= 0) & (gone <= 5))).sum() + 50  # some who were reached have left
    idle = after([pull("golden_24h", solution=30.0, coupon=12.0)], days=5)
    assert idle.actives[0].coupons["granted"] == 0


def test_hosts_who_moved_escape_the_rule():
    rule = pull("regulation", where=Where(category="food"))
    moved = pull("category_diversification", where=Where(category="food"))
    on_air = []
    for plans in ([rule], [rule, moved]):
        world = worlds.with_strategies(worlds.warm_world(300), plans)
        worlds.live(world, 6)
        food = world.constants.hosts["category"] == 2
        on_air.append(world.host_counts[food, :, COUNTS.index("shown")].sum())
    assert on_air[1] > on_air[0]


def sold(stock):
    world = worlds.live(worlds.warm_world(3000, values={"stock": stock, "buy_intercept": -2.0}), 10)
    return total(world, "orders")


def test_less_stock_sells_less_and_none_stated_is_no_limit():
    orders = [sold(stock) for stock in (0.3, 0.8, 100.0)]
    assert orders == sorted(set(orders)) and sold(0.0) == orders[-1]
