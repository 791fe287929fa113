"""No number without a source: every parameter and lever names evidence that exists, or is a judgement."""

from __future__ import annotations

import re
import runpy

import pytest

from calibration import evidence
from sim.base.params import GRADES, PARAMETERS
from sim.cast import segments
from sim.levers.base import LEVERS
from sim.texts import LANGUAGES, has
from tests.project.sources import ROOT

ID = re.compile(r"\b[BGPLCRTW]\d\d\b")
ROWS = evidence.load()
runpy.run_path(str(ROOT / "docs" / "generate.py"))["declare_everything"]()


def check_source(source, grade):
    """A source names evidence that exists, or is graded as a judgement and gives its reason."""
    ids = ID.findall(source)
    assert [id for id in ids if id not in ROWS] == []
    if grade == "judged":
        assert len(source) >= 3, "a judgement states its reason"
        return
    assert ids, f"graded {grade}, so it names the evidence"
    best = min(GRADES.index(ROWS[id].grade) for id in ids)
    assert GRADES.index(grade) >= best, "no better graded than its best evidence"


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_says_where_it_comes_from(name):
    check_source(PARAMETERS[name].source, PARAMETERS[name].grade)


@pytest.mark.parametrize("name", segments.known())
def test_what_differs_in_a_segment_says_where_it_comes_from(name):
    for override in segments.known()[name].parameters.values():
        check_source(override.source, override.grade)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_prior_lies_inside_the_bounds(name):
    entry = PARAMETERS[name]
    if entry.prior is not None:
        assert entry.low <= entry.prior.low < entry.prior.high <= entry.high


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_names_its_evidence(name):
    lever = LEVERS[name]
    assert [id for id in lever.evidence if id not in ROWS] == []
    assert lever.evidence or lever.grade == "judged"


@pytest.mark.parametrize("name", LEVERS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["name", "line", "why"])
def test_a_lever_is_explained(name, part, lang):
    assert has(f"levers.{name}.{part}", lang)
