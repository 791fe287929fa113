"""Jobs are processes: one at a time, in the order asked; stopped, killed or failed ones say so and can go on."""

from __future__ import annotations

import os
import sys
import time

import psutil
import pytest

from sim.base.files import read_json, write_json
from sim.desk import jobs
from sim.desk.workspace import Workspace

FINE, WRONG = ["scenarios", "list"], ["scenarios", "show", "elder_mood"]
LONG = ["run", "baseline", "--users", "20000", "--days", "720", "--out", "results"]
"""Takes longer than any test waits."""


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.at(tmp_path)
    yield made
    for folder in jobs.queue(made):
        jobs.stop(folder)


def asked(workspace, name, command, kind="answers"):
    folder = workspace.place(kind, name)
    folder.mkdir()
    jobs.ask(folder, command)
    return folder


def until(true, seconds=120.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def ended(folder):
    return jobs.status(folder).ended


def test_a_job_runs_when_its_turn_comes_and_says_how_it_ended(workspace):
    first, second = asked(workspace, "first", FINE), asked(workspace, "second", WRONG, "numbers")
    assert [jobs.status(one).state for one in (first, second)] == [jobs.WAITING] * 2
    jobs.advance(workspace)
    jobs.advance(workspace)  # one at a time, whoever looks
    assert [jobs.status(one).state for one in (first, second)] == [jobs.RUNNING, jobs.WAITING]
    until(lambda: ended(first))
    assert jobs.status(first).state == jobs.DONE
    assert "elder_mode" in (first / jobs.PRINTED).read_text("utf-8")
    jobs.advance(workspace)
    until(lambda: ended(second))
    status = jobs.status(second)
    assert status.state == jobs.FAILED and "did you mean 'elder_mode'?" in status.told
    assert "Traceback" not in status.told


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_is_stopped_or_killed_is_not_begun_again_until_somebody_asks(workspace):
    folder, later = asked(workspace, "long", LONG), asked(workspace, "later", FINE)
    jobs.advance(workspace)
    assert jobs.status(folder).state == jobs.RUNNING
    jobs.stop(later)
    assert jobs.status(later).state == jobs.STOPPED
    process = psutil.Process(read_json(folder / jobs.PROCESS)["pid"])
    until(lambda: process.nice() == min(19, psutil.Process().nice() + 10))  # whoever clicks goes first
    process.kill()
    until(lambda: ended(folder))
    assert jobs.status(folder).state == jobs.BROKEN
    jobs.advance(workspace)
    assert jobs.status(folder).state == jobs.BROKEN and jobs.status(later).state == jobs.STOPPED
    jobs.again(folder)
    assert jobs.status(folder).state == jobs.WAITING
    jobs.advance(workspace)
    process = psutil.Process(read_json(folder / jobs.PROCESS)["pid"])
    jobs.stop(folder)
    assert jobs.status(folder).state == jobs.STOPPED and not alive(process)


def alive(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_another_process_with_the_same_number_is_not_the_job(workspace):
    folder = asked(workspace, "x", FINE)
    write_json(folder / jobs.JOB, {**jobs.job_of(folder), "wish": jobs.BEGUN})
    write_json(folder / jobs.PROCESS, {"pid": os.getpid(), "born": psutil.Process().create_time() - 100.0})
    assert jobs.status(folder).state == jobs.BROKEN
    jobs.stop(folder)  # and is left alone
    assert alive(psutil.Process())


def test_progress_is_what_the_command_said_and_time_goes_by(workspace):
    folder = asked(workspace, "x", FINE)
    write_json(folder / jobs.PROCESS, {"pid": os.getpid(), "born": psutil.Process().create_time()})
    write_json(folder / jobs.PROGRESS, {"doing": "replicates", "done": 6, "wanted": 20, "left": 60.0, "words": "so far",
                                        "at": time.time() - 10.0})  # fmt: skip
    status = jobs.status(folder)
    (folder / jobs.PROCESS).unlink()  # this process is not to be stopped
    assert (status.state, status.done, status.wanted, status.doing, status.told) == (
        jobs.RUNNING, 6, 20, "replicates", "so far")  # fmt: skip
    assert status.left == pytest.approx(50.0, abs=2.0)


@pytest.mark.parametrize("name", [jobs.JOB, jobs.PROCESS, jobs.PROGRESS, jobs.ENDED])
def test_a_torn_file_is_none(workspace, name):
    folder = asked(workspace, "x", FINE)
    (folder / name).write_text('{"command": [', encoding="utf-8")
    assert jobs.status(folder).state in (jobs.WAITING, jobs.BROKEN)
