"""`livesim levers`: the list, one lever in detail, and lines that a scenario accepts."""

from __future__ import annotations

import csv
import io
import json

import pytest

from sim.base.params import PARAMETERS
from sim.cli.levers import described
from sim.cli.words import say
from sim.levers import LEVERS
from sim.scenario import load_scenario
from sim.scenario.names import spellings
from sim.texts import text
from tests.cli.conftest import chinese

EACH = pytest.mark.parametrize("name", list(LEVERS))
LANGS = pytest.mark.parametrize("lang", ["en", "zh"])
HEAD = "name: mine\nextends: baseline\nstrategies:\n"


def of(livesim, name, lang="en"):
    """What json says about one lever."""
    (found,) = json.loads(livesim(f"levers {name} --lang {lang} --format json").stdout)["rows"]
    return found


@LANGS
def test_the_list_holds_every_lever(livesim, lang):
    said = livesim(f"levers --lang {lang}")
    assert said.exit_code == 0
    assert [name for name in LEVERS if name not in said.stdout] == []
    rows = json.loads(livesim(f"levers --lang {lang} --format json").stdout)["rows"]
    assert [row["name"] for row in rows] == list(LEVERS)
    assert all(all(row.values()) for row in rows)
    assert list(csv.DictReader(io.StringIO(livesim(f"levers --lang {lang} --format csv").stdout))) == rows


@EACH
@LANGS
def test_one_lever_has_all_its_parts(livesim, name, lang):
    lever, said = LEVERS[name], livesim(f"levers {name} --lang {lang}")
    assert (said.exit_code, said.stderr) == (0, "")
    cost = [] if lever.kind == "crisis" else ["cost"]
    parts = ["why", "writes", *cost, "evidence", "limits", "snippet", *(["options"] if lever.options else [])]
    heads = [say(f"levers.part.{part}", lang, whom="*").partition("*")[0] for part in parts]
    assert [head for head in heads if head not in said.stdout] == []
    known = (*lever.writes, *lever.evidence, *(option.name for option in lever.options), f"lever: {name}")
    assert [word for word in known if word not in said.stdout] == []
    assert all(title in said.stdout for title in spellings("lever")[name].values())
    assert max(map(len, said.stdout.splitlines())) <= 100


@EACH
@LANGS
def test_the_lines_to_paste_are_right(tmp_path, name, lang):
    lever, lines = LEVERS[name], described(LEVERS[name], lang)["snippet"]
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + lines + "\n", encoding="utf-8")
    (strategy,) = load_scenario(path).strategies
    assert strategy.lever == name
    assert strategy.options == {option.name: option.default for option in lever.options}
    assert strategy.cost.stated == bool(lever.costs) == (lever.kind != "crisis")
    assert chinese(lines) == (lang == "zh")


@EACH
def test_what_is_written_is_what_the_lever_writes(name):
    found = described(LEVERS[name], "en")
    assert [row["name"] for row in found["writes"]] == list(LEVERS[name].writes)
    assert any(row["baseline"] != row["at_strength_1"] for row in found["writes"])
    for row in found["writes"]:
        assert PARAMETERS[row["name"]].low <= row["at_strength_1"] <= PARAMETERS[row["name"]].high


def test_every_size_belongs_to_one_lever():
    shown = [row["name"] for lever in LEVERS.values() for row in described(lever, "en")["sizes"]]
    assert sorted(shown) == sorted(name for name, entry in PARAMETERS.items() if entry.scope == "lever")


def test_values_are_those_of_the_users_it_is_for(livesim):
    (days, _) = of(livesim, "local_warehouse")["writes"]
    assert (days["baseline"], days["at_strength_1"]) == pytest.approx((15.0, 3.0))
    assert "who: {segment: overseas" in of(livesim, "local_warehouse")["snippet"]


def test_evidence_says_what_was_reported(livesim):
    rows = {row["id"]: row for row in of(livesim, "voice_one_tap_order")["evidence"]}
    assert rows["L04"]["reported"] == "5 → 1, \u221280%"
    assert rows["L05"]["note"] == text("report.known.held_out", "en")
    assert {row["id"]: row["reported"] for row in of(livesim, "elder_mode", "zh")["evidence"]}["P02"] == "无数值"


@pytest.mark.parametrize("written", ["referral_tasks", "'Referral tasks'", "裂变任务"])
def test_names_are_understood_in_both_languages(livesim, written):
    assert of(livesim, written)["name"] == "referral_tasks"


@pytest.mark.parametrize(("written", "nearest"), [("elder_mod", "elder_mode"), ("长辈模", "长辈模式")])
def test_a_wrong_name_gets_the_nearest(livesim, written, nearest):
    said = livesim(f"levers {written}")
    assert (said.exit_code, said.stdout) == (1, "")
    assert f"unknown lever '{written}'; did you mean '{nearest}'?" in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_csv_of_one_lever_has_a_line_for_everything(livesim):
    rows = list(csv.DictReader(io.StringIO(livesim("levers coupons --format csv").stdout)))
    values = {(row["part"], row["name"], row["field"]): row["value"] for row in rows}
    assert values["options", "value", "default"] == "10 yuan"
    assert float(values["writes", "coupon_value", "at_strength_1"]) == 10.0
    assert values["names", "", "zh"] == "优惠券"
