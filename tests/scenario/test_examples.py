"""Amounts of ours are examples until a planner writes some of his own in their place."""

from __future__ import annotations

import pytest

from sim.cli.levers import snippet
from sim.explore.load import load_sweep, ready_sweeps
from sim.levers import LEVERS
from sim.paired.inputs import money_inputs
from sim.scenario.load import load_scenario
from sim.scenario.show import summary

OURS = "name: ours\nmoney: {margin: 20%, return_cost: 8 yuan, example: true}\n" \
       "strategies: [{lever: coupons, cost: {fixed: 10 yuan, budget: 99 yuan, example: true}}]\n"


@pytest.mark.parametrize(("more", "margin"), [
    ("", True), ("horizon: {days: 100d}", True), ("money: {margin: 30%}", False),
    ("money: {return_cost: 9 yuan}", False), ("money: {margin: 30%, example: true}", True),
])
def test_a_file_inherits_examples_until_it_states_amounts_of_its_own(tmp_path, more, margin):
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(f"extends: ours\n{more}\n", encoding="utf-8")
    mine = load_scenario(tmp_path / "mine.yaml")
    assert mine.money.example is margin
    assert mine.strategies[0].cost.example is True
    assert load_scenario(mine) == mine  # written again


def test_a_planners_own_costs_are_the_planners(tmp_path):
    own = "  - {lever: coupons, name: own, cost: {fixed: 5 yuan}}\n"
    (tmp_path / "x.yaml").write_text(f"extends: coupons\nname: x\nstrategies:\n{own}", encoding="utf-8")
    rows = money_inputs([load_scenario(tmp_path / "x.yaml")]).set_index(["strategy", "what"])["whose"]
    assert rows["coupons"].tolist() == ["example", "example"] and rows["own"].tolist() == ["planner"]


@pytest.mark.parametrize(("lang", "words"), [("en", "are examples, from no source"), ("zh", "金额是示例")])
def test_examples_are_said_to_be_some(lang, words):
    said = [sum(words in line for line in summary(load_scenario(name), lang))
            for name in ("promotion_season", "elder_mode", "baseline")]
    assert said == [5, 1, 0]  # four costs and the margins, one cost, none


def sweep_of(tmp_path, factor):
    (tmp_path / "ours.yaml").write_text(OURS, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(f"scenarios: [ours.yaml]\nfactors: {{f: {factor}}}\n", encoding="utf-8")
    study = load_sweep(tmp_path / "s.yaml")
    return study.arms(study.sweep.points[0])[1]


def test_a_value_of_a_sweep_is_the_analysts_unless_it_is_called_an_example(tmp_path):
    plain = sweep_of(tmp_path, "{field: coupons.cost.budget, values: [50 yuan]}")
    assert plain.strategies[0].cost.budget == 50.0 and not plain.strategies[0].cost.example and plain.money.example
    marked = sweep_of(tmp_path, "{field: coupons.cost.budget, values: [50 yuan], example: true}")
    assert marked.strategies[0].cost.budget == 50.0 and marked.strategies[0].cost.example
    assert sweep_of(tmp_path, "{field: coupons.strength, values: [50%]}").strategies[0].cost.example
    assert not sweep_of(tmp_path, "{field: money.margin, values: [50%]}").money.example


def test_all_amounts_of_the_ready_sweeps_are_examples():
    for name in ready_sweeps():
        study = load_sweep(name)
        assert set(money_inputs(study.arms(study.sweep.points[-1]))["whose"]) <= {"example"}, name


def test_lines_to_paste_say_that_their_amounts_are_examples():
    lines = [line for lever in LEVERS.values() for line in snippet(lever, "all", "en").splitlines()]
    costs = [line for line in lines if "cost: {" in line]
    assert costs and all(line.endswith(", example: true}") for line in costs)
