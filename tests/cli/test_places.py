"""A folder in the place of a file, and a file in that of a folder: every command says so in one sentence."""

from __future__ import annotations

import pytest

SMALL = "--users 100 --days 75 --quiet"
A_FILE = [
    "scenarios check {}", "scenarios show {}", "compare {}", "compare elder_mode --baseline {}", "run {}", "diary {}",
    "params --scenario {}", "sweep {}", "sweep check {}", "sensitivity {}", "calibrate --targets {} --out x.yaml",
    "calibrate --out {}", "calibrate --levers --out {}", "validate --targets {}", "validate --fit {}",
]  # fmt: skip
"""Commands that need a file there."""
A_FOLDER = [
    "sweep status {}", "sweep table {}", "repeat {}", "patterns {}", "scenarios new --folder {}", "levers --plugins {}",
    "scenarios schema --out {}", f"run baseline {SMALL} --plugins {{}}", "calibrate --out x.yaml --work {}",
    "validate --page {}", "validate --markdown {}",
]  # fmt: skip
WRITES = [
    f"run baseline {SMALL} --out {{}}", f"compare elder_mode {SMALL} --out {{}}", "sweep elder_mode_reach --out {}",
]  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a folder and a file of either kind in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("folder", "folder.yaml"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("name: x\n")


@pytest.mark.parametrize("line", A_FILE)
@pytest.mark.parametrize("name", ["folder", "folder.yaml"])
def test_a_folder_is_no_file(livesim, here, line, name):
    said = livesim(line.format(name))
    assert (said.exit_code, said.stderr) == (1, f"'{name}' is a folder; name a file\n")


@pytest.mark.parametrize("line", A_FOLDER)
def test_a_file_is_no_folder(livesim, here, line):
    said = livesim(line.format("file"))
    assert (said.exit_code, said.stderr) == (1, "'file' is a file; name a folder\n")


@pytest.mark.parametrize("line", WRITES)
def test_results_are_not_written_over_a_file(livesim, here, line):
    said = livesim(line.format("file"))
    assert said.exit_code == 1 and said.stderr.startswith("cannot write file: a file of that name is in the way")
    assert len(said.stderr.splitlines()) == 1


@pytest.mark.parametrize("line", ["scenarios check {}", "sweep check {}", "calibrate --targets {} --out x.yaml"])
def test_a_file_of_another_ending_is_named(livesim, here, line):
    assert livesim(line.format("file")).stderr == "'file' does not end in .yaml; rename the file\n"
    assert livesim(line.format("file") + " --lang zh").stderr == "'file' 的文件名不以 .yaml 结尾；请重命名\n"
