"""The four tables of docs/logs.md as Parquet, written as the days pass."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from calibration.logs.reading import MARKS, STATUS
from calibration.made_up.ids import dates, host_names, user_names
from calibration.made_up.truth import MadeUpPlatform
from sim.base.files import write_whole
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.replicate.events import Events

MANIFEST = "import.yaml"
HEAD = "# Written by livesim made-up: the tables beside it are typed as those of an import.\n"


class Tables:
    """Files of a folder that grow by the events of some days; a context, so that they are closed."""

    def __init__(self, folder: Path, true: MadeUpPlatform) -> None:
        self.folder, self.true = folder, true
        self.first: int | None = None
        self.rows = 0
        self.files: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        for file in self.files.values():
            file.close()

    def add(self, events: Events) -> None:
        """Write the opens and visits of the next days."""
        if self.first is None:
            self.first = events.first
        opens, visits = events.opens, events.visits
        users = _Names(user_names(np.arange(len(events.users)), self.true))
        self._write("opens", {"user": users.of(opens["user"]), "day": self._days(opens["day"]),
                              "shown": opens["shown"].astype(np.int32)})
        hosts = _Names(host_names(np.arange(int(visits["host"].max(initial=-1)) + 1)))
        marks = {name: (visits["marks"] & bit > 0).astype(np.int8) for name, bit in MARKS.items()}
        self._write("visits", {
            "user": users.of(visits["user"]), "day": self._days(visits["day"]), "host": hosts.of(visits["host"]),
            "seconds": np.round(60.0 * visits["minutes"], 2), **marks,
            "id": np.arange(self.rows, self.rows + len(visits))})  # fmt: skip
        self.rows += len(visits)

    def finish(self, events: Events) -> None:
        """Write the users and the orders, as they are after the last day."""
        people, orders = events.users, events.orders
        joined = np.flatnonzero(people["joined"] < NEVER)
        names = user_names(np.arange(len(people)), self.true)
        gone = np.where(people["gone"] < NEVER, people["gone"], 0)
        here = people["gone"][joined] >= NEVER
        self._write("users", {
            "user": names[joined], "joined": self._days(people["joined"][joined]),
            "gone": pa.array(self._days(gone[joined]), mask=here),
            "contacts": people["contacts"][joined].astype(np.int32),
            "age": np.select([events.groups[age][joined] for age in AGES], AGES, ""),
            "tier": np.select([events.groups[f"{tier}_tier"][joined] for tier in TIERS], TIERS, "")})  # fmt: skip
        words = {number: word for word, number in STATUS.items()}
        hosts = host_names(np.arange(int(orders["host"].max(initial=-1)) + 1))
        self._write("orders", {
            "user": names[orders["user"]], "day": self._days(orders["day"]), "host": hosts[orders["host"]],
            "status": [words[number] for number in orders["status"].tolist()],
            "interacted": orders["interacted"].astype(np.int8), "closes": self._days(orders["closes"]),
            "paid_yuan": orders["paid_fen"] / 100.0, "id": np.arange(len(orders))})  # fmt: skip
        first, last = self._days(np.array([self.first or 0, events.last]))
        write_whole(self.folder / MANIFEST, f"{HEAD}kind: events\nfirst: '{first}'\nlast: '{last}'\n".encode())

    def _days(self, days: np.ndarray) -> np.ndarray:
        return dates(days, self.first or 0, self.true)

    def _write(self, name: str, columns: dict[str, Any]) -> None:
        table = pa.table(columns)
        if name not in self.files:
            self.files[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema, compression="zstd")
        self.files[name].write_table(table)


class _Names:
    """Names in a column that repeats them: each is stored once."""

    def __init__(self, names: np.ndarray) -> None:
        self.names = pa.array(names, pa.string())

    def of(self, rows: np.ndarray) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(rows.astype(np.int32)), self.names)
