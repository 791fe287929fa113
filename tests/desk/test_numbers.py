"""Our numbers: data sets stay in their folder, each step is a command that livesim knows, the page says it all."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sim.base.errors import StoreError
from sim.base.files import write_json
from sim.cli import app
from sim.desk import drafts, jobs, own_data
from sim.desk.own_data import FACTS, MADE_UP, STEPS
from sim.desk.workspace import NUMBERS, Workspace
from tests.desk.pages import page_of, words_of
from tests.sampling import SAMPLED_LANGUAGES

LANGS = pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)
ORDERS = "user,day,paid,order\n" + "\n".join(f"u{k},2025-03-{1 + k % 28:02},19.9,o{k}" for k in range(60))


@pytest.fixture
def workspace(tmp_path):
    return Workspace.at(tmp_path / "desk")


@pytest.fixture
def data(workspace):
    """A data set with one file."""
    made = own_data.new(workspace, "may")
    own_data.keep(made, "orders.csv", ORDERS.encode())
    return made


def ended(data, step, code=0):
    """The job of a step as it is when it is over."""
    folder = data.job(step)
    folder.mkdir()
    write_json(folder / jobs.JOB, {"command": [], "asked": 1.0, "wish": jobs.BEGUN})
    (folder / jobs.PRINTED).write_text("what it printed", "utf-8")
    (folder / jobs.LOG).write_text("what went wrong", "utf-8")
    write_json(folder / jobs.ENDED, {"code": code})


@LANGS
def test_without_data_the_page_says_how_to_begin(tmp_path, lang):
    page = page_of("numbers", tmp_path, lang)
    assert not page.exception and not page.error
    assert len(page.info) == 1


@LANGS
def test_a_data_set_is_begun_by_its_name(workspace, lang):
    page = page_of("numbers", workspace.root, lang)
    page.text_input[0].set_value("may")
    page.button[0].click().run()
    assert not page.exception and not page.error
    assert [one.name for one in own_data.data_sets(workspace)] == ["may"]
    salt = own_data.data_sets(workspace)[0].path("salt.txt")
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    assert salt.read_text() not in words_of(page)


@pytest.mark.parametrize("name", ["", "a b", "../x", "may-fit", "a/b", "x" * 200])
def test_names_that_are_none_are_refused(workspace, name):
    with pytest.raises(StoreError):
        own_data.new(workspace, name)
    assert own_data.data_sets(workspace) == []


@LANGS
def test_a_wrong_name_is_one_message_in_the_readers_language_and_the_page_stays(data, lang):
    page = page_of("numbers", data.workspace.root, lang)
    page.text_input[0].set_value("a b").run()
    page.button[0].click().run()
    (error,) = page.error
    assert not page.exception and ("空格" in error.value) == (lang == "zh")
    assert "orders" in words_of(page)


@given(st.text(max_size=40), st.sampled_from(own_data.ENDINGS))
def test_an_upload_is_kept_under_a_plain_name_whatever_it_is_called(written, ending):
    name = own_data.file_name(f"{written}.{ending}")
    assert name.endswith(f".{ending}") and "/" not in name and ".." not in name and not name.startswith(".")
    assert own_data.named_well(name) == name


@pytest.mark.parametrize("written", ["virus.exe", "noending", "x.csv/../../y.sh", ".csv.py"])
def test_other_kinds_of_files_are_refused(data, written):
    with pytest.raises(StoreError, match="cannot be imported"):
        own_data.keep(data, written, b"")


def test_nothing_is_overwritten_by_an_upload(data):
    with pytest.raises(StoreError, match="there already"):
        own_data.keep(data, "orders.csv", b"")
    assert data.path("export", "orders.csv").read_text() == ORDERS


@pytest.mark.parametrize("step", FACTS)
@LANGS
def test_every_command_is_one_that_livesim_knows(data, step, lang):
    """Each command line is parsed to its end: what fails is that a file is missing, and nothing about the line."""
    command = own_data.arguments(data, step, lang, train="39w", fit="industry", drop_odd=True)
    parsed = CliRunner().invoke(app, [*command, "--help"])
    assert parsed.exit_code == 0
    known = CliRunner().invoke(app, [command[0], "--help"]).stdout
    assert [part for part in command if part.startswith("--") and part not in known] == []


def test_links_that_lead_out_are_no_files_of_an_export(data, tmp_path):
    (tmp_path / "secret.csv").write_text("secret")
    data.path("export").joinpath("linked.csv").symlink_to(tmp_path / "secret.csv")
    (data.workspace.root / NUMBERS / "lying.csv").symlink_to(tmp_path / "secret.csv")
    (data.workspace.root / NUMBERS / "set").symlink_to(tmp_path)
    assert [file.name for file in data.files()] == ["orders.csv"]
    assert own_data.lying(data.workspace) == []
    assert [one.name for one in own_data.data_sets(data.workspace)] == ["may"]


def test_a_file_that_lies_there_is_moved_into_the_export(workspace):
    (workspace.root / NUMBERS / "big.csv").write_text(ORDERS)
    made = own_data.new(workspace, "big")
    own_data.take(made, own_data.lying(workspace)[0])
    assert [file.name for file in made.files()] == ["big.csv"] and own_data.lying(workspace) == []


@LANGS
def test_a_look_guesses_a_mapping_and_the_page_asks_for_what_is_open(data, lang):
    pytest.importorskip("duckdb")
    assert own_data.look(data, lang) == ""
    assert "there already" in own_data.look(data, "en")
    page = page_of("numbers", data.workspace.root, lang)
    assert not page.exception and not page.error
    assert page.text_area[0].value == data.words("mapping.yaml")
    assert bool(data.untold()) == bool(page.warning)
    page.text_area[0].set_value("tables: []\n")
    next(button for button in page.button if "mapping.yaml" in button.label).click().run()
    assert data.words("mapping.yaml") == "tables: []\n" and data.ready("import")


@pytest.mark.parametrize("groups", ["/etc/passwd", "../../secret.yaml", "..", "a/../../../b", "linked"])
def test_a_mapping_reads_no_file_outside_of_the_data_set(data, tmp_path, groups):
    (tmp_path / "secret.yaml").write_text("secret")
    data.path("linked").symlink_to(tmp_path / "secret.yaml")
    data.path("mapping.yaml").write_text(f"groups: {groups}\ntables: []\n")
    with pytest.raises(StoreError):
        own_data.begin(data, "import", own_data.arguments(data, "import", "en"))
    assert not data.job("import").exists()


def test_what_is_left_to_tell_is_not_counted_in_remarks(data):
    data.path("mapping.yaml").write_text("# ??? is open\nuser: '???'  # ???\ntime: day\n")
    assert data.untold() == 1 and not data.ready("import")


def test_a_step_that_waits_is_not_begun_again_nor_its_data_deleted(data):
    own_data.begin(data, "patterns", own_data.arguments(data, "patterns", "en"))
    assert jobs.status(data.job("patterns")).state == jobs.WAITING
    with pytest.raises(StoreError, match="still worked on"):
        own_data.begin(data, "patterns", [])
    with pytest.raises(StoreError, match="still worked on"):
        own_data.delete(data)
    jobs.stop(data.job("patterns"))
    own_data.delete(data)
    assert list(data.workspace.listed(NUMBERS)) == []


def test_a_step_done_again_begins_without_what_it_left(data):
    data.path("targets.yaml").write_text("old")
    ended(data, "targets")
    assert data.there("targets")
    own_data.begin(data, "targets", ["targets"])
    assert not data.there("targets") and jobs.job_of(data.job("targets"))["command"] == ["targets"]


@LANGS
def test_every_state_of_the_steps_is_shown(data, lang):
    data.path("mapping.yaml").write_text("tables: []\n")
    data.path("logs").mkdir()
    for name in ("targets.yaml", "fit.yaml"):
        data.path(name).write_text("values: {}\n")
    for step in STEPS:
        ended(data, step, code=step == "check")
    (data.job("holdout") / "out").mkdir()
    (data.job("holdout") / "out" / "holdout.html").write_text("<p>page</p>")
    page = page_of("numbers", data.workspace.root, lang)
    assert not page.exception
    assert [error.value for error in page.error] == ["what went wrong"]
    assert f"fit: {data.path('fit.yaml')}" in [code.value for code in page.code]
    assert all(control.label.strip() for control in (*page.button, *page.text_input, *page.radio, *page.checkbox))


def test_a_step_is_outdated_when_what_it_rests_on_was_made_later(data):
    ended(data, "targets")
    assert not data.outdated("targets")
    ended(data, "import")
    later = (data.job("targets") / jobs.ENDED).stat().st_mtime + 5
    import os
    os.utime(data.job("import") / jobs.ENDED, (later, later))
    assert data.outdated("targets") and not data.outdated("import")


def test_a_fit_is_written_into_a_draft_on_demand(data):
    data.path("fit.yaml").write_text("values: {}\n")
    draft = drafts.new(data.workspace, "plan")
    page = page_of("numbers", data.workspace.root, "en")
    next(button for button in page.button if button.label == "Write it into the draft").click().run()
    assert not page.exception and str(data.path("fit.yaml")) in draft.text("baseline")


def test_a_made_up_platform_is_put_into_the_queue(workspace):
    made = own_data.new(workspace, "banxia", made_up=True)
    own_data.begin(made, MADE_UP, own_data.arguments(made, MADE_UP, "en"))
    assert [one.name for one in own_data.data_sets(workspace)] == ["banxia"]
    assert not made.path().exists(), "the command makes the folder, and refuses one that is there"
