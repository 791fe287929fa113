"""A cache that nobody has to trust: damaged, full, shared by processes, or not to be written at all."""

from __future__ import annotations

import errno
import multiprocessing
import os

import pytest

from sim.base import files, keeping
from sim.base.errors import ParameterError
from sim.base.files import MARK, ZEROS, sealed
from sim.base.keeping import KeptFiles, kept_files


def body(letter, size=1000):
    return sealed(letter.encode() * size + MARK + ZEROS)


def test_what_was_kept_is_found_by_its_name_alone(tmp_path):
    kept = KeptFiles(tmp_path / "new")
    assert kept.read("group", "a") is None and kept.listed() == [] and not kept.has("group", "a")
    kept.write("group", "a", body("a"))
    assert kept.read("group", "a") == body("a") and kept.has("group", "a") and kept.names("group") == ["a"]
    assert kept.read("group", "b") is None and kept.read("other", "a") is None and kept.trouble is None


def test_every_damage_is_as_if_it_were_absent(tmp_path):
    kept = KeptFiles(tmp_path)
    kept.write("group", "a", body("a"))
    path = kept.listed()[0].path
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], b"x" + whole[1:], whole.replace(b"a", b"b", 1)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(damaged)
        assert kept.read("group", "a") is None and not path.exists()
    path.mkdir(parents=True)
    assert kept.read("group", "a") is None


def test_what_was_used_longest_ago_makes_room(tmp_path):
    size = len(body("a"))
    kept = KeptFiles(tmp_path, cap=3 * size)
    for age, name in enumerate("abc"):
        kept.write("group", name, body(name))
        os.utime(tmp_path / "group" / f"{name}.kept", (age, age))
    assert kept.read("group", "a") == body("a")  # used now
    kept.write("other", "d", body("d"))
    assert (kept.names("group"), kept.names("other")) == (["a", "c"], ["d"])
    assert sum(file.size for file in kept.listed()) <= kept.cap


def test_what_is_larger_than_everything_pushes_nothing_out(tmp_path):
    kept = KeptFiles(tmp_path, cap=2 * len(body("a")))
    kept.write("group", "a", body("a"))
    kept.write("group", "b", body("b", 5000))
    assert kept.names("group") == ["a"] and "larger than all that may be kept" in kept.trouble


@pytest.mark.parametrize(("number", "why"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only")])
def test_a_disk_that_takes_nothing_is_trouble_and_no_error(tmp_path, monkeypatch, number, why):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "replace", refuse)
    kept = KeptFiles(tmp_path)
    kept.write("group", "a", body("a"))
    monkeypatch.undo()
    kept.write("group", "b", body("b"))
    assert why in kept.trouble and str(tmp_path) in kept.trouble and keeping.VARIABLE in kept.trouble
    assert kept.listed() == [] and not list(tmp_path.rglob("*.tmp"))


def test_a_folder_below_a_file_is_trouble_and_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    kept = KeptFiles(tmp_path / "file" / "cache")
    assert kept.read("group", "a") is None and kept.listed() == []
    kept.write("group", "a", body("a"))
    assert "cannot write in" in kept.trouble


def write_and_read(folder, letters):
    kept = KeptFiles(folder, cap=4 * len(body("a")))
    for _ in range(20):
        for letter in letters:
            kept.write("group", letter, body(letter))
            assert kept.read("group", letter) in (None, body(letter))
    assert kept.trouble is None


def test_processes_share_a_folder(tmp_path):
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=write_and_read, args=(tmp_path, letters)) for letters in ("abcd", "cdef")]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0]
    assert not list(tmp_path.rglob("*.tmp"))
    kept = KeptFiles(tmp_path)
    assert kept.listed() and all(kept.read("group", name) == body(name) for name in kept.names("group"))


def test_clearing_removes_what_is_kept_and_nothing_else(tmp_path):
    kept = KeptFiles(tmp_path)
    kept.write("group", "a", body("a"))
    (tmp_path / "group" / ".b.kept.1f.tmp").write_bytes(b"left by a killed run")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    kept.clear()
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["mine", "notes.txt"]


def test_leftovers_of_killed_runs_go_and_those_of_living_ones_stay(tmp_path):
    kept = KeptFiles(tmp_path)
    kept.write("group", "a", body("a"))
    old, young = tmp_path / "group" / ".b.kept.1f.tmp", tmp_path / "group" / ".c.kept.2f.tmp"
    for path in (old, young):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    kept.write("group", "d", body("d"))
    assert not old.exists() and young.exists()


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_files({}).folder == tmp_path / "livesim" / "worlds"
    assert kept_files({"LIVESIM_CACHE": f" {tmp_path}/x "}).folder == tmp_path / "x"
    assert kept_files({"LIVESIM_CACHE": "off"}) is None and kept_files({"LIVESIM_CACHE": "OFF"}) is None
    monkeypatch.setenv("XDG_CACHE_HOME", "nowhere/in/particular")
    assert kept_files({}) is None


@pytest.mark.parametrize("value", ["on", "1", "no", "False"])
def test_a_switch_that_is_none_is_refused(value):
    with pytest.raises(ParameterError, match=f"LIVESIM_CACHE is '{value}'; allowed: off, or a folder"):
        kept_files({"LIVESIM_CACHE": value})
