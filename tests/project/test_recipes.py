"""Every recipe of CONTRIBUTING is followed in a copy of the project, exactly as printed, and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.project.sources import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("sim", "calibration", "scenarios", "sweeps", "tests", "docs", "benchmarks")
FILES = (
    *("README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("Makefile", "pyproject.toml", "requirements.lock"),
)
GOLDEN = "python -m tests.scenario.golden"
"""A command that writes one file more."""


class Recipe(NamedTuple):
    """A section of CONTRIBUTING: its words, and its fenced blocks as (language, text)."""

    title: str
    words: str
    blocks: list[tuple[str, str]]

    @property
    def edits(self) -> list[tuple[str, str, str]]:
        """(file, language, what stands below its name) of every block that is about a file."""
        named = ((re.match(r"# (\S+\.\w+)\n", block), lang, block) for lang, block in self.blocks if lang)
        return [(first[1], lang, block[first.end() :]) for first, lang, block in named if first]

    @property
    def commands(self) -> list[str]:
        """The commands, without the remarks behind them."""
        lines = [line for lang, block in self.blocks if not lang for line in block.splitlines()]
        return [line.partition(" #")[0].strip() for line in lines if line.strip()]

    @property
    def files(self) -> set[str]:
        """The files of the project that it touches, tests and golden results among them."""
        written = {file for file, _, _ in self.edits}
        return written | {f"golden of {c}" for c in self.commands if c.startswith(GOLDEN)}


def recipes():
    """The recipes of CONTRIBUTING, in order."""
    (body,) = re.findall(r"^## Recipes\n(.*?)^## ", TEXT, re.M | re.S)
    parts = re.split(r"^### (.*)\n", body, flags=re.M)[1:]
    return [Recipe(title, re.sub(r"^```.*?^```\n", "", part, flags=re.M | re.S),
                   re.findall(r"^```(\w*)\n(.*?)^```$", part, re.M | re.S))
            for title, part in zip(parts[::2], parts[1::2], strict=True)]  # fmt: skip


def edit(home: Path, file: str, language: str, block: str) -> None:
    """Do what a block says to its file."""
    path = home / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if language == "diff":
        lines = [(line[:1], line[1:]) for line in block.splitlines()]
        old, new = ("".join(f"{line}\n" for mark, line in lines if mark in (" ", kept)) for kept in "-+")
        source = path.read_text(encoding="utf-8")
        assert source.count(old) == 1, f"{file} has not, once: {old}"
        path.write_text(source.replace(old, new), encoding="utf-8")
    elif path.exists():
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n\n\n" + block, encoding="utf-8")
    else:
        path.write_text(block, encoding="utf-8")


def run(home: Path, command: str) -> str:
    """What a command says, in the copy; it must succeed."""
    words = command.replace("make docs", "python docs/generate.py").split()
    words = [sys.executable, *(["-m", "sim.cli"] if words[0] == "livesim" else []), *words[1:]]
    environment = {**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    done = subprocess.run(words, cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


RECIPES = recipes()


def test_every_recipe_is_found():
    assert [recipe.title.split()[1] for recipe in RECIPES] == [
        "strategy", "segment", "rule", "lever", "metric", "sweep", "pattern,"]  # fmt: skip


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_counts_its_files(recipe):
    stated = re.match(r"\s*Touches (\d+) files?(, and a scenario that names it)?", recipe.words)
    assert stated is not None, "a recipe begins with the number of files it touches"
    assert int(stated[1]) == len(recipe.files) - bool(stated[2]), sorted(recipe.files)
    assert recipe.commands, "a recipe ends with a command that shows that it worked"


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_a_recipe_works_as_printed(recipe, tmp_path):
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # tests ask git which files there are
    for file, language, block in recipe.edits:
        edit(tmp_path, file, language, block)
    said = [run(tmp_path, command) for command in recipe.commands]
    names = {Path(file).stem for file, _, _ in recipe.edits if file.split("/")[0] in ("scenarios", "sweeps")}
    assert [name for name in names if not any(name in text for text in said)] == [], "listed or checked by its name"
