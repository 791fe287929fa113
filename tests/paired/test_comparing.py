from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import ParameterError, ResultError, ScenarioError, StoreError, UnknownNameError
from sim.paired.comparing import compare
from sim.paired.comparison import TABLES, Comparison
from sim.paired.placebo import coverage
from sim.paired.repeating import repeat
from sim.scenario import load_scenario
from sim.scenario.plan import Horizon, Margins, Population, PrimaryOutcome, Strategy
from tests.paired import fake

FEW = ("base_retention", "rebuy_rate")


def quick(scenarios=None, baseline=None, **changed):
    """A small comparison in this process."""
    how = {"replicates": 4, "workers": 1, "metrics": FEW, "simulate": fake.simulate, **changed}
    return compare(baseline or fake.scenario(), scenarios or [fake.treated()], **how)


def assert_same(one, other):
    for name in TABLES:
        assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_strategy_shows_where_it_acts():
    found = quick(replicates=10)
    assert set(found.table["scenario"]) == {"elder_mode"}
    primary = found.primary.iloc[0]
    assert (primary["metric"], primary["segment"], primary["verdict"]) == ("base_retention", "silver", "better")
    drawn = found.drawn[found.drawn["strategy"] != ""]["value"]
    assert primary["difference"] == pytest.approx(0.2 * drawn.mean(), abs=0.03)
    assert drawn.between(0.25, 1).all()


def test_two_equal_worlds_differ_by_exactly_zero():
    table = quick([fake.scenario("copy")]).table
    assert (table[["difference", "low", "high", "same_people", "who_came"]].fillna(0) == 0).all(axis=None)


@pytest.mark.slow
def test_placebo_intervals_with_independent_luck_cover_zero():
    """100 placebo comparisons of 8 replicates: 95 % cover zero, give or take three standard errors."""
    rows = quick([fake.scenario("copy")], replicates=800, luck="independent", metrics=["base_retention"],
                 segments=["all"], users=60).replicates
    found = coverage(rows, "copy", "baseline", size=8).iloc[0]
    assert found["comparisons"] == 100
    assert 0.88 <= found["covered"] <= 1.0


def test_results_do_not_depend_on_the_number_of_workers():
    assert_same(quick(workers=1), quick(workers=2))


@pytest.mark.slow
def test_stopping_by_precision_does_not_depend_on_the_number_of_workers():
    one, two = (quick(workers=n, replicates=40, precision="base_retention=2.5pp") for n in (1, 2))
    assert 10 <= one.manifest["replicates"] < 40
    assert_same(one, two)


def test_replicates_have_a_row_each_with_numerator_and_denominator():
    found = quick().replicates
    assert len(found) == 4 * 2 * 2 * 2  # replicates, arms, metrics, segments
    assert {"numerator", "denominator", "people"} < set(found.columns)
    kept = found.dropna(subset=["value"])
    assert_frame_equal(kept["value"].to_frame(), (kept["numerator"] / kept["denominator"]).to_frame("value"))


def test_curves_have_bands_and_paired_differences():
    curves = quick().curves
    daily = curves[(curves["curve"] == "daily_active_users") & (curves["arm"] == "baseline")]
    assert daily["day"].min() == 0 and daily["day"].max() == fake.DAYS - 1
    assert (daily["difference"] == 0).all() and (daily["n"] == 4).all()


def test_strength_arms_answer_break_even_and_stay_out_of_the_table():
    found = quick(strengths=True, replicates=6)
    assert set(found.table["scenario"]) == {"elder_mode"}
    row = found.break_even.iloc[0]
    assert row["share_needed"] == pytest.approx(0.05, abs=0.02)  # 1 pp of 20 pp
    assert row["effect_100%"] == pytest.approx(0.2, abs=0.05)
    assert_frame_equal(quick(replicates=6).table, found.table)


