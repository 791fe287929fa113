"""A real Dask scheduler with two workers on loopback gives the tables of local processes, one worker killed or not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest
from pandas.testing import assert_frame_equal

from sim.explore.cluster import ClusterError, on_cluster
from sim.explore.load import load_sweep
from sim.explore.sweeping import sweep
from tests.explore import files
from tests.paired import fake
from tests.plugins import recipes

BODY = files.GRID.replace("replicates: 4", "replicates: 8")


def test_an_address_without_a_cluster_is_told():
    pytest.importorskip("distributed")
    with pytest.raises(ClusterError, match=r"no scheduler answers at 'tcp://127\.0\.0\.1:9'.*dask scheduler"):
        on_cluster("tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match="is not the address of a cluster; write it as tcp://host:8786"):
        on_cluster("somewhere")


@pytest.fixture
def dask(pytestconfig, tmp_path):
    """Starts a scheduler, and workers one by one; all of them end with the test."""
    pytest.importorskip("distributed")
    here = {**os.environ, "PYTHONPATH": str(pytestconfig.rootpath)}
    running = []

    def start(module, *arguments):
        log = tmp_path / f"log{len(running)}"
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
        with log.open("w") as stream:
            process = subprocess.Popen(command, env=here, stdout=stream, stderr=stream, cwd=tmp_path)
        running.append(process)
        return process, log

    yield start
    for process in running:
        process.kill()
    for process in running:
        process.wait()


def told(log, pattern, seconds=60.0):
    """What a log says by a pattern, waited for."""
    end = time.monotonic() + seconds
    while (found := re.search(pattern, log.read_text())) is None:
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
    return found[1]


def cluster(start, threads=1, workers=2):
    """(address, workers) of a running cluster."""
    _, log = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
    address = told(log, r"Scheduler at:\s*(tcp://\S+)")
    found = []
    for _ in range(workers):
        process, log = start("dask_worker", address, "--nthreads", str(threads), "--no-nanny")
        told(log, r"(Registered to)")
        found.append(process)
    return address, found


@pytest.mark.slow
def test_a_cluster_gives_the_tables_of_processes_though_a_worker_is_killed(dask, tmp_path):
    study = files.study(tmp_path, BODY)
    here = sweep(study, tmp_path / "here", workers=2, simulate=fake.simulate)
    address, workers = cluster(dask)
    make, count = on_cluster(address)
    assert count == 2
    killed = []

    def kill(done, wanted):
        if not killed:
            workers[0].kill()
            killed.append(done)

    there = sweep(study, tmp_path / "there", workers=count, executor=make, simulate=fake.slow, progress=kill)
    assert killed and killed[0] < 48
    assert there.failed == 0
    for name in ("points", "runs", "results", "effects"):
        assert_frame_equal(getattr(there, name), getattr(here, name))


@pytest.mark.slow
def test_plugins_travel_to_workers_that_have_no_folder(dask, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ideas = recipes.laid(tmp_path)
    study = load_sweep(files.written(tmp_path, recipes.SWEEP), ideas / "plugins")
    here = sweep(study, tmp_path / "here", workers=1, simulate=recipes.simulate)
    (ideas / "plugins").rename(tmp_path / "away")
    make, count = on_cluster(cluster(dask)[0])
    there = sweep(study, tmp_path / "there", workers=count, executor=make, simulate=recipes.simulate)
    assert there.failed == 0
    assert_frame_equal(there.effects, here.effects)


@pytest.mark.slow
def test_workers_that_cannot_be_used_are_told(dask):
    address, _ = cluster(dask, workers=0)
    with pytest.raises(ClusterError, match="has no workers; start some with: dask worker"):
        on_cluster(address)
    process, log = dask("dask_worker", address, "--nthreads", "2", "--no-nanny")
    told(log, r"(Registered to)")
    with pytest.raises(ClusterError, match="has 2 threads; a world is lived by one thread"):
        on_cluster(address)
    assert process.poll() is None
