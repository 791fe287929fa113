"""What README and CONTRIBUTING tell people to type exists and runs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import typer

from tests.project.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def blocks(document, language):
    """The fenced blocks of a Markdown document in one language ("" for commands)."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", document, re.M | re.S)
    return [block for named, block in fenced if named == language]


def commands(document, word):
    """What stands behind `word` in the command blocks and in the running text."""
    shown = "\n".join([*blocks(document, ""), *re.findall(r"`([^`\n]+)`", document)])
    found = re.findall(rf"^(?:\.venv/bin/)?{word} (.+?)(?: +#.*)?$", shown, re.M)
    return sorted(set(found))


def command_names(group, prefix=()):
    """Every command of a typer application as a tuple of words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from command_names(command, (*prefix, name))
        else:
            yield (*prefix, name)


@pytest.mark.parametrize("call", commands(README + CONTRIBUTING, "make"))
def test_make_targets_exist(call):
    assert re.search(rf"^{call.split()[0]}:", MAKEFILE, re.M)


@pytest.mark.parametrize("call", commands(README + CONTRIBUTING, "livesim"))
def test_livesim_commands_exist(call):
    from sim.cli import app

    known = set(command_names(typer.main.get_command(app)))
    words = tuple(call.split())
    assert words[:1] in known or words[:2] in known or words[0] == "sweep"  # a sweep's first word may be a file


def test_the_demo_of_make_is_the_demo_of_the_readme():
    in_make = re.search(r"livesim compare (.*?)\$\(OUT\)", MAKEFILE.replace("\\\n", " "), re.S)
    in_readme = re.search(r"bin/livesim compare (.*?)results/first", README)
    assert in_make is not None and in_readme is not None
    assert in_make[1].split() == in_readme[1].split()


@pytest.mark.parametrize("block", blocks(README, "python"))
def test_python_examples_import_what_exists(block):
    """What simulates is tested elsewhere; recipes are followed by their own test."""
    code = "\n".join(line for line in block.splitlines() if line.startswith(("from ", "import ")))
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_scenario_of_the_readme_is_right(tmp_path):
    from sim import load_scenario

    (block,) = blocks(README, "yaml")
    path = tmp_path / "scenario.yaml"
    path.write_text(block, encoding="utf-8")
    assert load_scenario(path).strategies[0].lever == "elder_mode"


def test_links_of_the_documents_lead_somewhere():
    for document in (README, CONTRIBUTING):
        for target in re.findall(r"\]\(([^)#:]+)\)", document):
            assert (ROOT / target).exists(), target
