"""What a lever may do: write what it declares, rest on evidence, change nothing at zero, in any order."""

from __future__ import annotations

import datetime
import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import calibration.evidence
from sim.base.errors import ScenarioError, UnknownNameError
from sim.base.params import GRADES, PARAMETERS, defaults, names
from sim.levers import LEVERS, Edit
from sim.levers.base import lever
from sim.replicate.run import notes_of
from sim.scenario.plan import Strategy, Strength, When, Who
from sim.world.strategies import (
    Active,
    assign_profiles,
    bounded,
    reached_profiles,
    strength_of,
    table_of,
    write,
)
from sim.world.timing import Timing
from tests.replicate import worlds
from tests.replicate.worlds import FULL

EVERY = sorted(LEVERS)
DAY_0 = datetime.date(2025, 3, 1)
SIZES = defaults()
BASELINE = {name: SIZES[name] for scope in ("user", "room") for name in names(scope)}


def options_of(name, low=False):
    return {o.name: o.low if low else o.default for o in LEVERS[name].options}


def edit_of(name, strength, **options):
    """What a lever writes."""
    edit = Edit(LEVERS[name].writes)
    LEVERS[name].apply(edit, strength, options_of(name) | options, SIZES)
    return edit


def after(edit):
    """Every parameter after an edit."""
    return {name: bounded(name, value, edit, {}) for name, value in BASELINE.items()}


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_writes_all_that_it_declares_and_nothing_else(name):
    edit = edit_of(name, 1.0, **{o.name: (o.low + o.high) / 2 for o in LEVERS[name].options})
    assert set(edit.adds) | set(edit.factors) == set(LEVERS[name].writes)


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_writes_mechanisms_of_its_reach(name):
    """Users' or rooms' parameters: never an outcome, a trait or another lever's size."""
    scope = {"users": "user", "rooms": "room"}[LEVERS[name].reach]
    assert {PARAMETERS[written].scope for written in LEVERS[name].writes} == {scope}


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_rests_on_evidence_and_says_how_good_it_is(name):
    evidence = calibration.evidence.load()
    assert LEVERS[name].evidence
    assert [row for row in LEVERS[name].evidence if row not in evidence] == []
    assert LEVERS[name].grade in GRADES
    assert LEVERS[name].note.strip()


@pytest.mark.parametrize("name", EVERY)
def test_sources_of_a_levers_sizes_exist(name):
    evidence = calibration.evidence.load()
    mine = [entry for entry in PARAMETERS.values() if entry.scope == "lever" and entry.name.startswith(name)]
    for entry in mine:
        for row in re.findall(r"\b[A-Z]\d\d\b", entry.source):
            assert row in evidence, f"{entry.name}: {row}"


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("options", ["default", "low", "high"])
def test_strength_zero_is_the_baseline_to_the_bit(name, options):
    bound = {o.name: {"default": o.default, "low": o.low, "high": o.high}[options] for o in LEVERS[name].options}
    assert after(edit_of(name, 0.0, **bound)) == BASELINE


@pytest.mark.parametrize("name", EVERY)
def test_options_have_their_default_between_their_bounds(name):
    for option in LEVERS[name].options:
        assert option.low <= option.default <= option.high


@pytest.mark.parametrize("name", EVERY)
@given(strength=st.floats(0, 1), data=st.data())
def test_values_stay_in_their_bounds_for_all_options(name, strength, data):
    drawn = {o.name: data.draw(st.floats(o.low, o.high), o.name) for o in LEVERS[name].options}
    for written, value in after(edit_of(name, strength, **drawn)).items():
        assert PARAMETERS[written].low <= value <= PARAMETERS[written].high


@pytest.mark.parametrize("name", EVERY)
def test_strength_moves_a_parameter_in_one_direction(name):
    """Twice the strength never moves a parameter back."""
    steps = [after(edit_of(name, strength)) for strength in np.linspace(0, 1, 9)]
    for written in LEVERS[name].writes:
        moves = np.diff([step[written] for step in steps[1:]])  # from zero some options switch on
        assert (moves >= -1e-12).all() or (moves <= 1e-12).all(), written


def active(name, strength=1.0, **options):
    plan = Strategy(name, options=options, name=name)
    return Active(plan, strength, np.zeros(0, bool), Timing(plan.when, DAY_0))


@pytest.mark.parametrize("scope", ["user", "room"])
def test_the_order_of_strategies_does_not_matter(scope):
    """All orders of four strategies that write the same parameters give the same table, to the bit."""
    pushes = {"user": [active("coupons", 0.3, value=7.0), active("coupons", 0.9, every=9.0),
                       active("referral_tasks", 0.7), active("coupons", 0.1, value=33.0, every=13.0)],
              "room": [active("shorter_streams", 0.7), active("shorter_streams", 0.11, length=45.0),
                       active("shorter_streams", 0.3, length=77.0)]}[scope]
    rows = set()
    for order in itertools.permutations(pushes):
        combos = np.array([[0, (1 << len(order)) - 1]])
        levels = [a.strength for a in order]
        rows.add(table_of(scope, [SIZES], combos, levels, order, {}).tobytes())
    assert len(rows) == 1


