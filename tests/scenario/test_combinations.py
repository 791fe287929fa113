"""A combination of segments may stand wherever a segment may."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.base.errors import ResultError, ScenarioError
from sim.explore.load import load_sweep
from sim.outcomes.metrics import aggregate
from sim.outcomes.metrics.curves import daily
from sim.replicate.run import simulate
from sim.scenario import load_scenario
from sim.scenario.names import shown
from sim.scenario.show import summary

EVERYWHERE = """
name: x
population: {users: 400, oversample: {silver and lower tier: 4}}
horizon: {days: 60}
strategies:
  - lever: elder_mode
    who: {segment: 银发用户 且 下沉市场用户}
    when: interaction_rate of (silver or gen_z) below 90% for 1d
  - lever: referral_tasks
    who: {segment: not silver}
    when: {trigger: Z世代用户或银发用户的跳出率高于1%, lasts: 14d}
outcomes: [{metric: base_retention, segment: lower_tier and silver, worth: 1pp}]
goals: [{metric: interaction_rate, segment: silver or lower_tier, target: 30%}]
"""
BOTH = "lower_tier and silver"


@pytest.fixture
def scenario(folder):
    (folder / "x.yaml").write_text(EVERYWHERE, encoding="utf-8")
    return load_scenario("x.yaml")


def test_every_place_takes_one(scenario):
    assert [strategy.who.segment for strategy in scenario.strategies] == [BOTH, "not silver"]
    assert [strategy.when.trigger.segment for strategy in scenario.strategies] == ["gen_z or silver"] * 2
    assert (scenario.outcomes[0].segment, scenario.goals[0].segment) == (BOTH, "lower_tier or silver")
    assert scenario.population.oversample == {BOTH: 4.0}


def test_a_scenario_written_out_means_the_same(scenario):
    again = load_scenario(scenario)
    assert (again, again.digest) == (scenario, scenario.digest)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_shown_by_its_composed_name(scenario, lang):
    lines = "\n".join(summary(scenario, lang))
    for name in (BOTH, "not silver", "gen_z or silver", "lower_tier or silver"):
        assert shown("segment", name, lang) in lines


def test_a_sweep_takes_one(folder):
    (folder / "x.yaml").write_text(EVERYWHERE, encoding="utf-8")
    (folder / "s.yaml").write_text(
        "scenarios: [x.yaml]\nfactors: {whom: {field: elder_mode.who.segment, values: [silver, not gen_z]}}\n"
        "outcomes: [{metric: rebuy_rate, segment: silver or gen_z}]\nsegments: [silver and not lower_tier]\n",
        encoding="utf-8")
    sweep = load_sweep("s.yaml").sweep
    assert sweep.outcomes == (("rebuy_rate", "gen_z or silver"),)
    assert sweep.segments == ("gen_z or silver", "silver and not lower_tier", "all")


@pytest.mark.parametrize(("place", "said"), [
    ("strategies: [{lever: elder_mode, who: {segment: silvr and lower_tier}}]",
     "strategies[0].who.segment: unknown segment 'silvr'; did you mean 'silver'?"),
    ("outcomes: [{metric: rebuy_rate, segment: silver and or gen_z, worth: 1pp}]",
     "outcomes[0].segment: 'silver and or gen_z': a segment is missing before 'or'"),
    ("population: {oversample: {not overseas: 2}}", "only groups of some ages or tiers can be oversampled"),
])  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(folder, place, said):
    (folder / "x.yaml").write_text(f"name: x\n{place}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=re.escape(said)):
        load_scenario("x.yaml")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    path = tmp_path_factory.mktemp("combined") / "x.yaml"
    path.write_text(EVERYWHERE, encoding="utf-8")
    return simulate([load_scenario(path)], replicate=0, fixed=True).outcomes[0]


def test_exactly_the_users_of_the_combination_are_reached(outcome):
    silver, lower = outcome.segments["silver"], outcome.segments["lower_tier"]
    for reached, could in zip(outcome.reached, (silver & lower, ~silver), strict=True):
        assert reached.any() and not (reached & ~could).any()
        assert np.mean(reached[could & outcome.people["base"]]) > 0.9


def test_oversampling_makes_the_combination_more_common_and_weights_undo_it(outcome):
    inside, weight = outcome.segments[BOTH], outcome.people["weight"]
    others = outcome.segments["silver and not lower_tier"]
    assert weight[inside].max() < weight[others].min()
    assert weight.mean() == pytest.approx(1.0, abs=0.1)


def test_a_group_and_the_rest_of_its_segment_add_up_to_the_segment(outcome):
    refused = aggregate.refusals(outcome, aggregate.METRICS)
    names = [name for name in aggregate.METRICS if name not in refused]
    groups = {name: outcome.segments[name] for name in ("silver", BOTH, "silver and not lower_tier")}
    table = aggregate.table(outcome, names, groups).set_index(["segment", "metric"])[["top", "bottom", "people"]]
    parts = table.loc[BOTH] + table.loc["silver and not lower_tier"]
    np.testing.assert_allclose(parts, table.loc["silver"], rtol=1e-12)
    assert (table.loc[BOTH, "people"] > 0).sum() > 40


def test_daily_counts_of_a_group_and_the_rest_add_up_too(outcome):
    whole, *parts = (daily(outcome, outcome.segments[name]).drop(columns="day")
                     for name in ("silver", BOTH, "silver and not lower_tier"))
    np.testing.assert_allclose(parts[0] + parts[1], whole, rtol=1e-12)
    assert (parts[0]["dau"] > 0).all()


def test_a_trigger_on_users_whose_days_are_not_counted_apart_is_refused(folder):
    (folder / "segments").mkdir()
    (folder / "segments" / "half.yaml").write_text(
        "name: half\nnames: {en: one half, zh: 一半}\nmembers: {share: 50%}\n", encoding="utf-8")
    (folder / "x.yaml").write_text(
        "name: x\npopulation: {users: 200}\nhorizon: {days: 5}\nstrategies:\n  - lever: elder_mode\n"
        "    when: {trigger: interaction_rate of half and silver below 10%, lasts: 7d}\n", encoding="utf-8")
    with pytest.raises(ResultError, match="the group holds only"):
        simulate([load_scenario("x.yaml")], replicate=0, fixed=True)
