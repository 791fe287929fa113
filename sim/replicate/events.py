"""What was seen of users over some days: the tables on which every pattern is computed.

A simulated world and the logs of a platform give the same tables, so a pattern is told once and means the
same for both. `user` is a row of the users' table everywhere; days are whole numbers with any origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.outcomes.outcome import NEVER
from sim.replicate.days import Engine, engine_of, live_one
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED
from sim.world.orders import in_one_table
from sim.world.world import World

USERS = np.dtype([("joined", "i8"), ("gone", "i8"), ("contacts", "f8")])
"""Day of the first open and of uninstalling (NEVER: not yet), number of contacts (NaN: not known)."""
OPENS = np.dtype([("user", "i8"), ("day", "i8"), ("shown", "i8")])
"""One row for a user's day with an open; `shown` counts the rooms that the recommender showed."""
VISITS = np.dtype([("user", "i8"), ("day", "i8"), ("host", "i8"), ("minutes", "f8"), ("marks", "i8")])
"""One row for a room visit; bits of `marks`: BOUNCED, INTERACTED, CHECKOUT, ORDERED, SHARED of `sim.users.state`."""
PARCELS = np.dtype([("user", "i8"), ("day", "i8"), ("parcels", "i8"), ("problems", "i8")])
"""One row for a user's day with parcels; `problems` counts those with a problem that nobody answered."""
MARKS = BOUNCED | INTERACTED | CHECKOUT | ORDERED | SHARED


@dataclass(frozen=True)
class Events:
    """Users and what they did. Opens and visits are seen on the days `first`..`last`.

    Attributes:
        orders: ORDERS rows of `sim.outcomes.outcome`, seen on the days `orders_from`..`last`.
        parcels: seen on the days `parcels_from`..`last`; logs have none, and `parcels_from` lies behind `last`.
        groups: segment -> bool [user].
        size: users with an open among all that were watched, before `of` chose some.
        blanks: column such as "visits.seconds" -> bool [row]: logs do not say what stands there, and the number in
            its place means nothing. A column that is not among them is known in every row.
    """

    users: np.ndarray
    opens: np.ndarray
    visits: np.ndarray
    parcels: np.ndarray
    orders: np.ndarray
    first: int
    last: int
    orders_from: int
    parcels_from: int
    groups: Mapping[str, np.ndarray] = field(default_factory=dict)
    size: int = 0
    blanks: Mapping[str, np.ndarray] = field(default_factory=dict)

    def of(self, group: str | np.ndarray) -> Events:
        """The events of a segment, or of the users with True in a bool [user]; all users keep their rows."""
        chosen = self.groups[group] if isinstance(group, str) else group
        users = self.users.copy()
        users["joined"][~chosen] = NEVER
        kept = {name: chosen[getattr(self, name)["user"]] for name in ("opens", "visits", "parcels", "orders")}
        return replace(self, users=users, **self._rows(kept))

    def within(self, days: int) -> Events:
        """The last `days` days of opens and visits; orders and parcels stay."""
        first = max(self.first, self.last - days + 1)
        kept = {name: getattr(self, name)["day"] >= first for name in ("opens", "visits")}
        return replace(self, first=first, **self._rows(kept))

    def knowing(self, columns: Iterable[str]) -> Events:
        """The rows of opens, visits and orders in which none of the `columns` is blank."""
        kept: dict[str, np.ndarray] = {}
        for column in columns:
            name = column.partition(".")[0]
            if column in self.blanks and name != "users":
                kept[name] = kept.get(name, True) & ~self.blanks[column]
        return replace(self, **self._rows(kept)) if kept else self

    def blank_share(self, column: str) -> float:
        """The share of the rows of a table in which the column is blank."""
        return float(self.blanks[column].mean()) if column in self.blanks and len(self.blanks[column]) else 0.0

    def _rows(self, kept: Mapping[str, np.ndarray]) -> dict[str, Any]:
        """The fields that change when of some tables only the rows with True in a bool [row] are kept."""
        blanks = {column: blank[kept[name]] if (name := column.partition(".")[0]) in kept else blank
                  for column, blank in self.blanks.items()}
        return {"blanks": blanks} | {name: getattr(self, name)[rows] for name, rows in kept.items()}

    @property
    def active(self) -> np.ndarray:
        """bool [user]: opened on one of the days."""
        opened = np.zeros(len(self.users), bool)
        opened[self.opens["user"]] = True
        return opened


@dataclass(frozen=True)
class Earlier:
    """Parcels of days that were lived before the watched ones: PARCELS rows, seen since the day `since`."""

    parcels: np.ndarray
    since: int


def live_parcels(world: World, until: int, engine: Engine) -> Earlier:
    """Live the days of `world` up to the morning of `until`; of each only the parcels are kept."""
    since, rows = world.day, [np.zeros(0, PARCELS)]
    engine.keep_days = True
    while world.day < until:
        live_one(world, engine)
        rows.append(parcels_of_day(*engine.days.pop(), world.day - 1))
    engine.keep_days = False
    return Earlier(np.concatenate(rows), since)


def watch(world: World, days: int, *, orders_from: int, earlier: Earlier | None = None, threads: int = 2) -> Events:
    """What a simulated world's users do on the next `days` days, told visit by visit.

    Args:
        orders_from: the day from which the world's table of orders is handed over.
        earlier: parcels up to this morning, which are handed over too.
    """
    engine = engine_of("compiled", threads)
    engine.keep_days = True
    first = world.day
    before = earlier or Earlier(np.zeros(0, PARCELS), first)
    tables = []
    for _ in range(days):
        live_one(world, engine)
        tables.append(tables_of_day(*engine.days.pop(), world.day - 1))
    opens, visits, parcels = (np.concatenate(rows) for rows in zip(*tables, strict=True))
    users = np.zeros(len(world.state), USERS)
    users["joined"], users["gone"] = world.state["joined"], world.state["gone"]
    users["contacts"] = world.traits["degree"]
    orders = in_one_table(world.orders)
    return Events(users=users, opens=opens, visits=visits, parcels=np.concatenate([before.parcels, parcels]),
                  orders=orders[orders["day"] >= orders_from], first=first, last=world.day - 1,
                  orders_from=orders_from, parcels_from=before.since, groups=world.constants.segments,
                  size=len(np.unique(opens["user"])))


def tables_of_day(living: np.ndarray, done: np.ndarray, day: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """OPENS, VISITS and PARCELS rows of a day, from the DONE rows of the users `living`."""
    opened = np.flatnonzero(done["opened"])
    opens = rows_of(OPENS, user=living[opened], day=day, shown=done["shown"][opened])
    count = done["visits"][opened]
    place = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    who = np.repeat(opened, count)
    visits = rows_of(VISITS, user=living[who], day=day, host=done["visit_room"][who, place],
                     minutes=done["visit_milli"][who, place] / 1000.0, marks=done["visit_marks"][who, place] & MARKS)
    return opens, visits, parcels_of_day(living, done, day)


def parcels_of_day(living: np.ndarray, done: np.ndarray, day: int) -> np.ndarray:
    """PARCELS rows of a day, from the DONE rows of the users `living`."""
    got = np.flatnonzero(done["parcels"])
    return rows_of(PARCELS, user=living[got], day=day, parcels=done["parcels"][got], problems=done["problems"][got])


def rows_of(dtype: np.dtype, user: np.ndarray, **columns: Any) -> np.ndarray:
    """A structured array with one row for each entry of `user`; a single number stands in every row."""
    rows = np.zeros(len(user), dtype)
    rows["user"] = user
    for name, values in columns.items():
        rows[name] = values
    return rows
