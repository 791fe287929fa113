"""The JSON Schema of scenario files, with which an editor completes and checks them while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.base.files import write_whole
from sim.base.forms import quantity_schema
from sim.base.params import PARAMETERS
from sim.levers import LEVERS
from sim.scenario.build import settable
from sim.scenario.builtin import builtin_folder
from sim.scenario.form import SENTENCE, ScenarioForm
from sim.scenario.names import others, spellings
from sim.scenario.strategies import option_kind

FILE = "scenario.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema=./{FILE}"
OPEN_KINDS = ("segment",)
"""Kinds of names that a planner can add to: the schema proposes the known ones and allows others."""


def schema() -> dict[str, Any]:
    """The JSON Schema, with the names, options, parameters and bounds of this version of livesim."""
    made = with_names(ScenarioForm.model_json_schema())
    made["properties"]["parameters"] = _parameters()
    when = made["$defs"]["StrategyForm"]["properties"]["when"]
    made["$defs"]["StrategyForm"]["properties"]["when"] = {"anyOf": [when, SENTENCE]}
    made["$defs"]["StrategyForm"]["allOf"] = [_options_of(name) for name in LEVERS]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "livesim scenario", **made}


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def write_schema(folder: Path | None = None) -> Path:
    """The path of the schema file, newly written; beside the built-in scenarios unless `folder` is given."""
    path = (folder or builtin_folder()) / FILE
    write_whole(path, schema_text().encode())
    return path


def with_names(node: Any) -> Any:
    """The schema with the names themselves in place of `x-names`, and without pydantic's own remarks."""
    if isinstance(node, list):
        return [with_names(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-names" in node:
        kind = node["x-names"]
        names = [name for own, titles in spellings(kind).items()
                 for name in (own, *titles.values(), *others(kind, own))]
        numbers = [int(name) for name in names if name.isdigit()]  # YAML reads 618 as a number
        listed = {"enum": list(dict.fromkeys([*names, *numbers]))}
        return {"anyOf": [listed, {"type": "string"}]} if kind in OPEN_KINDS else listed
    kept = {key: with_names(value) for key, value in node.items() if key != "default"}
    return {key: value for key, value in kept.items() if key != "title" or isinstance(value, dict)}


def _options_of(name: str) -> dict[str, Any]:
    """The rule that a strategy with this lever has these options."""
    written = [name, *spellings("lever")[name].values()]
    options = {option.name: quantity_schema(option_kind(option)) for option in LEVERS[name].options}
    return {
        "if": {"properties": {"lever": {"enum": list(dict.fromkeys(written))}}},
        "then": {"properties": {"options": {"properties": options, "additionalProperties": False}}},
    }


def _parameters() -> dict[str, Any]:
    """Every parameter that a scenario may set, with its meaning, unit and bounds."""
    listed = {
        entry.name: {"type": ["number", "string"], "minimum": entry.low, "maximum": entry.high,
                     "description": f"{entry.text} [{entry.unit}]"}
        for entry in map(PARAMETERS.__getitem__, sorted(settable()))
    }
    return {"type": "object", "properties": listed, "additionalProperties": False}
