"""Usual words for metrics, signals and segments: one table, and what they stand for is what is printed."""

from __future__ import annotations

import re

import pytest

from sim.base.errors import ScenarioError, UnknownNameError
from sim.paired.options import Options
from sim.paired.precision import widths
from sim.scenario import load_scenario
from sim.scenario.names import ALLOWED, others, resolve, spellings
from sim.scenario.schema import schema_text
from sim.scenario.show import summary
from sim.texts import LANGUAGES, catalogue

KINDS = ("metric", "signal", "goal signal", "segment")


@pytest.mark.parametrize(("word", "name"), [
    ("留存", "base_retention"), ("留存率", "base_retention"), ("retention", "base_retention"),
    ("复购", "rebuy_rate"), ("复购率", "rebuy_rate"), ("Repurchase", "rebuy_rate"),
    ("repeat-purchase rate", "rebuy_rate"),
    ("基准留存率", "base_retention"), ("rebuy rate", "rebuy_rate"),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["metric", "goal signal"])
def test_usual_words_for_metrics(kind, word, name):
    assert resolve(kind, word) == name


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_means_two_things(kind):
    listed = [(word, name) for name, titles in spellings(kind).items()
              for word in {re.sub("[ -]", "_", w.casefold()) for w in (name, *titles.values(), *others(kind, name))}]
    words = [word for word, _ in listed]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_is_about_things_that_exist(lang):
    for key in catalogue("names", lang):
        _, kind, name = key.split(".")
        assert name in (spellings("segment") if kind == "segment" else ALLOWED[kind]())


def test_an_editor_proposes_the_words_too():
    listed = set(re.findall(r'"([^"]*)"', schema_text()))
    assert {"留存", "retention", "复购率"} <= listed


PLAN = """
name: x
horizon: {days: 90}
strategies: [{lever: elder_mode, who: {segment: 银发}}]
outcomes: [{metric: 复购率, segment: seniors, worth: 1pp}]
goals:
  - {metric: 留存, segment: 银发族, target: 70%}
  - {metric: repeat buyers, target: "150"}
"""


@pytest.fixture
def plan(folder):
    def load(text=PLAN):
        (folder / "x.yaml").write_text(text, encoding="utf-8")
        return load_scenario("x.yaml")
    return load


def test_a_file_may_use_them_and_own_names_are_printed(plan):
    scenario = plan()
    assert [(o.metric, o.segment) for o in scenario.outcomes] == [("rebuy_rate", "silver")]
    assert [(g.name, g.signal, g.segment, g.target) for g in scenario.goals] == [
        ("base_retention", "base_retention", "silver", 0.7), ("repeat_buyers", "repeat_buyers", "all", 0.15)]
    assert load_scenario(scenario).goals == scenario.goals
    assert "base retention, silver users: 70% on the last day (day 90)" in "\n".join(summary(scenario))
    assert "银发用户的基准留存率在最后一天（第90天）达到70%" in "\n".join(summary(scenario, "zh"))


@pytest.mark.parametrize(("goal", "said"), [
    ("{metric: 留存, target: +2%}", "'base_retention' is known only at the end of the horizon, so it has no level"),
    ("{metric: retention, target: 70%, by: 30d}", "is known only at the end of the horizon (day 90); leave 'by' out"),
    ("{metric: retenton, target: 70%}", "unknown goal signal 'retenton'"),
])  # fmt: skip
def test_what_a_metric_at_the_end_cannot_say(plan, goal, said):
    with pytest.raises(ScenarioError, match=re.escape(said)):
        plan(f"name: x\nhorizon: {{days: 90}}\ngoals: [{goal}]\n")


def test_calls_take_them_too():
    assert widths("留存=0.5pp, repurchase=1pp") == {"base_retention": 0.005, "rebuy_rate": 0.01}
    assert Options(metrics=["留存率", "rebuy_rate"]).named_metrics == ("base_retention", "rebuy_rate")
    with pytest.raises(UnknownNameError, match="did you mean 'base_retention'"):
        Options(metrics=["base_retentoin"]).named_metrics  # noqa: B018
