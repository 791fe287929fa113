"""Where a field is found in a block of rows: a column, a path in JSON, or a path in a column; as SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from calibration.importing.mapping import IDS
from calibration.importing.sources import Rows
from calibration.logs.columns import EMPTY
from calibration.logs.odd import LogError
from sim.base.errors import unknown
from sim.base.message import said

NO_ID = ("", "\\N")
"""What stands in a cell of ids that holds none."""
SEPARATOR = "chr(31)"
"""Between the groups of several fields."""


def quoted(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def json_path(names: Sequence[str]) -> str:
    """A path as DuckDB writes it, whatever signs are in its names."""
    return "$" + "".join('."' + name.replace('"', '\\"') + '"' for name in names)


def raw_sql(rows: Rows, fields: Mapping[str, Sequence[str]], file: str, *, valid: bool) -> str:
    """SQL of `line`, whether the line is `broken`, and each field as text (NULL where blank), from a table `block`.

    With `valid` every line is known to be JSON. Raises LogError for a column that is not there.
    """
    if rows.heads:
        columns = [f"{_one_of(name, [_cell(rows, path, file) for path in paths])} AS {name_of(name)}"
                   for name, paths in fields.items()]
        return f"SELECT line, false AS broken, {', '.join(columns)} FROM block"
    paths = list(dict.fromkeys(path for several in fields.values() for path in several))
    asked = ", ".join(quoted(json_path(path.split("."))) for path in paths)
    row = "c0" if valid else "CASE WHEN json_valid(c0) THEN c0 END"
    columns = [f"{_one_of(name, [f'f[{paths.index(path) + 1}]' for path in several])} AS {name_of(name)}"
               for name, several in fields.items()]
    blank = "" if valid else " WHERE trim(c0, chr(9) || chr(10) || chr(13) || ' ') <> ''"
    inner = f"SELECT line, json_extract_string({row}, [{asked}]) AS f FROM block{blank}"
    return f"SELECT line, f IS NULL AS broken, {', '.join(columns)} FROM ({inner})"


def name_of(field: str) -> str:
    """The column of a field in the table of texts."""
    return f"f_{field}"


def _one_of(field: str, cells: Sequence[str]) -> str:
    """The first of several cells that holds something; of groups all that do."""
    empty = NO_ID if field in IDS or field in ("event", "status", "groups") else tuple(sorted(EMPTY))
    words = ", ".join(quoted(word) for word in empty)
    folded = "{}" if empty is NO_ID else "lower({})"
    held = [f"CASE WHEN {folded.format(f'trim({cell})')} NOT IN ({words}) THEN trim({cell}) END" for cell in cells]
    if len(held) == 1:
        return held[0]
    if field == "groups":
        return f"nullif(concat_ws({SEPARATOR}, {', '.join(held)}), '')"
    return f"coalesce({', '.join(held)})"


def _cell(rows: Rows, path: str, file: str) -> str:
    """SQL of the text at a path: a column, or something inside a column of JSON or of structs."""
    places = {head.casefold(): k for k, head in reversed(list(enumerate(rows.heads))) if head}
    names = path.split(".")
    for length in range(len(names), 0, -1):
        place = places.get(".".join(names[:length]).casefold())
        if place is not None:
            return _inside(f"c{place}", rows.table.schema.field(f"c{place}").type, names[length:])
    raise LogError(said("{name}: {why}", name=file, why=unknown("column", path, [head for head in rows.heads if head])))


def _inside(column: str, kind: pa.DataType, names: Sequence[str]) -> str:
    if names:
        body = column if pa.types.is_string(kind) or pa.types.is_large_string(kind) else f"to_json({column})"
        valid = f"CASE WHEN json_valid({body}) THEN {body} END"
        return f"json_extract_string({valid}, {quoted(json_path(names))})"
    if pa.types.is_floating(kind):  # ids and times that a gap in their column made to floats
        whole = f"{column} = floor({column}) AND abs({column}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return column if pa.types.is_string(kind) else f"CAST({column} AS VARCHAR)"
