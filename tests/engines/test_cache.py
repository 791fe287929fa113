"""Compiled code is never older than the rules it was compiled from, and has a place everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numba
import pytest

from sim.engines import cache

ROOT = Path(__file__).resolve().parents[2]
STORY = """
import json
import numpy as np
from sim.cast import contacts
from sim.chance.draws import mixed_seed
from sim.replicate.days import engine_of, live_one
from sim.replicate.past import values_of
from sim.scenario.plan import Population, Scenario
from sim.world.people import Beginning
from sim.world.world import create

scenario = Scenario("baseline")
told = {}
for name in ("compiled", "agents"):
    values = values_of(scenario, 0, True).values
    world = create(Beginning(Population(users=80, hosts=8), values, mixed_seed(1), 0, 8, None))
    world.start_counting()
    for _ in range(8):
        live_one(world, engine_of(name, 1))
    told[name] = [world.totals.sum(axis=0).tolist(), round(float(world.state["habit"].sum()), 9)]
expected = contacts.expected_degree(np.arange(60), 5, 8.0, 1.0)
graphs = []
for link in (contacts._compiled(), contacts._link):
    known, degree = np.zeros((60, contacts.MOST_CONTACTS), np.int32), np.zeros(60, int)
    link(expected, np.zeros(60, int), 5, 1.0, 1.0, 9.0, known, degree)
    graphs.append(known.tolist())
told["graphs"] = graphs
print(json.dumps(told))
"""


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A cache of one's own."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "livesim" / "numba"


def test_the_folder_is_named_by_the_sources(place):
    folder = cache.use_cache()
    assert folder == place / cache.source_digest()
    assert folder.is_dir() and str(folder) == numba.config.CACHE_DIR


def test_old_folders_are_removed_but_the_latest_few(place):
    for age in range(6):
        (place / f"old{age}").mkdir(parents=True)
        (place / f"old{age}" / "kernel.nbc").touch()
        os.utime(place / f"old{age}", (1e9 - age, 1e9 - age))
    folder = cache.use_cache()
    assert sorted(p.name for p in place.iterdir()) == sorted([folder.name, *(f"old{k}" for k in range(cache.KEPT))])


@pytest.mark.parametrize("nowhere", ["a file", "/proc/none", "not absolute"])
def test_without_a_writable_cache_the_temporary_folder_is_used(place, monkeypatch, tmp_path, nowhere):
    if nowhere == "a file":
        nowhere = tmp_path / "file"
        nowhere.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    folder = cache.use_cache()
    assert folder.is_relative_to(tmp_path / "temporary") and folder.name == cache.source_digest()
    assert cache.is_writable(folder)


def test_when_nothing_named_is_writable_a_fresh_folder_is_made(place, monkeypatch, tmp_path):
    monkeypatch.setattr(cache, "is_writable", lambda folder: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    bystander = tmp_path / "somebody else's"
    bystander.mkdir()
    for _ in range(cache.KEPT + 2):
        assert cache.use_cache().is_dir()
    assert bystander.is_dir()


def tell(folder: Path) -> dict:
    """What a small world does, told by the copy of the package in `folder`."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", STORY], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_an_edited_rule_never_meets_a_stale_kernel(tmp_path):
    for package in ("sim", "calibration", "scenarios"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.otf"))
    before = tell(tmp_path)
    assert before["compiled"] == before["agents"] and before["graphs"][0] == before["graphs"][1]
    rules = {"users/rules/habit.py": ("* (1.0 - habit) * saturation(minutes, p)", "* (1.0 - habit)"),
             "chance/draws.py": ("GOLDEN = 0x9E3779B97F4A7C15", "GOLDEN = 0xD1B54A32D192ED03")}
    for name, (old, new) in rules.items():
        path = tmp_path / "sim" / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
        after = tell(tmp_path)
        assert after["compiled"] == after["agents"] != before["agents"]
        assert after["graphs"][0] == after["graphs"][1]
        before = after
    assert not list(tmp_path.glob("sim/**/*.nbi"))  # nothing is kept beside the sources
