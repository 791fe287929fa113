"""Off a terminal a line now and then says what is done and how long it will take; nothing when quiet."""

from __future__ import annotations

import time

import pytest

from sim.base.files import read_json
from sim.cli import progress
from sim.cli.progress import spent
from sim.desk.progress import PROGRESS
from sim.texts import text


@pytest.mark.parametrize(("seconds", "en", "zh"), [
    (4.6, "5 s", "5 秒"), (89, "89 s", "89 秒"), (150, "2 min", "2 分钟"), (5300, "88 min", "88 分钟"),
    (9000, "2.5 h", "2.5 小时"),
])  # fmt: skip
def test_a_length_of_time_is_as_coarse_as_anybody_needs(seconds, en, zh):
    assert (spent(seconds, "en"), spent(seconds, "zh")) == (en, zh)


@pytest.fixture
def soon(monkeypatch):
    """The first line comes at once, every other one soon."""
    monkeypatch.setattr(progress, "LONGEST", 0.01)
    monkeypatch.setattr(progress, "FIRST", 0.01)


def lines_of(capsys, least=1):
    """What was said on standard error, once there are that many lines of it."""
    said = ""
    for _ in range(1000):
        said += capsys.readouterr().err
        if said.count("\n") >= least:
            return said.splitlines()
        time.sleep(0.01)
    raise AssertionError(f"fewer than {least} lines: {said}")


def test_a_log_hears_what_is_done_and_what_is_left(soon, capsys):
    with progress.progress("replicates", "en", quiet=False) as bar:
        assert lines_of(capsys)[0] == "getting ready; 0 s so far"
        bar(2, 20)
        assert lines_of(capsys, 2)[-1] == "replicates: 2 of 20; 0 s so far"  # found finished: they say nothing of pace
        bar(11, 20)
        bar.beside("so far +2 pp")
        bar(11, 20)
        assert lines_of(capsys, 2)[-1] == "replicates: 11 of 20 · so far +2 pp; 0 s so far, about 0 s left"
    capsys.readouterr()
    time.sleep(0.05)
    assert capsys.readouterr().err == ""


def test_the_time_left_is_that_at_the_pace_since_the_first_count(monkeypatch):
    lines = progress.Lines("x", "en", quiet=True)
    now = [lines.begun]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    bar = progress._Counted(lines, "runs", lambda: now[0])
    now[0] += 100
    bar(40, 100)
    now[0] += 600
    bar(60, 100)
    assert lines.line() == "runs: 60 of 100; 12 min so far, about 20 min left"
    now[0] += 300
    assert lines.line() == "runs: 60 of 100; 17 min so far, about 15 min left"


def test_a_task_of_unknown_length_says_what_it_does(soon, capsys):
    with progress.working("fit", "zh", quiet=False) as tell:
        tell("steady state")
        assert lines_of(capsys, 2)[-1].startswith("正在校准: steady state；已用 0 秒")


def test_quiet_says_nothing(soon, capsys):
    with progress.progress("runs", "en", quiet=True) as bar, progress.working("fit", "en", quiet=True) as tell:
        bar(1, 3)
        tell("step")
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


def test_an_error_ends_the_lines(soon):
    with pytest.raises(ValueError, match="wrong"), progress.progress("runs", "en", quiet=False) as bar:
        raise ValueError("wrong")
    assert not bar.lines.thread.is_alive()


def test_waits_grow(monkeypatch):
    lines, waits = progress.Lines("x", "en", quiet=True), []

    def wait(seconds):
        waits.append(seconds)
        return len(waits) > 8

    monkeypatch.setattr(lines.over, "wait", wait)
    lines._talk()
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_a_program_that_asks_is_told_in_a_file_and_nobody_else_hears(tmp_path, monkeypatch, capsys):
    told = tmp_path / "progress.json"
    monkeypatch.setenv(PROGRESS, str(told))
    with progress.progress("replicates", "zh", quiet=False) as bar:
        assert read_json(told)["doing"] == text("cli.progress.preparing", "zh")
        bar(2, 20)
        bar.beside("目前 +2")
        bar(20, 20)
        found = read_json(told)
        assert (found["done"], found["wanted"], found["words"]) == (20, 20, "目前 +2")
        assert found["left"] == 0.0 and abs(found["at"] - time.time()) < 60.0
    with progress.working("report", "en", quiet=False) as tell:
        tell("writing")
        assert read_json(told)["doing"].endswith("writing")
    assert capsys.readouterr() == ("", "")
