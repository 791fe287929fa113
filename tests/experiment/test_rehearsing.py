"""`rehearse` and `livesim experiment`: what is asked of whom, what is said of a bias, and what is refused."""

from __future__ import annotations

import dataclasses
import json

import pandas as pd
import pytest

from sim.base.errors import ResultError, ScenarioError, UnknownNameError
from sim.base.message import message_of
from sim.experiment import rehearse
from sim.experiment.measures import AMOUNTS, OF_DAYS, WITHIN, measure, metric_meant, refused
from sim.experiment.table import table_of
from sim.experiment.worlds import Assignment
from sim.outcomes.metrics import METRICS
from sim.reports import experiment as words
from sim.scenario.plan import UNITS
from sim.texts import LANGUAGES
from sim.texts.messages import translated
from tests.experiment.worlds import rehearsed, row, world_of
from tests.texts.english import english_in

SMALL = {"users": 300, "replicates": 2, "fixed": True, "workers": 1}


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    scenario = world_of("simple_checkout", days=70)
    return rehearse(scenario, ["user", "time"], metrics=["conversion", "room_orders", "base_retention"],
                    out=tmp_path_factory.mktemp("out"), **SMALL)  # fmt: skip


def test_a_row_for_each_unit_and_metric_that_it_answers(result):
    assert list(zip(result.table["unit"], result.table["metric"], strict=True)) == [
        ("user", "conversion"), ("user", "base_retention"), ("time", "conversion"), ("time", "room_orders")]
    assert [(unit, metric) for unit, metric, _ in result.refused] == [("user", "room_orders"),
                                                                      ("time", "base_retention")]
    assert len(result.replicates) == 8 and set(result.table["n"]) == {2}


def test_the_parts_of_an_error_add_up(result):
    rows = result.replicates
    pd.testing.assert_series_equal(rows["difference"], rows["truth"] + rows["spill_over"] + rows["luck"],
                                   check_names=False)  # fmt: skip
    assert ((rows["low"] < rows["difference"]) & (rows["difference"] < rows["high"])).all()


def test_the_folder_holds_tables_and_what_was_asked(result):
    told = json.loads((result.folder / "experiment.json").read_text("utf-8"))
    assert told["kind"] == "experiment" and len(told["rows"]) == 4 and len(told["refused"]) == 2
    assert [plan["unit"] for plan in told["plans"]] == ["user", "time"]
    assert len(pd.read_csv(result.folder / "replicates.csv")) == 8


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_told_in_both_languages(result, lang, tmp_path):
    told = [words.title(result, lang), words.lead(result, lang), *words.sentences(result, lang),
            *words.notes(result, lang), *words.refusals(result, lang)]  # fmt: skip
    assert len(words.rows(result, lang)) == 4 and len(words.heads(lang)) == len(words.rows(result, lang)[0])
    if lang == "zh":
        assert english_in("\n".join(told).replace("room_", "").replace("friend_open_share", "")) == []
    page = words.write_experiment_page(result, tmp_path, lang).read_text("utf-8")
    assert all(sentence.split("：")[0].split(":")[0] in page for sentence in words.sentences(result, lang))


def table_row(truth, spill_over):
    """The row of two replicates with these numbers, twice with a little noise."""
    one = {"unit": "user", "metric": "conversion", "segment": "all", "metric_unit": "share", "covers": True,
           "split_broken": False, "luck": 0.0, **dict.fromkeys(
               ("difference", "error", "low", "high", "treated", "control", "treated_units", "control_units",
                "baseline", "edges_cut", "viewers_elsewhere", "others_here"), 0.1)}  # fmt: skip
    rows = [{**one, "truth": truth + k * 1e-6, "spill_over": spill_over + k * 1e-6} for k in (-1, 0, 1)]
    return table_of(pd.DataFrame(rows)).iloc[0]


