"""`livesim experiment` from the command line."""

from __future__ import annotations

import json

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
