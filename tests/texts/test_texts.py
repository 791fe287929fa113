"""Texts stand in the catalogue or in a declaration, which may know English alone."""

from __future__ import annotations

from importlib.resources import files

import pytest
from ruamel.yaml import YAML

import sim.texts
import sim.users.day  # declares parameters
from sim.base.errors import UnknownNameError
from sim.base.params import PARAMETERS
from sim.texts import areas, catalogue, declare, docstring, has, text, texts
from sim.texts.meanings import meaning


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """What a test declares is forgotten after it."""
    monkeypatch.setattr(sim.texts, "_DECLARED", {lang: dict(told) for lang, told in sim.texts._DECLARED.items()})


def test_a_declaration_tells_what_no_catalogue_does():
    assert not has("metrics.tea.name") and not has("metrics.tea.name", "zh")
    declare("metrics.tea.name", "cups of {kind}")
    assert text("metrics.tea.name", kind="tea") == "cups of tea"
    assert text("metrics.tea.name", "zh", kind="tea") == "cups of tea", "English where there is nothing else"
    declare("metrics.tea.name", "{kind}杯数", "zh")
    assert text("metrics.tea.name", "zh", kind="茶") == "茶杯数"
    assert has("metrics.tea.name", "zh")


def test_the_last_word_of_a_declaration_counts():
    declare("patterns.tea.name", "tea")
    declare("patterns.tea.name", "a cup of tea")
    assert text("patterns.tea.name") == "a cup of tea"


def test_a_declaration_does_not_overrule_the_catalogue():
    declare("report.baseline", "something else", "zh")
    assert text("report.baseline", "zh") == catalogue("report", "zh")["report.baseline"] != "something else"


def test_an_area_of_ones_own_and_a_list():
    declare("tea.0", "green")
    declare("tea.1", "black")
    assert texts("tea") == texts("tea", "zh") == ["green", "black"]


def test_unknown_keys_and_languages_are_clear_errors():
    declare("tea.name", "tea")
    with pytest.raises(UnknownNameError, match=r"unknown text 'report.baselin'; did you mean 'report.baseline'"):
        text("report.baselin")
    with pytest.raises(UnknownNameError, match=r"unknown text 'tea.nam'; did you mean 'tea.name'"):
        text("tea.nam", "zh")
    for call in (text, has, texts):
        with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
            call("report.baseline", "fr")
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        declare("tea.name", "thé", "fr")


def test_a_docstring_is_one_paragraph():
    def drink():
        """Tea is drunk.

        Hot,
        or iced.
        """

    assert docstring(drink) == "Tea is drunk. Hot, or iced."
    assert docstring(lambda: None) == ""


def test_a_parameter_means_what_its_declaration_says_or_its_translation():
    assert meaning("message_rate") == PARAMETERS["message_rate"].text
    assert meaning("message_rate", "zh") == catalogue("params", "zh")["params.message_rate"]
    declare("params.message_rate", "not heard", "zh")
    assert meaning("message_rate", "zh") == catalogue("params", "zh")["params.message_rate"]
    with pytest.raises(UnknownNameError, match="unknown parameter 'mesage_rate'; did you mean 'message_rate'"):
        meaning("mesage_rate")


@pytest.mark.parametrize("lang", sim.texts.LANGUAGES)
def test_the_parts_of_an_area_are_its_whole_file(lang):
    for area in areas(lang):
        whole = YAML(typ="safe", pure=True).load((files("sim.texts") / lang / f"{area}.yaml").read_text("utf-8"))
        assert catalogue(area, lang) == dict(sim.texts._flat(whole, f"{area}.")), area
