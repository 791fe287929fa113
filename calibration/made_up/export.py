"""A raw export as a tracking tool writes it: JSON lines of single events, one file a day, for `livesim import`.

Opens (`$AppStart`), visits (`RoomLeave`, with the seconds), orders (`PayOrder`), and users (`profile_set`). The days
are those of Shanghai; an event's moment in its day is drawn, since the simulation knows no hours.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from calibration.logs.reading import MARKS, STATUS
from calibration.made_up.ids import dates, host_names, user_names
from calibration.made_up.truth import MadeUpPlatform
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.replicate.events import Events

DAY, HOUR = 86_400_000, 3_600_000
"""Milliseconds."""
EAST = 8 * HOUR
"""How much later it is in Shanghai than in Greenwich [ms]."""
FROM, UNTIL = 8 * HOUR, 16 * HOUR
"""Time of day between which people open the app [ms]: our choice; hardly a visit goes past midnight."""


class Export:
    """A folder of files that grows by the events of some days."""

    def __init__(self, folder: Path, true: MadeUpPlatform) -> None:
        self.folder, self.true = folder, true
        self.first: int | None = None
        self.visits = 0
        folder.mkdir()

    def add(self, events: Events) -> None:
        """Write the opens and visits of the next days, each day in its file and in the order of time."""
        if self.first is None:
            self.first = events.first
        names = user_names(np.arange(len(events.users)), self.true)
        for day in range(events.first, events.last + 1):
            opens, visits = (table[table["day"] == day] for table in (events.opens, events.visits))
            start = dict(zip(opens["user"].tolist(), self._moments(opens["user"], day), strict=True))
            with self._file(f"events-{self._date(day)}") as file:
                for user, shown in zip(opens["user"].tolist(), opens["shown"].tolist(), strict=True):
                    _put(file, names[user], start[user], "$AppStart", {"shown": shown})
                for visit in visits:
                    user, length = int(visit["user"]), round(60_000 * float(visit["minutes"]))
                    start[user] += length
                    self.visits += 1
                    marks = {name: int(visit["marks"] & bit > 0) for name, bit in MARKS.items()}
                    _put(file, names[user], start[user], "RoomLeave",
                         {"room": f"room-{int(visit['host']):04d}", "seconds": round(length / 1000, 2), **marks,
                          "track_id": f"v{self.visits}"})

    def finish(self, events: Events) -> None:
        """Write the orders and the users, as they are after the last day."""
        names, words = user_names(np.arange(len(events.users)), self.true), {n: w for w, n in STATUS.items()}
        orders = events.orders[np.argsort(events.orders["day"], kind="stable")]
        hosts = host_names(np.arange(int(orders["host"].max(initial=-1)) + 1))
        with self._file("orders") as file:
            for number, order in enumerate(orders):
                moment = self._midnight(int(order["day"])) + UNTIL + number % HOUR
                _put(file, names[order["user"]], moment, "PayOrder", {
                    "order_id": number, "room": hosts[order["host"]], "yuan": int(order["paid_fen"]) / 100,
                    "interacted": int(order["interacted"]), "status": words[int(order["status"])],
                    "closes": self._date(int(order["closes"]))})
        with self._file("users") as file:
            for name, moment, properties in self._people(events, names):
                _put(file, name, moment, "", properties)

    def _people(self, events: Events, names: np.ndarray) -> Iterator[tuple[str, int, dict[str, Any]]]:
        for row in np.flatnonzero(events.users["joined"] < NEVER).tolist():
            joined, gone, contacts = events.users[row].tolist()
            told = {"first_visit": self._date(joined), "friends": int(contacts),
                    "age_group": next(age for age in AGES if events.groups[age][row]),
                    "city_tier": next(tier for tier in TIERS if events.groups[f"{tier}_tier"][row])}
            if gone < NEVER:
                told["uninstalled"] = self._date(gone)
            yield names[row], self._midnight(events.last) + UNTIL, told

    def _moments(self, users: np.ndarray, day: int) -> list[int]:
        """A moment of the day for each user, drawn anew every day."""
        luck = np.random.default_rng([self.true.seed, day % (1 << 31)]).integers(FROM, UNTIL, size=len(users))
        moments: list[int] = (self._midnight(day) + luck).tolist()
        return moments

    def _midnight(self, day: int) -> int:
        """The beginning of a day [ms since 1970]."""
        return int(dates(np.array([day]), self.first or 0, self.true)[0].astype(np.int64)) * DAY - EAST

    def _date(self, day: int) -> str:
        return str(dates(np.array([day]), self.first or 0, self.true)[0])

    def _file(self, name: str) -> TextIO:
        return gzip.open(self.folder / f"{name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=3)


def _put(file: TextIO, user: str, moment: int, event: str, properties: dict[str, Any]) -> None:
    """A line; one without the name of an event sets what is known of a user."""
    kind = {"type": "track", "event": event} if event else {"type": "profile_set"}
    file.write(json.dumps({"distinct_id": user, "time": moment, **kind, "properties": properties}) + "\n")
