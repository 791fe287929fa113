"""Every pattern has a short name and a definition in both languages; the English one is its declaration."""

from __future__ import annotations

import pytest

from calibration.patterns import PATTERNS
from sim.texts import LANGUAGES, catalogue, has, text

NAME = 60
"""Letters of a name that still fits into a table and a figure."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_has_a_name_and_a_definition(pattern, lang):
    for part in ("name", "definition"):
        assert has(f"patterns.{pattern}.{part}", lang), f"sim/texts/{lang}/patterns.yaml lacks {pattern}.{part}"
    assert len(text(f"patterns.{pattern}.name", lang)) <= NAME


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_english_definition_is_the_docstring(pattern):
    assert text(f"patterns.{pattern}.definition", "en") == PATTERNS[pattern].text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_tell_patterns_apart(lang):
    names = [text(f"patterns.{pattern}.name", lang) for pattern in PATTERNS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_about_a_pattern_that_is_gone(lang):
    told = {key.split(".")[1] for key in catalogue("patterns", lang)}
    assert sorted(told - set(PATTERNS)) == []
