"""Workers and sweeps that are killed lose nothing that was finished, and what is left is complete."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from pandas.testing import assert_frame_equal

from sim.explore.folder import SweepFolder
from sim.explore.sweeping import sweep
from tests.explore import files
from tests.paired import fake
from tests.paired.test_killed import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]

SIXTY = files.GRID.replace("replicates: 4", "replicates: 10")
SCRIPT = """
import sys
from sim.explore.sweeping import sweep
from tests.paired import fake
sweep(sys.argv[1], sys.argv[2], workers=2, simulate=fake.slow, retry=True)
"""
KILLS = 12


def started(tmp_path, root):
    """A sweep of 60 runs in a process of its own."""
    here = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", SCRIPT, str(files.written(tmp_path, SIXTY)), str(tmp_path / "out")]
    return subprocess.Popen(command, env=here, text=True, stderr=subprocess.PIPE, start_new_session=True)


def workers_of(pid):
    """The worker processes of a process, none while it starts or ends."""
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(pid)]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [int(line.split()[0]) for line in listing.splitlines() if "spawn_main" in line]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return sweep(files.study(folder, SIXTY), folder / "out", workers=1, simulate=fake.simulate)


def assert_whole(tmp_path, whole):
    """The folder ends as if nothing had happened; `slow` is `simulate` with pauses."""
    for path in (tmp_path / "out").rglob("*.tmp"):  # of who was killed while he wrote: removed in an hour
        os.utime(path, (0, 0))
    found = sweep(files.study(tmp_path, SIXTY), tmp_path / "out", workers=1, simulate=fake.simulate, retry=True)
    for name in ("points", "runs", "results", "effects"):
        assert_frame_equal(getattr(found, name), getattr(whole, name))
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_sixty_runs_with_workers_killed_at_random_lose_nothing(tmp_path, pytestconfig, whole):
    chance = random.Random(5)
    run = started(tmp_path, pytestconfig.rootpath)
    killed = 0
    while run.poll() is None and killed < KILLS:
        time.sleep(chance.uniform(0.2, 0.9))
        for pid in chance.sample(found := workers_of(run.pid), min(1, len(found))):
            try:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
    _, said = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert killed >= 3
    kept = SweepFolder(tmp_path / "out").finished()
    assert sum(map(len, kept.values())) + len(SweepFolder(tmp_path / "out").failures(kept)) == 60
    assert_whole(tmp_path, whole)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_sweep_goes_on_from_what_was_finished(tmp_path, pytestconfig, whole, how):
    run = started(tmp_path, pytestconfig.rootpath)
    wait_until(lambda: len(list((tmp_path / "out").glob("runs/*/0*.parquet"))) >= 6 or run.poll() is not None)
    os.killpg(run.pid, how)
    run.communicate(timeout=60)
    kept = sum(map(len, SweepFolder(tmp_path / "out").finished().values()))
    assert kept >= 6
    assert_whole(tmp_path, whole)


def test_two_processes_share_one_folder(tmp_path, pytestconfig, whole):
    both = [started(tmp_path, pytestconfig.rootpath) for _ in range(2)]
    for run in both:
        _, said = run.communicate(timeout=300)
        assert run.returncode == 0, said
    assert_whole(tmp_path, whole)
