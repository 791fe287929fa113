"""Notebooks handed out: a copy of one's own, in one language, that nothing ever overwrites."""

from __future__ import annotations

import pytest

from sim.base.errors import UnknownNameError
from sim.workshop import material
from sim.workshop.material import chosen, hand_out, laid, numbered


@pytest.fixture
def source(tmp_path):
    """A folder of notebooks as they ship."""
    folder = tmp_path / "notebooks"
    for name in ("en/1_user.ipynb", "en/2_people.ipynb", "zh/1_user.ipynb", "data/results.json", "source/1.py",
                 "en/.ipynb_checkpoints/1_user.ipynb", "en/my_work/mine.yaml", "build.py"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
    return folder


def names(paths, folder):
    return sorted(path.relative_to(folder).as_posix() for path in paths)


def test_one_language_and_the_data_are_copied(source, tmp_path):
    handed = hand_out(source, "en", tmp_path / "mine")
    assert names(handed.new, tmp_path / "mine") == ["data/results.json", "en/1_user.ipynb", "en/2_people.ipynb"]
    assert handed.kept == ()
    assert (tmp_path / "mine" / "en" / "1_user.ipynb").read_text("utf-8") == "en/1_user.ipynb"


def test_a_second_start_changes_nothing_and_brings_back_what_was_deleted(source, tmp_path):
    mine = tmp_path / "mine"
    hand_out(source, "en", mine)
    (mine / "en" / "1_user.ipynb").write_text("my work", "utf-8")
    (mine / "en" / "2_people.ipynb").unlink()
    (mine / "notes.txt").write_text("mine too", "utf-8")
    again = hand_out(source, "en", mine)
    assert (mine / "en" / "1_user.ipynb").read_text("utf-8") == "my work"
    assert (mine / "notes.txt").read_text("utf-8") == "mine too"
    assert names(again.new, mine) == ["en/2_people.ipynb"]


def test_a_dangling_link_is_somebodys_too(source, tmp_path):
    (tmp_path / "mine").symlink_to(tmp_path / "elsewhere")
    assert not laid(source / "en" / "1_user.ipynb", tmp_path / "mine")
    assert not (tmp_path / "elsewhere").exists()


def test_notebooks_are_found_by_their_number(source):
    assert list(numbered(source / "en")) == [1, 2]
    assert chosen(source / "en", 2).name == "2_people.ipynb"
    with pytest.raises(UnknownNameError, match="no notebook 7"):
        chosen(source / "en", 7)


def test_start_says_where_the_copy_is_and_how_to_open_it(source, livesim, monkeypatch, tmp_path):
    monkeypatch.setattr(material, "INSTALLED", source)
    said = livesim("workshop start 1 --no-open")
    assert said.exit_code == 0
    assert (tmp_path / "livesim_workshop" / "en" / "1_user.ipynb").is_file()
    assert "3 files" in said.stdout and "1_user.ipynb" in said.stdout
    wrong = livesim("workshop start 7 --no-open")
    assert wrong.exit_code == 1 and "no notebook 7" in wrong.stderr
