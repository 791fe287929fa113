"""`livesim calibrate --levers` and `livesim validate --levers`."""

from __future__ import annotations

import csv
import io
import json

import pytest

import calibration.contrasts.valid
import calibration.levers
from calibration.contrasts.sizes import CONTRASTS
from calibration.contrasts.valid import COLUMNS, WHAT
from calibration.contrasts.validity import MECHANISMS, by_standing
from calibration.contrasts.worlds import USERS
from calibration.levers import Found
from sim.cast.fit import read
from sim.levers import LEVERS
from sim.texts import text
from tests.cli.conftest import chinese


@pytest.fixture
def calibrated(livesim, monkeypatch):
    """Runs `livesim calibrate --levers` without simulating; what was asked for is in `asked`."""
    asked = {}

    def strengths(users, seed, workers, tell):
        asked.update(users=users, seed=seed, workers=workers)
        found = [Found(contrast, contrast.bracket[0], 0.1) for contrast in CONTRASTS]
        for one in found:
            tell(calibration.levers.told(one))
        return found

    monkeypatch.setattr("calibration.refit.strengths", strengths)
    return lambda line="": (livesim(f"calibrate --levers {line}"), asked)


@pytest.fixture
def validated(livesim, monkeypatch):
    """Runs `livesim validate --levers` with numbers made up in place of simulated ones."""
    asked = {}

    def simulated(task, users, seed, times):
        asked.update(users=users, seed=seed, times=times, draws=max(asked.get("draws", 0), 1 + (task.replicate or 0)))
        return [(1.0, 1.25)] * len(task.contrasts)

    monkeypatch.setattr(calibration.contrasts.valid, "simulated", simulated)
    monkeypatch.setattr("sim.running.pool.cores", lambda: 1)
    return lambda line="": (livesim(f"validate --levers {line}"), asked)


def test_strengths_are_written_where_asked_and_told_one_by_one(calibrated, tmp_path):
    said, asked = calibrated("--out ours.yaml --seed 4 --workers 1")
    assert (said.exit_code, said.stdout) == (0, "Written: ours.yaml\n")
    assert asked == {"users": USERS, "seed": 4, "workers": 1}
    assert len(said.stderr.splitlines()) == len(CONTRASTS)
    assert set(read(tmp_path / "ours.yaml")) == {contrast.size for contrast in CONTRASTS}


def test_quiet_says_only_what_was_written(calibrated):
    said, asked = calibrated("--out ours.yaml --users 500 --quiet --lang zh")
    assert said.stderr == "" and "已写入" in said.stdout and asked["users"] == 500


def test_a_folder_that_is_not_there_is_named_before_anything_is_simulated(calibrated):
    said, asked = calibrated("--out nowhere/ours.yaml")
    assert (said.exit_code, asked) == (1, {}) and "there is no folder 'nowhere'" in said.stderr


def test_the_table_shows_every_lever_and_counts_the_misses(validated):
    said, asked = validated("--users 700 --replicates 3 --seed 9 --draws 4")
    assert (said.exit_code, said.stderr) == (0, "")
    assert asked == {"users": 700, "seed": 9, "times": 3, "draws": 4}
    assert "+25%" in said.stdout and "MISSES LOW" in said.stdout
    assert "Of 9 predictions 1 cover what was reported, 8 miss low and 0 miss high" in said.stdout
    assert "3 levels cannot be tested" in said.stdout and "5 and 95 % points of 4 draws" in said.stdout
    assert "Weak, the miss was known when a mechanism was built: L05, " in said.stdout
    assert "L13 (a level, tests nothing), L27, W19" in said.stdout
    assert "L19: The source tells of one light user" in said.stdout


def test_machines_get_every_column(validated):
    rows = json.loads(validated("--format json")[0].stdout)["rows"]
    assert set(rows[0]) == set(COLUMNS) and set(LEVERS) <= {row["lever"] for row in rows}
    (bounce,) = [row for row in rows if row["evidence"] == "L36"]
    assert (bounce["reported"], bounce["simulated"], bounce["segment"]) == (-0.2, 0.25, "gen_z")
    (visits,) = [row for row in rows if row["evidence"] == "L19"]
    told = [visits[name] for name in ("simulated", "median", "low", "high", "draws", "untreated", "what", "test")]
    assert told == [None, 0.25, 0.25, 0.25, 20, 1.0, "misses_low", "known"]
    table = list(csv.DictReader(io.StringIO(validated("--format csv")[0].stdout)))
    assert len(table) == len(rows) and {row["what"] for row in table} <= set(WHAT)


