"""`livesim compare` and `livesim repeat` on a world small enough for a test."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

import sim.paired.comparing
import sim.paired.repeating
from sim.cli.comparing import default_folder
from sim.paired.comparison import Comparison
from sim.paired.options import Options
from sim.running.pool import WorkerError
from tests.cli.conftest import chinese

SMALL = "--users 200 --days 100 --replicates 2 --workers 1 --quiet --set message_rate=0.15"
"""A stated parameter, because so few users can drift by chance, and a baseline that does is refused."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A results folder that the tests of this module share: the first one fills it, the others resume."""
    return tmp_path_factory.mktemp("results") / "first"


@pytest.fixture
def compared(livesim, folder):
    return lambda more="": livesim(f"compare elder_mode coupons {SMALL} --out {folder} {more}")


@pytest.fixture
def undrawn(monkeypatch):
    """Leaves the report undrawn, where a test is about something else."""
    monkeypatch.setattr("sim.reports.report.write_report", lambda comparison, out, lang, tell, png: out / "report.html")


def test_it_prints_the_table_and_says_where_the_rest_is(compared, folder):
    said = compared()
    assert said.exit_code == 0
    assert said.stderr == ""
    assert "Retention (base retention, pp)" in said.stdout and "Repurchase (rebuy rate, pp)" in said.stdout
    assert "Elder mode against baseline" not in said.stdout
    rows = compared("--rows").stdout
    assert "Coupons against baseline" in rows and "2 replicates of 200 users and 100 days, seed 1" in rows
    assert (folder / "summary.xlsx").exists() and (folder / "effects.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert f"Report: {folder / 'report.html'}" in said.stdout
    assert (folder / "report.html").stat().st_size > 50_000
    assert list((folder / "figures").glob("*.svg"))
    assert (folder / "manifest.json").exists()


def test_it_speaks_chinese(compared, folder):
    said = compared("--lang zh")
    assert "长辈模式" in said.stdout
    assert f"报告：{folder / 'report.html'}" in said.stdout
    assert 'lang="zh' in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "said"), [("zh", "幻灯片："), pytest.param("en", "Slides: ", marks=pytest.mark.slow)])
def test_slides_are_written_beside_the_report(compared, folder, undrawn, lang, said):
    told = compared(f"--slides --lang {lang}")
    assert told.exit_code == 0 and f"{said}{folder / 'slides.pptx'}" in told.stdout
    assert len(Presentation(str(folder / "slides.pptx")).slides) > 4