def test_nothing_is_drawn_under_fixed():
    found = quick(fixed=True)
    assert found.drawn.empty and found.uncertainty.empty
    assert found.table["probability_better"].isna().all()


def test_arguments_hold_for_all_arms():
    found = quick(users=50, days=90, seed=9, set_={"bounce_fit": 1.0})
    assert (found.manifest["users"], found.manifest["days"], found.manifest["seed"]) == (50, 90, 9)
    assert found.replicates["people"].max() == 50
    entry = next(p for p in found.manifest["parameters"] if p["name"] == "bounce_fit")
    assert (entry["value"], entry["origin"]) == (1.0, "--set")


def test_the_baseline_moves_into_the_scenarios_world_and_says_so():
    big = fake.scenario(population=Population(users=500))
    found = quick(baseline=big)
    assert found.replicates["people"].max() == 400
    assert "population.users: 500 there, 400 here" in found.manifest["notes"][0]


def test_a_folder_holds_everything_and_loads_again(tmp_path):
    found = quick(out=tmp_path / "first")
    assert_same(Comparison.load(tmp_path / "first"), found)
    manifest = json.loads((tmp_path / "first" / "manifest.json").read_text())
    assert manifest["seed"] == 1 and manifest["baseline"] == "baseline"
    assert {"python", "model", "numpy"} <= set(manifest["versions"])
    assert len(manifest["parameters"]) > 50 and all(p["source"] and p["origin"] for p in manifest["parameters"])
    assert "node" not in manifest["machine"]


def test_the_manifest_is_enough_to_repeat(tmp_path):
    found = quick(out=tmp_path / "first", strengths=True)
    assert_same(repeat(tmp_path / "first", simulate=fake.simulate, workers=1), found)


def test_more_replicates_resume_from_those_that_exist(tmp_path):
    quick(out=tmp_path, replicates=3)
    seen = []
    more = quick(out=tmp_path, replicates=5, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == [(3, 5), (4, 5), (5, 5)]
    assert_same(more, quick(replicates=5))
    assert_same(quick(out=tmp_path, replicates=2), quick(replicates=2))


def test_another_question_to_the_same_folder_is_an_error_that_says_what_differs(tmp_path):
    quick(out=tmp_path)
    with pytest.raises(StoreError, match=r"(?s)another question; choose another folder.*users: 400 there, 50 here"):
        quick(out=tmp_path, users=50)


def test_words_and_primary_outcomes_change_no_stored_replicate(tmp_path):
    quick(out=tmp_path)
    seen = []
    reworded = dataclasses.replace(fake.treated(worth=0.3), author="somebody else", question={"en": "Really?"})
    found = quick([reworded], out=tmp_path, progress=lambda done, wanted: seen.append(done))
    assert seen == [4]
    assert found.primary.iloc[0]["worth"] == 0.3


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"scenarios": [fake.scenario()]}, ScenarioError, "'baseline' is the name of the baseline and a scenario"),
        ({"scenarios": [fake.treated(), fake.treated()]}, ScenarioError, "'elder_mode' is the name of two scenarios"),
        ({"replicates": 0}, ScenarioError, "replicates is 0; allowed: 1 or more"),
        ({"engine": "compild"}, UnknownNameError, "did you mean 'compiled'?"),
        ({"luck": "good"}, UnknownNameError, "unknown kind of luck 'good'"),
        ({"segments": ["silvr"]}, UnknownNameError, "did you mean 'silver'?"),
        ({"metrics": ["base_retentoin"]}, UnknownNameError, "did you mean 'base_retention'?"),
        ({"metrics": ["net_benefit"]}, UnknownNameError, "counted by itself where a margin is stated"),
        ({"days": 60}, ResultError, "base_retention' needs at least 56 days from the comparison day"),
    ],
)
def test_a_wrong_question_gets_one_clear_sentence(changed, error, said):
    with pytest.raises(error) as caught:
        quick(**changed)
    assert said in str(caught.value)


