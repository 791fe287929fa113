"""Nothing outside the chosen folder can be named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import StoreError
from sim.desk.workspace import LONGEST, Workspace, named_well, well_named

OUTSIDE = ["..", ".", "", "../x", "a/b", "a\\b", "/etc", "C:", "C:\\x", ".hidden", "a b", "a\nb", "a..b", "~", "$HOME",
           "a\x00b", "%2e%2e", "x" * (LONGEST + 1), "．．", "ａ"]  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    return Workspace.at(tmp_path / "desk")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_elsewhere_is_refused(workspace, name):
    with pytest.raises(StoreError, match="is not a name"):
        workspace.place("plans", name)


@given(st.text(max_size=30))
def test_whatever_is_named_lies_inside(tmp_path_factory, name):
    workspace = Workspace.at(tmp_path_factory.getbasetemp() / "desk")
    if well_named(name):
        assert workspace.place("plans", name).resolve().parent == workspace.root / "plans"
    else:
        with pytest.raises(StoreError):
            named_well(name)


def test_a_link_that_leads_out_is_refused(workspace, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (workspace.root / "answers" / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="leads out"):
        workspace.place("answers", "linked")


def test_names_in_chinese_are_names(workspace):
    assert workspace.place("plans", "银发季-2027").name == "银发季-2027"


def test_a_file_is_no_workspace(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="is a file; name a folder"):
        Workspace.at(tmp_path / "file")


def test_folders_are_listed_and_nothing_else(workspace):
    (workspace.root / "plans" / "one").mkdir()
    (workspace.root / "plans" / ".cache").mkdir()
    (workspace.root / "plans" / "file").write_text("", encoding="utf-8")
    assert [path.name for path in workspace.listed("plans")] == ["one"]
