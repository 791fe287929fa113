"""Text files of a table: whatever their encoding and the sign between their cells, compressed or not."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

from calibration.logs.columns import columns_of
from calibration.logs.frame import framed, names_of
from calibration.logs.odd import LINE, Doubts, LogError
from sim.base.message import said

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order where no mark at the beginning says which: UTF-8 is hardly ever met by chance."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""What stands at the beginning of a file -> its encoding."""

WIDE = ("utf-16-be", "utf-16-le")
"""What a text with zeros in it may be, which has no mark; the column `user` tells it from no text."""


class BrokenRow(NamedTuple):
    """A row whose cells are not as many as those of the first line, and its number among the rows of the file."""

    number: int
    cells: list[str]


def read_text_file(path: Path, table: str, doubts: Doubts) -> pd.DataFrame:
    """The table in a text file, each cell as it was written. Raises LogError when it cannot be read."""
    body = path.read_bytes()
    text = decoded(gzip.decompress(body) if path.suffix.lower() == ".gz" else body, path, table, doubts)
    heading, above = _heading(text)
    if not heading:
        raise LogError(said("{source}: holds no line", source=path.name))
    delimiter = _delimiter(heading, table)
    head = next(csv.reader([heading], delimiter=delimiter))
    cells, numbers, broken = _cells(text, above, delimiter, len(head), path)
    mended, odd = _mended(broken, len(head))
    lines = _lines_of(text, delimiter, [*numbers, *(row.number for row in (*mended, *odd))])
    whole = len(numbers) + len(mended)
    doubts.odd(table, pd.DataFrame({LINE: lines[whole:]}), np.ones(len(odd), bool),
               lambda k: said("{source}, line {line}: has {found} cells where the first line has {wanted}; is the file "
                              "cut, or a sign '{sign}' inside a cell?", source=path.name, sign=delimiter,
                              line=lines[whole + k], found=len(odd[k].cells), wanted=len(head)))
    if whole and not text.endswith("\n"):
        doubts.note(table, said("the last line has no end; if the file was cut, that line may be wrong"))
    more = pd.DataFrame([row.cells[: len(head)] for row in mended], columns=cells.columns, dtype=object)
    frame = framed(path, head, pd.concat([cells, more], ignore_index=True) if mended else cells, lines[:whole])
    return frame.sort_values(LINE, ignore_index=True)


def decoded(body: bytes, path: Path, table: str, doubts: Doubts) -> str:
    """The text in the bytes of a file. Raises LogError when no encoding fits."""
    mark = next((MARKS[sign] for sign in MARKS if body.startswith(sign)), None)
    if mark is None and b"\0" in body[:200]:
        mark = WIDE[body[:1] != b"\0"]
    for encoding in (mark,) if mark else ENCODINGS:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or (mark in WIDE and "user" not in text[:200].lower()):
            break
        if encoding not in ("utf-8", "utf-8-sig"):
            doubts.note(table, said("the file is read as {encoding}", encoding=encoding.upper()))
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise LogError(said("{source}: is no text that can be read; save it as CSV in UTF-8", source=path.name))


def _heading(text: str) -> tuple[str, int]:
    """The first line that holds anything, and the number of lines down to it."""
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip(" \t\r\n,;|"):
            return line.rstrip("\r\n"), number
    return "", 0


def _delimiter(heading: str, table: str) -> str:
    """The sign between cells: the one that gives the most names of columns."""
    known = columns_of(table)
    return max(DELIMITERS, key=lambda sign: sum(name in known for name in names_of(heading.split(sign))))


def _cells(text: str, above: int, delimiter: str, width: int,
           path: Path) -> tuple[pd.DataFrame, list[int], list[BrokenRow]]:
    """Cells [row, column] below the heading, the numbers of their rows in the file, and the broken rows."""
    broken: list[BrokenRow] = []

    def keep(row: Any) -> str:
        broken.append(BrokenRow(row.number + above, next(csv.reader([row.text], delimiter=delimiter), [])))
        return "skip"

    names = [str(k) for k in range(width)]
    below = io.StringIO(text)
    for _ in range(above):
        below.readline()
    rest = below.read()
    if not rest.strip():
        return pd.DataFrame(columns=range(width), dtype=object), [], []
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(rest.encode()),
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True,
                                                 ignore_empty_lines=False, invalid_row_handler=keep),
            convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                                     strings_can_be_null=False),
        )
    except pa.ArrowException as error:
        raise LogError(said("{source}: cannot be read: {why}",
                            source=path.name, why=str(error).splitlines()[0])) from None
    skipped = {row.number for row in broken}
    last = above + len(table) + len(broken)
    numbers = [number for number in range(above + 1, last + 1) if number not in skipped]
    return table.to_pandas().set_axis(range(width), axis=1), numbers, broken


def _mended(broken: Sequence[BrokenRow], width: int) -> tuple[list[BrokenRow], list[BrokenRow]]:
    """The broken rows that only have blank cells too many, and the others."""
    longer = [len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:]) for row in broken]
    return ([row for row, fits in zip(broken, longer, strict=True) if fits],
            [row for row, fits in zip(broken, longer, strict=True) if not fits])


def _lines_of(text: str, delimiter: str, numbers: Sequence[int]) -> np.ndarray:
    """[row] the line on which each row begins: not its number where quoted cells above it have several lines."""
    if '"' not in text:
        return np.asarray(numbers, np.int64)
    begins = np.array([0, *_beginnings(text, delimiter)], np.int64)
    return begins[np.minimum(np.asarray(numbers, np.int64), len(begins) - 1)]


def _beginnings(text: str, delimiter: str) -> Iterator[int]:
    """The line on which each row of a text begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for _ in reader:
        yield line
        line = reader.line_num + 1
