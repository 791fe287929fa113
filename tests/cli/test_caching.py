"""`livesim cache`: what is kept, where, how much of how much; and empty again."""

from __future__ import annotations

import pytest

from sim.base.files import MARK, ZEROS, sealed
from sim.base.keeping import KeptFiles
from tests.texts.english import english_in


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("LIVESIM_CACHE", str(tmp_path / "cache"))
    kept = KeptFiles(tmp_path / "cache")
    for name in ("14-world-14", "14-rows-0a", "14-rows-0b"):
        kept.write("group", name, sealed(b"x" * 700_000 + MARK + ZEROS))
    return kept


def test_what_is_kept_is_listed_and_removed(livesim, kept):
    listed = livesim("cache")
    assert listed.exit_code == 0 and "3 files, 2.1 of at most 2,000.0 MB" in listed.stdout
    assert str(kept.folder) in listed.stdout.replace("\n", "")
    cleared = livesim("cache --clear")
    assert cleared.exit_code == 0 and "3 files removed" in cleared.stdout and kept.listed() == []
    assert "0 files, 0.0" in livesim("cache").stdout


def test_it_is_said_in_chinese(livesim, kept):
    answers = [livesim(line).stdout for line in ("cache --lang zh", "cache --clear --lang zh")]
    words = [answer.replace(str(kept.folder), "").replace("MB", "").replace("─", "") for answer in answers]
    assert [english_in(answer) for answer in words] == [[], []]


def test_without_a_cache_that_is_said(livesim, monkeypatch):
    monkeypatch.setenv("LIVESIM_CACHE", "off")
    assert "There is no cache" in livesim("cache").stdout
    monkeypatch.setenv("LIVESIM_CACHE", "on")
    answer = livesim("cache --lang zh")
    assert answer.exit_code == 1 and "LIVESIM_CACHE 为 \'on\'；取值：off，或一个文件夹" in answer.stderr