def test_add_comes_before_factor():
    edit = Edit(("friction", "message_rate"))
    edit.factor("friction", 0.5)
    edit.add("friction", 0.4)
    assert bounded("friction", 1.0, edit, {}) == 0.7


def test_a_value_that_meets_its_bounds_is_reported():
    clipped = {}
    edit = Edit(("message_open",))
    edit.add("message_open", 5.0)
    assert bounded("message_open", 0.061, edit, clipped) == PARAMETERS["message_open"].high
    assert clipped == {"message_open": 5.061}


def test_a_clipped_value_is_told_in_the_notes():
    loud = [Strategy("coupons", strength=FULL, options={"value": 150.0}, name=str(k)) for k in range(2)]
    world = worlds.live(worlds.with_strategies(worlds.warm_world(), loud), 1)
    assert notes_of(world) == ["'coupon_value' was cut to its bounds (asked for 300)"]


def test_an_undeclared_parameter_is_refused():
    with pytest.raises(ValueError, match="'friction' without declaring it"):
        Edit(("message_rate",)).add("friction", 1.0)


def test_a_lever_on_an_unknown_parameter_cannot_be_declared():
    with pytest.raises(UnknownNameError, match="frictoin"):
        lever("odd", reach="users", writes=("frictoin",), evidence=("W35",), grade="judged")(lambda *_: None)
    assert "odd" not in LEVERS


def test_write_takes_options_of_the_plan_over_the_defaults():
    edit = Edit()
    write(edit, active("coupons", 1.0, value=25.0), 1.0, SIZES)
    assert edit.changed("coupon_value", 0.0) == 25.0
    assert edit.changed("coupon_every", 30.0) == 30.0


@given(st.floats(0, 1), st.integers(0, 1 << 60), st.text("abc_", max_size=9))
def test_a_drawn_strength_lies_in_its_range(low, seed, name):
    plan = Strategy("coupons", strength=Strength(low, 1.0, stated=True), name=name)
    assert low <= strength_of(plan, seed, False) <= 1.0
    assert strength_of(plan, seed, True) == (low + 1.0) / 2
    assert strength_of(Strategy("coupons", name=name), seed, True) == 0.6


@given(st.integers(0, 50), st.one_of(st.none(), st.integers(1, 60)), st.integers(0, 30))
def test_a_strategy_ramps_up_between_start_and_end(start, length, ramp):
    when = When(start, None if length is None else start + length, ramp)
    levels = [when.level(day) for day in range(150)]
    assert levels[:start] == [0.0] * start
    end = 150 if length is None else min(150, start + length)
    assert levels[end:] == [0.0] * (150 - end)
    inside = levels[start:end]
    assert inside == sorted(inside) and all(0.0 < level <= 1.0 for level in inside)
    if ramp < len(inside):
        assert inside[-1] == 1.0


def test_half_of_a_segment_is_a_half_and_a_smaller_share_lies_inside_a_larger():
    world = worlds.new_world(3000, warm=0)
    masks = {share: worlds.with_strategies(world, [Strategy("elder_mode", Who("silver", share), name="e")]
                                           ).actives[0].mask for share in (0.1, 0.5, 1.0)}
    silver = world.constants.segments["silver"]
    np.testing.assert_array_equal(masks[1.0], silver)
    assert not (masks[0.1] & ~masks[0.5]).any()
    assert masks[0.5].sum() / silver.sum() == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(("who", "rule"), [
    (Who(behaviour="dormant"), lambda w: w.state["stage"] == 3),
    (Who(need="social"), lambda w: w.traits["needs"].argmax(axis=1) == 2),
    (Who("gen_z", need="value"), lambda w: (w.traits["age"] == 0) & (w.traits["needs"].argmax(axis=1) == 0)),
])
def test_conditions_of_the_day_choose_who_is_reached(who, rule):
    world = worlds.with_strategies(worlds.warm_world(), [Strategy("coupons", who, strength=FULL, name="c")])
    before = rule(world)
    worlds.live(world, 1)
    np.testing.assert_array_equal(world.actives[0].reached, before)
    assert 0 < before.sum() < len(before)


def test_profiles_hold_the_combinations_in_use():
    rng = np.random.default_rng(1)
    kinds, masks = rng.integers(0, 6, 5000), [rng.random(5000) < 0.5 for _ in range(3)]
    profile, combos = assign_profiles(kinds, masks)
    np.testing.assert_array_equal(combos[profile, 0], kinds)
    for s, mask in enumerate(masks):
        np.testing.assert_array_equal(reached_profiles(combos, s)[profile], mask)
    assert len(combos) == 6 * 8


def test_too_many_combinations_are_an_error_that_says_what_to_do():
    rng = np.random.default_rng(1)
    masks = [rng.random(20_000) < 0.5 for _ in range(14)]
    with pytest.raises(ScenarioError, match=r"combinations .* at most 4,096 are allowed: use fewer strategies"):
        assign_profiles(np.zeros(20_000, np.int64), masks)
