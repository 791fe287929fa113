"""A laptop is looked at: what is missing is said with what to do, and what has a way round spoils no class."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from sim.texts import LANGUAGES, text
from sim.workshop import checking


def test_what_is_looked_at_has_a_name_in_both_languages():
    for look in checking.LOOKS[:-1]:
        found = look()
        for lang in LANGUAGES:
            assert text(f"workshop.check.{found.name}", lang)


def test_this_machine_has_what_livesim_needs():
    assert all(look().well for look in (checking.python, checking.packages, checking.write_access, checking.fonts))


@pytest.mark.parametrize(("version", "well"), [((3, 10, 1), False), ((3, 11, 0), True), ((3, 13, 9), True),
                                               ((3, 14, 0), False)])  # fmt: skip
def test_pythons(monkeypatch, version, well):
    monkeypatch.setattr(sys, "version_info", version)
    assert checking.python().well is well


def test_a_missing_and_an_old_package_are_named(monkeypatch):
    monkeypatch.setattr(checking, "requires", lambda name: ["numpy>=999", "no-such-package>=1", "pandas>=1",
                                                            "absent-extra; extra == 'app'"])
    found = checking.packages()
    assert not found.well and found.seen == "numpy>=999, no-such-package"
    assert "pip install numpy>=999 no-such-package" in found.advice


def test_a_full_disk_is_seen(monkeypatch):
    monkeypatch.setattr(checking.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10**8}))
    assert not checking.disk().well


@pytest.mark.parametrize(("needed", "code", "end"), [(True, 3, "Not ready"), (False, 0, "ready")])
def test_the_last_line_says_whether_the_class_can_begin(livesim, monkeypatch, needed, code, end):
    lacking = checking.Readiness("browser", False, "none found", "do this", needed=needed)
    monkeypatch.setattr(checking, "LOOKS", (checking.python, lambda: lacking))
    said = livesim("workshop check --quiet")
    assert said.exit_code == code
    assert "do this" in said.stdout and end in said.stdout + said.stderr
    monkeypatch.setattr(checking, "LOOKS", (lambda: replace(lacking, well=True),))
    assert livesim("workshop check --quiet --lang zh").exit_code == 0


@pytest.mark.slow
def test_the_small_comparison_runs():
    assert checking.comparison().well
