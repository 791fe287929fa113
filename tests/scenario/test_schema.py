"""The JSON Schema: up to date, and of one mind with the loader."""

from __future__ import annotations

import datetime

import jsonschema
import pytest
from ruamel.yaml import YAML

from sim.scenario import builtin_scenarios
from sim.scenario.builtin import builtin_folder
from sim.scenario.dump import as_data
from sim.scenario.load import load_scenario
from sim.scenario.schema import FILE, FIRST_LINE, schema, schema_text, write_schema
from tests.sampling import sampled
from tests.scenario.test_wrong_files import WRONG


def problems(data: object) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(schema()).iter_errors(data)]


def read(path):
    """The file as an editor sees it: a date is text."""
    return with_texts(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def with_texts(node):
    if isinstance(node, dict):
        return {key: with_texts(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_texts(value) for value in node]
    return str(node) if isinstance(node, datetime.date) else node


def test_the_file_is_up_to_date():
    stored = (builtin_folder() / FILE).read_text(encoding="utf-8")
    assert stored == schema_text(), "run `livesim scenarios schema`"


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", sampled(builtin_scenarios()))
def test_built_in_scenarios_fit_and_name_it(name):
    path = builtin_folder() / f"{name}.yaml"
    assert path.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE
    assert problems(read(path)) == []
    assert problems({**as_data(load_scenario(name)), "horizon": {}}) == []


SEEN = (
    "unknown_lever", "unknown_field", "unknown_nested_field", "unknown_metric", "unknown_category",
    "unknown_option", "unknown_event", "days_without_unit", "money_without_unit", "minutes_without_unit",
    "lever_missing", "worth_missing", "list_in_place_of_a_mapping", "mapping_in_place_of_a_list",
    "text_in_place_of_a_mapping", "question_empty",
)  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_an_editor_sees_what_the_loader_refuses(case):
    assert problems(YAML(typ="safe", pure=True).load(WRONG[case][0])) != []


def test_an_own_segment_is_no_mistake_to_an_editor():
    strategy = {"lever": "长辈模式", "who": {"segment": "night_owls", "share": "50%"}, "when": {"start": "2周"}}
    assert problems({"name": "x", "strategies": [strategy]}) == []


def test_the_schema_is_written_where_it_is_wanted(tmp_path):
    assert write_schema(tmp_path).read_text(encoding="utf-8") == schema_text()
