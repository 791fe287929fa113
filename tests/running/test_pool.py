from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.running.pool import WorkerError, cores, finished
from tests.running import tasks


def test_one_worker_is_this_process_and_keeps_the_order():
    assert list(finished(tasks.square, [3, 1, 2], 1)) == [(0, 9), (1, 1), (2, 4)]
    assert list(finished(lambda n: n, [5], 1)) == [(0, 5)]  # nothing has to be pickled


def test_several_workers_answer_every_task_once():
    assert sorted(finished(tasks.square, range(7), 2)) == [(n, n * n) for n in range(7)]


def test_workers_run_one_thread_and_leave_ctrl_c_to_the_parent():
    assert dict(finished(tasks.threads, [0, 1], 2)) == {0: ("1", True), 1: ("1", True)}


def test_an_error_of_a_task_ends_the_run():
    with pytest.raises(ValueError, match="three"):
        list(finished(tasks.fails_on_three, range(20), 2))


def test_another_executor_can_be_given():
    made = []

    def make(workers):
        made.append(workers)
        return ThreadPoolExecutor(workers)

    assert sorted(finished(tasks.square, range(5), 3, make)) == [(n, n * n) for n in range(5)]
    assert made == [3]


def test_closing_ends_the_workers_at_once():
    results = finished(tasks.sleeps, [0.0, 60.0, 60.0], 2)
    assert next(results) == (0, 0.0)
    start = time.monotonic()
    results.close()
    assert time.monotonic() - start < 10


@pytest.mark.slow
def test_killed_workers_are_replaced_and_their_tasks_done_again(tmp_path):
    jobs = [(n, str(tmp_path)) for n in range(4)]
    assert sorted(finished(tasks.dies_once, jobs, 2)) == [(n, n) for n in range(4)]


@pytest.mark.slow
def test_a_task_that_always_kills_its_worker_is_named_and_the_others_are_done():
    done = []
    with pytest.raises(WorkerError, match="the worker of 2 died 3 times"):
        for _, number in finished(tasks.dies_on_two, range(6), 2):
            done.append(number)
    assert set(done) <= {0, 1, 3, 4, 5} and {0, 1} <= set(done)


@pytest.mark.slow
def test_a_script_needs_no_main_guard(tmp_path, pytestconfig):
    script = tmp_path / "script.py"
    script.write_text(
        "from sim.running.pool import finished\n"
        "from tests.running import tasks\n"
        "print('started')\n"
        "print(sorted(finished(tasks.square, range(3), 2)))\n"
    )
    command = [sys.executable, str(script)]
    here = {**os.environ, "PYTHONPATH": str(pytestconfig.rootpath)}
    ran = subprocess.run(command, capture_output=True, text=True, env=here, timeout=60, check=True)
    assert ran.stdout == "started\n[(0, 0), (1, 1), (2, 4)]\n"
    assert ran.stderr == ""


def test_there_is_at_least_one_core():
    assert cores() >= 1
