"""`livesim scenarios ...` and `livesim params`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from sim.base.params import PARAMETERS
from sim.scenario import builtin_scenarios
from sim.scenario.schema import schema_text
from tests.cli.conftest import chinese

WRONG = "name: mine\nextends: baseline\nstrategies:\n  - lever: elder_mod\n"
RIGHT = WRONG.replace("elder_mod\n", "elder_mode\n")


def test_list_shows_every_scenario_with_its_question(livesim):
    said = livesim("scenarios list")
    assert said.exit_code == 0
    assert [name for name in builtin_scenarios() if name not in said.stdout] == []
    assert "Does elder mode keep" in said.stdout
    assert "长辈模式能留住银发用户吗" in livesim("scenarios list --lang zh").stdout
    rows = json.loads(livesim("scenarios list --format json").stdout)["rows"]
    assert [row["name"] for row in rows] == list(builtin_scenarios())


def test_show_says_it_in_words(livesim):
    assert "silver" in livesim("scenarios show elder_mode").stdout
    assert "面向：银发用户" in livesim("scenarios show elder_mode --lang zh").stdout
    assert "1,234" in livesim("scenarios show elder_mode --users 1234").stdout
    said = livesim("scenarios show nothing")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "unknown scenario 'nothing'" in said.stderr


def test_check_goes_through_all_files(livesim, tmp_path):
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "right.yaml").write_text(RIGHT, encoding="utf-8")
    said = livesim("scenarios check wrong.yaml right.yaml missing.yaml")
    assert said.exit_code == 1
    assert "right.yaml: right (mine)" in said.stdout
    assert "wrong.yaml:4:12: strategies[0].lever: unknown lever 'elder_mod'; did you mean 'elder_mode'?" in said.stderr
    assert "there is no scenario file 'missing.yaml'" in said.stderr
    fine = livesim("scenarios check right.yaml --lang zh")
    assert (fine.exit_code, fine.stderr) == (0, "")
    assert "正确（mine）" in fine.stdout


def test_schema_is_printed_or_written(livesim, tmp_path):
    assert livesim("scenarios schema").stdout == schema_text()
    said = livesim("scenarios schema --out .")
    assert "Written: " in said.stdout
    assert (tmp_path / "scenario.schema.json").read_text(encoding="utf-8") == schema_text()
    missing = livesim("scenarios schema --out nowhere")
    assert (missing.exit_code, missing.stderr.strip()) == (
        1, "there is no folder 'nowhere'; make it first, or name another one")  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_new_asks_and_writes_a_file_that_is_right(livesim, tmp_path, lang):
    (tmp_path / "ideas").mkdir()
    said = livesim(f"scenarios new --folder ideas --lang {lang}", input="idea\n" + "\n" * 40)
    assert said.exit_code == 0
    assert (tmp_path / "ideas" / "idea.yaml").exists()
    assert chinese(said.stderr) == (lang == "zh")
    assert livesim("scenarios check ideas/idea.yaml").exit_code == 0
    again = livesim(f"scenarios new --folder ideas --lang {lang}", input="idea\n")
    assert again.exit_code == 1
    assert {"en": "exists already", "zh": "已经存在"}[lang] in again.stderr


def test_new_can_be_given_up(livesim, tmp_path):
    said = livesim("scenarios new", input="idea\n")
    assert said.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_params_lists_everything(livesim):
    rows = list(csv.DictReader(io.StringIO(livesim("params --format csv").stdout)))
    assert {row["name"] for row in rows} == set(PARAMETERS)
    assert all(row["source"] and row["meaning"] for row in rows)
    assert f"Parameters: {len(PARAMETERS)} of {len(PARAMETERS)}" in livesim("params").stdout


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("trust_friend", {"trust_friend"}), ("TRUST_FRI*", {"trust_friend"}), ("W29", {"trust_negativity"})],
)
def test_params_are_found_by_name_pattern_or_source(livesim, pattern, found):
    rows = json.loads(livesim(f"params {pattern} --format json").stdout)["rows"]
    assert found <= {row["name"] for row in rows}
    assert len(rows) < 10


def test_params_show_what_holds_in_a_scenario(livesim):
    (row,) = json.loads(livesim("params message_rate --set message_rate=0.33 --format json").stdout)["rows"]
    assert (row["value"], row["origin"]) == (0.33, "--set")
    said = livesim("params trust_negativity").stdout
    assert "drawn, " in said and "Judged" in said
    assert "抽取，" in livesim("params trust_negativity --lang zh").stdout


def test_params_nobody_declared(livesim):
    said = livesim("params mesage_rate")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "unknown parameter 'mesage_rate'; did you mean 'message_rate'?" in said.stderr


def test_params_speak_chinese(livesim):
    rows = json.loads(livesim("params --lang zh --format json").stdout)["rows"]
    assert [row["name"] for row in rows if not chinese(row["meaning"])] == []
    assert "trust_negativity" in livesim("params 坏体验 --lang zh").stdout
