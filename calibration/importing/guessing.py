"""A mapping as far as an export shows it: what was recognised, and ??? where somebody must say it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from calibration.importing.export_files import ExportFile, files_of
from calibration.importing.forms import ACTIONS
from calibration.importing.known_names import FIELD_NAMES, action_of, field_of
from calibration.importing.mapping import UNTOLD
from calibration.importing.sources import Rows, blocks_of
from calibration.importing.times import PER_SECOND
from calibration.importing.typed_rows import veiled
from calibration.logs.days import SECONDS
from calibration.logs.odd import LogError
from sim.base.errors import StoreError
from sim.base.files import write_whole
from sim.base.message import said
from sim.texts import text

LINES = 20_000
"""Lines of a file that are looked at."""
NAMED = 40
"""Events or groups that a comment names."""
ALL_NAMES = [name for names in FIELD_NAMES.values() for name in names]


@dataclass(frozen=True)
class FileKind:
    """Files of one kind: their names, and path -> values (as texts) of the lines that were looked at."""

    files: tuple[str, ...]
    values: Mapping[str, Sequence[str]]


def guess(export: Path, mapping: Path | None, lang: str) -> str:
    """The text of a mapping for an export; written to `mapping` where it is named.

    Raises LogError for an export that cannot be read, StoreError where there is such a file.
    """
    if mapping is not None and mapping.exists():
        raise StoreError(said("{path} is there already; name another file, or move it away", path=mapping))
    kinds = _kinds(files_of(export))
    lines = [f"# {line}" for line in text("importing.head", lang).splitlines()]
    zoned = any(_unit(values) in PER_SECOND for kind in kinds for path, values in kind.values.items()
                if (known := field_of(path)) and known[0] == "time")
    if zoned:
        lines.append(f"timezone: \"{UNTOLD}\"  # {text('importing.timezone', lang)}")
    found = [(kind, _fields(kind)) for kind in kinds]
    if any("groups" in fields for _, fields in found):
        lines.append(f"groups: groups.yaml  # {text('importing.groups', lang)}")
        words = {word for kind, fields in found for path in fields.get("groups", ()) for word in kind.values[path]}
        lines.append(f"# {text('importing.words', lang)}: {', '.join(sorted(map(veiled, words))[:NAMED])}")
    lines.append("tables:")
    for kind, fields in found:
        lines += _table(kind, fields, len(kinds) > 1, lang)
    body = "\n".join(lines) + "\n"
    if mapping is not None:
        write_whole(mapping, body.encode())
    return body


def _kinds(files: Sequence[ExportFile]) -> list[FileKind]:
    """Files with the same columns (or all of JSON lines) together."""
    kinds: dict[tuple[str, ...], tuple[list[str], dict[str, list[str]]]] = {}
    for file in files:
        rows = next(blocks_of(file, "", ALL_NAMES), None)
        if rows is None:
            raise LogError(said("{source}: holds no line", source=file.name))
        names, values = kinds.setdefault(rows.heads, ([], {}))
        names.append(file.name)
        for path, cells in _values(rows).items():
            values.setdefault(path, []).extend(cells)
    return [FileKind(tuple(names), values) for names, values in kinds.values()]


def _values(rows: Rows) -> dict[str, list[str]]:
    """Path -> what stands there in the first lines, blank cells left out."""
    found: dict[str, list[str]] = {}
    if rows.heads:
        for k, head in enumerate(rows.heads):
            cells = rows.table.column(f"c{k}").slice(0, LINES).to_pylist()
            found[head] = [str(cell) for cell in cells if cell not in (None, "")]
        return found

    def walk(value: object, names: tuple[str, ...]) -> None:
        if isinstance(value, dict):
            for key, inside in value.items():
                walk(inside, (*names, key))
        elif value not in (None, "") and names:
            found.setdefault(".".join(names), []).append(str(value))

    for line in rows.table.column("c0").slice(0, LINES).to_pylist():
        try:
            walk(json.loads(line), ())
        except ValueError:
            continue
    return found


def _fields(kind: FileKind) -> dict[str, list[str]]:
    """Field -> the paths that may hold it, the likeliest first; of all but groups the likeliest alone."""
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    for path, values in kind.values.items():
        if (known := field_of(path)) and values:
            ranked.setdefault(known[0], []).append((known[1], len(path), path))
    found = {name: [path for _, _, path in sorted(paths)] for name, paths in ranked.items()}
    return {name: paths if name == "groups" else paths[:1] for name, paths in found.items()}


def _unit(values: Sequence[str]) -> str:
    """The unit of most times; "" where there is none."""
    units: Counter[str] = Counter()
    for value in values[:200]:
        try:
            number = float(value)
        except ValueError:
            units["stamps"] += 1
            continue
        low, high = SECONDS
        units[next((unit for unit, size in PER_SECOND.items() if low * size <= number < high * size), "stamps")] += 1
    return units.most_common(1)[0][0] if units else ""


def _table(kind: FileKind, fields: dict[str, list[str]], several: bool, lang: str) -> list[str]:
    """The lines of one table."""
    rows = [f"user: {_written(fields.get('user'))}"]
    if several:
        rows.insert(0, f"files: {json.dumps(list(kind.files), ensure_ascii=False)}")
    names, events = _events(kind, fields)
    each = _each(fields)
    if each != "users":
        unit = _unit(kind.values[fields["time"][0]]) if "time" in fields else UNTOLD
        rows += [f"time: {_written(fields.get('time'))}", f"unit: {json.dumps(unit)}"]
    if names:
        rows += [f"event: {_written(fields['event'])}", "events:"]
        said_by: dict[str, list[str]] = {}
        for event in events:
            if action := action_of(event):
                said_by.setdefault(action, []).append(event)
        needed = [name for name in ("open", "enter", "leave") if name not in said_by and "visit" not in said_by]
        rows += [f"  {action}: {json.dumps(said_by[action], ensure_ascii=False)}" for action in ACTIONS
                 if action in said_by]
        rows += [f"  {action}: \"{UNTOLD}\"" for action in needed]
        others = [f"{veiled(event)} ({count})" for event, count in events.most_common() if not action_of(event)]
        if others:
            rows.append(f"# {text('importing.others', lang)}: {', '.join(others[:NAMED])}")
    else:
        rows.append(f"each: {json.dumps(each)}")
    rows += [f"{name}: {_written(fields[name])}" for name in FIELD_NAMES
             if name in fields and name not in ("user", "time", "event")]
    if "status" in fields:
        words = sorted({veiled(word) for word in kind.values[fields["status"][0]]})[:NAMED]
        rows.append(f"outcomes: {{kept: \"{UNTOLD}\", returned: \"{UNTOLD}\", under_way: \"{UNTOLD}\"}}  # "
                    f"{text('importing.outcomes', lang)}: {', '.join(words)}")
    if "seconds" in fields:
        rows.append(f"seconds_unit: \"{UNTOLD}\"  # seconds, milliseconds, minutes")
    if "paid" in fields:
        rows.append(f"paid_unit: \"{UNTOLD}\"  # yuan, fen")
    if "host" not in fields and (names or each == "visits"):
        rows.append(f"host: \"{UNTOLD}\"")
    return [f"{'- ' if k == 0 else '  '}{row}" for k, row in enumerate(rows)]


def _events(kind: FileKind, fields: dict[str, list[str]]) -> tuple[bool, Counter[str]]:
    """Whether lines name events, and how often each; profiles of Sensors name theirs in `type`."""
    if "event" not in fields:
        return False, Counter()
    events = Counter(kind.values[fields["event"][0]])
    types = [word for word in kind.values.get("type", ()) if word.startswith("profile")]
    if types:
        fields["event"] = [*fields["event"], "type"]
        events.update(types)
    return True, events


def _each(fields: Mapping[str, Sequence[str]]) -> str:
    """What every line of a table without events may be."""
    if {"order", "paid", "status"} & fields.keys():
        return "orders"
    if {"host", "seconds"} <= fields.keys():
        return "visits"
    if "time" not in fields and {"joined", "groups", "contacts"} & fields.keys():
        return "users"
    return UNTOLD


def _written(paths: Sequence[str] | None) -> str:
    """Paths as YAML."""
    if not paths:
        return json.dumps(UNTOLD)
    return json.dumps(paths[0] if len(paths) == 1 else list(paths), ensure_ascii=False)
