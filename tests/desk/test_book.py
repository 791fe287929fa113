"""The strategy book: searched, narrowed, in both languages, and what it says of metrics, segments and goals."""

from __future__ import annotations

import pytest

from sim.base.params import GRADES
from sim.cast.segments import known
from sim.desk.definitions import KINDS, defined, looked_up
from sim.levers import KINDS as LEVER_KINDS
from sim.levers import LEVERS
from sim.outcomes.goal import GOALS
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.texts import LANGUAGES
from tests.desk.pages import page_of, words_of
from tests.sampling import SAMPLED_LANGUAGES

LANGS = pytest.mark.parametrize("lang", SAMPLED_LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_defined_in_both_languages(kind):
    english, chinese = (defined(kind, lang) for lang in LANGUAGES)
    assert [one.name for one in english] == [one.name for one in chinese]
    assert all(one.title and all(one.lines) for one in (*english, *chinese))
    assert all(one.lines != other.lines for one, other in zip(english, chinese, strict=True))


def test_nothing_that_is_declared_is_left_out():
    assert {one.name for one in defined("metric", "en")} == {*METRICS, *ROOM_METRICS}
    assert {one.name for one in defined("segment", "en")} == set(known())
    assert {one.name for one in defined("goal", "en")} == set(GOALS)


@LANGS
def test_words_of_both_languages_find_a_definition(lang):
    for query in ("churn", "卸载率", "ＣＨＵＲＮ"):
        assert "uninstall_rate" in {one.name for one in looked_up("metric", query, lang)}
    assert looked_up("metric", "no such word at all", lang) == ()


@LANGS
def test_the_book_opens_with_all_strategies_and_the_first_card(tmp_path, lang):
    page = page_of("book", tmp_path, lang)
    strategies = [name for name, lever in LEVERS.items() if lever.kind == "strategy"]
    assert not page.exception
    assert len(page.radio[0].options) == len(strategies)
    assert len(page.title) == 1
    assert all(control.label.strip() for control in (*page.text_input, *page.radio, *page.button_group))


@LANGS
@pytest.mark.parametrize("part", [*LEVER_KINDS, "metrics", "segments", "goals"])
def test_every_part_shows_something_and_takes_any_search(tmp_path, lang, part):
    page = page_of("book", tmp_path, lang)
    page.button_group(key="book_part").set_value(part).run()
    assert not page.exception
    assert len(words_of(page)) > 100
    for query in ("优惠券", "zz zz", "$*[x](y)_", "  "):
        page.text_input(key="book_query").set_value(query).run()
        assert not page.exception


@LANGS
def test_a_search_narrows_and_says_where_else_it_found_something(tmp_path, lang):
    page = page_of("book", tmp_path, lang)
    page.text_input(key="book_query").set_value("复购").run()
    assert 0 < len(page.radio[0].options) < len(LEVERS)
    assert any("10" in caption.value or "指标" in caption.value or "Metrics" in caption.value
               for caption in page.caption)


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_leaves_only_strategies_of_that_grade(tmp_path, grade):
    page = page_of("book", tmp_path, "en")
    page.button_group(key="book_grades").set_value([grade]).run()
    expected = [name for name, lever in LEVERS.items() if lever.kind == "strategy" and lever.grade == grade]
    assert not page.exception
    assert (len(page.radio[0].options) if page.radio else 0) == len(expected)


def test_the_chosen_card_stays_while_a_search_still_finds_it(tmp_path):
    page = page_of("book", tmp_path, "en")
    page.radio[0].set_value("coupons").run()
    page.text_input(key="book_query").set_value("coupon").run()
    assert page.radio[0].value == "coupons"
    page.text_input(key="book_query").set_value("elder mode").run()
    assert page.radio[0].value == "elder_mode"
