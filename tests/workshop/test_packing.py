"""The offline folder: what is missing is named, nothing of anybody's is touched, and it installs without network."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.base.errors import ResultError, StoreError
from sim.workshop import laptops, packing
from sim.workshop.laptops import SYSTEMS, Laptop, fetch, wanted
from sim.workshop.packing import pack
from tests.project.sources import ROOT

LINUX = Laptop(SYSTEMS["linux"], f"{sys.version_info[0]}.{sys.version_info[1]}")
WINDOWS = Laptop(SYSTEMS["windows"], "3.12")


def test_participants_get_what_livesim_and_its_notebooks_need():
    names = " ".join(wanted(ROOT))
    assert "numba" in names and "jupyterlab" in names and "pytest" not in names and "livesim" not in names


def test_missing_wheels_are_found_one_by_one(monkeypatch, tmp_path):
    lacking = {"b==1", "d==1"}
    monkeypatch.setattr(laptops, "_fetched", lambda target, pins, wheels: not lacking & set(pins))
    assert fetch(LINUX, ["a==1", "b==1", "c==1", "d==1"], tmp_path) == ["b==1", "d==1"]
    assert fetch(LINUX, ["a==1"], tmp_path) == [] == fetch(LINUX, [], tmp_path)


@pytest.fixture
def no_network(monkeypatch):
    """Wheels come from nowhere; Windows lacks one, macOS has no set of versions at all."""

    def pins_for(target, requirements, lock):
        if target.system.name == "macos-intel":
            raise ResultError("no numba")
        return ["numba==1"]

    monkeypatch.setattr(packing, "pins_for", pins_for)
    monkeypatch.setattr(packing, "fetch", lambda target, pins, wheels: pins if target is WINDOWS else [])
    monkeypatch.setattr(packing, "_build", lambda project, wheels: "livesim==1.0")


def test_the_first_page_says_what_to_type_and_what_is_missing(no_network, tmp_path):
    intel = Laptop(SYSTEMS["macos-intel"], "3.13")
    packed = pack(tmp_path / "offline", [LINUX, WINDOWS, intel])
    assert packed.missing == {WINDOWS.title: ["numba==1"], intel.title: ["no numba"]}
    page = (tmp_path / "offline" / "README.md").read_text("utf-8")
    assert page.count("install.py") >= 4 and page.count("workshop start 1") == 4
    assert f"- {LINUX.title}\n" in page and f"- {WINDOWS.title}: numba==1" in page
    assert "Windows and macOS nobody has tried" in page and "无人试过" in page
    assert (tmp_path / "offline" / "wheels" / "requirements.txt").read_text("utf-8").startswith("livesim==1.0\n")


def test_packing_again_goes_on_and_a_folder_of_other_things_is_left_alone(no_network, tmp_path):
    pack(tmp_path / "offline", [LINUX])
    (tmp_path / "offline" / "mine.txt").write_text("mine", "utf-8")
    pack(tmp_path / "offline", [LINUX])
    assert (tmp_path / "offline" / "mine.txt").read_text("utf-8") == "mine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(StoreError, match="not empty"):
        pack(tmp_path / "other", [LINUX])


@pytest.mark.slow
@pytest.mark.skipif("LIVESIM_PACK" not in os.environ, reason="fetches 260 MB of wheels: LIVESIM_PACK=1 asks for it")
def test_the_folder_installs_without_network(tmp_path):
    """With no index and no proxy that leads anywhere, in a fresh environment."""
    packed = pack(tmp_path / "offline", [LINUX])
    assert packed.missing == {}
    nowhere = {"PIP_CONFIG_FILE": "/dev/null", "HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9",
               "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}  # fmt: skip
    done = subprocess.run([sys.executable, "install.py"], cwd=packed.folder, env=nowhere, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    livesim = packed.folder / ".venv" / "bin" / "livesim"
    said = subprocess.run([livesim, "workshop", "check"], cwd=tmp_path, env=nowhere, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr
    if (ROOT / "notebooks" / "en").is_dir():
        begun = subprocess.run([livesim, "workshop", "start", "1", "--no-open"], cwd=tmp_path, env=nowhere,
                               capture_output=True, text=True)  # fmt: skip
        assert begun.returncode == 0, begun.stderr
