"""`livesim targets` and `livesim made-up`: what they say, and what they leave alone."""

from __future__ import annotations

import pytest

import calibration.made_up
import calibration.targets.writing
from tests.calibration import log_files

FILE = "name: ours\ntargets:\n  - {metric: bounce_rate, value: 58%, tolerance: 1pp, source: ours, reason: r}\n"


@pytest.fixture
def described(livesim, monkeypatch, tmp_path):
    """Runs `livesim targets` without drawing anybody; what was asked for is in `asked`."""
    asked = {}

    def targets_of(logs, source, fit_users, draws):
        asked.update(source=source, fit_users=fit_users, count=draws.count, most=draws.most, seed=draws.seed)
        return FILE

    monkeypatch.setattr(calibration.targets.writing, "targets_of", targets_of)
    (tmp_path / "may").mkdir()
    log_files.logs(tmp_path / "may")
    return lambda line="": (livesim(f"targets {tmp_path / 'may'} {line}"), asked)


def test_it_says_what_it_wrote_and_what_comes_next(described, tmp_path):
    said, asked = described(f"--out {tmp_path / 'ours.yaml'} --quiet")
    assert said.exit_code == 0, said.stderr
    assert (tmp_path / "ours.yaml").read_text(encoding="utf-8") == FILE
    assert "1 of 1 targets are measured" in said.stdout and "calibrate --targets" in said.stdout
    assert asked == {"source": "our logs (may)", "fit_users": 3000, "count": 100, "most": 20_000, "seed": 1}


def test_options_are_handed_over(described, tmp_path):
    numbers = "--resamples 40 --most 900 --fit-users 800 --seed 5"
    said, asked = described(f"--out {tmp_path / 'o.yaml'} --source 五月 {numbers} --lang zh --quiet")
    assert asked == {"source": "五月", "fit_users": 800, "count": 40, "most": 900, "seed": 5}
    assert "由日志测得" in said.stdout


@pytest.mark.parametrize(("place", "said"), [
    ("mine.yaml", "is there already, and may hold changes of yours"),
    ("ours", "does not end in .yaml; name a target file"),
    ("ours.csv", "does not end in .yaml; name a target file"),
    ("folder.yaml", "is a folder; name a file"),
])
def test_a_wrong_place_is_told_before_anything_is_read(described, tmp_path, place, said):
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    answer, asked = described(f"--out {tmp_path / place}")
    assert answer.exit_code == 1 and said in answer.stderr and asked == {}
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_logs_that_are_not_there(livesim, tmp_path):
    said = livesim(f"targets {tmp_path / 'nowhere'} --out {tmp_path / 'ours.yaml'}")
    assert said.exit_code == 1 and "there is no folder" in said.stderr


def test_logs_that_show_too_little(livesim, tmp_path):
    log_files.logs(tmp_path)
    said = livesim(f"targets {tmp_path} --out {tmp_path / 'ours.yaml'} --quiet")
    assert said.exit_code == 1 and "the logs hold 2 days of opens; targets need 30" in said.stderr
    assert not (tmp_path / "ours.yaml").exists()


def test_the_platform_is_made_as_asked(livesim, monkeypatch, tmp_path):
    asked = {}

    def make_platform(folder, *, progress, threads, **more):
        asked.update(more, folder=folder)
        return [folder / "truth.yaml"]

    monkeypatch.setattr(calibration.made_up, "make_platform", make_platform)
    said = livesim(f"made-up --out {tmp_path / 'new'} --users 900 --days 40 --raw --quiet")
    assert said.stdout.startswith("Written: ") and "truth.yaml" in said.stdout
    assert asked == {"folder": tmp_path / "new", "users": 900, "days": 40, "raw": True}
    assert livesim("made-up").exit_code == 2
