"""Help, exit codes and how much is loaded before a command begins."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest
import typer

from sim.cli import app
from sim.cli.words import say
from tests.cli.conftest import chinese

LIGHT = ("levers", "levers elder_mode", "params", "day", "scenarios list", "scenarios check elder_mode",
         "scenarios show elder_mode", "scenarios schema")  # fmt: skip
"""Commands that read and simulate nothing."""
HEAVY = ("mesa", "numba", "numpy", "pandas", "scipy", "matplotlib", "pyarrow", "calibration")
"""Packages that take long to import, and ours that reads the evidence."""


def commands(group=None, path=()):
    """(words, command) of every command."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())
SWEEP = ("sweep", "run")
"""The command whose name is left out: `livesim sweep FILE`."""


def key(words):
    """The name of a command's texts."""
    if words == SWEEP:
        return "sweep"
    return "_".join(words) if words[0] in ("sweep", "workshop") else words[-1].replace("-", "_")


def typed(words):
    """A command as one types it."""
    return "sweep" if words == SWEEP else " ".join(words)


EXAMPLES = [line for words in COMMANDS for line in say(f"example.{key(words)}", "en").splitlines()]


def python(code, **environment):
    """The standard output of a fresh Python."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, **environment})  # fmt: skip
    return done.stdout


def test_the_commands_load_nothing_heavy():
    loaded = python("import sys, sim.cli; print(*{name.partition('.')[0] for name in sys.modules})").split()
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize("line", LIGHT)
def test_what_only_reads_loads_no_engine_and_no_tables(line):
    code = f"""
import sys
from sim.cli import app
try:
    app({line.split()!r}, prog_name="livesim")
except SystemExit as end:
    assert not end.code, end.code
print(*{{name.partition(".")[0] for name in sys.modules}})
"""
    loaded = python(code).splitlines()[-1].split()
    assert "numpy" in loaded
    assert [name for name in HEAVY if name in loaded] == ["numpy"]


def test_the_front_door_names_its_functions_and_loads_none():
    code = "import sys, sim; print({*sim.__all__} <= {*dir(sim)}, *{name.partition('.')[0] for name in sys.modules})"
    named, *loaded = python(code).split()
    assert named == "True"
    assert [name for name in HEAVY if name in loaded] == []


def test_a_simulation_never_loads_mesa():
    code = "import sys; from sim import run, compare; import sim.replicate.run, sim.diary; print('mesa' in sys.modules)"
    assert python(code).strip() == "False"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_says_what_it_does_with_an_example(livesim, words):
    said = livesim(f"{' '.join(words)} --help")
    assert said.exit_code == 0
    assert say(f"help.{key(words)}")[:40] in said.stdout
    assert f"Examples:\n    livesim {typed(words)}" in said.stdout


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_are_right(line):
    words = shlex.split(line.partition(">")[0])
    assert words[0] == "livesim"
    if words[1] == "sweep" and tuple(words[1:3]) not in COMMANDS:
        words.insert(2, "run")
    depth = next(depth for depth in (1, 2) if tuple(words[1 : 1 + depth]) in COMMANDS)
    COMMANDS[tuple(words[1 : 1 + depth])].make_context("livesim", words[1 + depth :])


def test_exit_codes_are_in_the_help(livesim):
    said = livesim("--help")
    assert said.exit_code == 0
    assert re.findall(r"^    (\d+) ", said.stdout, re.M) == ["0", "1", "2", "3", "130"]


def test_help_in_chinese():
    code = "import sys; from sim.cli import main; sys.argv = ['livesim', '--help']; main()"
    said = python(code, LIVESIM_LANG="zh", PYTHONIOENCODING="utf-8")
    assert "退出码" in said
    assert "把策略与基线对比" in said


def test_an_unknown_language_of_the_environment_is_english():
    assert python("from sim.cli.words import LANG; print(LANG)", LIVESIM_LANG="fr").strip() == "en"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("compare", "Missing argument"),
        ("compare elder_mode --users 0", "users"),
        ("compare elder_mode --luck good", "luck"),
        ("run elder_mode --lang fr", "lang"),
        ("run elder_mode --engine fast", "engine"),
        ("run elder_mode --frmat json", "No such option"),
        ("comprae", "No such command"),
    ],
)
def test_wrong_usage_ends_with_2(livesim, line, message):
    said = livesim(line)
    assert said.exit_code == 2
    assert message in said.stderr


def test_both_languages_have_words_for_every_command():
    for words in COMMANDS:
        assert chinese(say(f"help.{key(words)}", "zh"))
        assert not chinese(say(f"help.{key(words)}", "en"))
