"""The command lines that livesim prints run as they are printed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import app, output
from sim.reports.repeat import command
from tests.cli.conftest import chinese

SMALL = "--users 100 --days 72 --replicates 2 --quiet"


def printed(text, first):
    """The command lines that begin with `livesim` and a command, without the punctuation after them."""
    return [line.strip() for line in re.findall(rf"livesim ({first} [^\n]*)", text)]


def test_the_commands_are_those_of_the_program():
    groups = [group.name for group in app.registered_groups]
    assert sorted(output.COMMANDS) == sorted([*(one.name for one in app.registered_commands), *groups])


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_next_line_of_a_new_file_runs(livesim, tmp_path, lang):
    (tmp_path / "my ideas").mkdir()
    said = livesim(f"scenarios new --folder 'my ideas' --lang {lang}", input="idea\n" + "\n" * 40)
    assert chinese(said.stdout) == (lang == "zh")
    (line,) = printed(said.stdout, "compare")
    assert line == "compare 'my ideas/idea.yaml'"
    assert livesim(f"{line} --users 100 --days 72 --replicates 2 --quiet").exit_code == 0


@pytest.mark.slow
def test_the_lines_of_a_comparison_run(livesim, tmp_path):
    (tmp_path / "my ideas").mkdir()
    (tmp_path / "my ideas" / "x.yaml").write_text("name: other\nextends: elder_mode\n", encoding="utf-8")
    said = livesim(f"compare 'my ideas/x.yaml' --out r {SMALL}")
    (closer,) = printed(" ".join(said.stdout.split("\n")), "compare")
    assert closer.startswith("compare 'my ideas/x.yaml' --break-even --lang en")
    again = command(json.loads((tmp_path / "r" / "manifest.json").read_text(encoding="utf-8")))
    assert again.startswith("livesim compare 'my ideas/x.yaml' --users 100")
    assert livesim(again.removeprefix("livesim ") + " --quiet").exit_code == 0


@pytest.mark.parametrize(("called", "typed"), [
    ("/some where/livesim", "'/some where/livesim'"), ("/bin/.venv/livesim", "/bin/.venv/livesim"),
    ("/x/pytest", "livesim"), ("/x/pytest/__main__.py", "livesim"),
    ("/x/sim/cli/__main__.py", f"{sys.executable} -m sim.cli"),
])  # fmt: skip
def test_a_program_that_is_not_on_the_path_is_named_as_it_was_called(called, typed, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(sys, "argv", [called])
    assert output.runnable("Next: livesim compare x, as livesim says") == f"Next: {typed} compare x, as livesim says"


def test_a_program_on_the_path_has_its_name(tmp_path, monkeypatch):
    (tmp_path / "livesim").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "livesim").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["/elsewhere/livesim"])
    assert output.program() == "livesim"


def test_what_the_module_prints_runs(tmp_path):
    done = subprocess.run([sys.executable, "-m", "sim.cli", "scenarios", "new"], cwd=tmp_path, text=True,
                          input="idea\n" + "\n" * 40, capture_output=True, check=True,
                          env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(output.__file__).parents[2])})
    line = re.search(r"Next: (.*)", done.stdout)[1]
    shown = subprocess.run(f"{line} --help", shell=True, cwd=tmp_path, text=True, capture_output=True, check=True,
                           env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(output.__file__).parents[2])})
    assert "Usage: livesim compare" in shown.stdout
