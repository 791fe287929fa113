"""Old beside new: it is the old sources that are measured as old, and the table says what it divides."""

from __future__ import annotations

import pytest

from benchmarks import against
from benchmarks.against import figures_of, rows


def sources(folder, text):
    """A folder with another package `sim`."""
    (folder / "sim").mkdir()
    (folder / "sim" / "__init__.py").write_text(text, encoding="utf-8")
    return folder


def test_the_sources_that_are_named_are_measured_and_not_those_installed(tmp_path):
    other = sources(tmp_path, "def compare(*arms, **options): pass\n")
    assert figures_of("cold", other, tmp_path).keys() == {"cold"}


def test_a_part_that_older_sources_lack_is_said_and_left_out(tmp_path, capfd):
    assert figures_of("report", sources(tmp_path, ""), tmp_path) == {}
    assert "report does not run under" in capfd.readouterr().err


def test_an_unknown_commit_is_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="git gives no sources of no_such_commit: "):
        against.sources_of("no_such_commit", tmp_path)


def test_targets_are_ratios_of_the_figures_they_name():
    found = rows({"old": {"first": 100.0}, "new": {"first": 50.0, "again": 10.0, "report": 2.0}})
    cells = [[cell.strip() for cell in row.split("|")[2:-1]] for row in found[2:]]
    assert cells == [
        ["100", "50", "0.50", "<= 0.6 of the old", "0.50"],
        ["does not run", "10", "", "<= 0.25 of the first answer", "0.20"],
        ["does not run", "2", "", "<= 3", "2"],
    ]