def test_second_readings_stand_beside_the_first(validated):
    rows = {row["evidence"]: row for row in json.loads(validated("--format json")[0].stdout)["rows"] if row["metric"]}
    told = {evidence: (row["beside_metric"], row["beside_simulated"] or row["beside_median"])
            for evidence, row in rows.items() if row["beside_metric"]}  # fmt: skip
    assert told == {"L05": ("satisfaction", 0.25), "L38": ("satisfaction", 0.25), "L29": ("interaction_rate", 0.25),
                    "L30": ("interaction_rate", 0.25), "L27": ("visits_by_joining", 0.25)} | dict.fromkeys(
                        ("L11", "L13", "L52"), ("orders_by_earlier_buyers", 1.25))  # fmt: skip
    assert (rows["L29"]["coverage"], rows["L29"]["beside_coverage"]) == (11 / 64, 1.0)
    assert (rows["L30"]["coverage"], rows["L30"]["beside_coverage"]) == (11 / 64, 1.0)


def test_a_page_shows_coverage_and_both_readings(validated, tmp_path):
    assert validated(f"--markdown {tmp_path}")[0].exit_code == 0
    page = (tmp_path / "predictions.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("|")]
    of = {line.split("|")[2].split("<br>")[0].strip(): (line, below)
          for line, below in zip(lines, [*lines[1:], ""], strict=True)}  # fmt: skip
    assert of["L05"][1] == "| beside it: satisfaction, silver users |  |  | +25%<br>+25% to +25% |  |  |"
    assert "| +25%<br>+25% to +25% |  | predicted, MISSES LOW<br>weak test |" in of["L05"][0]
    assert "<br>in 17% of the rooms |" in of["L30"][0] and "in 100% of the rooms |  |  | +25%<br>" in of["L30"][1]
    assert "<br>in 17% of the rooms |" in of["L29"][0] and "in 100% of the rooms |  |  | +25% |" in of["L29"][1]
    assert "| 0.6 | 1.25 (+25%)<br>1.25 to 1.25 |  | cannot be tested (a level) |" in of["L11"][0]
    assert "share of orders by earlier buyers, all users |  |  | 1.25 (+25%)<br>" in of["L11"][1]
    assert "beside it" not in of["L19"][1] and "of the rooms" not in of["L19"][0]
    assert "- L30: Calls in one room of six" in page
    assert "L46 (waiting raises returns)" in page and "L11 (a level, tests nothing)" in page
    assert page.count("20 draws") == 1


def test_it_speaks_chinese(validated, tmp_path):
    said, _ = validated(f"--lang zh --markdown {tmp_path}")
    page = (tmp_path / "predictions.md").read_text("utf-8")
    assert "预测，未命中（偏低）<br>弱检验" in page and "无法检验（只有水平值）" in page
    assert "跳出率" in said.stdout and "银发用户" in said.stdout and "哪些行仍是检验" in said.stdout
    assert "获客成本" in said.stdout and "元宇宙直播间" in said.stdout


def test_whatever_is_not_built_has_a_name_in_both_languages(validated):
    rows = json.loads(validated("--format json")[0].stdout)["rows"]
    for row in rows:
        if row["what"] == "not_built":
            assert chinese(text(f"cli.lever_table.unbuilt.{row['lever']}", "zh"))


def test_draws_go_with_levers_alone(livesim):
    said = livesim("validate --draws 4")
    assert said.exit_code != 0 and "--draws goes with --levers" in said.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_mechanism_and_every_standing_has_words(lang):
    for key in (*(f"mechanisms.{mechanism}" for mechanism in MECHANISMS.values()),
                *(f"{how}.{standing}" for how in ("long", "short") for standing in by_standing())):  # fmt: skip
        words = text(f"cli.lever_tests.{key}", lang)
        assert words and (lang == "en" or chinese(words))


@pytest.mark.parametrize("what", WHAT)
def test_there_are_words_for_all_that_a_row_can_be(what):
    assert chinese(text(f"cli.lever_table.whats.{what}", "zh")) and text(f"cli.lever_table.whats.{what}", "en")
