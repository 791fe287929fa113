"""The front door: four names, found late, and a warning when another package hides ours."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import sim


def test_the_names_are_the_functions():
    from sim.model import LiveCommerceModel
    from sim.paired.comparing import compare
    from sim.running.single import run
    from sim.scenario.load import load_scenario

    found = [getattr(sim, name) for name in ("LiveCommerceModel", "compare", "load_scenario", "run")]
    assert found == [LiveCommerceModel, compare, load_scenario, run]
    assert set(sim.__all__) <= set(dir(sim))


def test_an_unknown_name_says_what_there_is():
    with pytest.raises(AttributeError, match=r"no attribute 'comprae'; it offers LiveCommerceModel, compare"):
        _ = sim.comprae


def test_importing_loads_nothing_else():
    code = "import sys, sim; print('numpy' in sys.modules, 'mesa' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_stranger_of_the_same_name_is_seen(tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "__init__.py").touch()
    home = os.path.dirname(os.path.dirname(sim.__file__))
    done = subprocess.run(
        [sys.executable, "-c", "import sim"], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), home])},
    )  # fmt: skip
    assert f"'scenarios' is taken from {tmp_path / 'scenarios'}" in done.stderr
    assert "start from another folder" in done.stderr


def test_a_folder_of_scenarios_beside_the_user_is_no_stranger(tmp_path):
    (tmp_path / "scenarios").mkdir()
    home = os.path.dirname(os.path.dirname(sim.__file__))
    done = subprocess.run(
        [sys.executable, "-c", "import sim"], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), home])},
    )  # fmt: skip
    assert done.stderr == ""


def test_a_missing_package_is_seen():
    (sentence,) = sim._strangers(("no_such_package_of_ours",))
    assert "is missing" in sentence and "install livesim again" in sentence
