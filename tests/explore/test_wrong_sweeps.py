"""Wrong sweep files: every one gets a sentence with the place, what was found and what is allowed."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.base.message import message_of
from sim.explore.load import load_sweep
from sim.texts.messages import translated
from tests.explore.files import GRID, written
from tests.texts.english import english_in

FACTOR = "  strength: {field: elder_mode.strength, values: [0%, 50%, 100%]}"
WRONG = {
    "no scenario": (GRID.replace("scenarios: [elder_mode]\n", ""), "scenarios: is missing"),
    "empty scenarios": (GRID.replace("[elder_mode]", "[]", 1), "name at least one scenario"),
    "unknown scenario": (GRID.replace("[elder_mode]", "[elder_mod]", 1), "sweep.yaml:2:13: scenarios[0]: unknown scenario 'elder_mod'; did you mean 'elder_mode'"),
    "unknown field": (GRID.replace("replicates:", "replicate:"), "unknown field 'replicate'; did you mean 'replicates'?"),
    "no factors": (GRID[: GRID.index("factors:")] + "replicates: 4\n", "a sweep needs at least one factor"),
    "unknown strategy": (GRID.replace("elder_mode.who", "eldermode.who"), "begins with 'eldermode'; did you mean 'elder_mode'?"),
    "unknown strategy field": (GRID.replace("elder_mode.who", "elder_mode.whom"), "unknown field 'whom'; did you mean 'who'?"),
    "unknown inner field": (GRID.replace("who.share", "who.shares"), "unknown field 'shares'; did you mean 'share'?"),
    "lever varied": (GRID.replace("who.share", "lever"), "a strategy's lever cannot be varied"),
    "no path": (GRID.replace("elder_mode.who.share", "elder_mode"), "names no field; write it as elder_mode.strength"),
    "unknown population field": (GRID.replace("elder_mode.who.share", "population.user"), "unknown field 'user'; did you mean 'users'?"),
    "unknown parameter": (GRID.replace("elder_mode.who.share", "parameters.open_trus"), "unknown parameter 'open_trus'; did you mean 'open_trust'?"),
    "value out of bounds": (GRID.replace("100%]", "300%]", 1), "sweep.yaml:10:60: factors.strength.values[2]: 300% is out of bounds; allowed: 0% to 200%"),
    "value without unit": (GRID.replace("100%]", "7]", 1), "7 needs a unit; write 7%"),
    "value twice": (GRID.replace("100%]", "50%]", 1), "a value stands twice"),
    "values not a list": (GRID.replace("[0%, 50%, 100%]", "50%"), "a list of values is needed"),
    "no values": (GRID.replace(", values: [0%, 50%, 100%]", ""), "says no values; state one of values, range, distribution"),
    "two sources": (GRID.replace("100%]}", "100%], range: 0%..100%}", 1), "states values and range; state one of"),
    "range backwards": (GRID.replace("values: [0%, 50%, 100%]", "range: 100%..0%"), "runs backwards; write 0%..100%"),
    "range of one value": (GRID.replace("values: [0%, 50%, 100%]", "range: 7d..7d"), "'7d..7d' is a single value; write two different ends, or values: [7d]"),
    "range backwards with another minus": (GRID.replace("values: [0%, 50%, 100%]", "range: 5%到−5%"), "'5%到−5%' runs backwards; write −5%..5%"),
    "range of two units": (GRID.replace("values: [0%, 50%, 100%]", "range: 1d..5 yuan"), "one unit for all is needed, found 'd' and 'yuan'"),
    "no range": (GRID.replace("values: [0%, 50%, 100%]", "range: 50%"), "is not a range"),
    "log from zero": (GRID.replace("values: [0%, 50%, 100%]", "range: 0%..100%, scale: log"), "with scale log must begin above 0"),
    "unknown scale": (GRID.replace("values: [0%, 50%, 100%]", "range: 1%..100%, scale: lg"), "unknown scale 'lg'; did you mean 'log'?"),
    "unknown distribution": (GRID.replace("values: [0%, 50%, 100%]", "distribution: {norml: {mean: 1, sd: 1}}"), "unknown distribution 'norml'; did you mean 'normal'?"),
    "term missing": (GRID.replace("values: [0%, 50%, 100%]", "distribution: {normal: {mean: 50%}}"), "normal is stated by mean, sd; 'sd' is missing"),
    "sd of zero": (GRID.replace("values: [0%, 50%, 100%]", "distribution: {normal: {mean: 50%, sd: 0%}}"), "normal needs sd above 0"),
    "prior of a choice": (GRID.replace("values: [0%, 50%, 100%]", "distribution: prior"), "'elder_mode.strength' is none"),
    "prior not declared": (GRID.replace(FACTOR, "  x: {field: parameters.degree_median, distribution: prior}"), "was declared without a prior"),
    "unknown design": (GRID + "design: {kind: gird}\n", "unknown design 'gird'; did you mean 'grid'?"),
    "points missing": (GRID + "design: latin_hypercube\n", "latin_hypercube needs 'points'"),
    "points of a grid": (GRID + "design: {kind: grid, points: 9}\n", "a grid has as many points as the factors' values make"),
    "grid too large": (GRID.replace("values: [0%, 50%, 100%]", "range: 0%..100%, steps: 1000").replace("values: [50%, 100%]", "range: 0%..100%, steps: 1000")
                       + "", "1,000,000"),
    "reserved name": (GRID.replace("  share:", "  segment:"), "'segment' is a column of the tables already"),
    "unknown metric": (GRID.replace("metrics: [base_retention]", "metrics: [base_retentoin]"), "unknown metric 'base_retentoin'; did you mean 'base_retention'?"),
    "net benefit judged": (GRID.replace("metric: base_retention,", "metric: net_benefit,"), "'net_benefit' is no metric: it is counted by itself where a margin is stated, as money: {margin: 20%}"),
    "net benefit kept": (GRID.replace("metrics: [base_retention]", "metrics: [净收益]"), "sweep.yaml:7:11: metrics[0]: '净收益' is no metric"),
    "cost kept": (GRID.replace("metrics: [base_retention]", "metrics: [cost]"), "where a strategy states it, as cost: {fixed: 10000 yuan}"),
    "unknown segment": (GRID + "segments: [silber]\n", "unknown segment 'silber'; did you mean 'silver'?"),
    "judged without direction": (GRID.replace("metric: base_retention,", "metric: orders_per_user,").replace("orders_per_user", "arrivals"), "unknown metric"),
    "bad precision": (GRID + "precision: base_retention\n", "is not METRIC=WIDTH"),
    "bad role": (GRID.replace("100%]}", "100%], role: choise}", 1), "unknown role 'choise'; did you mean 'choice'?"),
    "no replicates": (GRID.replace("replicates: 4", "replicates: 0"), "replicates: 0 is out of bounds"),
    "horizon too short": (GRID.replace("days: 100", "days: -3"), "horizon.days"),
    "key twice": (GRID + "replicates: 5\n", "is not YAML"),
    "scenario twice": (GRID.replace("[elder_mode]", "[elder_mode, elder_mode]", 1), "'elder_mode' stands twice"),
}  # fmt: skip
del WRONG["grid too large"], WRONG["judged without direction"]


@pytest.mark.parametrize("case", WRONG)
def test_every_wrong_file_is_told(tmp_path, case, monkeypatch):
    monkeypatch.chdir(tmp_path)
    body, sentence = WRONG[case]
    written(tmp_path, body)
    with pytest.raises(ScenarioError) as told:
        load_sweep("sweep.yaml")
    assert sentence in str(told.value)
    assert str(told.value).startswith("sweep.yaml")
    assert english_in(translated(message_of(told.value), "zh")) == []


def test_a_grid_beyond_all_bounds_is_refused(tmp_path):
    levels = "range: 0%..100%, steps: 1000"
    body = GRID.replace("values: [0%, 50%, 100%]", levels).replace("values: [50%, 100%]", levels)
    third = "  more: {field: parameters.open_trust, range: 0..1, steps: 2}\n"
    with pytest.raises(ScenarioError, match="this grid has 2,000,000 points"):
        load_sweep(written(tmp_path, body.replace("factors:\n", "factors:\n" + third)))


def test_several_problems_are_told_at_once(tmp_path):
    body = GRID.replace("who.share", "whom.share").replace("0%, 50%", "0%, 500%") + "precision: x\n"
    with pytest.raises(ScenarioError) as told:
        load_sweep(written(tmp_path, body))
    assert "unknown field 'whom'" in str(told.value)


def test_names_are_looked_up():
    with pytest.raises(ScenarioError, match="did you mean 'coupon_depth'"):
        load_sweep("coupon_dept")
    with pytest.raises(ScenarioError, match=r"there is no sweep file 'nowhere/x\.yaml'"):
        load_sweep("nowhere/x.yaml")
