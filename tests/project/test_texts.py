"""English and Chinese say the same things: same keys, same values put in."""

from __future__ import annotations

from string import Formatter

import pytest

from sim.texts import LANGUAGES, areas, catalogue

AREAS = sorted(set().union(*(areas(lang) for lang in LANGUAGES)))


def fields(text):
    """The names between braces in a text, with how they are formatted left out."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def test_both_languages_have_the_same_areas():
    assert areas("en") == areas("zh")


@pytest.mark.parametrize("area", AREAS)
def test_keys_are_the_same(area):
    english, chinese = set(catalogue(area, "en")), set(catalogue(area, "zh"))
    assert sorted(english - chinese) == [], "missing in Chinese"
    assert sorted(chinese - english) == [], "missing in English"


@pytest.mark.parametrize("area", AREAS)
def test_values_put_in_are_the_same(area):
    english, chinese = catalogue(area, "en"), catalogue(area, "zh")
    different = {key for key in set(english) & set(chinese) if fields(english[key]) != fields(chinese[key])}
    assert sorted(different) == []


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty(area, lang):
    assert [key for key, text in catalogue(area, lang).items() if not text.strip()] == []
