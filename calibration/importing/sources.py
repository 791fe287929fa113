"""Blocks of an export's lines as tables of texts, and how a field is found in them.

A block of a table of columns has the columns c0, c1...; one of JSON lines has the line itself as c0. Beside them
stands `line`, where each row is in its file, as an editor counts.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from calibration.importing.export_files import EXCEL, LINES, PARQUET, ExportFile
from calibration.importing.texts import SIZE, TextBlock, text_blocks
from calibration.logs.files import written
from calibration.logs.odd import LogError
from calibration.logs.text_files import DELIMITERS
from sim.base.message import said

ROWS = 100_000
"""Rows of a block of a typed file."""
PIECE = 16_384
"""Rows that a thread takes at a time."""


@dataclass(frozen=True)
class Rows:
    """A block of rows.

    Attributes:
        table: the columns c0, c1... and `line`. heads: the names of the columns; empty for JSON lines.
        broken: lines whose cells are not as many as those of the first line. read: bytes of the file read so far.
    """

    table: pa.Table
    heads: tuple[str, ...]
    broken: tuple[int, ...]
    read: int


def blocks_of(file: ExportFile, sheet: str, wanted: Sequence[str], size: int = SIZE) -> Iterator[Rows]:
    """The rows of a file, block by block. `wanted` are names of columns, by which the sign between cells is known.

    Raises LogError when it cannot be read, or holds no row.
    """
    readers = {PARQUET: lambda: _parquet(file), EXCEL: lambda: _workbook(file, sheet),
               LINES: lambda: _json_lines(file, size)}
    empty = True
    for block in readers.get(file.format, lambda: _cells(file, wanted, size))():
        empty = empty and not len(block.table)
        yield block
    if empty:
        raise LogError(said("{source}: holds no line", source=file.name))


def _json_lines(file: ExportFile, size: int) -> Iterator[Rows]:
    for block in text_blocks(file, quoted=False, size=size):
        if block.line == 1 and block.body.lstrip()[:1] != b"{":
            raise LogError(said("{source}, line 1: is no JSON line; each line is one object {{...}} (jq -c '.[]' makes "
                                "lines of one array)", source=file.name))
        ends = np.flatnonzero(np.frombuffer(block.body, np.uint8) == 10).astype(np.int64) + 1
        bounds = np.concatenate([[0], ends]).astype(np.int32)
        texts = pa.StringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(block.body))
        lines = pa.array(np.arange(block.line, block.line + len(texts)))
        yield Rows(_pieces({"c0": texts, "line": lines}), (), (), block.read)


def _cells(file: ExportFile, wanted: Sequence[str], size: int) -> Iterator[Rows]:
    """Rows of a text file with signs between its cells."""
    heads: tuple[str, ...] = ()
    sign = ","
    for block in text_blocks(file, quoted=True, size=size):
        if not heads:
            heading, _, rest = block.body.lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")
            above = block.body.count(b"\n") - rest.count(b"\n")
            block = TextBlock(rest, block.line + above, block.read)
            sign, heads = _heading(heading.decode(), wanted)
            _check_heads(heads, file)
        if block.body.strip():
            yield _rows_of(block, heads, sign, file)


def _heading(text: str, wanted: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The sign between cells that gives the most wanted names (or else the most names), and the names."""
    known = {name.casefold() for name in wanted}

    def split(sign: str) -> tuple[str, ...]:
        return tuple(head.strip() for head in next(csv.reader([text.strip("\r\n")], delimiter=sign), []))

    sign = max(DELIMITERS, key=lambda sign: (sum(head.casefold() in known for head in split(sign)), len(split(sign))))
    return sign, split(sign)


def _check_heads(heads: Sequence[str], file: ExportFile) -> None:
    seen: set[str] = set()
    for head in heads:
        if head and head.casefold() in seen:
            raise LogError(said("{source}: column '{name}' stands twice", source=file.name, name=head))
        seen.add(head.casefold())


def _rows_of(block: TextBlock, heads: tuple[str, ...], sign: str, file: ExportFile) -> Rows:
    broken: list[int] = []
    blank: list[int] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        (broken if row.text.strip(" \t\r\n" + sign) else blank).append(block.line + row.number - 1)
        return "skip"

    names = [f"c{k}" for k in range(len(heads))]
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(block.body),
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(block.body) + 1),
            parse_options=arrow_csv.ParseOptions(delimiter=sign, newlines_in_values=True, ignore_empty_lines=False,
                                                 invalid_row_handler=keep),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                                     strings_can_be_null=False))
    except pa.ArrowException:
        raise LogError(said("{source}: cannot be read: {why}", source=file.name,
                            why=said("the file is cut or damaged"))) from None
    left_out = np.array([*broken, *blank], np.int64) - block.line
    lines = np.delete(np.arange(len(table) + len(left_out)), left_out) + block.line
    columns = {name: table.column(name) for name in names}
    return Rows(_pieces({**columns, "line": pa.array(lines)}), heads, tuple(sorted(broken)), block.read)


def _parquet(file: ExportFile) -> Iterator[Rows]:
    try:
        with pq.ParquetFile(file.path) as source:
            heads = tuple(str(name) for name in source.schema_arrow.names)
            _check_heads(heads, file)
            total, done = max(1, source.metadata.num_rows), 0
            for batch in source.iter_batches(batch_size=ROWS):
                table = pa.Table.from_batches([batch]).rename_columns([f"c{k}" for k in range(len(heads))])
                lines = pa.array(np.arange(done + 1, done + 1 + len(table)))
                done += len(table)
                yield Rows(_pieces({**{name: table.column(name) for name in table.column_names}, "line": lines}),
                           heads, (), int(file.size * done / total))
    except (pa.ArrowException, OSError):
        raise LogError(said("{source}: cannot be read: {why}", source=file.name,
                            why=said("the file is cut or damaged"))) from None


def _workbook(file: ExportFile, sheet: str) -> Iterator[Rows]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(file.path, read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile):
        raise LogError(said("{source}: cannot be read: {why}", source=file.name,
                            why=said("it is no workbook of Excel (.xlsx)"))) from None
    filled = [name for name in book.sheetnames if next(book[name].iter_rows(max_row=2, values_only=True), None)]
    if (sheet and sheet not in filled) or (not sheet and len(filled) > 1):
        raise LogError(said("{source}: holds the sheets {sheets}; say which one: sheet: {first}", source=file.name,
                            sheets=filled, first=filled[0] if filled else "?"))
    heads: tuple[str, ...] = ()
    rows: list[list[str]] = []
    lines: list[int] = []
    for number, cells in enumerate(book[sheet or filled[0]].iter_rows(values_only=True) if filled else (), 1):
        texts = [written(cell).strip() for cell in cells]
        if not any(texts):
            continue
        if not heads:
            heads = tuple(texts)
            _check_heads(heads, file)
            continue
        rows.append([*texts, *[""] * len(heads)][: len(heads)])
        lines.append(number)
    book.close()
    columns = {f"c{k}": pa.array([row[k] for row in rows], pa.string()) for k in range(len(heads))}
    yield Rows(_pieces({**columns, "line": pa.array(lines, pa.int64())}), heads, (), file.size)


def _pieces(columns: dict[str, pa.Array | pa.ChunkedArray]) -> pa.Table:
    """A table of pieces that threads can share."""
    table = pa.table(columns)
    return pa.Table.from_batches(table.combine_chunks().to_batches(max_chunksize=PIECE), table.schema)
