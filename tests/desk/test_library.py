"""The library: told, opened, copied, set beside others, deleted only when that is meant, never by a link."""

from __future__ import annotations

import shutil
from html import escape

import pytest

from sim.base.errors import StoreError
from sim.base.files import write_json
from sim.desk import drafts, filing, jobs
from sim.desk.answers import PLAN, AnswerFolder, filed
from sim.desk.workspace import ANSWERS, Workspace
from sim.reports.page_one import page_one
from sim.reports.rows import rows_of
from tests.desk.pages import page_of, words_of
from tests.desk.shelf import BASELINE, OPTION, shelved, simulated
from tests.sampling import SAMPLED_LANGUAGES

LANGS = pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    """Two results folders, of worlds that differ in their days."""
    return [simulated(tmp_path_factory.mktemp(f"days{days}"), days) for days in (80, 84)]


@pytest.fixture
def workspace(tmp_path):
    return Workspace.at(tmp_path / "desk")


@LANGS
def test_an_empty_library_says_so(tmp_path, lang):
    page = page_of("library", tmp_path, lang)
    assert not page.exception and not page.error
    assert len(page.info) == 1


@LANGS
def test_an_answer_is_told_in_the_words_of_page_one(workspace, results, lang):
    answer = shelved(workspace, "silver-1", results[0])
    page = page_of("library", workspace.root, lang)
    one = page_one(answer.comparison(), lang, brief=True)
    assert not page.exception and not page.error
    for said in ("silver-1", one.questions[0], "2025-03-01"):
        assert said in words_of(page)
    assert filing.told(answer, lang).first == one.recommendation.first
    assert all(control.label.strip() for control in (*page.button, *page.text_input))


@LANGS
def test_a_search_leaves_what_holds_its_words(workspace, results, lang):
    shelved(workspace, "silver-1", results[0])
    page = page_of("library", workspace.root, lang)
    for query, there in (("长辈" if lang == "zh" else "elder", True), ("no such thing", False), ("$*[", False)):
        page.text_input(key="library_query").set_value(query).run()
        assert not page.exception
        assert bool([button for button in page.button if button.key == "delete silver-1"]) == there


@LANGS
def test_an_answer_is_deleted_by_a_button_that_names_it_below_what_that_means(workspace, results, lang):
    answer = shelved(workspace, "silver-1", results[0])
    page = page_of("library", workspace.root, lang)
    button = page.button(key="delete silver-1")
    assert "silver-1" in button.label and "answers/silver-1" in words_of(page).replace("\\", "")
    assert answer.folder.is_dir()
    button.click().run()
    assert not page.exception and not answer.folder.exists()


def test_an_answer_that_is_worked_on_is_not_deleted(workspace, results):
    answer = shelved(workspace, "silver-1", results[0])
    write_json(answer.folder / jobs.JOB, {**answer.job, "wish": jobs.RUN})
    with pytest.raises(StoreError, match="still worked on"):
        filing.delete(workspace, answer)
    page = page_of("library", workspace.root, "zh")
    page.button(key="delete silver-1").click().run()
    assert not page.exception and len(page.error) == 1
    assert answer.folder.is_dir()


def test_a_link_that_leads_out_is_neither_listed_nor_followed(workspace, results, tmp_path):
    outside = tmp_path / "outside"
    shutil.copytree(results[0], outside)
    link = workspace.root / ANSWERS / "linked"
    link.symlink_to(outside)
    assert filed(workspace) == []
    with pytest.raises(StoreError, match="leads out"):
        filing.delete(workspace, AnswerFolder(link))
    assert (outside / "manifest.json").is_file()
    page = page_of("library", workspace.root, "en")
    assert not page.exception and "linked" not in words_of(page)


def test_a_link_to_another_answer_is_not_deleted_through(workspace, results):
    answer = shelved(workspace, "silver-1", results[0])
    link = workspace.root / ANSWERS / "again"
    link.symlink_to(answer.folder)
    with pytest.raises(StoreError, match="is a link"):
        filing.delete(workspace, AnswerFolder(link))
    assert answer.version()


