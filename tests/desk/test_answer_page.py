"""The page Answer: page one first, pickers that all figures follow, the share that must be real, the folded rest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sim.desk.pages.answer import FOLDED
from sim.paired.break_even import effect_at
from sim.reports import format as fmt
from sim.reports.names import metric_name, per_of, segment_name
from sim.reports.page_one import page_one
from sim.reports.report import sections
from sim.reports.rows import rows_of
from sim.texts import text
from tests.desk.answered import chosen, figures, html, job, opened, put, read, rewrite, told
from tests.desk.pages import page_of, words_of
from tests.sampling import SAMPLED_LANGUAGES

LANGS = pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)


@LANGS
@pytest.mark.parametrize("name", ["made_up", "bare", "struck"])
def test_page_one_comes_first_in_the_words_of_the_report(kept, name, lang, request):
    app = opened("answer", kept, lang, name)
    assert not app.exception and not app.error
    one, first, words = page_one(request.getfixturevalue(name), lang), app.get("html")[0].value, read(app)
    for said in (*one.questions, one.recommendation.first, *one.recommendation.harms, one.scale):
        assert said in words
    assert 'class="first"' in first and len(app.get("html")) > 3


@LANGS
def test_all_figures_follow_the_group(kept, made_up, lang):
    app = opened("answer", kept, lang)
    picker = chosen(app, "group")
    assert picker.value == "silver"  # that of the first primary outcome
    for group in ("gen_z", "all"):
        app = chosen(app, "group").set_value(group).run()
        assert not app.exception and not app.error
        name = segment_name(group, lang)
        levels, _, forest = figures(app)[:3]
        assert name in levels
        assert all(segment_name(one, lang) in forest for one in {group, "all"})
        assert segment_name("silver", lang) not in forest


def test_a_group_without_a_curve_is_said_to_have_none(kept):
    app = chosen(opened("answer", kept, "en"), "group").set_value("new_middle").run()
    assert text("desk.answer.no_curve", "en", group=segment_name("new_middle", "en")) in read(app)
    assert segment_name("all", "en") in figures(app)[0]


def test_every_group_can_be_shown_at_once(kept, made_up):
    app = opened("answer", kept, "en").toggle[0].set_value(True).run()
    groups = {row.segment for row in rows_of(made_up, "en") if row.data["metric"] == "base_retention"}
    assert all(group in figures(app)[2] for group in groups) and len(groups) > 2


@LANGS
def test_the_forest_shows_the_metric_that_was_picked_with_its_definition(kept, made_up, lang):
    app = chosen(opened("answer", kept, lang), "metric").set_value("order_value").run()
    row = next(row for row in rows_of(made_up, lang) if row.data["metric"] == "order_value"
               and row.data["segment"] == "all")  # fmt: skip
    assert metric_name("order_value", lang) in figures(app)[2]
    assert f"{row.difference} ({row.likely})" in figures(app)[2]
    assert chosen(app, "metric").help == text("metrics.order_value.definition", lang)


def test_a_group_of_few_people_is_marked_where_it_is_chosen(workspace, made_up):
    few = made_up.table.assign(greyed=made_up.table["segment"] == "silver")
    put(workspace, "made_up", replace(made_up, table=few))
    labels = chosen(opened("answer", workspace, "en"), "group").options
    assert [label for label in labels if "few" in label] == ["Silver users (few people)"]


@pytest.mark.slow
def test_the_slider_reads_off_the_table_of_break_even(kept, made_up, lang="zh"):
    app = opened("answer", kept, lang)
    for place, row in enumerate(made_up.break_even.to_dict("records")):
        app = chosen(app, "real").set_value(place).run()
        for share in (0, 30, 100):
            app = app.slider[0].set_value(share).run()
            assert not app.exception and not app.error
            effect = effect_at(row, share / 100)
            said = fmt.format_difference(effect, row["unit"], 1.0 if row["unit"] == "yuan" else per_of(row["metric"]),
                                         lang)  # fmt: skip
            below = text("desk.answer.real.below", lang, share=fmt.format_part(share / 100, lang),
                         least=fmt.format_part(row["share_least"], lang))  # fmt: skip
            assert (said if effect == effect else below) in read(app)
    assert text("desk.answer.real.arms", lang) in read(app)


@LANGS
def test_where_nothing_can_be_read_there_is_no_slider_and_the_reason(kept, bare, lang):
    ways = list(bare.break_even["way"])
    assert "stated" in ways and "draws" in ways
    app = opened("answer", kept, lang, "bare")
    for way in ("draws", "stated"):
        app = chosen(app, "real").set_value(ways.index(way)).run()
        assert len(app.slider) == (way == "draws")
        assert text(f"desk.answer.real.{way}", lang) in read(app) + words_of(app)


@LANGS
def test_a_crisis_has_its_recovery_and_nothing_that_must_be_real(kept, struck, lang):
    app = opened("answer", kept, lang, "struck")
    curve = text("report.crisis.curve.trust", lang)
    app = chosen(app, "signal").set_value("trust").run()
    assert any(curve in one for one in figures(app))
    assert text("report.crisis.title", lang) in words_of(app)
    assert text("report.crisis.title", lang) not in words_of(opened("answer", kept, lang))


@LANGS
def test_why_is_told_or_how_to_ask_for_it(kept, lang):
    asked = text("desk.answer.no_why", lang)
    assert asked in words_of(opened("answer", kept, lang, "bare"))
    app = opened("answer", kept, lang)
    assert asked not in words_of(app)
    assert text("why.title", lang, scenario="", metric="", segment="")[:3] in html(app)


@LANGS
def test_the_rest_of_the_report_is_written_when_it_is_opened(kept, made_up, lang):
    names = [name for name in sections(made_up) if name in FOLDED]
    shut = opened("answer", kept, lang)
    assert not shut.exception
    titles = [one.label for one in shut.expander]
    app = opened("answer", kept, lang, **{f"reading.section.{name}": True for name in (*names, "paths")})
    assert not app.exception and not app.error
    assert len(app.get("html")) == len(shut.get("html")) + len(names) + 1
    assert all(text(f"report.{name}.title", lang) in titles for name in names)
    assert "data:image/svg+xml;base64," in html(app) and "data:image/svg" not in html(shut)


def test_no_section_of_the_report_is_lost(made_up):
    drawn = {"page_one", "paths", "crisis", "curves", "forest", "gains"}
    assert set(sections(made_up)) <= drawn | set(FOLDED)


@LANGS
def test_another_answer_can_be_chosen_and_without_a_choice_the_newest_is_shown(kept, workspace, lang):
    app = page_of("answer", kept.root, lang)
    assert 'class="first"' in html(app)
    other = app.selectbox[-1]
    assert len(other.options) == 3 and "unfinished" in other.options
    app = other.set_value("bare").run()
    assert 'class="first"' in html(app) and app.query_params["answer"] == "bare"
    assert text("desk.answer.none", lang) in words_of(page_of("answer", workspace.root, lang))


@LANGS
@pytest.mark.parametrize("name", ["../../etc", "no_such", "a" * 200, "."])
def test_an_answer_that_is_none_is_one_message(kept, lang, name):
    app = opened("answer", kept, lang, name)
    assert not app.exception and len(app.error) == 1 and app.selectbox[0].options
    assert not re.search("Traceback|Error:", app.error[0].value)


def test_what_is_not_there_yet_is_waited_for(workspace, made_up):
    folder = put(workspace, "made_up")
    job(folder, wish="run")
    app = opened("answer", workspace, "en")
    assert told(app.info[0]) == text("desk.answer.waiting", "en", name="made_up")
    rewrite(folder, made_up)
    assert 'class="first"' in html(app.run())


@LANGS
def test_a_job_that_ended_without_an_answer_is_said_to_have(kept, lang):
    app = opened("answer", kept, lang, "unfinished")
    assert told(app.info[0]) == text("desk.answer.unanswered", lang, name="unfinished")


@LANGS
def test_a_first_answer_is_said_to_be_one_and_is_refined(workspace, made_up, bare, lang):
    first = replace(made_up, manifest={**made_up.manifest, "replicates": 5})
    folder = put(workspace, "made_up", first)
    job(folder, wish="run")
    app = opened("answer", workspace, lang)
    assert text("desk.answer.first", lang, done=5, wanted=20) in words_of(app)
    before = html(app)
    (folder / "results" / "manifest.json").unlink()  # the next one is being written
    app = app.run()
    assert not app.exception and not app.error and html(app) == before
    rewrite(folder, made_up)
    assert text("desk.answer.first", lang, done=5, wanted=20) not in words_of(app.run())


def test_a_job_that_stopped_half_way_is_said_to_have(workspace, made_up):
    put(workspace, "made_up", replace(made_up, manifest={**made_up.manifest, "replicates": 5}))
    app = opened("answer", workspace, "en")
    assert app.info[0].value == text("desk.answer.halted", "en", done=5, wanted=20)


@LANGS
def test_a_damaged_table_is_one_message_in_the_readers_language(workspace, made_up, lang):
    folder = put(workspace, "made_up", made_up)
    (folder / "results" / "table.parquet").write_bytes(b"torn")
    app = opened("answer", workspace, lang)
    assert not app.exception and len(app.error) == 1 and "table.parquet" in told(app.error[0])
    assert ("run the same command" in app.error[0].value) == (lang == "en")


def test_what_an_address_says_is_shown_and_nothing_is_fetched_for_it(kept):
    app = opened("answer", kept, "en", "![x](https://elsewhere.example/x.png)")
    assert r"\[x\](https" in app.error[0].value
