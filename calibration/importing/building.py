"""From parts of typed rows to the four tables: some users at a time, so that memory stays bounded."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from calibration.importing import tables
from calibration.importing.duck import Duck, parquet_files
from calibration.importing.forms import ENTER, LEAVE, ORDER, VISIT
from calibration.importing.mapping import ExportMap
from calibration.importing.tables import LogDays
from calibration.importing.work import WorkFolder

ROWS = 1_500_000
"""Typed rows that are worked on at a time."""
IDS = 1 << 64
"""How many hashes there are."""
ORDERED = {"users": ("person",), "opens": ("person", "day"), "visits": ("person", "began", "host"),
           "orders": ("person", "t", "host")}  # fmt: skip
DAYS = {"users": ("joined", "gone"), "opens": ("day",), "visits": ("day",), "orders": ("day", "closes")}


@dataclass(frozen=True)
class Builder:
    """Builds the tables in a working folder from the `parts` of it, which hold `rows` typed rows."""

    export: ExportMap
    duck: Duck
    work: WorkFolder
    parts: Sequence[Path]
    rows: int
    span: LogDays

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that the export tells of."""
        return ("users", "orders") if self.export.orders_alone else ("users", "opens", "visits", "orders")

    def build(self, moved: Callable[[int, int], None]) -> Counter[str]:
        """Make the tables; what was counted on the way."""
        shares = max(1, math.ceil(self.rows / ROWS))
        counts: Counter[str] = Counter()
        for k in range(shares):
            step = f"users_{k:04d}_of_{shares:04d}"
            info = self.work.info(step)
            if info is None:
                info = self._share(step, IDS * k // shares, IDS * (k + 1) // shares - 1)
            counts.update(info)
            moved(k + 1, shares)
        return counts

    def steps(self) -> list[str]:
        """The steps in the order of their users."""
        shares = max(1, math.ceil(self.rows / ROWS))
        return [f"users_{k:04d}_of_{shares:04d}" for k in range(shares)]

    def _share(self, step: str, low: int, high: int) -> dict[str, Any]:
        """The tables of the users with hashes from `low` to `high`."""
        rows = f"(SELECT * FROM {parquet_files(self.parts)} WHERE person BETWEEN {low}::UBIGINT AND {high}::UBIGINT)"
        self.duck.run(f"CREATE OR REPLACE TEMP TABLE seen AS {tables.seen_sql(self.export, rows)}")
        info = {"copies": self._count(rows) - self._count("seen")}
        if "visits" in self.names or self.export.has("host", ORDER):
            self.duck.run(f"CREATE OR REPLACE TEMP TABLE spans AS {tables.spans_sql(self.export)}")
        asked = {"users": tables.users_sql, "opens": tables.opens_sql, "visits": tables.visits_sql,
                 "orders": tables.orders_sql}  # fmt: skip
        for name in self.names:
            self.duck.run(f"CREATE OR REPLACE TEMP TABLE {name}_found AS {asked[name](self.export, self.span)}")
            info[name] = self._count(f"{name}_found")
        info |= self._counts()
        self.work.finish(step, info, {self.work.parquet(step, name): self._writer(name) for name in self.names})
        for name in ("seen", "spans", *(f"{table}_found" for table in self.names)):
            self.duck.run(f"DROP TABLE IF EXISTS {name}")
        return info

    def _writer(self, name: str) -> Callable[[Path], None]:
        columns = [row[0] for row in self.duck.rows(f"SELECT column_name FROM (DESCRIBE {name}_found)")]
        days = [day for day in DAYS[name] if day in columns]
        texts = [column for column in ("person", "host") if column in columns]
        sql = tables.written_sql(name, days, texts, ORDERED[name])
        return lambda path: self.duck.copy(f"COPY ({sql}) TO ", path)

    def _count(self, rows: str) -> int:
        return int(self.duck.rows(f"SELECT count(*) FROM {rows}")[0][0])

    def _counts(self) -> dict[str, int]:
        """What a reader should know of these users' rows."""
        asked = {"late": "SELECT count(*) FILTER (late) FROM users_found",
                 "torn": "SELECT count(*) FILTER (torn) FROM users_found",
                 "unknown": "SELECT count(*) FILTER (NOT known) FROM users_found",
                 "orders_after": f"SELECT count(*) FROM seen WHERE action = {ORDER} AND day > {self.span.last}",
                 "no_host": f"SELECT count(*) FROM seen WHERE action = {ORDER} AND host IS NULL"}  # fmt: skip
        if "visits" in self.names:
            starts = f"action IN ({ENTER}, {VISIT})"
            asked["visits_outside"] = (f"SELECT count(*) FROM seen WHERE {starts} AND NOT day BETWEEN "
                                       f"{self.span.first} AND {self.span.last}")
            asked["no_end"] = "SELECT count(*) FROM visits_found WHERE seconds IS NULL"
            pair = "person, host, k" + (", visit" if self.export.has("visit") else "")
            leaves = f"SELECT k, count(*) FILTER (action = {LEAVE}) AS leaves FROM spans GROUP BY {pair}"
            asked["no_beginning"] = f"SELECT sum(leaves - (k > 0 AND leaves > 0)::INTEGER) FROM ({leaves})"
            asked["leaves"] = f"SELECT count(*) FROM spans WHERE action = {LEAVE}"
        return {name: int(self.duck.rows(sql)[0][0] or 0) for name, sql in asked.items()}


def joined_up(work: WorkFolder, steps: Sequence[str], table: str, path: Path) -> None:
    """Write the pieces of a table as one Parquet file."""
    pieces = [work.parquet(step, table) for step in steps]
    schema = pa.schema([pa.field(one.name, one.type) for one in pq.read_schema(pieces[0])])  # any cell may be blank
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for piece in pieces:
            with pq.ParquetFile(piece) as source:
                for batch in source.iter_batches(batch_size=1 << 17):
                    writer.write_table(pa.Table.from_batches([batch]).cast(schema))
