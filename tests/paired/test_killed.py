"""Interrupted and killed comparisons leave no half result, and what was finished is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from sim.base.errors import StoreError
from sim.paired.comparing import compare
from sim.paired.comparison import TABLES, Comparison
from tests.paired import fake

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]

REPLICATES = 8
SCRIPT = f"""
from sim.paired.comparing import compare
from tests.paired import fake
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with Ctrl-C ignored
compare(fake.scenario(), [fake.treated()], replicates={REPLICATES}, workers=2, metrics=["base_retention"],
        simulate=fake.slow, out=sys.argv[1])
"""


def started(out: Path, root: Path) -> subprocess.Popen[str]:
    """A comparison with two workers, in a process group of its own, two or more replicates finished, held there."""
    held(out).touch()
    here = {**os.environ, "PYTHONPATH": str(root), "LIVESIM_TEST_HOLD": str(held(out))}
    run = subprocess.Popen([sys.executable, "-c", SCRIPT, str(out)], env=here, text=True,
                           stderr=subprocess.PIPE, start_new_session=True)
    wait_until(lambda: len(finished(out)) >= 2 or run.poll() is not None)
    assert run.poll() in (None, 0), run.communicate()[1]
    return run


def held(out: Path) -> Path:
    """While this file is there, the later replicates wait: nothing is over before it is interrupted."""
    return out.with_name("hold")


def finished(out: Path) -> list[Path]:
    return sorted(out.glob("replicates/*/[0-9]*.parquet"))


def wait_until(true, seconds=180.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The worker processes of a process (the resource tracker of multiprocessing is none)."""
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)
    return [int(line.split()[0]) for line in listing.stdout.splitlines() if "spawn_main" in line]


def group_is_gone(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return True
    return False


def resume(out):
    seen = []
    found = compare(fake.scenario(), [fake.treated()], replicates=REPLICATES, workers=1, metrics=["base_retention"],
                    simulate=fake.slow, out=out, progress=lambda done, wanted: seen.append(done))
    return found, seen


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return resume(tmp_path_factory.mktemp("whole") / "out")[0]


def assert_resumes(out, kept, whole):
    with pytest.raises(StoreError, match="no finished results"):
        Comparison.load(out)
    found, seen = resume(out)
    assert seen[0] >= kept >= 2
    for name in TABLES:
        assert_frame_equal(getattr(found, name), getattr(whole, name))
        assert_frame_equal(getattr(Comparison.load(out), name), getattr(whole, name))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_parent_takes_its_workers_along_and_leaves_what_was_finished(tmp_path, pytestconfig, whole, how):
    out = tmp_path / "out"
    run = started(out, pytestconfig.rootpath)
    run.send_signal(how)
    run.wait(timeout=30)
    held(out).unlink()
    kept = len(finished(out))
    wait_until(lambda: group_is_gone(run.pid))
    assert kept < REPLICATES
    assert_resumes(out, kept, whole)


def test_ctrl_c_in_a_terminal_reaches_all_and_ends_all(tmp_path, pytestconfig, whole):
    out = tmp_path / "out"
    run = started(out, pytestconfig.rootpath)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=30)
    held(out).unlink()
    wait_until(lambda: group_is_gone(run.pid))
    assert said.strip().endswith("KeyboardInterrupt") and "SpawnProcess" not in said
    assert_resumes(out, len(finished(out)), whole)


def test_killed_workers_are_replaced(tmp_path, pytestconfig, whole):
    out = tmp_path / "out"
    run = started(out, pytestconfig.rootpath)
    os.kill(children(run.pid)[0], signal.SIGKILL)
    held(out).unlink()
    _, said = run.communicate(timeout=180)
    assert run.returncode == 0, said
    found = Comparison.load(out)
    for name in TABLES:
        assert_frame_equal(getattr(found, name), getattr(whole, name))


def test_two_processes_may_fill_one_folder(tmp_path, pytestconfig, whole):
    out = tmp_path / "out"
    first = started(out, pytestconfig.rootpath)
    second = started(out, pytestconfig.rootpath)
    held(out).unlink()
    assert (first.wait(timeout=180), second.wait(timeout=180)) == (0, 0)
    found = Comparison.load(out)
    for name in TABLES:
        assert_frame_equal(getattr(found, name), getattr(whole, name))
