"""DuckDB as an import uses it: bounded in memory, and silent about what stands in the rows."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from calibration.importing.fields import quoted
from calibration.logs.odd import LogError
from sim.base.message import said

MEMORY_MB = 1_000
"""What DuckDB may use; the blocks of texts come on top."""
THREADS = 2


class Duck:
    """A connection.

    What DuckDB says of a failed query repeats what stands in its rows, so nothing of it is ever passed on.
    """

    def __init__(self, spill: Path | None = None) -> None:
        """Without a folder to `spill` into nothing is written to a disk, however large a query grows."""
        try:
            duckdb = importlib.import_module("duckdb")
        except ImportError:
            raise LogError(said("livesim import needs DuckDB; install it with: pip install 'livesim[logs]'")) from None
        self.errors: type[Exception] = duckdb.Error
        self.connection = duckdb.connect(":memory:", config={"threads": THREADS})
        for setting in (f"memory_limit = '{MEMORY_MB}MB'", f"temp_directory = {quoted(str(spill) if spill else '')}",
                        "TimeZone = 'UTC'", "enable_progress_bar = false"):
            self.connection.execute(f"SET {setting}")

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement. Raises LogError when it cannot be."""
        try:
            self.connection.execute(sql, dict(parameters or {}))
        except self.errors as error:
            raise self._failed(error) from None

    def tried(self, sql: str) -> bool:
        """Whether a statement could be run."""
        try:
            self.connection.execute(sql)
        except self.errors:
            return False
        return True

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        try:
            answer: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        except self.errors as error:
            raise self._failed(error) from None
        return answer

    def copy(self, sql: str, path: Path) -> None:
        """Write what a `COPY (...) TO ` gives as Parquet."""
        self.run(f"{sql}{quoted(str(path))} (FORMAT parquet, ROW_GROUP_SIZE 20480)")

    def table(self, name: str, rows: pa.Table) -> None:
        """A table of its own, with the rows of Arrow."""
        with self.seeing("rows_of_arrow", rows):
            self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_of_arrow")

    @contextmanager
    def seeing(self, name: str, rows: pa.Table) -> Iterator[None]:
        """While it lasts queries can read the rows of Arrow by a name."""
        self.connection.register(name, rows)
        try:
            yield
        finally:
            self.connection.unregister(name)

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def _failed(self, error: Exception) -> LogError:
        if "OutOfMemory" in type(error).__name__:
            return LogError(said("the import needs more memory than the {limit} MB that it may use", limit=MEMORY_MB))
        if "IOException" in type(error).__name__:
            return LogError(said("the import cannot write its working folder; is the disk full?"))
        return LogError(said("DuckDB cannot read these lines ({kind}); please report it with the mapping",
                             kind=type(error).__name__))


def parquet_files(paths: Iterable[Path]) -> str:
    """SQL of the rows of Parquet files."""
    names: Sequence[str] = [quoted(str(path)) for path in paths]
    return f"read_parquet([{', '.join(names)}])"
