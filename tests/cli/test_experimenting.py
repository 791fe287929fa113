"""`livesim experiment` from the command line."""

from __future__ import annotations

import json
from itertools import combinations

from sim.cli.experimenting import folder_of_test
from tests.texts.english import english_in


def test_the_command_prints_the_table(livesim, tmp_path):
    line = (f"experiment simple_checkout --unit user --metric conversion --users 200 --days 40 --replicates 1 --fixed "
            f"--workers 1 --out {tmp_path}")  # fmt: skip
    english = livesim(line)
    assert english.exit_code == 0, english.stderr
    assert "An experiment inside the world" in english.stdout and "One test only" in english.stdout
    assert (tmp_path / "report.html").exists() and (tmp_path / "table.csv").exists()


def test_chinese_and_json(livesim, tmp_path):
    line = "experiment original_content --unit 主播 --metric 转化率 --users 200 --days 40 --fixed"
    chinese = livesim(f"{line} --replicates 1 --workers 1 --out {tmp_path} --lang zh")
    assert chinese.exit_code == 0, chinese.stderr
    assert "世界中的实验" in chinese.stdout
    machine = livesim(f"{line} --replicates 1 --workers 1 --out {tmp_path} --format json --quiet")
    assert [row["unit"] for row in json.loads(machine.stdout)["rows"]] == ["host"]


def test_a_unit_that_cannot_be_is_said_in_chinese(livesim):
    answer = livesim("experiment original_content --unit user --lang zh")
    assert answer.exit_code == 1 and english_in(answer.stderr) == [] and "host" in answer.stderr


def test_another_question_gets_another_folder():
    how = {"units": None, "metrics": None, "replicates": None, "fixed": False, "freeze": False}
    asked = [({}, how), ({"seed": 2}, how), ({"set_": {"share_reach": "0"}}, how), ({"users": 300}, how),
             ({}, how | {"units": ["time"]}), ({}, how | {"metrics": ["conversion"]}), ({}, how | {"replicates": 3})]
    folders = [folder_of_test("simple_checkout", *one) for one in asked]
    assert all(one != other for one, other in combinations(folders, 2))
    assert folder_of_test("simple_checkout", {}, dict(how)) == folders[0]
    assert folders[0].parent.name == "results" and folders[0].name.startswith("experiment-simple_checkout-")


def test_the_folder_is_named_by_the_question(livesim, tmp_path):
    line = "experiment simple_checkout --metric conversion --users 100 --days 30 --replicates 1 --workers 1 --quiet"
    for more in ("--seed 1", "--seed 2"):
        assert livesim(f"{line} {more}").exit_code == 0
    assert len(list((tmp_path / "results").glob("experiment-simple_checkout-*/table.csv"))) == 2
