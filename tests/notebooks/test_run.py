"""Every notebook with its solutions in place, in both languages, from a clean kernel and a folder of its own.

A check fails for what a participant begins with and holds for the solution. `pytest --nbmake notebooks` runs the
notebooks as they ship.
"""

from __future__ import annotations

import json
import os
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from notebooks import build

BY_SOURCE = pytest.mark.parametrize("path", build.sources(), ids=lambda path: path.stem)


def executed(path, lang, folder):
    """The notebook with solutions, after a run in a copy of what a participant gets."""
    shutil.copytree(build.HERE / lang, folder, ignore=shutil.ignore_patterns("my_work", "__pycache__", "*.ipynb"))
    whole = nbformat.reads(build.notebook(build.solved(build.cells_of(path))), as_version=4)
    home = os.pathsep.join([str(build.HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    client = NotebookClient(whole, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, "PYTHONPATH": home, "LIVESIM_CACHE": "off"})
    return whole


@pytest.mark.slow
@pytest.mark.parametrize("lang", build.LANGUAGES)
@BY_SOURCE
def test_a_notebook_runs_with_its_solutions(path, lang, tmp_path):
    whole = executed(path, lang, tmp_path / "class")
    outputs = [output for cell in whole.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs), "a notebook shows figures"
    warned = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert [text for text in warned if re.search("missing from|Traceback", text)] == [], "a letter without a font"


@BY_SOURCE
def test_checks_can_fail_in_the_solved_notebook(path):
    """Where a check would hold from the beginning, the solved notebook says so: the guard is really there."""
    guarded = json.loads(build.notebook(build.solved(build.cells_of(path))))["cells"]
    guards = [cell for cell in guarded if "the check holds without a solution" in "".join(cell["source"])]
    assert len(guards) == sum(cell.kind == "check" for cell in build.cells_of(path))
