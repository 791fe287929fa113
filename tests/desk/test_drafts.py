"""Drafts are files: whatever the page does stands in them, and the command line reads the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import calibration
from sim.base.errors import ScenarioError, StoreError
from sim.desk import drafts
from sim.desk.asking import unready
from sim.desk.controls import parts, scalar
from sim.desk.drafts import BASELINE, MOST
from sim.desk.workspace import Workspace
from sim.paired.arms import WORLD
from sim.running.question import plain, unmarked
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import load_scenario
from tests.sampling import sampled


@pytest.fixture
def workspace(tmp_path):
    return Workspace.at(tmp_path)


STORIES = [name for name in builtin_scenarios() if name != BASELINE]


@pytest.mark.parametrize("story", sampled(STORIES))
def test_every_story_can_be_started_from_and_means_the_same(workspace, story):
    draft = drafts.new(workspace, "mine", [story])
    assert unready(draft, "en") == [] or not load_scenario(story).outcomes
    mine, theirs = load_scenario(str(draft.path(story))), load_scenario(story)
    for part in (*WORLD, "strategies", "outcomes", "goals", "phases", "budget", "experiment"):
        assert unmarked(plain(getattr(mine, part))) == unmarked(plain(getattr(theirs, part))), part


def test_an_empty_draft_says_what_is_missing(workspace):
    draft = drafts.new(workspace, "empty")
    assert draft.options == [] and draft.wrong(BASELINE, "en") == []
    assert unready(draft, "en") == ["nothing to compare: add at least one option"]
    assert unready(draft, "zh") == ["没有可比较的内容：请至少添加一个选项"]


def test_an_option_starts_empty_from_a_story_or_from_another_option(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    drafts.start(draft, "blank")
    drafts.start(draft, "task", "referral_tasks")
    draft.put("elder_mode", ("strategies", 0, "who", "share"), "30%")
    drafts.start(draft, "copy", "elder_mode")
    assert draft.options == ["blank", "copy", "elder_mode", "task"]
    assert load_scenario(str(draft.path("copy"))).strategies[0].who.share == 0.3
    assert load_scenario(str(draft.path("task"))).strategies[0].lever == "referral_tasks"
    assert unready(draft, "en") == []


def test_there_are_at_most_six_options_and_names_are_taken_once(workspace):
    draft = drafts.new(workspace, "mine")
    for number in range(MOST):
        drafts.start(draft, f"option_{number}")
    with pytest.raises(StoreError, match="there are 6 options already"):
        drafts.start(draft, "one_more")
    for taken in ("option_0", BASELINE):
        with pytest.raises(StoreError, match="is taken"):
            drafts.start(draft, taken)
    with pytest.raises(StoreError, match="is taken"):
        drafts.new(workspace, "mine")


@pytest.mark.parametrize("name", ["", "../x", "a b", "x/y"])
def test_a_wrong_name_makes_nothing(workspace, name):
    with pytest.raises(StoreError, match="is not a name"):
        drafts.new(workspace, name)
    draft = drafts.new(workspace, "mine")
    with pytest.raises(StoreError, match="is not a name"):
        drafts.start(draft, name)
    assert sorted(path.name for path in (workspace.root / "plans").rglob("*")) == ["baseline.yaml", "mine"]


def test_an_unknown_story_makes_nothing(workspace):
    with pytest.raises(ScenarioError, match="elder_mood"):
        drafts.new(workspace, "mine", ["elder_mood"])
    assert drafts.drafts(workspace) == []


def test_what_is_wrong_is_said_with_its_place_and_without_the_folder(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    draft.put("elder_mode", ("strategies", 0, "who", "segment"), "sliver")
    (line,) = draft.wrong("elder_mode", "en")
    assert line.startswith("elder_mode.yaml:") and "did you mean 'silver'?" in line
    assert str(workspace.root) not in line
    assert "您是不是想写 'silver'" in draft.wrong("elder_mode", "zh")[0]
    draft.write("elder_mode", "strategies: [")
    assert draft.wrong("elder_mode", "en") and draft.text("elder_mode") == "strategies: ["


@pytest.mark.parametrize("field", ["extends", "fit", "ｅｘｔｅｎｄｓ", "ｆｉｔ"])
@pytest.mark.parametrize("where", ["../../../secret.yaml", "/etc/secret.yaml", "~/x.yaml/../../../../../secret.yaml"])
def test_no_file_outside_of_the_folder_is_read(workspace, field, where):
    secret = workspace.root.parent / "secret.yaml"
    secret.write_text("password: 1", encoding="utf-8")
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    draft.put(BASELINE, ("extends",), None)
    draft.put(BASELINE, (field,), where)
    for option in (BASELINE, "elder_mode"):
        (line,) = draft.wrong(option, "en")
        assert ("leads out of the folder" in line or "is a path" in line) and "password" not in line
    assert unready(draft, "zh")


def test_a_fit_inside_of_the_folder_is_read(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    place = workspace.place("numbers", "may")
    place.mkdir()
    shutil.copytree(Path(calibration.__file__).parent / "fits", place / "fits")
    draft.put(BASELINE, ("fit",), str(place / "fits" / "industry.yaml"))
    assert draft.wrong("elder_mode", "en") == []


def test_worlds_that_differ_cannot_be_asked_together(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode", "referral_tasks"])
    draft.put("elder_mode", ("horizon", "days"), 90)
    (line,) = unready(draft, "en")
    assert "are not about the same world" in line


def test_an_option_is_called_by_another_name_even_where_there_is_no_room_for_one_more(workspace):
    draft = drafts.new(workspace, "mine")
    for number in range(MOST):
        drafts.start(draft, f"option_{number}")
    text = draft.text("option_3")
    draft.rename("option_3", "半数长辈模式")
    assert draft.text("半数长辈模式") == text and len(draft.options) == MOST and "option_3" not in draft.options
    for wrong in ("option_0", BASELINE, "a b"):
        with pytest.raises(StoreError):
            draft.rename("option_1", wrong)
    assert "option_1" in draft.options


def test_a_copy_goes_its_own_way_and_a_deleted_draft_is_gone(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    copy = drafts.duplicate(workspace, draft, "second")
    copy.remove("elder_mode")
    assert draft.options == ["elder_mode"] and copy.options == []
    drafts.delete(workspace, draft)
    assert [one.name for one in drafts.drafts(workspace)] == ["second"]


@pytest.mark.parametrize(("typed", "kept"), [("30", 30), ("0.5", 0.5), ("30%", "30%"), ("20万元", "20万元"), ("-3", -3),
                                             ("1e3", "1e3"), ("14d", "14d"), ("007", 7)])  # fmt: skip
def test_what_is_typed_is_kept_as_a_file_would_say_it(typed, kept):
    assert scalar(typed) == kept and type(scalar(typed)) is type(kept)


def test_a_list_may_be_typed_with_commas_of_both_scripts():
    assert parts("idle above 3d，trust below 0.5、 weekend,") == ["idle above 3d", "trust below 0.5", "weekend"]
