"""`livesim run`: one world, printed and kept."""

from __future__ import annotations

import csv
import io
import json

import pytest

import sim.running.single
from tests.cli.conftest import chinese

SMALL = "--users 200 --days 100 --quiet"


def test_it_prints_what_is_measured(livesim):
    said = livesim(f"run elder_mode {SMALL}")
    assert (said.exit_code, said.stderr) == (0, "")
    assert "Elder mode: one simulated world" in said.stdout
    assert "Base retention" in said.stdout
    assert "Spent on elder mode:" in said.stdout


def test_it_speaks_chinese(livesim):
    said = livesim(f"run elder_mode {SMALL} --lang zh --segment silver")
    assert "基准留存率" in said.stdout
    assert "长辈模式的花费：" in said.stdout


def test_json_and_csv_hold_every_row(livesim):
    told = json.loads(livesim(f"run coupons {SMALL} --format json").stdout)
    rows = list(csv.DictReader(io.StringIO(livesim(f"run coupons {SMALL} --format csv").stdout)))
    assert len(rows) == len(told["rows"]) > 50
    assert set(told["spent"]) == {"coupons"}
    assert {row["segment"] for row in rows} >= {"all", "silver", "lower_tier"}


def test_it_answers_for_combinations_of_segments(livesim):
    said = livesim(f"run coupons {SMALL} --segment 'silver and lower_tier'")
    assert "users in both lower-tier cities and silver users" in " ".join(said.stdout.split())
    line = f"run coupons {SMALL} --format csv --segments '银发用户且非海外用户，gen_z or silver' --segments upper_tier"
    rows = list(csv.DictReader(io.StringIO(livesim(line).stdout)))
    assert {row["segment"] for row in rows} >= {"all", "silver and not overseas", "gen_z or silver", "upper_tier"}
    assert "lower_tier" not in {row["segment"] for row in rows}


def test_both_engines_print_the_same(livesim):
    line = "run coupons --users 60 --days 80 --quiet --format csv"
    assert livesim(f"{line} --engine agents").stdout == livesim(line).stdout


def test_drawn_values_and_settings_change_the_world(livesim):
    line = f"run coupons {SMALL} --format csv"
    once = livesim(line).stdout
    assert livesim(f"{line} --drawn").stdout != once
    assert livesim(f"{line} --set message_rate=0.5").stdout != once
    assert livesim(f"{line} --replicate 1").stdout != once
    assert livesim(line).stdout == once


def test_it_can_be_kept_and_repeated(livesim, tmp_path):
    said = livesim(f"run coupons {SMALL} --out kept")
    assert "Tables and manifest: kept" in said.stdout
    assert (tmp_path / "kept" / "daily.parquet").exists()
    assert "rows are equal to the bit" in livesim("repeat kept --quiet").stdout


def test_a_horizon_too_short_says_what_it_does_not_answer(livesim):
    said = livesim("run baseline --users 100 --days 40 --quiet")
    assert said.exit_code == 0
    assert "Not answered by this horizon:" in said.stdout


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("coupon", "unknown scenario 'coupon'; did you mean 'coupons'?"),
        ("coupons --segment slver", "unknown segment 'slver'; did you mean 'silver'?"),
        ("coupons --set message_rate=-1", "message_rate"),
    ],
)
def test_mistakes_get_one_message(livesim, line, message):
    said = livesim(f"run {line} --users 60 --days 80 --quiet")
    assert (said.exit_code, said.stdout) == (1, "")
    assert message in said.stderr


def test_an_interruption_says_that_nothing_is_kept(livesim, monkeypatch):
    def interrupted(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.running.single, "run", interrupted)
    said = livesim("run elder_mode")
    assert (said.exit_code, said.stderr.strip()) == (130, "Interrupted; nothing was kept.")
    assert not chinese(said.stderr)
