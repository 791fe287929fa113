"""Comparisons with the real engine: what shared luck promises."""

from __future__ import annotations

import dataclasses

import pytest
from pandas.testing import assert_frame_equal

from sim.paired.comparing import compare
from sim.paired.comparison import TABLES
from sim.paired.repeating import repeat
from sim.running.single import run
from sim.scenario import load_scenario
from sim.scenario.plan import Strength

SMALL = {"users": 300, "days": 90, "seed": 5, "replicates": 2, "workers": 1}


@pytest.fixture(scope="module")
def elder(tmp_path_factory):
    return compare("baseline", "elder_mode", out=tmp_path_factory.mktemp("elder") / "out", **SMALL)


def unchanged(comparison):
    found = comparison.table[["difference", "same_people", "who_came"]].fillna(0)
    return (found == 0).all(axis=None) and (comparison.curves["difference"].fillna(0) == 0).all()


def test_two_equal_worlds_differ_by_exactly_zero_and_so_does_a_strategy_of_no_strength():
    copy, elder = dataclasses.replace(load_scenario("baseline"), name="copy"), load_scenario("elder_mode")
    none = Strength(0.0, 0.0, stated=True)
    strategies = tuple(dataclasses.replace(strategy, strength=none) for strategy in elder.strategies)
    still = dataclasses.replace(elder, strategies=strategies)
    assert unchanged(compare("baseline", [copy, still], **SMALL))


def test_a_strategy_changes_something_and_nothing_before_it_begins(elder):
    assert (elder.table["difference"].fillna(0) != 0).any()
    daily = elder.curves[elder.curves["curve"] == "daily_active_users"]
    assert (daily.loc[daily["day"] < 14, "difference"] == 0).all()
    assert (daily["difference"] != 0).any()


def test_the_same_manifest_gives_the_same_results(elder):
    again = repeat(elder.folder, workers=2)
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(elder, name))


def test_a_run_is_the_same_world_as_the_arm_of_a_comparison():
    compared = compare("baseline", "elder_mode", fixed=True, **{**SMALL, "replicates": 1}).replicates
    alone = run("elder_mode", users=300, days=90, seed=5, replicate=0)
    arm = compared[compared["arm"] == "elder_mode"].set_index(["metric", "segment"])["value"]
    metrics = alone.metrics.set_index(["metric", "segment"])["value"]
    assert_frame_equal(arm.to_frame(), metrics.loc[arm.index].to_frame(), check_exact=True)
