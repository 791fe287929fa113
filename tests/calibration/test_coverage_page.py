"""The part of the page about coverage: what the study found, in both languages, and what it is when there is none."""

from __future__ import annotations

import copy
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from calibration.coverage.ranks import NOMINAL
from calibration.coverage.record import GRID, LIKELY_SHARE, sources
from calibration.page import covering
from calibration.page.covering import cell, coverage, told, verdict
from calibration.page.view import ValidationView
from sim.reports.blocks import Gallery, Grid
from sim.texts import LANGUAGES, text

GROUP = {str(nominal): [nominal + 0.001, 0.01, 200] for nominal in NOMINAL}
EFFECT = {"strategy": "elder_mode", "metric": "rebuy_rate", "segment": "silver", "coverage": GROUP,
          "few": [0.7, 0.03], "p": 0.4, "mean": 0.01, "foretold": 0.3,
          "spread": {"prior": 0.02, "posterior": 0.015, "luck": 0.04}}  # fmt: skip
STUDY = {
    "made_of": sources(),
    "setting": {"users": 1000, "platforms": 400, "truths": 200, "horizon": 90, "lucks": 2, "draws": 99, "few": 20,
                "narrower": 0.5},
    "worlds": {"died": 0.01, "unseen": 0.02, "pivots": {"trust_pivot": 0.003}},
    "coverage": dict.fromkeys(covering.GROUPS, GROUP),
    "curve": {name: [[nominal, nominal - 0.01, 0.02] for nominal in GRID] for name in covering.GROUPS},
    "data": {"p": 0.3, "coverage": [0.9, 0.02, 200]},
    "ranks": {"tests": 80, "unlikely": 3, "least": 0.004, "expected": 4.0},
    "mixing": {"median": 1.02, "above": 0.03},
    "knows": {"parameters": {"open_trust": 0.9, "buy_intercept": 0.2, "own_sd": 0.8}, "targets": 0.6},
    "effects": [EFFECT], "levels": [{**EFFECT, "strategy": ""}],
}  # fmt: skip

pytestmark = pytest.mark.filterwarnings("error:Glyph")  # a letter that the fonts lack


def view(lang):
    return ValidationView(SimpleNamespace(), lang)


def words(blocks):
    return " ".join(block.text for block in blocks if block.kind == "words")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_study_found_is_told(lang):
    blocks = told(view(lang), STUDY)
    said = words(blocks)
    assert "{" not in said and "200" in said and "buy_intercept" in said
    groups, effects = (block for block in blocks if isinstance(block, Grid))
    assert [len(row.cells) for row in groups.rows] == [1 + len(NOMINAL)] * 3 and len(groups.heads) == 1 + len(NOMINAL)
    assert groups.rows[0].cells[3] == "90.1% ± 1.0"
    (row,) = effects.rows
    assert len(row.cells) == len(effects.heads) and row.cells[2] == "70.0% ± 3.0 *"
    assert list(row.cells[3:]) == ["2.00", "1.50", "4.00"]
    (gallery,) = (block for block in blocks if isinstance(block, Gallery))
    ElementTree.fromstring(gallery.pictures[0].svg)
    assert "90.1%" in gallery.pictures[0].alt
    assert text("validation.coverage.stale", lang) not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_study_of_an_earlier_model_says_so(lang):
    assert text("validation.coverage.stale", lang) in words(told(view(lang), STUDY | {"made_of": "earlier"}))


@pytest.mark.parametrize(("share", "key"), [(0.9, "holds"), (0.99, "too_often"), (0.7, "too_seldom")])
def test_the_promise_is_judged(share, key):
    content = copy.deepcopy(STUDY)
    content["coverage"]["effects"] = {"0.9": [share, 0.01, 200]}
    assert verdict(view("en"), content) == text(f"validation.coverage.{key}", "en", share=f"{100 * share:.1f}%",
                                                error="1.0")


def test_a_star_marks_what_an_error_does_not_explain():
    assert cell([0.85, 0.02, 9], 0.9).endswith("*") and not cell([0.87, 0.02, 9], 0.9).endswith("*")
    assert not cell([LIKELY_SHARE, 0.001, 9], LIKELY_SHARE).endswith("*")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_study_a_sentence_stands_in_its_place(lang, monkeypatch):
    monkeypatch.setattr(covering, "read", lambda: None)
    assert [block.text for block in coverage(view(lang)).blocks] == [text("validation.coverage.absent", lang)]
