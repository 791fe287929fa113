"""The first half of an import: every file of an export, block by block, becomes a part of typed rows on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration.importing.duck import Duck
from calibration.importing.export_files import ExportFile
from calibration.importing.fields import name_of, raw_sql
from calibration.importing.forms import OPEN, ORDER
from calibration.importing.group_words import words_of
from calibration.importing.mapping import ExportMap, TableMap
from calibration.importing.paths import MOST_NAMES, no_such_field, paths_in
from calibration.importing.salt import Salt
from calibration.importing.sources import Rows, blocks_of
from calibration.importing.typed_rows import COLUMNS, Doubt, pads_of, typed_sql, veiled
from calibration.importing.work import WorkFolder
from calibration.logs.odd import Doubts, LogError
from sim.base.message import Message, said

Moved = Callable[[int, int], None]


@dataclass
class SeenEvents:
    """What was seen of an export, added up over its parts."""

    lines: int = 0
    used: int = 0
    guests: int = 0
    outside: int = 0
    events: Counter[tuple[int, str]] = field(default_factory=Counter)
    filled: Counter[tuple[int, str]] = field(default_factory=Counter)
    odd: list[tuple[int, Message]] = field(default_factory=list)
    paths: dict[int, list[str]] = field(default_factory=dict)
    days: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, table: int, info: Mapping[str, Any]) -> None:
        """Add a part."""
        for name in ("lines", "used", "guests", "outside"):
            setattr(self, name, getattr(self, name) + info[name])
        for name in ("events", "filled"):
            getattr(self, name).update({(table, key): count for key, count in info[name].items()})
        self.odd += [(count, sentence) for count, sentence in info["odd"]]
        self.paths.setdefault(table, info["paths"])
        for kind, (first, last) in info["days"].items():
            low, high = self.days.get(kind, (first, last))
            self.days[kind] = min(low, first), max(high, last)


@dataclass(frozen=True)
class Reader:
    """Reads the files of an export into the parts of a working folder.

    Attributes:
        sample: share of the users that are kept, by their hash. drop_odd: odd lines are left out, not refused.
    """

    export: ExportMap
    salt: Salt
    duck: Duck
    work: WorkFolder
    sample: float = 1.0
    drop_odd: bool = False

    def read(self, files: Sequence[tuple[int, ExportFile]], moved: Moved) -> tuple[SeenEvents, list[Path]]:
        """What was seen in all, and the parts. Raises LogError for what cannot be read and for odd lines."""
        total = sum(file.size for _, file in files)
        seen, parts, before = SeenEvents(), [], 0
        for number, (table, file) in enumerate(files):
            try:
                for name, read, info in self._blocks(number, table, file):
                    seen.add(table, info)
                    parts.append(self.work.parquet(name))
                    moved(before + read, total)
            finally:
                file.unchanged()  # if it did change, that is what explains what was found
            before += file.size
            moved(before, total)
        return seen, parts

    def _blocks(self, number: int, table: int, file: ExportFile) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
        """(step, bytes read, what is known of it) of each block of a file; finished ones are not made again."""
        whole = f"file_{number:05d}"
        if done := self.work.info(whole):
            for k in range(done["blocks"]):
                info = self.work.info(_step(number, k))
                if info is None:
                    break
                self._refuse(info)
                yield _step(number, k), file.size, info
            else:
                return
        entry, count = self.export.tables[table], 0
        wanted = [path for paths in entry.fields.values() for path in paths]
        for count, rows in enumerate(blocks_of(file, entry.sheet, wanted), 1):
            step = _step(number, count - 1)
            info = self.work.info(step)
            if info is None:
                info = self._one(step, rows, entry, file)
            self._refuse(info)
            yield step, rows.read, info
        file.unchanged()
        self.work.finish(whole, {"blocks": count}, {})

    def _refuse(self, info: Mapping[str, Any]) -> None:
        """Raises LogError for odd lines, unless they are left out."""
        if info["odd"] and not self.drop_odd:
            doubts = Doubts()
            doubts.refused += [sentence if count == 1 else said("{sentence} ({count} lines in all)", sentence=sentence,
                                                               count=count) for count, sentence in info["odd"]]
            doubts.settle()

    def _one(self, step: str, rows: Rows, entry: TableMap, file: ExportFile) -> dict[str, Any]:
        """Read one block and keep its typed rows."""
        self._texts(rows, entry, file)
        filled = self._filled(rows, entry, file)
        if "groups" in entry.fields:
            self.duck.table("words", words_of(self._values("f_groups", file), self.export.groups))
        sql, doubts = typed_sql(entry, self.export, list(entry.fields))
        self.duck.run(f"CREATE OR REPLACE TEMP TABLE typed AS {sql}", pads_of(self.salt))
        self._zone_told(entry, file)
        inside = " AND ".join(["odd = 0", "person IS NOT NULL", *self._bounds()])
        counts = self.duck.rows(
            f"SELECT count(*) FILTER (odd = 0 AND person IS NULL), count(*) FILTER (odd = 0 AND person IS NOT NULL AND "
            f"NOT coalesce({' AND '.join(self._days()) or 'true'}, true)), count(*) FILTER ({inside}) FROM typed")[0]
        info = {"lines": len(rows.table) + len(rows.broken), "guests": counts[0], "outside": counts[1],
                "used": counts[2], "filled": filled, "events": self._events(entry, file),
                "odd": self._odd(doubts, rows, file), "paths": [] if rows.heads else paths_in(rows.table),
                "days": self._span(entry, inside)}
        if info["odd"] and not self.drop_odd:
            return info
        names = ', '.join(f'"{name}"' for name in COLUMNS)
        copy = f"COPY (SELECT {names} FROM typed WHERE {inside} ORDER BY person) TO "
        self.work.finish(step, info, {self.work.parquet(step): lambda path: self.duck.copy(copy, path)})
        return info

    def _texts(self, rows: Rows, entry: TableMap, file: ExportFile) -> None:
        """The table `raw` of a block; lines of JSON that are none are looked for when there is one."""
        with self.duck.seeing("block", rows.table):
            quick = raw_sql(rows, entry.fields, file.name, valid=True)
            if not self.duck.tried(f"CREATE OR REPLACE TEMP TABLE raw AS {quick}"):
                slow = raw_sql(rows, entry.fields, file.name, valid=False)
                self.duck.run(f"CREATE OR REPLACE TEMP TABLE raw AS {slow}")

    def _filled(self, rows: Rows, entry: TableMap, file: ExportFile) -> dict[str, int]:
        """Field -> rows in which it holds something. Raises LogError where nobody is anybody, or nothing happens."""
        names = list(entry.fields)
        counts = dict(zip(names, self.duck.rows(
            f"SELECT {', '.join(f'count({name_of(name)})' for name in names)} FROM raw")[0], strict=True))
        broken = self.duck.rows("SELECT count(*) FROM raw WHERE broken")[0][0]
        for name in ("user", "time", "event"):
            if name in counts and not counts[name] and broken < len(rows.table) and len(rows.table):
                raise no_such_field(file.name, name, entry, () if rows.heads else paths_in(rows.table))
        return counts

    def _values(self, column: str, file: ExportFile) -> list[str]:
        values = [value for value, in self.duck.rows(
            f"SELECT DISTINCT {column} FROM raw WHERE {column} IS NOT NULL LIMIT {MOST_NAMES + 1}")]
        if len(values) > MOST_NAMES:
            raise LogError(said("{source}: {field} holds more than {most} different words; is it another column?",
                                source=file.name, field=column.removeprefix("f_"), most=MOST_NAMES))
        return values

    def _events(self, entry: TableMap, file: ExportFile) -> dict[str, int]:
        """Name of an event -> its lines; of those that are not mapped as they may be repeated."""
        if entry.each:
            return {}
        self._values("f_event", file)
        counts: Counter[str] = Counter()
        for name, count in self.duck.rows("SELECT f_event, count(*) FROM raw WHERE f_event IS NOT NULL GROUP BY 1"):
            counts[name if name in entry.actions else veiled(name)] += count
        return dict(counts)

    def _zone_told(self, entry: TableMap, file: ExportFile) -> None:
        """Raises LogError for moments whose day nobody can moved."""
        if "time" not in entry.fields or self.export.zone.name is not None:
            return
        first = self.duck.rows("SELECT min(line) FROM typed WHERE zoned")[0][0]
        if first is not None:
            raise LogError(said("{source}, line {line}: its time is a moment (a number since 1970, or a stamp with a "
                                "zone); say where days begin: timezone: Asia/Shanghai", source=file.name, line=first))

    def _odd(self, doubts: Sequence[Doubt], rows: Rows, file: ExportFile) -> list[tuple[int, Message]]:
        """(lines, what the first is) of each kind of odd lines."""
        found = self.duck.rows("SELECT odd, count(*), min(line), arg_min(found, line) FROM typed WHERE odd > 0 "
                               "GROUP BY odd ORDER BY odd")
        told = [(count, said("{source}, line {line}: {why}", source=file.name, line=line,
                             why=doubts[kind - 1].why(shown))) for kind, count, line, shown in found]
        if rows.broken:
            told.append((len(rows.broken), said("{source}, line {line}: has another number of cells than the first "
                                                "line; is the file cut, or a sign inside a cell?",
                                                source=file.name, line=rows.broken[0])))
        return told

    def _span(self, entry: TableMap, inside: str) -> dict[str, tuple[int, int]]:
        """"all", "opens" and "orders" -> their first and last day, of those that there are."""
        opens = "true" if entry.opens_always else f"action = {OPEN}"
        found = self.duck.rows(f"SELECT min(day), max(day), min(day) FILTER ({opens}), max(day) FILTER ({opens}), "
                               f"min(day) FILTER (action = {ORDER}), max(day) FILTER (action = {ORDER}) FROM typed "
                               f"WHERE {inside}")[0]
        pairs = {"all": found[:2], "opens": found[2:4], "orders": found[4:]}
        return {kind: (first, last) for kind, (first, last) in pairs.items() if first is not None}

    def _days(self) -> list[str]:
        """SQL of the days that are asked for."""
        bounds = (("day >= ", self.export.first_day), ("day <= ", self.export.last_day))
        return [f"{sign}{day.toordinal() - 719_163}" for sign, day in bounds if day is not None]

    def _bounds(self) -> list[str]:
        """SQL of what is kept of lines that are not odd."""
        kept = [f"coalesce({condition}, true)" for condition in self._days()]
        return kept if self.sample >= 1.0 else [*kept, f"person < {int(self.sample * 2**64)}::UBIGINT"]


def _step(number: int, block: int) -> str:
    return f"part_{number:05d}_{block:05d}"
