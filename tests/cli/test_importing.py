"""`livesim import` from a page's example to its patterns, and what it says on the way."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from calibration.importing.mapping import load_mapping
from tests.cli.conftest import chinese
from tests.project.sources import ROOT

PAGES = ("docs/import.md", "docs/zh/import.md")


def blocks(page, language):
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


@pytest.fixture
def example(tmp_path):
    """The example of the page in the folder where commands run."""
    (code,) = blocks(PAGES[0], "python")
    subprocess.run([sys.executable, "-c", code.replace("range(200)", "range(12)")], cwd=tmp_path, check=True)
    (tmp_path / "app.yaml").write_text(blocks(PAGES[0], "yaml")[-1], encoding="utf-8")


def test_the_example_of_the_page(livesim, example, monkeypatch):
    monkeypatch.setenv("LIVESIM_SALT", "please-take-your-own")
    said = livesim("import app.jsonl --map app.yaml --out logs/app --quiet")
    assert said.exit_code == 0, said.stderr
    assert "Data check" in said.stdout and "opens.parquet" in said.stdout
    assert "users of whom no line says when they joined: 12 of 12" in said.stdout
    shown = livesim("patterns logs/app --format csv")
    assert shown.exit_code == 0 and "dau_over_mau" in shown.stdout
    again = livesim("import app.jsonl --map app.yaml --out logs/app --lang zh")
    assert again.exit_code == 1 and chinese(again.stderr)


def test_a_salt_file_and_a_sample(livesim, example):
    Path("salt.txt").write_text("0123456789abcdef\n")
    said = livesim("import app.jsonl --map app.yaml --out part --salt-file salt.txt --sample 50% --quiet --lang zh")
    assert said.exit_code == 0, said.stderr
    assert "数据检查" in said.stdout and "sample: 0.5" in Path("part/import.yaml").read_text(encoding="utf-8")


def test_a_guess_is_written_or_printed(livesim, example):
    printed = livesim("import --guess app.jsonl")
    assert printed.exit_code == 0 and 'user: "distinct_id"' in printed.stdout
    written = livesim("import --guess app.jsonl --map guessed.yaml")
    assert written.exit_code == 0 and Path("guessed.yaml").read_text(encoding="utf-8") == printed.stdout


def test_what_is_missing_is_said(livesim, example):
    assert livesim("import app.jsonl --map app.yaml").exit_code == 2
    said = livesim("import app.jsonl --map app.yaml --out logs")
    assert said.exit_code == 1 and "no salt: ids are written as hashes" in said.stderr
    said = livesim("import app.jsonl --map app.yaml --out logs --salt 0123456789abcdef --sample lots")
    assert said.exit_code == 1 and "lots" in said.stderr


@pytest.mark.parametrize("page", PAGES)
def test_the_mappings_of_a_page_are_right(page, tmp_path):
    long, groups, short = blocks(page, "yaml")
    (tmp_path / "groups.yaml").write_text(groups, encoding="utf-8")
    for name, text in (("long", long), ("short", short)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        assert load_mapping(tmp_path / f"{name}.yaml").tables


def test_both_pages_show_the_same():
    assert len(blocks(PAGES[0], "yaml")) == 3

    def bare(page):
        return [re.sub(r" *#.*", "", block) for kind in ("yaml", "python") for block in blocks(page, kind)]

    assert bare(PAGES[0]) == bare(PAGES[1])