def test_the_segments_of_the_primary_outcomes_are_measured_besides_those_asked_for():
    assert set(quick(segments=["all"]).table["segment"]) == {"all", "silver"}


def test_a_primary_outcome_that_is_not_asked_for_is_dropped_with_a_note():
    found = quick(metrics=["rebuy_rate"])
    assert set(found.table["metric"]) == {"rebuy_rate"} and not found.table["primary"].any()
    assert found.manifest["notes"][0] == ("Not judged in 'elder_mode', since it is not among the metrics asked for: "
                                          "base_retention.")
    assert quick(metrics=["base_retention"]).table["primary"].any()


def test_a_dict_is_a_scenario():
    fields = {"name": "elder_mode", "strategies": [{"lever": "elder_mode", "who": {"segment": "silver"}}],
              "outcomes": [{"metric": "base_retention", "segment": "silver", "worth": "1pp"}]}
    by_dict, by_plan = (compare({"name": "baseline"}, one, users=400, days=100, replicates=3, workers=1,
                                simulate=fake.simulate) for one in (fields, load_scenario(fields)))  # fmt: skip
    assert_frame_equal(by_dict.table, by_plan.table)
    wrong = {**fields, "strategies": [{"lever": "elder_mode", "who": {"segmnt": "silver"}}]}
    with pytest.raises(ScenarioError, match=r"^scenario 'elder_mode': strategies\[0\]\.who\.segmnt: unknown field "
                                            r"'segmnt'; did you mean 'segment'\?"):  # fmt: skip
        compare("baseline", [fields, wrong], simulate=fake.simulate)


def test_an_empty_list_of_scenarios_is_an_error():
    with pytest.raises(ScenarioError, match="nothing to compare"):
        compare(fake.scenario(), [], simulate=fake.simulate)


def test_scenarios_about_different_worlds_are_an_error_that_names_the_field():
    other = fake.treated("other", horizon=Horizon(days=120))
    with pytest.raises(ScenarioError, match=r"horizon.days: 100 there, 120 here.*--days"):
        quick([fake.treated(), other])


def test_an_outcome_that_is_neither_good_nor_bad_cannot_be_primary():
    plan = dataclasses.replace(fake.treated(), outcomes=(PrimaryOutcome("message_open_share", "all", 0.01),))
    with pytest.raises(ScenarioError, match="neither good nor bad"):
        quick([plan], metrics=None)


def test_a_set_value_outside_its_bounds_is_an_error():
    with pytest.raises((ParameterError, ScenarioError), match="bounce_fit"):
        quick(set_={"bounce_fit": 1e9})


def test_all_metrics_are_answered_when_none_is_named():
    found = quick(metrics=None, replicates=1)
    assert found.table["metric"].nunique() > 40
    assert isinstance(found.table, pd.DataFrame) and np.isnan(found.table["low"]).all()


def test_a_baseline_that_drifts_without_cause_is_refused_and_one_with_a_cause_is_noted():
    with pytest.raises(ResultError, match=r"not in its steady state.*livesim calibrate"):
        quick(simulate=fake.drifting, replicates=10)
    changed = quick(simulate=fake.drifting, set_={"open_intercept": "-0.8"}).manifest
    assert any(note.startswith("The baseline is not in its steady state") for note in changed["notes"])
    steady = quick().manifest
    assert steady["drift"] == 0 and not any("steady" in note for note in steady["notes"])


def plan(**changes):
    """Two strategies, each named, with base retention of silver users as the outcome."""
    pair = [Strategy("elder_mode", name="one"), Strategy("elder_mode", name="two")]
    return fake.scenario("plan", pair, **changes)


