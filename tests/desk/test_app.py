"""The whole desk under Streamlit's own tester: every page in both languages, and what a planner does on Ask and Run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import sim.desk.app.main
from sim.base.errors import StoreError
from sim.base.message import said as sentence
from sim.desk import drafts, jobs
from sim.desk.answers import answers
from sim.desk.desk import PAGES
from sim.desk.editor import typed
from sim.desk.serving import LANG, WORKSPACE
from sim.desk.workspace import Workspace
from sim.scenario.load import load_scenario
from sim.texts import text
from tests.desk.pages import words_of

SCRIPT = Path(sim.desk.app.main.__file__)
LANGUAGES = ("en", "zh")


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv(WORKSPACE, str(tmp_path))
    monkeypatch.setattr(jobs, "advance", lambda workspace: None)  # nothing is simulated here
    return Workspace.at(tmp_path)


def app(lang="en"):
    os.environ[LANG] = lang
    return AppTest.from_file(SCRIPT, default_timeout=60).run()


def turned(at, page):
    """The app at another of its pages: Streamlit knows them by a hash of their address."""
    at._page_hash = calc_hash(page)
    return at.run()


def pressed(at, key):
    return next(button for button in at.button if button.key == key).click().run()


def said(key, lang="en", **values):
    return text(f"desk.{key}", lang, **values)


def untroubled(at):
    return not at.exception and said("fault") not in words_of(at) and said("fault", "zh") not in words_of(at)


def test_no_folder_named_pages_lies_beside_the_script():
    assert not (SCRIPT.parent / "pages").exists()  # Streamlit would run its files by themselves


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_read_before_anything_was_asked(workspace, page, lang):
    at = turned(app(lang), page)
    assert untroubled(at)
    assert [one.value for one in at.title] and words_of(at)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_is_changed_by_its_controls_and_the_file_says_so(workspace, lang):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    at = app(lang)
    assert untroubled(at) and said("ask.right", lang) in words_of(at)
    field = at.text_input(key="field/mine/elder_mode/outcomes/0/worth")
    field.set_value("2pp").run()
    assert load_scenario(str(draft.path("elder_mode"))).outcomes[0].worth == 0.02
    at.text_input(key="field/mine/elder_mode/outcomes/0/worth").set_value("very much").run()
    assert at.error and "very much" in at.error[0].value
    assert at.button(key="go").disabled
    at.text_input(key="field/mine/elder_mode/outcomes/0/worth").set_value("1pp").run()
    assert not at.error and not at.button(key="go").disabled


def test_the_file_is_read_anew_whoever_wrote_it(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    at = app()
    draft.put("elder_mode", ("outcomes", 0, "worth"), "3pp")
    at.run()
    assert at.text_input(key="field/mine/elder_mode/outcomes/0/worth").value == "3pp"


def test_a_strategy_is_opened_changed_and_taken_out(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    at = app()
    at.session_state["field/mine/elder_mode/strategies/0 open"] = True
    at.run()
    at.text_input(key="field/mine/elder_mode/strategies/0/who/share").set_value("30%").run()
    at.selectbox(key="field/mine/elder_mode/strategies/0/who/segment").set_value("gen_z").run()
    at.text_input(key="field/mine/elder_mode/strategies/0/options/previews_per_week").set_value("1").run()
    (strategy,) = load_scenario(str(draft.path("elder_mode"))).strategies
    assert (strategy.who.share, strategy.who.segment, strategy.options["previews_per_week"]) == (0.3, "gen_z", 1.0)
    assert strategy.when.start == 14 and strategy.cost.fixed == 400_000
    pressed(at, "field/mine/elder_mode/strategies/0 remove")
    assert load_scenario(str(draft.path("elder_mode"))).strategies == ()


def test_what_is_asked_waits_in_the_queue_and_the_same_question_once(workspace):
    drafts.new(workspace, "mine", ["elder_mode", "referral_tasks"])
    at = app()
    pressed(at, "go")
    assert untroubled(at)
    (answer,) = answers(workspace)
    assert [file.name for file in answer.files] == ["baseline.yaml", "elder_mode.yaml", "referral_tasks.yaml"]
    assert all(file.is_file() for file in answer.files)
    command = answer.job["command"]
    assert command[:5] == ["compare", "plan/elder_mode.yaml", "plan/referral_tasks.yaml", "--baseline",
                           "plan/baseline.yaml"] and "--quick" in command and "--early" in command  # fmt: skip
    assert jobs.status(answer.folder).state == jobs.WAITING
    pressed(turned(at, "ask"), "go")
    assert len(answers(workspace)) == 1
    at = turned(at, "ask")
    at.radio[0].set_value("decide").run()
    pressed(at, "go")
    assert len(answers(workspace)) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_job_is_shown_stopped_and_taken_up_again(workspace, lang):
    drafts.new(workspace, "mine", ["elder_mode"])
    at = app(lang)
    pressed(at, "go")
    (answer,) = answers(workspace)
    at = turned(at, "run")
    assert said("run.states.waiting", lang) in words_of(at)
    pressed(at, f"stop {answer.name}")
    assert jobs.status(answer.folder).state == jobs.STOPPED
    assert said("run.states.stopped", lang) in words_of(at.run())
    pressed(at, f"resume {answer.name}")
    assert jobs.status(answer.folder).state == jobs.WAITING


def test_the_language_is_chosen_in_the_tab(workspace):
    drafts.new(workspace, "mine", ["elder_mode"])
    at = app("en")
    assert at.title[0].value == said("ask.title")
    at.button_group(key="lang").set_value("zh").run()
    assert at.title[0].value == said("ask.title", "zh")
    assert turned(at, "run").title[0].value == said("run.title", "zh")
    other = AppTest.from_file(SCRIPT, default_timeout=60)
    other.query_params["lang"] = "zh"
    assert other.run().title[0].value == said("ask.title", "zh")


def test_a_fault_of_ours_is_one_message_and_no_traceback(workspace, monkeypatch):
    monkeypatch.setattr("sim.desk.pages.ask.show", lambda desk: 1 / 0)
    at = app()
    assert [one.value for one in at.error] == [said("fault")] and not at.exception


def test_nobody_waits_for_the_engine_or_a_drawing_library_before_the_first_page():
    heavy = ("numba", "scipy", "matplotlib", "pptx", "openpyxl", "mesa", "sim.engines", "altair")
    script = f"import sys, sim.desk.pages.ask, sim.desk.pages.run; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_disk_that_is_full_is_said_on_the_page(workspace, monkeypatch):
    drafts.new(workspace, "mine", ["elder_mode"])
    at = app("zh")

    def full(path, body):
        raise StoreError(sentence("cannot write {path}: {why}", path=path.name, why=sentence("the disk is full")))

    monkeypatch.setattr(drafts, "write_whole", full)
    at.text_input(key="field/mine/elder_mode/outcomes/0/worth").set_value("2pp").run()
    assert any("磁盘已满" in one.value for one in at.error) and not at.exception


def test_a_control_of_an_option_that_is_not_looked_at_any_more_writes_nothing(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode", "referral_tasks"])
    at, before = app("en"), draft.text("elder_mode")
    at.button_group(key="option/mine").set_value("referral_tasks")
    at.text_input(key="field/mine/elder_mode/outcomes/0/worth").set_value("5pp").run()  # both before the page is there
    assert draft.text("elder_mode") == before
    assert any("turned to another option" in one.value for one in at.error)


def test_what_is_typed_over_an_older_text_overwrites_nothing(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    before = draft.text("elder_mode")
    typed(draft, "elder_mode", before.replace("1pp", "2pp"), before)
    assert load_scenario(str(draft.path("elder_mode"))).outcomes[0].worth == 0.02
    typed(draft, "elder_mode", before.replace("1pp", "3pp"), before)
    assert load_scenario(str(draft.path("elder_mode"))).outcomes[0].worth == 0.02


@pytest.mark.parametrize(("lang", "other"), [("en", "zh"), ("zh", "en")])
def test_a_question_is_asked_in_one_language_at_a_time(workspace, lang, other):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    at = app(lang)
    at.text_input(key=f"field/mine/elder_mode/question/{lang}").set_value("200?").run()
    assert load_scenario(str(draft.path("elder_mode"))).question == {lang: "200?"}


def test_what_is_wrong_stands_at_its_own_strategy_also_where_the_baseline_has_some(workspace):
    draft = drafts.new(workspace, "mine", ["elder_mode"])
    draft.put("baseline", ("strategies", 0), {"lever": "host_scandal", "when": {"start": "20d"}})
    draft.put("elder_mode", ("strategies", 1), {"lever": "coupons", "who": {"share": "300%"}})
    at = app("en")
    titles = {one.label for one in at.expander}
    assert {"elder mode", "coupons ⚠"} <= {title.lower() for title in titles}
    assert [one.value for one in at.error if one.value.startswith("who.share")]
    draft.put("elder_mode", ("strategies", 1, "who"), None)
    draft.put("baseline", ("strategies", 0, "when"), {"start": "900d"})
    assert "⚠" not in "".join(one.label for one in at.run().expander)  # the baseline's own
