"""Every metric is explained in both languages, in English by its declaration."""

import pytest

import sim.outcomes.metrics
from sim.base.errors import UnknownNameError
from sim.outcomes.metrics.base import METRICS
from sim.outcomes.metrics.definitions import definition, room_definition
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.texts import LANGUAGES

UNITS = ("share", "minutes", "days", "yuan", "count", "score")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_a_name_and_a_definition(name, lang):
    words = definition(name, lang)
    assert words.name and words.definition.endswith("." if lang == "en" else "。")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ROOM_METRICS)
def test_every_room_metric_has_a_name_and_a_definition(name, lang):
    words = room_definition(name, lang)
    assert words.name and words.definition.endswith("." if lang == "en" else "。")


@pytest.mark.parametrize("name", METRICS)
def test_the_english_definition_is_the_docstring(name):
    assert definition(name).definition.split() == METRICS[name].measure.__doc__.split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_distinct(lang):
    names = [definition(name, lang).name for name in METRICS]
    assert len(set(names)) == len(names)


def test_a_metric_without_a_title_is_called_by_its_own_words():
    assert definition("order_value").name == "order value"
    assert definition("dau_over_mau").name == "DAU/MAU"


@pytest.mark.parametrize("name", METRICS)
def test_units_and_directions_are_known(name):
    entry = METRICS[name]
    assert entry.unit in UNITS and entry.direction in (-1, 0, 1) and entry.measure.__doc__


def test_unknown_metric_is_a_clear_error():
    with pytest.raises(
        UnknownNameError, match="unknown metric 'base_retension'; did you mean 'base_retention'"
    ):
        definition("base_retension")
    assert sim.outcomes.metrics.METRICS is METRICS
