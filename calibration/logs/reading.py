"""From the four tables of a folder to events, and the data check beside them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from calibration.logs.across import check_across
from calibration.logs.check import DataCheck, checked
from calibration.logs.columns import NEEDED
from calibration.logs.days import Zone
from calibration.logs.imported import ORDERS as ORDERS_ALONE
from calibration.logs.imported import imported_tables, kind_of, typed_tables
from calibration.logs.odd import Doubts, LogError
from calibration.logs.tables import Table, blanks_of, read_table
from sim.base.message import said
from sim.base.places import no_folder
from sim.cast.segments import Groups
from sim.outcomes.outcome import AGES, KEPT, NEVER, ORDERS, RETURNED, TIERS, UNDER_WAY
from sim.replicate.events import OPENS, PARCELS, USERS, VISITS, Events, rows_of
from sim.users.rules.watch import BOUNCE_BELOW
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED

STATUS = {"kept": KEPT, "returned": RETURNED, "under_way": UNDER_WAY}
MARKS = {"interacted": INTERACTED, "checkout": CHECKOUT, "ordered": ORDERED, "shared": SHARED}
RETURN_WINDOW = 7
"""Days from order to the end of its return window where the logs do not say."""


class Logs(NamedTuple):
    """What was seen, and how far it can be believed."""

    events: Events
    check: DataCheck


def read_logs(folder: Path, *, timezone: str | None = None, drop_odd: bool = False) -> Logs:
    """The events that the tables of `folder` tell, with their data check.

    Args:
        timezone: zone such as "Asia/Shanghai" in which a stamp's day is counted; None: the day that it says itself.
        drop_odd: leave odd lines out and count them, in place of refusing them.

    Raises LogError that names the file, the column and the line of what is wrong, UnknownNameError for a zone.
    """
    if not folder.is_dir():
        raise LogError(no_folder(folder, said("there is no folder '{folder}' of logs", folder=folder)))
    zone, doubts = Zone(timezone), Doubts(drop_odd)
    tables = imported_tables(folder, doubts) or {name: read_table(folder, name, zone, doubts) for name in NEEDED}
    check_across(tables, doubts)
    return Logs(events_of(tables), checked(tables, doubts))


def check_of(folder: Path) -> DataCheck:
    """The data check of a folder that `livesim import` wrote, also of one of orders alone."""
    doubts = Doubts()
    if kind_of(folder) == ORDERS_ALONE:
        return checked(typed_tables({name: folder / f"{name}.parquet" for name in ("users", "orders")}, doubts), doubts)
    tables = imported_tables(folder, doubts) or {}
    check_across(tables, doubts)
    return checked(tables, doubts)


def events_of(tables: dict[str, Table]) -> Events:
    """The events in tables that have been checked."""
    users, opens, visits, orders = (tables[name].frame for name in ("users", "opens", "visits", "orders"))
    ids = pd.Index(users["user"])
    rows = {name: ids.get_indexer(pd.Index(tables[name].frame["user"])) for name in ("opens", "visits", "orders")}
    placed = orders_of(orders, rows["orders"])
    opened = rows_of(OPENS, user=rows["opens"], day=opens["day"], shown=column(opens, "shown"))
    first, last = int(opened["day"].min()), int(opened["day"].max())
    blanks = {name: lacking for table in tables.values() for name, lacking in blanks_of(table).items()}
    return Events(users=users_of(users), opens=opened, visits=visits_of(visits, rows["visits"]),
                  parcels=np.zeros(0, PARCELS), orders=placed, first=first, last=last,
                  orders_from=min(first, int(placed["day"].min())) if len(placed) else first,
                  parcels_from=last + 1, groups=groups_of(users), size=len(np.unique(opened["user"])), blanks=blanks)


def column(frame: pd.DataFrame, name: str) -> np.ndarray | float:
    """A column as numbers, 0 for a blank one: `Events.blanks` says which are."""
    return frame[name].fillna(0).to_numpy() if name in frame else 0.0


def users_of(frame: pd.DataFrame) -> np.ndarray:
    """USERS rows."""
    users = np.zeros(len(frame), USERS)
    users["joined"] = frame["joined"]
    users["gone"] = frame["gone"].fillna(NEVER) if "gone" in frame else NEVER
    users["contacts"] = frame.get("contacts", np.nan)
    return users


def visits_of(frame: pd.DataFrame, users: np.ndarray) -> np.ndarray:
    """VISITS rows; hosts are numbered in the order of their names."""
    minutes = np.asarray(column(frame, "seconds")) / 60.0
    marks = np.where(minutes < BOUNCE_BELOW, BOUNCED, 0)
    for name, bit in MARKS.items():
        marks = marks | np.where(np.asarray(column(frame, name)) > 0, bit, 0)
    return rows_of(VISITS, user=users, day=frame["day"], host=pd.factorize(frame["host"], sort=True)[0],
                   minutes=minutes, marks=marks)


def orders_of(frame: pd.DataFrame, users: np.ndarray) -> np.ndarray:
    """ORDERS rows."""
    usual = frame["day"] + RETURN_WINDOW
    closes = frame["closes"].fillna(usual) if "closes" in frame else usual
    return rows_of(ORDERS, user=users, day=frame["day"], host=pd.factorize(frame["host"], sort=True)[0],
                   status=frame["status"].map(STATUS), interacted=column(frame, "interacted"), closes=closes,
                   paid_fen=np.round(100 * np.asarray(column(frame, "paid_yuan"))), due=frame["day"])


def groups_of(frame: pd.DataFrame) -> Groups:
    """Segment -> bool [user], from the columns age and tier; combinations too."""
    groups = {"all": np.ones(len(frame), bool)}
    for head, names, ending in (("age", AGES, ""), ("tier", TIERS, "_tier")):
        if head in frame:
            groups |= {f"{name}{ending}": (frame[head] == name).to_numpy() for name in names}
    return Groups(groups)
