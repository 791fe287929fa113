"""Cards: every strategy has one in both languages with all its parts, and words find it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import UnknownNameError
from sim.base.params import GRADES
from sim.desk import cards
from sim.levers import KINDS, LEVERS
from sim.reports.evidence import load
from sim.reports.known import STATED_IN
from sim.texts import LANGUAGES

EACH = pytest.mark.parametrize("name", list(LEVERS))
LANGS = pytest.mark.parametrize("lang", LANGUAGES)


def chinese(words):
    return re.search(r"[\u4e00-\u9fff]", words) is not None


@EACH
@LANGS
def test_a_card_has_all_its_parts(name, lang):
    card, lever = cards.card(name, lang), LEVERS[name]
    for part in (card.title, card.other_title, card.line, card.why, card.limits, card.acts_on, card.strength):
        assert part.strip()
    assert bool(card.cost) == (lever.kind != "crisis")
    assert [chinese(words) for words in (card.title, card.other_title)] == [lang == "zh", lang != "zh"]
    assert all(chinese(words) == (lang == "zh") for words in (card.line, card.why, card.limits, card.strength))
    assert (card.kind in KINDS, card.grade in GRADES) == (True, True)


@EACH
@LANGS
def test_all_that_a_lever_declares_is_on_its_card(name, lang):
    card, lever = cards.card(name, lang), LEVERS[name]
    assert [row.id for row in card.evidence] == list(lever.evidence)
    assert {row.id for row in card.evidence} <= set(load())
    assert [option.name for option in card.options] == [option.name for option in lever.options]
    for row in card.evidence:
        assert row.metric and row.segment and row.reported and row.grade and row.source
    for option in card.options:
        assert option.shown and option.default and option.allowed and option.source
    for size in card.sizes:
        assert size.meaning and size.value and size.grade and size.source


@EACH
def test_a_card_is_found_by_its_names_whatever_the_language_and_the_signs(name):
    for lang in LANGUAGES:
        title = cards.card(name, lang).title
        wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in title)
        for written in (name, title, title.upper(), wide):
            assert name in cards.found(written, "en")


@given(st.text(max_size=12))
def test_any_words_may_be_searched_and_more_words_find_no_more(query):
    everything, fewer = cards.found("", "en"), cards.found(query, "zh")
    assert list(everything) == list(LEVERS)
    assert set(cards.found(f"{query} coupon", "zh")) <= set(fewer) <= set(everything)


@LANGS
def test_themes_hold_every_lever_once_and_crises_stand_after_strategies(lang):
    listed = [name for names in cards.themes(lang).values() for name in names]
    assert sorted(listed) == sorted(LEVERS)
    assert [LEVERS[name].kind for name in listed] == sorted((LEVERS[name].kind for name in listed), key=KINDS.index)
    assert len(cards.themes(lang)) == len({cards.theme_of(lever) for lever in LEVERS.values()})


def test_the_rows_that_state_defaults_are_evidence_of_their_levers():
    for (lever, option), row in STATED_IN.items():
        assert row in LEVERS[lever].evidence
        assert option in {entry.name for entry in LEVERS[lever].options}


@EACH
def test_what_was_reported_and_assumed_is_told_in_chinese_too(name):
    """Citations, brands and places stay as they are written; what was counted, of whom and how does not."""
    card = cards.card(name, "zh")
    for row in card.evidence:
        assert chinese(row.metric) and chinese(row.segment) and chinese(row.grade)
        assert chinese(row.note) or not row.note
    for size in card.sizes:
        assert chinese(size.meaning) and (chinese(size.source) or re.fullmatch(r"([A-Z]\d\d(, )?)+", size.source))
    assert all(option.source in STATED_IN.values() or chinese(option.source) for option in card.options)


def test_a_name_that_nobody_knows_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'elder_mode'"):
        cards.card("elder_mod", "en")
