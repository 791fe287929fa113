"""Every metric is explained in both languages, and nothing is explained that does not exist."""

import pytest

import sim.outcomes.metrics
from sim.base.errors import UnknownNameError
from sim.outcomes.metrics.base import METRICS
from sim.outcomes.metrics.definitions import definition, room_definition
from sim.outcomes.metrics.rooms import ROOM_METRICS
from sim.texts import LANGUAGES, catalogue

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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_else_is_explained_and_names_are_distinct(lang):
    keys = set(catalogue("metrics", lang))
    known = {f"metrics.{name}" for name in METRICS} | {f"metrics.rooms.{name}" for name in ROOM_METRICS}
    assert keys == {f"{key}.{part}" for key in known for part in ("name", "definition")}
    names = [definition(name, lang).name for name in METRICS]
    assert len(set(names)) == len(names)


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
