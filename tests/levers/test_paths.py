"""Paths: which parameters are one mechanism, and what is left of a plan without them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.base.params import PARAMETERS
from sim.levers import LEVERS
from sim.levers.base import Edit
from sim.levers.paths import GATES, PATHS, path_name, paths_of, written_by
from sim.paired.explaining.worlds import path_worlds, plan_paths
from sim.replicate.run import simulate
from sim.scenario import load_scenario
from sim.scenario.plan import Strategy, When
from sim.texts import catalogue


def test_a_gate_goes_with_each_of_what_it_opens_and_is_no_path():
    assert paths_of(["elder_mode"]) == {
        "friction": ("elder_friction_relief", "elder_offer"),
        "pace": ("elder_offer", "elder_pace_relief"),
        "peers": ("elder_offer", "elder_peer_trust"),
        "previews": ("preview_lift", "preview_rate"),
    }


def test_levers_share_a_path_and_their_order_does_not_matter():
    levers = ["shorter_streams", "elder_mode", "short_link_path"]
    found = paths_of(levers)
    assert found == paths_of(levers[::-1]) and list(found) == sorted(found)
    assert found["pace"] == ("elder_offer", "elder_pace_relief", "pace_shift")
    assert found["friction"] == ("elder_friction_relief", "elder_offer", "friction")


def test_every_parameter_is_in_one_path_alone():
    named = [name for names in PATHS.values() for name in names]
    assert len(named) == len(set(named)) and not {*named} - {*PARAMETERS}
    assert not {gate for gates in GATES.values() for gate in gates} & {*named}


@pytest.mark.parametrize("lever", LEVERS)
def test_paths_cover_all_that_a_lever_writes_and_have_a_name(lever):
    paths = paths_of([lever])
    assert set(written_by(paths, paths)) == set(LEVERS[lever].writes)
    for lang in ("en", "zh"):
        names = [path_name(path, lang) for path in paths]
        assert len(set(names)) == len(names) and all(names)


@pytest.mark.parametrize("lever", LEVERS)
def test_all_that_a_lever_writes_is_in_a_path_with_words_of_its_own(lever):
    assert set(paths_of([lever])) <= set(PATHS)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_path_has_words_of_its_own_and_no_words_are_left_over(lang):
    assert {*catalogue("paths", lang)} == {f"paths.name.{path}" for path in PATHS}
    assert len({path_name(path, lang) for path in PATHS}) == len(PATHS)


def test_a_group_is_open_with_each_path_that_needs_it():
    assert paths_of(["interest_community"]) == {
        "announcements": ("group_announce", "group_offer"),
        "belonging": ("group_life", "group_offer", "group_vote"),
        "theme": ("group_offer", "theme_minutes"),
    }


def test_an_edit_keeps_the_chosen_parameters_and_still_refuses_undeclared_ones():
    edit = Edit(writes=("friction", "relevance"), only=("relevance",))
    edit.factor("friction", 0.5)
    edit.add("relevance", 0.1)
    assert edit.changes() == ("relevance",)
    with pytest.raises(ValueError, match="without declaring it"):
        edit.add("ranking", 1.0)


def equal(one, other):
    """Whether two worlds are the same to the bit."""
    same = all(np.array_equal(one.people[name], other.people[name]) for name in one.people.dtype.names)
    return same and np.array_equal(one.orders, other.orders) and np.array_equal(one.daily, other.daily)


CALM = load_scenario("baseline", users=200, days=30)
STRUCK = replace(CALM, strategies=(
    Strategy("data_leak", when=When(2), name="leak"),
    Strategy("server_crash", when=When(2), name="crash"),
    Strategy("host_scandal", when=When(0), name="scandal", options={"per_year": 50.0}),
))  # fmt: skip
"""A world in which every response has something to answer, and audits something to prevent."""


def with_lever(world, name, only):
    """The world with a lever that may write `only` these parameters, on as many of the few people as it allows."""
    options = {LEVERS[name].picks: 0.1} if LEVERS[name].picks else {}
    added = Strategy(name, when=When(0), name=name, only=only, options=options)
    return replace(world, name=name, strategies=(*world.strategies, added))


def lived(*arms):
    """The outcomes of some worlds under one luck."""
    return simulate(list(arms), replicate=0, fixed=True).outcomes


@pytest.mark.parametrize("world", [CALM, pytest.param(STRUCK, marks=pytest.mark.slow)], ids=["calm", "struck"])
def test_without_its_paths_every_lever_leaves_the_world_as_it_is(world):
    """Whatever a lever does, it does by what it writes: otherwise an explanation would miss some of it."""
    untouched, *others = lived(world, *(with_lever(world, name, ()) for name in LEVERS))
    assert [name for name, other in zip(LEVERS, others, strict=True) if not equal(untouched, other)] == []


@pytest.mark.slow
def test_with_all_its_paths_every_lever_is_itself():
    untouched, *wholes = lived(STRUCK, *(with_lever(STRUCK, name, None) for name in LEVERS))
    _, *kept = lived(STRUCK, *(with_lever(STRUCK, name, written_by(paths := paths_of([name]), paths))
                               for name in LEVERS))  # fmt: skip
    assert [name for name, one, two in zip(LEVERS, wholes, kept, strict=True) if not equal(one, two)] == []
    assert [name for name, one in zip(LEVERS, wholes, strict=True) if equal(untouched, one)] == []


def test_a_crisis_that_is_held_back_is_answered_by_nobody():
    crisis = Strategy("data_leak", when=When(2), name="leak")
    answer = Strategy("golden_24h", when=When(0), name="answer")
    held = replace(CALM, name="held", strategies=(replace(crisis, only=()), answer))
    struck = replace(CALM, name="struck", strategies=(crisis,))
    answered = replace(CALM, name="answered", strategies=(crisis, answer))
    calm, held, struck, answered = lived(CALM, held, struck, answered)
    assert equal(calm, held) and not equal(calm, struck) and not equal(struck, answered)


def test_with_all_its_paths_a_plan_is_itself_and_each_path_is_less():
    plan = load_scenario("elder_mode", users=400, days=60, outcomes=[])
    paths = plan_paths(plan)
    whole = replace(plan, name="whole", strategies=tuple(replace(one, only=written_by(paths, paths))
                                                         for one in plan.strategies))  # fmt: skip
    worlds = path_worlds(plan)
    assert len(worlds) == 2 ** len(paths) - 2
    baseline = replace(plan, name="baseline", strategies=())
    one, two, other = simulate([plan, whole, worlds[3]], replicate=0).outcomes[:3]
    assert equal(one, two) and not equal(one, other)
    assert simulate([baseline, plan], replicate=0).strengths[1][0].value == (
        simulate([baseline, worlds[0]], replicate=0).strengths[1][0].value)
