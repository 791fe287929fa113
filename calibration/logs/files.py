"""From a file to a table of texts: whatever a platform or a spreadsheet saves, each cell as it was written.

Nothing is guessed from a cell here: `00042`, `NA` and 19 digits stay what they are. Beside its cells every row
keeps the line where it stands, as an editor counts.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from calibration.logs.frame import blank_rows, framed
from calibration.logs.odd import Doubts, LogError
from calibration.logs.text_files import read_text_file
from sim.base.message import said, system_says

ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv", ".xlsx", ".parquet")


def file_of(folder: Path, table: str) -> Path:
    """The one file of a table in a folder. Raises LogError when there is none, or more than one."""
    names = {f"{table}{ending}" for ending in ENDINGS}
    found = sorted(path for path in folder.iterdir() if path.name.lower() in names)
    if len(found) > 1:
        raise LogError(said("{folder}: holds {found}; one of them is needed, move the others away",
                            folder=folder, found=[path.name for path in found]))
    if not found:
        raise LogError(said("{folder}: holds neither {table}.csv nor {table}.parquet, nor any of {others}",
                            folder=folder, table=table, others=[f"{table}{ending}" for ending in ENDINGS[1:-1]]))
    return found[0]


def text_table(path: Path, table: str, doubts: Doubts) -> pd.DataFrame:
    """The table in a file: texts, "" for an empty cell, and the column LINE. Wholly blank lines are left out.

    Raises LogError when the file cannot be read.
    """
    ending = path.suffix.lower()
    try:
        if ending == ".parquet":
            frame = _parquet(path)
        elif ending == ".xlsx":
            frame = _workbook(path, table)
        else:
            frame = read_text_file(path, table, doubts)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        why = system_says(error) if isinstance(error, OSError) and error.errno else said("the file is cut or damaged")
        raise LogError(said("{source}: cannot be read: {why}", source=path.name, why=why)) from None
    return frame[~blank_rows(frame)].reset_index(drop=True)


def _parquet(path: Path) -> pd.DataFrame:
    try:
        table = pq.ParquetFile(path).read()
    except pa.ArrowException:
        raise LogError(said("{source}: cannot be read: {why}", source=path.name,
                            why=said("the file is cut or damaged"))) from None
    cells = pd.DataFrame({k: pd.Series([written(cell) for cell in column.to_pylist()], dtype=object)
                          for k, column in enumerate(table.columns)})
    return framed(path, [str(name) for name in table.column_names], cells, np.arange(1, len(cells) + 1))


def _workbook(path: Path, table: str) -> pd.DataFrame:
    """The sheet with the table's name, or else the first one."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (KeyError, ValueError):
        raise LogError(said("{source}: cannot be read: {why}", source=path.name,
                            why=said("it is no workbook of Excel (.xlsx)"))) from None
    sheets = {name.strip().lower(): name for name in book.sheetnames}
    rows = [[written(cell) for cell in row]
            for row in book[sheets.get(table, book.sheetnames[0])].iter_rows(values_only=True)]
    book.close()
    places = [place for place, row in enumerate(rows) if any(row)]
    if not places:
        raise LogError(said("{source}: holds no line", source=path.name))
    head = rows[places[0]]
    cells = pd.DataFrame([[*rows[place], *[""] * len(head)][: len(head)] for place in places[1:]],
                         columns=range(len(head)), dtype=object)
    return framed(path, head, cells, np.array(places[1:], np.int64) + 1)


def written(cell: Any) -> str:
    """A cell of a typed file as a text file would have it."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
