"""`livesim validate` and `livesim calibrate`."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import calibration.refit
import calibration.validate
from calibration.validate import COLUMNS

ROWS = [
    ("", "bounce_rate", "all", 0.65, 0.015, 0.66, True, "B10", "reported", "rounded to 5 points"),
    ("", "minutes_per_engaged_visit", "all", 8.0, 0.4, 9.5, False, "B02", "reported", ""),
    ("a pattern", "pattern", "all", "0.1 to 0.2", 0.1, 0.3, None, "W01", "published", ""),
]


@pytest.fixture
def validated(livesim, monkeypatch):
    """Runs `livesim validate` with a table at hand; what was asked for is in `asked`."""
    asked = {}

    def table(tell, **more):
        asked.update(more)
        tell("long run 1 of 1")
        return pd.DataFrame(ROWS, columns=list(COLUMNS))

    monkeypatch.setattr(calibration.validate, "validation_table", table)
    return lambda line="": (livesim(f"validate {line}"), asked)


def test_it_prints_targets_misses_included(validated):
    said, asked = validated("--users 500 --replicates 3 --seed 9")
    assert (said.exit_code, said.stderr) == (0, "")
    assert asked == {"users": 500, "replicates": 3, "seed": 9}
    assert "65.0%" in said.stdout and "B02" in said.stdout
    assert "1 of 2 targets met" in said.stdout


def test_it_speaks_chinese(validated):
    said, _ = validated("--lang zh")
    assert "秒退率" in said.stdout
    assert "全体用户" in said.stdout


def test_strict_ends_with_3_when_a_target_is_missed(validated):
    said, _ = validated("--strict")
    assert (said.exit_code, said.stderr.strip()) == (3, "1 of 2 targets are missed.")


def test_json_holds_every_row(validated):
    rows = json.loads(validated("--format json")[0].stdout)["rows"]
    assert [row["met"] for row in rows] == [True, False, None]


@pytest.mark.slow
def test_the_real_baseline_has_a_row_for_every_target(livesim):
    said = livesim("validate --users 200 --format json")
    assert said.exit_code == 0
    rows = json.loads(said.stdout)["rows"]
    assert len(rows) > 10
    assert {type(row["met"]) for row in rows} == {bool}
    assert sum(row["simulated"] is not None for row in rows) > len(rows) - 3  # of so few, some have no orders to count


def test_calibrate_says_what_it_wrote(livesim, monkeypatch):
    asked = {}

    def refit(tell, **more):
        asked.update(more)
        tell("round 1")
        return [Path("fits/industry.yaml")]

    monkeypatch.setattr(calibration.refit, "refit", refit)
    said = livesim("calibrate --users 700")
    assert (said.exit_code, said.stdout) == (0, "Written: fits/industry.yaml\n")
    assert asked == {"users": 700, "seed": 1}
    assert "已写入" in livesim("calibrate --lang zh").stdout