def test_interactions_add_an_arm_for_each_strategy_and_stay_out_of_the_table():
    found = quick([plan(), fake.treated()], replicates=12, interactions=True)
    assert set(found.table["scenario"]) == {"plan", "elder_mode"}
    assert set(found.replicates["arm"]) == {"baseline", "plan", "elder_mode", "plan/one", "plan/two"}
    table = found.interactions
    assert set(table["scenario"]) == {"plan"} and len(table) == 5
    effects = table.set_index(["part", "strategy"])["effect"]
    assert effects["sum", ""] == pytest.approx(effects["single", "one"] + effects["single", "two"])
    assert effects["interaction", ""] == pytest.approx(effects["joint", ""] - effects["sum", ""])
    assert abs(effects["interaction", ""]) < 0.03  # the strategies of the fake add up
    without = quick([plan(), fake.treated()], replicates=12)
    assert without.interactions.empty
    assert_frame_equal(without.table, found.table)
    assert_frame_equal(without.uncertainty, found.uncertainty)


def test_margins_that_one_scenario_states_hold_for_all_arms():
    found = quick([fake.treated(), fake.treated("paid", money=Margins(margin=0.3))])
    assert [arm["money"]["margin"] for arm in found.manifest["scenarios"]] == [0.3, 0.3, 0.3]
    assert found.manifest["notes"] == quick().manifest["notes"]
    two = [fake.treated(money=Margins(margin=0.2)), fake.treated("paid", money=Margins(margin=0.3))]
    with pytest.raises(ScenarioError, match=r"not about the same world: money.margin: 0.2 there, 0.3 here"):
        quick(two)


def test_money_stays_blank_with_its_reason():
    row = quick().benefit.iloc[0]
    assert row["reason"] == "no_margin" and np.isnan(row["net_benefit"])
    assert row["cost"] == 100 and row["retained"] > 0
    unmeasured = quick([fake.treated(money=Margins(margin=0.3))]).benefit.iloc[0]
    assert unmeasured["reason"] == "unmeasured"  # the metrics asked for are others


def test_two_equal_worlds_differ_by_nothing_in_any_table():
    found = quick([fake.scenario("copy", money=Margins(margin=0.3))], metrics=None)
    money = found.benefit.iloc[0]
    assert money[["net_benefit", "net_benefit_low", "margin", "cost", "retained"]].tolist() == [0.0] * 5
    assert not found.health.empty
    assert (found.health[["difference", "difference_low", "difference_high"]].fillna(0) == 0).all(axis=None)


def test_a_folder_of_an_older_version_says_so(tmp_path):
    quick(out=tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del manifest["tables"]["benefit"], manifest["tables"]["goals"]
    del manifest["seal"], manifest["answers"]
    manifest["versions"]["livesim"] = "0.1.0"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match=r"by livesim 0\.1\.0, which kept no benefit, goals; .* livesim repeat"):
        Comparison.load(tmp_path)
    manifest["kind"] = "run"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="holds a single run, not a comparison"):
        Comparison.load(tmp_path)


@pytest.mark.parametrize(("wrong", "message"), [
    ({"users": "20000"}, "users must be a whole number such as users=20000, found '20000'"),
    ({"replicates": "4"}, "replicates must be a whole number such as replicates=4, found '4'"),
    ({"replicates": 2.5}, "replicates must be a whole number such as replicates=2, found 2.5"),
    ({"workers": 0}, "workers is 0; allowed: 1 or more"),
    ({"seed": "3"}, "seed must be a whole number such as seed=3, found '3'"),
])  # fmt: skip
def test_numbers_are_checked(wrong, message):
    with pytest.raises(ParameterError, match=f"^{message}"):
        quick(**wrong)


def test_numbers_of_numpy_are_numbers(tmp_path):
    found = quick(users=np.int64(300), replicates=np.int32(4), seed=np.uint8(3), workers=np.int64(1),
                  precision={"base_retention": np.float32(0.4)}, out=tmp_path)  # fmt: skip
    assert_same(found, quick(users=300, replicates=4, seed=3, precision={"base_retention": "40pp"}))
