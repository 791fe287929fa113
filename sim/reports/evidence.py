"""The evidence as data: every number from outside that the model is built on, fitted to or checked against.

The tables lie in `calibration/evidence`, whose README explains their columns; here they are read and nothing is fitted.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sim.base.message import said
from sim.base.sources import HOME

TABLES = HOME / "calibration" / "evidence"
USES = (
    "calibrate", "calibrate-shape", "range", "prior", "sign", "rule",
    "validate", "benchmark", "context", "goal", "index", "alert", "threshold", "process",
)  # fmt: skip
HELD_OUT = ("validate", "benchmark")
"""Uses that no fit may read: predictions are judged by them."""


@dataclass(frozen=True)
class Fact:
    """A statement of the strategy document. Numbers are tuples: a row may hold a range or a pair."""

    id: str
    section: str
    kind: str
    lever: str
    segment: str
    metric: str
    before: tuple[float, ...]
    after: tuple[float, ...]
    relative_change: tuple[float, ...]
    contrast: str
    reach: str
    horizon_days: int | None
    grade: str
    use: str
    note: str


@dataclass(frozen=True)
class Finding:
    """A published or measured number. `value` is a tuple: a row may hold several quantiles."""

    id: str
    topic: str
    metric: str
    value: tuple[float, ...]
    unit: str
    population: str
    source: str
    grade: str
    use: str
    note: str


Evidence = Fact | Finding


def load(use_allowed: Collection[str] = USES) -> Mapping[str, Evidence]:
    """Evidence id -> row, for the rows whose `use` is among `use_allowed`."""
    if unknown := set(use_allowed) - set(USES):
        raise ValueError(
            said("unknown use of evidence: {unknown} (allowed: {uses})", unknown=sorted(unknown), uses=USES)
        )
    return MappingProxyType({row.id: row for row in _all_rows() if row.use in use_allowed})


def rows_of(ids: Iterable[str], grade: str) -> list[Evidence]:
    """The rows of these ids; what is no id is a planner's own source, in his words and of that `grade`."""
    rows = load()
    blank = dict.fromkeys(("topic", "metric", "unit", "population", "source", "note"), "")
    return [rows[id] if id in rows else Finding(id=id, value=(), grade=grade, use="context", **blank) for id in ids]


def is_held_out(id: str) -> bool:
    """Whether a row of that id is kept to test predictions; says nothing about its numbers."""
    return id in load(HELD_OUT)


@lru_cache(maxsize=1)
def _all_rows() -> tuple[Evidence, ...]:
    facts = (_fact(cells) for cells in _cells("facts.csv"))
    findings = (_finding(cells) for cells in _cells("literature.csv"))
    return (*facts, *findings)


def _cells(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader((TABLES / table).read_text(encoding="utf-8").splitlines(), strict=True))


def _fact(cells: dict[str, str]) -> Fact:
    parsed: dict[str, Any] = dict(cells)
    for column in ("before", "after", "relative_change"):
        parsed[column] = _numbers(cells[column])
    parsed["horizon_days"] = int(cells["horizon_days"]) if cells["horizon_days"] else None
    return Fact(**parsed)


def _finding(cells: dict[str, str]) -> Finding:
    parsed: dict[str, Any] = {**cells, "value": _numbers(cells["value"])}
    return Finding(**parsed)


def _numbers(cell: str) -> tuple[float, ...]:
    """The numbers of a cell; `|` stands between several."""
    return tuple(float(part) for part in cell.split("|") if part)
