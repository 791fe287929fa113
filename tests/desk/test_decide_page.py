"""The page Decide: options ranked on the same outcomes, what would flip the order, exports that are read back."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sim.desk.answers import AnswerFolder
from sim.desk.reading import exports
from sim.desk.reading.exports import KINDS, Wanted
from sim.desk.reading.ranked import ranking_sheets, turning_sheet
from sim.reports.page_one import page_one
from sim.reports.recommend import recommendation
from sim.reports.rows import rows_of
from sim.reports.workbook import effect_table
from sim.texts import text
from tests.desk.answered import FILES, html, opened, put, read, rewrite
from tests.sampling import SAMPLED_LANGUAGES

LANGS = pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)


@LANGS
@pytest.mark.parametrize("name", ["made_up", "bare", "struck"])
def test_what_is_advised_and_what_would_change_it_are_said(kept, name, lang, request):
    comparison = request.getfixturevalue(name)
    app = opened("decide", kept, lang, name)
    assert not app.exception and not app.error
    advice = recommendation(comparison, rows_of(comparison, lang), lang)
    assert all(said in read(app) for said in (advice.first, *advice.harms, *advice.others, *advice.changes))
    no_flip = text("desk.decide.no_flip", lang, n=comparison.manifest["replicates"])
    assert (no_flip in read(app)) == (not len(comparison.turning))


@LANGS
def test_every_option_has_its_place_on_every_outcome(made_up, lang):
    sheets = ranking_sheets(made_up, lang)
    ranked = made_up.ranking.groupby(["metric", "segment"], sort=False)
    assert len(sheets) == len(ranked) == 2  # money is not known of every option
    for sheet, (_, part) in zip(sheets, ranked, strict=True):
        assert [line[0].split(".")[0] for line in sheet.lines] == [f"{place}" for place in sorted(part["place"])]
        assert len(sheet.lines) == len(made_up.manifest["scenarios"])
        nothing = [line for line in sheet.lines if line[1] == "–"]
        assert len(nothing) == 1 and text("report.baseline", lang) in nothing[0][0]


def test_an_outcome_that_should_fall_shows_the_effect_in_its_own_direction(made_up):
    falls = made_up.ranking.assign(metric="bounce_rate", segment="all").head(4)
    sheet, = ranking_sheets(replace(made_up, ranking=falls), "en")
    for line, row in zip(sheet.lines, falls.to_dict("records"), strict=True):
        assert line[1] == "–" or (line[1].startswith("−")) == (row["effect"] > 0)


@LANGS
def test_what_decides_between_the_first_two_has_its_share(made_up, lang):
    row = {"metric": "base_retention", "segment": "all", "first": "elder_mode", "second": "referral_tasks",
           "parameter": "open_trust", "strategy": "", "lever": "", "share": 0.4, "n": 20}  # fmt: skip
    turned = made_up.turning.iloc[:0].reindex([0]).assign(**row)
    line, = turning_sheet(replace(made_up, turning=turned), lang).lines
    assert line[3:] == (text("report.parameters.open_trust", lang), "40%")


def made(app, kind, lang):
    """The page after that export was asked for and is there."""
    app = app.button(f"carried.{kind}.make").click().run()
    until = time.monotonic() + 120
    while not any(one.key == f"carried.{kind}.download" for one in app.download_button):
        assert time.monotonic() < until and not app.error and not app.exception
        time.sleep(0.1)
        app = app.run()
    return app


def test_each_export_is_made_once_and_offered_until_the_answer_is_refined(workspace, made_up):
    folder = put(workspace, "made_up", made_up)
    app = opened("decide", workspace, "en")
    assert [one.key for one in app.button] == [f"carried.{kind}.make" for kind in KINDS]
    app = made(app, "files", "en")
    asked = Wanted(AnswerFolder(folder), AnswerFolder(folder).version(), "en", "files")
    assert asked.made and asked.path.name == "made_up.zip"
    again = opened("decide", workspace, "en")  # another tab
    assert [one.key for one in again.download_button] == ["carried.files.download"]
    assert not opened("decide", workspace, "zh").download_button
    time.sleep(0.01)
    rewrite(folder, made_up)
    assert not replace(asked, version=AnswerFolder(folder).version()).made
    assert not opened("decide", workspace, "en").download_button


def written(kind, workspace, comparison, lang):
    """An export's bytes, made without a page."""
    answer = AnswerFolder(put(workspace, "made_up", comparison))
    path = Wanted(answer, answer.version(), lang, kind).make(comparison)
    assert path.name == f"made_up{KINDS[kind].ending}" and path.is_relative_to(workspace.root)
    return path.read_bytes()


