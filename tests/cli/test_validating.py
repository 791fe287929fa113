"""`livesim validate`."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

import calibration.page
import calibration.validate
from calibration.moments import Setting
from tests.reports.builder import targets


@pytest.fixture
def validated(livesim, monkeypatch):
    """Runs `livesim validate` without simulating; what was asked for is in `asked`."""
    asked = {}

    def validate(setting, replicates, targets_, own_fit, tell, progress):
        progress(1, 1)
        asked.update(setting=setting, replicates=replicates, targets=targets_, own_fit=own_fit)
        tell("long run 1 of 1")
        return SimpleNamespace(rows=targets())

    def writing(name):
        def write(validation, folder, *more):
            asked[name] = (folder.name, *more)
            return [folder / f"{name}.txt"]

        return write

    monkeypatch.setattr(calibration.validate, "validate", validate)
    for name in ("write_page", "write_markdown"):
        monkeypatch.setattr(calibration.page, name, writing(name))
    return lambda line="": (livesim(f"validate {line}"), asked)


def test_it_prints_targets_misses_included(validated):
    said, asked = validated("--users 500 --replicates 3 --seed 9")
    assert (said.exit_code, said.stderr) == (0, "")
    assert asked == {"setting": Setting(users=500, seed=9), "replicates": 3, "targets": "industry", "own_fit": ""}
    assert "65%" in said.stdout and "B10" in said.stdout and "MISSED" in said.stdout
    assert "2 of 4 fitted targets" in said.stdout


def test_it_asks_for_one_long_run_with_luck_that_no_fit_has_seen(validated):
    _, asked = validated()
    assert asked["setting"] == Setting(users=4000, seed=2) and asked["replicates"] == 1


def test_it_speaks_chinese(validated):
    said, _ = validated("--lang zh")
    assert "跳出率" in said.stdout and "未达到" in said.stdout and "银发用户" in said.stdout


def test_strict_ends_with_3_when_a_target_is_missed(validated):
    said, _ = validated("--strict")
    assert (said.exit_code, said.stderr.strip()) == (3, "3 of 7 targets are missed.")


def test_strict_does_not_mind_what_no_fit_looks_at(validated, monkeypatch):
    rows = targets()
    kept = rows[rows["met"] | (rows["metric"] == "visit_median_seconds")]
    monkeypatch.setattr(calibration.validate, "validate", lambda *_: SimpleNamespace(rows=kept))
    assert validated("--strict")[0].exit_code == 0


def test_json_holds_every_row_in_one_language(validated):
    rows = json.loads(validated("--format json --lang zh")[0].stdout)["rows"]
    assert [row["met"] for row in rows] == targets()["met"].tolist()
    assert rows[0]["target"] == "跳出率" and rows[0]["note"] == "因为"


def test_csv_has_a_line_for_every_row(validated):
    assert len(validated("--format csv")[0].stdout.splitlines()) == len(targets()) + 1


def test_pages_go_where_they_are_asked_for(validated):
    said, asked = validated("--page out --markdown docs --lang zh --targets industry")
    assert asked["write_page"] == ("out", "zh", "") and asked["write_markdown"] == ("docs", "industry", "")
    assert "out/write_page.txt" in said.stdout and "docs/write_markdown.txt" in said.stdout


def test_paths_stay_out_of_tables_for_machines(validated):
    said, _ = validated("--page out --format json")
    assert json.loads(said.stdout)["rows"] and "write_page.txt" in said.stderr


def test_a_file_where_a_folder_should_be_is_said_before_simulating(validated, tmp_path):
    (tmp_path / "page").write_text("")
    for place in ("page", "page/below"):
        said, asked = validated(f"--page {place}")
        assert said.exit_code == 1 and "page' is a file; name a folder" in said.stderr and asked == {}


@pytest.mark.parametrize(("given", "message"), [
    ("--targets industri", "did you mean 'industry'?"),
    ("--targets nothing.yaml", "unknown target file 'nothing.yaml'"),
    ("--targets wrong.yaml", "wrong.yaml:4:12: targets[0].metric: unknown metric, pattern or response 'bounce'"),
    ("--fit nothing.yaml", "there is no fit file 'nothing.yaml'"),
])  # fmt: skip
def test_wrong_files_get_a_message(livesim, tmp_path, given, message):
    (tmp_path / "wrong.yaml").write_text("name: a\nquestion: b\ntargets:\n- {metric: bounce, reason: c}\n")
    said = livesim(f"validate {given}")
    assert said.exit_code == 1 and message in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.slow
def test_the_real_baseline_has_a_row_for_every_target(livesim):
    said = livesim("validate --users 200 --format json")
    assert said.exit_code == 0
    rows = json.loads(said.stdout)["rows"]
    assert len(rows) > 40
    assert {type(row["met"]) for row in rows} == {bool}
    assert sum(row["simulated"] is not None for row in rows) > len(rows) - 5  # so few cannot show everything
