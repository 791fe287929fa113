"""Every pattern has a short name of its own and a definition in both languages."""

from __future__ import annotations

import pytest

from calibration.counting import TOLD
from calibration.patterns import PATTERNS
from sim.outcomes.metrics import METRICS
from sim.texts import LANGUAGES, text

NAME = 60
"""Letters of a name that still fits into a table and a figure."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_has_a_name_and_a_definition(pattern, lang):
    assert text(f"patterns.{pattern}.definition", lang)[-1] in ".。"
    assert len(text(f"patterns.{pattern}.name", lang)) <= NAME


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_english_definition_is_the_docstring(pattern):
    assert text(f"patterns.{pattern}.definition", "en").split() == PATTERNS[pattern].measure.__doc__.split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_tell_patterns_apart(lang):
    names = [text(f"patterns.{pattern}.name", lang) for pattern in PATTERNS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_of_what_logs_show_has_a_word(lang):
    units = {entry.unit for entry in PATTERNS.values()} | {METRICS[name].unit for name in TOLD}
    assert all(text(f"cli.patterns.units.{unit}", lang) for unit in units)
