"""The paths in lines of JSON, for what a wrong one in a mapping may have meant."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pyarrow as pa

from calibration.importing.mapping import TableMap
from calibration.importing.typed_rows import veiled
from calibration.logs.odd import LogError
from sim.base.errors import unknown
from sim.base.message import said

LOOKED_AT = 200
"""Lines of a block whose paths are looked at."""
MOST_NAMES = 1_000
"""Different names (of events, of paths) in a block; more are no names."""


def no_such_field(source: str, name: str, entry: TableMap, paths: Sequence[str]) -> LogError:
    """What is said of a field that no line has."""
    path = entry.fields[name][0]
    why = unknown("field", path, paths) if paths else said("'{path}' is empty in every line", path=path)
    return LogError(said("{source}: {name}: {why}", source=source, name=name, why=why))


def paths_in(table: pa.Table) -> list[str]:
    """The paths in the first lines of a block of JSON."""
    found: dict[str, None] = {}

    def walk(value: object, names: tuple[str, ...]) -> None:
        if isinstance(value, dict) and len(names) < 4:
            for key, inside in value.items():
                walk(inside, (*names, veiled(key)))
        elif names:
            found[".".join(names)] = None

    for line in table.column("c0").slice(0, LOOKED_AT).to_pylist():
        try:
            walk(json.loads(line), ())
        except ValueError:
            continue
    return list(found)[:MOST_NAMES]