def test_deleting_leaves_what_a_link_inside_leads_to(workspace, results, tmp_path):
    answer = shelved(workspace, "silver-1", results[0])
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file.txt").write_text("kept")
    (answer.folder / "inside").symlink_to(tmp_path / "kept")
    filing.delete(workspace, answer)
    assert (tmp_path / "kept" / "file.txt").read_text() == "kept"


def test_a_plan_is_copied_as_a_draft_of_another_name(workspace, results):
    answer = shelved(workspace, "silver-1", results[0])
    name = filing.free_name(workspace, answer)
    draft = filing.draft_of(workspace, answer, name)
    assert draft.options == ["elder_mode"] and draft.wrong("elder_mode", "en") == []
    assert [one.name for one in drafts.drafts(workspace)] == [name]
    with pytest.raises(StoreError, match="is taken"):
        filing.draft_of(workspace, answer, name)
    for wrong in ("../out", "a b", ""):
        with pytest.raises(StoreError):
            filing.draft_of(workspace, answer, wrong)
    assert filing.free_name(workspace, answer) not in (name, "silver")


@LANGS
def test_a_results_folder_of_the_command_line_is_filed_too(workspace, results, lang):
    shutil.copytree(results[0], workspace.root / ANSWERS / "by_hand")
    (answer,) = filed(workspace)
    assert answer.by_hand and answer.comparison() is not None
    page = page_of("library", workspace.root, lang)
    assert not page.exception
    assert [button.disabled for button in page.button if button.key == "open by_hand"] == [False]
    with pytest.raises(StoreError, match="not asked on the desk"):
        filing.draft_of(workspace, answer, "mine")


@LANGS
def test_answers_beside_each_other_have_the_numbers_of_their_reports_and_a_warning_where_worlds_differ(
        workspace, results, lang):
    both = [shelved(workspace, f"silver-{n}", folder) for n, folder in enumerate(results)]
    page = page_of("library", workspace.root, lang)
    page.multiselect(key="library_across").set_value([answer.name for answer in both]).run()
    assert not page.exception and not page.error
    (warning,) = page.warning
    assert "horizon.days" in warning.value and "80" in warning.value and "84" in warning.value
    sheet = filing.beside(filing.loaded(both), lang)
    assert [line[0] for line in sheet.lines] == ["silver-0", "silver-1"]
    html = page.get("html")[0].proto.body
    for answer, line in zip(both, sheet.lines, strict=True):
        (row,) = (row for row in rows_of(answer.comparison(), lang) if row.data["primary"])
        assert {row.difference, row.error, row.likely} <= set(line)
        assert all(escape(cell) in html for cell in line)


def test_answers_of_one_world_get_no_warning(workspace, results):
    both = [shelved(workspace, f"silver-{n}", results[0]) for n in range(2)]
    assert filing.apart(filing.loaded(both)) == {}


@LANGS
def test_it_is_said_what_two_plans_say_differently(workspace, results, lang):
    one, two = (shelved(workspace, f"silver-{n}", results[0]) for n in range(2))
    assert filing.differing(one, two, lang) == {}
    plan = two.folder / PLAN
    (plan / "elder_mode.yaml").write_text(OPTION.replace("start: 14d", "start: 21d"), "utf-8")
    found = filing.differing(one, two, lang)
    assert list(found) == ["elder_mode"]
    (head, here), (same, there) = found["elder_mode"]
    assert head == same and "14" in here and "21" in there, "a line stands under its strategy's"
    (plan / "baseline.yaml").write_text(BASELINE.replace("80d", "84d"), "utf-8")
    found = filing.differing(one, two, lang)
    assert list(found) == ["baseline", "elder_mode"], "the world comes first"
    assert [len(lines) for lines in found["elder_mode"]] == [2, 2], "and is not said again of each option"
    page = page_of("library", workspace.root, lang)
    page.multiselect(key="library_across").set_value(["silver-0", "silver-1"]).run()
    assert not page.exception
    assert here in words_of(page) and there in words_of(page)


def test_an_answer_that_cannot_be_read_is_listed_and_not_opened(workspace, results):
    answer = shelved(workspace, "silver-1", results[0])
    (answer.results / "manifest.json").write_text("{}", "utf-8")
    page = page_of("library", workspace.root, "en")
    assert not page.exception
    assert page.button(key="open silver-1").disabled
