"""The JSON Schema of sweep files: up to date, and of one mind with the loader about the ready ones."""

from __future__ import annotations

import jsonschema
import pytest
from ruamel.yaml import YAML

from sim.explore.load import ready_folder, ready_sweeps
from sim.explore.schema import FILE, FIRST_LINE, schema, schema_text
from tests.explore.files import GRID


def problems(data):
    return [error.message for error in jsonschema.Draft202012Validator(schema()).iter_errors(data)]


def read(text):
    return YAML(typ="safe", pure=True).load(text)


def test_the_file_is_up_to_date():
    assert (ready_folder() / FILE).read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("name", ready_sweeps())
def test_ready_sweeps_fit(name):
    text = (ready_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith(FIRST_LINE)
    assert problems(read(text)) == []


@pytest.mark.parametrize(("old", "new"), [
    ("replicates", "replicate"), ("values: [0%, 50%, 100%]", "valeus: [1]"), ("[base_retention]", "[retention_base]"),
    ("days: 100", "days: [1]"), ("values: [50%, 100%]", "distribution: {norml: {mean: 1, sd: 2}}"),
])  # fmt: skip
def test_wrong_ones_do_not(old, new):
    assert problems(read(GRID)) == []
    assert problems(read(GRID.replace(old, new))) != []