@pytest.mark.parametrize(("truth", "spill_over", "verdict"), [
    (0.02, 0.0, "none"), (0.02, -0.01, "understates"), (0.02, 0.01, "overstates"), (-0.02, -0.01, "overstates"),
    (0.02, -0.03, "opposite"), (0.0, 0.01, "phantom"),
])  # fmt: skip
def test_what_is_said_of_a_bias(truth, spill_over, verdict):
    found = table_row(truth, spill_over)
    assert found["verdict"] == verdict
    assert pd.isna(found["bias"]) if truth == 0 else found["bias"] == pytest.approx(spill_over / truth)


def test_one_replicate_says_nothing_of_a_bias():
    assert table_of(pd.DataFrame([dict(rehearsed_row())]))["verdict"].tolist() == ["one"]


def rehearsed_row():
    return row(rehearsed("simple_checkout", "user")["user"], "conversion")


def test_a_broken_split_is_seen():
    """An assignment that loses a tenth of the treated, as a faulty test does, is told; a right one is not."""
    tested = rehearsed("simple_checkout", "user")["user"]
    whole = row(tested, "conversion")
    kept = tested.assignment.treated & (tested.nobody.outcome.people["id"] % 5 != 0)
    broken = Assignment("user", kept, kept, tested.assignment.of)
    found = row(dataclasses.replace(tested, assignment=broken), "conversion")
    assert not whole["split_broken"] and whole["sample_ratio"] == pytest.approx(0.5, abs=0.05)
    assert found["split_broken"] and found["sample_ratio"] == pytest.approx(0.4 / 0.9, abs=0.08)


@pytest.mark.parametrize("metric", ["base_retention", "retention_d7", "rebuy_rate", "repeat_buyers", "trust"])
def test_blocks_refuse_what_is_made_over_weeks(metric):
    why = refused("time", measure(metric, "all"))
    assert str(why).startswith(f"'{metric}' is made over weeks") and english_in(translated(why, "zh")) == []
    assert refused("user", measure(metric, "all")) is None


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_answers_what_happens_in_a_visit(unit):
    assert [name for name in WITHIN if refused(unit, measure(name, "all"))] == []
    people = unit in ("user", "cluster")
    assert [bool(refused(unit, measure(name, "all"))) for name in AMOUNTS] == [people] * len(AMOUNTS)
    rooms = unit in ("host", "both_sides")
    assert [bool(refused(unit, measure(name, "all"))) for name in OF_DAYS] == [rooms] * len(OF_DAYS)
    assert len(WITHIN) >= 8 and "activity" not in WITHIN and set(OF_DAYS) <= set(METRICS)


def test_one_metric_is_one_number_whoever_is_asked():
    """A ratio of visits is the same over people, hosts and days."""
    people = rehearsed("simple_checkout", "user", "cluster", "time")["user"]
    rooms = rehearsed("original_content", "host", "both_sides", "time")["host"]
    for name in WITHIN:
        assert row(people, name)["baseline"] == pytest.approx(row(rooms, name)["baseline"], rel=1e-9)


def test_names_of_metrics_and_amounts():
    assert metric_meant("room_orders") == metric_meant("每个直播间每天的订单数") == "room_orders"
    assert metric_meant("转化率") == metric_meant("conversion") == "conversion"
    with pytest.raises(UnknownNameError, match="did you mean 'room_orders'"):
        metric_meant("room_order")


def test_nothing_that_can_be_answered_is_an_error():
    with pytest.raises(ResultError, match="unit 'time': 'base_retention' is made over weeks") as caught:
        rehearse(world_of("simple_checkout"), "time", metrics="base_retention", **SMALL)
    assert english_in(translated(message_of(caught.value), "zh").replace("room_", "")) == []


def test_a_unit_that_cannot_be_is_an_error():
    with pytest.raises(ScenarioError, match="unit 'user': 'original_content' changes rooms"):
        rehearse(world_of("original_content"), "user", **SMALL)
    with pytest.raises(ScenarioError, match="there is nothing to test"):
        rehearse("baseline", "user", **SMALL)