def test_where_slides_cannot_be_made_nothing_runs_first(livesim, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    told = livesim(f"compare elder_mode {SMALL} --slides --out here")
    assert told.exit_code == 1 and "pip install 'livesim[app]'" in told.stderr and "Traceback" not in told.stderr
    assert not Path("here").exists()


def test_json_holds_every_row_and_where_the_report_is(compared, folder, undrawn):
    told = json.loads(compared("--format json").stdout)
    assert told["report"] == str(folder / "report.html")
    assert {row["scenario"] for row in told["rows"]} == {"elder_mode", "coupons"}
    assert {"metric", "segment", "difference", "low", "likely_low", "probability_better"} <= set(told["rows"][0])


def test_it_compares_in_combinations_of_segments(livesim, undrawn):
    line = f"compare elder_mode {SMALL} --segments '银发用户 且 下沉市场用户' --format json"
    told = json.loads(livesim(line).stdout)
    assert {row["segment"] for row in told["rows"]} >= {"all", "lower_tier and silver"}
    assert "new_middle" not in {row["segment"] for row in told["rows"]}


def test_csv_holds_every_row(compared, undrawn):
    rows = list(csv.DictReader(io.StringIO(compared("--format csv --lang zh").stdout)))
    assert len(rows) > 100
    assert any(chinese(row["note"]) for row in rows)


def test_a_precision_out_of_reach_ends_with_3(compared, undrawn):
    said = compared("--precision base_retention=0.001pp")
    assert said.exit_code == 3
    assert "Report: " in said.stdout
    assert "not reached within 2 replicates" in said.stderr
    known = r"base retention of silver users in elder mode is known to ±[\d.]+ pp, asked for ±0\.00"
    assert re.search(known, said.stderr)


@pytest.mark.slow
def test_the_numbers_can_be_repeated(livesim, compared, folder, undrawn):
    compared()
    said = livesim(f"repeat {folder} --quiet")
    assert (said.exit_code, said.stderr) == (0, "")
    assert "rows are equal to the bit" in said.stdout


@pytest.fixture
def changed(livesim, compared, folder, monkeypatch, undrawn):
    """Runs `livesim repeat` as if two numbers came out otherwise this time."""
    compared()

    def repeat(folder, progress, out):
        again = Comparison.load(folder)
        again.replicates.loc[[3, 5], "value"] += 1e-12
        return again

    monkeypatch.setattr(sim.paired.repeating, "repeat", repeat)
    return lambda more="": livesim(f"repeat {folder} {more}")


def test_other_numbers_of_the_same_model_are_told(changed):
    said = changed()
    assert (said.exit_code, said.stdout) == (3, "")
    assert re.match(r"2 rows are not the same, with the same model [0-9a-f]{16}", said.stderr)
    assert "有 2 行不同，而模型同为" in changed("--lang zh").stderr


def test_numbers_of_another_model_are_told_apart(changed, monkeypatch):
    monkeypatch.setattr("sim.running.manifest.model_digest", lambda: "0123456789abcdef")
    said = changed()
    assert said.exit_code == 3
    assert re.match(r"2 rows are not the same: the model was [0-9a-f]{16} then and is 0123456789abcdef", said.stderr)


@pytest.mark.slow
def test_break_even_adds_worlds(livesim, tmp_path):
    said = livesim(f"compare elder_mode --break-even --fixed {SMALL} --replicates 1 --out more")
    assert said.exit_code == 0
    manifest = json.loads((tmp_path / "more" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["call"]["strengths"] is True
    assert manifest["options"]["fixed"] is True
    assert (tmp_path / "more" / "break_even.parquet").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("elder_mod", "unknown scenario 'elder_mod'; did you mean 'elder_mode'?"),
        ("elder_mode elder_mode", "'elder_mode' is the name of two scenarios; allowed: every arm once"),
        ("baseline", "'baseline' is the name of the baseline and a scenario"),
        ("elder_mode --baseline basline", "unknown scenario 'basline'; did you mean 'baseline'?"),
        ("elder_mode --set message_rate", "--set 'message_rate' is not PARAMETER=VALUE"),
        ("elder_mode --set =3", "--set '=3' is not PARAMETER=VALUE"),
        ("elder_mode --set mesage_rate=0.2", "did you mean 'message_rate'?"),
        ("elder_mode --set message_rate=99", "allowed"),
        ("elder_mode --set message_rate=often", "often"),
        ("elder_mode --precision base_retention", "write it as base_retention=0.5pp"),
        ("elder_mode --precision base_retenton=1pp", "did you mean 'base_retention'?"),
        ("elder_mode --days 30", "base_retention needs 56 days"),
        ("missing.yaml", "there is no scenario file 'missing.yaml'"),
    ],
)
def test_mistakes_get_one_message(livesim, line, message):
    said = livesim(f"compare {line} --users 200 --replicates 1")
    assert said.exit_code == 1
    assert message in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""


@pytest.mark.slow
def test_a_folder_of_another_question_is_left_alone(livesim, compared, folder, undrawn):
    compared()
    said = livesim(f"compare coupons {SMALL} --out {folder}")
    assert said.exit_code == 1
    assert "answers another question; choose another folder with --out" in said.stderr


def test_a_foreign_folder_is_left_alone(livesim, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    said = livesim(f"compare coupons {SMALL} --out mine")
    assert said.exit_code == 1
    assert "holds files that are not livesim's results" in said.stderr


def ending(error):
    """A comparison that ends with `error` after three of twenty replicates."""

    def compared(baseline, scenarios, options):
        options.progress(3, 20)
        raise error

    return compared


def test_an_interruption_says_what_is_kept_and_how_to_go_on(livesim, monkeypatch):
    monkeypatch.setattr(sim.paired.comparing, "compared", ending(KeyboardInterrupt()))
    said = livesim("compare elder_mode --out results/mine")
    assert said.exit_code == 130
    assert said.stderr.strip() == (
        "Interrupted: 3 of 20 replicates are finished and kept in results/mine. The same command goes on from there."
    )
    assert "已中断：20 次重复中有 3 次已完成" in livesim("compare elder_mode --lang zh").stderr


def test_without_a_folder_the_results_go_to_a_default_one(livesim, monkeypatch):
    monkeypatch.setattr(sim.paired.comparing, "compared", ending(KeyboardInterrupt()))
    assert re.search(r"kept in results/coupons-[0-9a-f]{6}\. ", livesim("compare coupons").stderr)


def test_every_option_reaches_the_comparison(livesim, monkeypatch):
    asked = {}

    def compared(baseline, scenarios, options):
        asked.update(vars(options), arms=[baseline, *scenarios])
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.paired.comparing, "compared", compared)
    livesim("compare elder_mode coupons --baseline elder_mode_half --users 300 --days 90 --replicates 7 --seed 5 "
            "--workers 3 --fixed --luck independent --freeze --precision base_retention=1pp --set message_rate=0.2 "
            "--set answered=0.5 --break-even --interactions --engine agents --plugins own --quick "
            "--out here")  # fmt: skip
    assert asked.items() >= {
        "arms": ["elder_mode_half", "elder_mode", "coupons"], "users": 300, "days": 90, "replicates": 7, "seed": 5,
        "workers": 3, "fixed": True, "luck": "independent", "freeze": True, "precision": "base_retention=1pp",
        "set_": {"message_rate": "0.2", "answered": "0.5"}, "strengths": True, "interactions": True,
        "engine": "agents", "out": Path("here"), "plugins": Path("own"), "quick": True,
    }.items()  # fmt: skip


def test_a_quick_look_has_its_size_where_none_is_stated(livesim, monkeypatch):
    asked = []

    def compared(baseline, scenarios, options):
        asked.append((options.load("elder_mode").population.users, options.wanted, options.full_size("elder_mode")))
        raise KeyboardInterrupt

    monkeypatch.setattr(sim.paired.comparing, "compared", compared)
    for more in ("", "--quick", "--quick --users 300 --replicates 3"):
        livesim(f"compare elder_mode {more} --quiet")
    full = {"users": 20_000, "replicates": 20}
    assert asked == [(20_000, 20, None), (2500, 8, full), (300, 3, {"users": 300, "replicates": 20})]


def test_a_quick_look_keeps_a_world_that_is_smaller():
    assert Options(quick=True).load({"name": "small", "population": {"users": 400}}).population.users == 400


def test_a_worker_that_dies_ends_with_3(livesim, monkeypatch):
    monkeypatch.setattr(sim.paired.comparing, "compared", ending(WorkerError("replicate 4 died 3 times")))
    said = livesim("compare elder_mode")
    assert (said.exit_code, said.stderr.strip()) == (3, "replicate 4 died 3 times")


def test_the_same_question_finds_its_folder_and_another_one_its_own():
    arms, asked = ["baseline", "elder_mode", "coupons"], Options(users=200)
    first = default_folder(arms, asked)
    assert re.fullmatch(r"results/elder_mode-coupons-[0-9a-f]{6}", first.as_posix())
    assert default_folder(arms, replace(asked, replicates=40, workers=1)) == first
    others = [
        default_folder(arms, replace(asked, users=300)),
        default_folder(arms, replace(asked, fixed=True)),
        default_folder(arms, replace(asked, quick=True)),
        default_folder(["elder_mode_half", "elder_mode", "coupons"], asked),
    ]
    assert len({first, *others}) == 5