@LANGS
def test_the_workbook_holds_the_numbers_of_the_table(workspace, made_up, lang):
    book = load_workbook(BytesIO(written("workbook", workspace, made_up, lang)))
    sheet = book[text("report.workbook.effects", lang)]
    head, *lines = sheet.iter_rows(values_only=True)
    effects = effect_table(made_up, lang)
    assert list(head) == list(effects.columns) and len(lines) == len(effects)
    column = list(head).index(text("report.workbook.column.difference", lang))
    assert [line[column] for line in lines] == pytest.approx(list(effects.iloc[:, column]))


@LANGS
def test_the_page_and_the_report_say_what_page_one_says(workspace, made_up, lang):
    page = written("page", workspace, made_up, lang).decode()
    assert page_one(made_up, lang).recommendation.first in page and "http" not in page.replace("http-equiv", "")
    report = Wanted(AnswerFolder(workspace.place("answers", "made_up")), 1.0, lang, "report").make(made_up)
    assert page_one(made_up, lang).recommendation.first in report.read_text("utf-8")


def test_the_picture_is_one_of_16_to_9(workspace, made_up):
    picture = written("picture", workspace, made_up, "zh")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert picture.startswith(b"\x89PNG") and (width, height) == (1920, 1080)


def test_the_archive_holds_the_files_that_were_asked(workspace, made_up):
    with zipfile.ZipFile(BytesIO(written("files", workspace, made_up, "en"))) as archive:
        assert archive.namelist() == list(FILES)
        assert archive.read("elder_mode.yaml").startswith(b"name: elder_mode\n")


@LANGS
def test_the_slides_say_what_page_one_says(workspace, made_up, lang):
    presentation = pytest.importorskip("pptx").Presentation(BytesIO(written("slides", workspace, made_up, lang)))
    words = "\n".join(shape.text_frame.text for slide in presentation.slides for shape in slide.shapes
                      if shape.has_text_frame)  # fmt: skip
    assert page_one(made_up, lang).recommendation.first in words


@LANGS
def test_an_export_that_cannot_be_made_is_one_message(workspace, made_up, lang):
    folder = put(workspace, "made_up", made_up)
    (folder / exports.FOLDER).write_text("a file in the way", encoding="utf-8")
    app = opened("decide", workspace, lang).button("carried.files.make").click().run()
    until = time.monotonic() + 60
    while not app.error:
        assert time.monotonic() < until and not app.exception
        time.sleep(0.1)
        app = app.run()
    assert len(app.error) == 1 and ("cannot write" in app.error[0].value) == (lang == "en")
    assert any(one.key == "carried.files.make" for one in app.button)


@LANGS
def test_the_sheet_to_print_is_there_when_it_is_opened(kept, lang):
    assert not _frames(opened("decide", kept, lang))
    app = opened("decide", kept, lang, **{"carried.print": True})
    frame, = _frames(app)
    assert "window.print()" in frame and text("desk.decide.print_now", lang) in frame
    assert "window.print" not in html(app)


def _frames(app):
    return [one.proto.srcdoc for one in app.main if one.type == "iframe"]
