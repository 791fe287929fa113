"""The JSON Schema of sweep files, with which an editor completes and checks them while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.base.files import write_whole
from sim.explore.form import SweepForm
from sim.explore.load import ready_folder
from sim.explore.spread import TERMS
from sim.scenario.form import HorizonForm, PopulationForm
from sim.scenario.schema import with_names

FILE = "sweep.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema=./{FILE}"


def schema() -> dict[str, Any]:
    """The JSON Schema, with the names and bounds of this version of livesim."""
    made = with_names(SweepForm.model_json_schema())
    for name, form in (("population", PopulationForm), ("horizon", HorizonForm)):
        made["properties"][name] = with_names(form.model_json_schema())
    design = made["properties"]["design"]
    made["properties"]["design"] = {"anyOf": [design, made["$defs"]["DesignForm"]["properties"]["kind"]]}
    made["properties"]["seed"] = {"type": "integer", "minimum": 0}
    number = {"type": ["number", "string"]}
    shapes = {shape: {"type": "object", "properties": dict.fromkeys(terms, number), "required": list(terms),
                      "additionalProperties": False} for shape, terms in TERMS.items()}  # fmt: skip
    made["$defs"]["FactorForm"]["properties"]["distribution"] = {
        "anyOf": [{"const": "prior"}, {"type": "object", "properties": shapes, "additionalProperties": False}]
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "livesim sweep", **made}


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def write_schema(folder: Path | None = None) -> Path:
    """The path of the schema file, newly written; beside the ready sweeps unless `folder` is given."""
    path = (folder or ready_folder()) / FILE
    write_whole(path, schema_text().encode())
    return path
