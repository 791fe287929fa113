"""What English says Chinese says too, with the same values put in; and English is told once."""

from __future__ import annotations

import re
import runpy
from string import Formatter

import pytest

from calibration.patterns import PATTERNS
from calibration.responses import RESPONSES
from sim.base.params import PARAMETERS
from sim.cast.segments import known
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.reports.day import PARTS, plan
from sim.reports.evidence import rows_of
from sim.texts import LANGUAGES, areas, catalogue, has, text
from sim.texts.meanings import meaning
from tests.project.sources import ROOT

runpy.run_path(str(ROOT / "docs" / "generate.py"))["declare_everything"]()
AREAS = sorted(set().union(*(areas(lang) for lang in LANGUAGES)))
NAMED = [*(f"metrics.{name}" for name in METRICS), *(f"metrics.rooms.{name}" for name in ROOM_METRICS),
         *(f"patterns.{name}" for name in PATTERNS), *(f"responses.{name}" for name in RESPONSES)]  # fmt: skip
DECLARED = {f"{thing}.{part}": text(f"{thing}.{part}") for thing in NAMED for part in ("name", "definition")}
DECLARED |= {f"params.{name}": meaning(name) for name in PARAMETERS}
DECLARED |= {f"day.{step.part}.{step.name}": step.sentence for part in PARTS for step in plan(part)}
BEHIND = rows_of({row: None for lever in LEVERS.values() for row in lever.evidence}, "judged")
"""The evidence that a planner reads about: that of strategies."""
DECLARED |= {f"evidence.{row.id}.{column}": words for row in BEHIND for column in ("population", "source", "note")
             if (words := getattr(row, column, ""))}
DECLARED |= {f"evidence.metric.{row.metric}": row.metric for row in BEHIND
             if not has(f"metrics.{row.metric}.name") and not has(f"cli.lever_table.metric.{row.metric}")}
SOURCES = {f"size.{name}": entry.source for name, entry in PARAMETERS.items() if entry.scope == "lever"}
SOURCES |= {f"segment.{segment.name}.{name}": own.source
            for segment in known().values() for name, own in segment.parameters.items()}
DECLARED |= {f"evidence.{key}": source for key, source in SOURCES.items()
             if not re.fullmatch(r"[A-Z]\d\d(, [A-Z]\d\d)*", source)}
"""Key -> the English that a declaration or a table of the evidence says."""


def entries(area, lang):
    """Key -> text of an area, none where a language has no such file."""
    return catalogue(area, lang) if area in areas(lang) else {}


def fields(text):
    """The names between braces in a text, with how they are formatted left out."""
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


def test_everything_declared_is_looked_at():
    assert {key.split(".")[0] for key in DECLARED} == {"metrics", "patterns", "responses", "params", "day", "evidence"}
    assert min(map(len, DECLARED.values())) > 3


@pytest.mark.parametrize("area", AREAS)
def test_english_is_told_once(area):
    assert sorted(DECLARED.keys() & entries(area, "en").keys()) == [], "its declaration says so already"


@pytest.mark.parametrize("area", AREAS)
def test_everything_is_told_in_both_languages(area):
    declared = {key for key in DECLARED if key.startswith(f"{area}.")}
    english, chinese = declared | entries(area, "en").keys(), entries(area, "zh").keys()
    assert sorted(english - chinese) == [], "missing in Chinese"
    assert sorted(chinese - english) == [], "nothing in English, and nothing that is declared"


@pytest.mark.parametrize("area", AREAS)
def test_values_put_in_are_the_same(area):
    english, chinese = DECLARED | dict(entries(area, "en")), entries(area, "zh")
    different = {key for key in english.keys() & chinese.keys() if fields(english[key]) != fields(chinese[key])}
    assert sorted(different) == []


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty(area, lang):
    assert [key for key, text in entries(area, lang).items() if not text.strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_segments_are_named_in_their_files_alone(lang):
    own = {key for key in catalogue("segments", lang) if not key.startswith("segments.combined.")}
    assert own == {"segments.all.name"}
    assert [name for name, segment in known().items() if not segment.names.get(lang, "").strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_an_answer_may_hang_on_has_words_for_a_planner(lang):
    """A report names the uncertain parameters; their names in code say nothing to a planner."""
    drawn = [name for name, entry in PARAMETERS.items() if entry.uncertain]
    assert [name for name in drawn if not has(f"report.parameters.{name}", lang)] == []
