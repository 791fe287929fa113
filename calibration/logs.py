"""Logs of a platform: four tables in a folder become the events that a simulation gives too.

`users`, `opens`, `visits` and `orders`, each as .csv or .parquet (docs/logs.md has the columns). Days are whole
numbers or dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.errors import LivesimError, unknown
from sim.base.message import said
from sim.cast.segments import Groups
from sim.outcomes.outcome import (
    AGES,
    KEPT,
    NEVER,
    ORDERS,
    RETURNED,
    TIERS,
    UNDER_WAY,
)
from sim.replicate.events import OPENS, PARCELS, USERS, VISITS, Events, rows_of
from sim.users.rules.watch import BOUNCE_BELOW
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED

NEEDED: Mapping[str, tuple[str, ...]] = {
    "users": ("user", "joined"), "opens": ("user", "day"), "visits": ("user", "day", "host", "seconds"),
    "orders": ("user", "day", "host", "status"),
}  # fmt: skip
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "users": ("gone", "contacts", "age", "tier"), "opens": ("shown",),
    "visits": ("interacted", "checkout", "ordered", "shared"), "orders": ("interacted", "closes", "paid_yuan"),
}  # fmt: skip
STATUS = {"kept": KEPT, "returned": RETURNED, "under_way": UNDER_WAY}
RETURN_WINDOW = 7
"""Days from order to the end of its return window where the logs do not say."""


class LogError(LivesimError):
    """Logs that cannot be read."""


def read_logs(folder: Path) -> Events:
    """The events that the tables of `folder` tell.

    Raises LogError that names the file, the column and the line of what is wrong.
    """
    tables = {name: read_table(folder, name) for name in NEEDED}
    ids = pd.Index(tables["users"]["user"])
    if ids.has_duplicates:
        raise LogError(said("users: user '{user}' stands in two lines; each needs one", user=ids[ids.duplicated()][0]))
    rows = {name: known_rows(tables[name], ids, name) for name in ("opens", "visits", "orders")}
    users = users_of(tables["users"])
    opens = rows_of(OPENS, user=rows["opens"], day=tables["opens"]["day"], shown=column(tables["opens"], "shown"))
    visits = visits_of(tables["visits"], rows["visits"])
    orders = orders_of(tables["orders"], rows["orders"])
    if not len(opens):
        raise LogError(said("opens: holds no line; without opens there is nothing to see"))
    first, last = int(opens["day"].min()), int(opens["day"].max())
    orders_from = int(orders["day"].min()) if len(orders) else first
    return Events(users=users, opens=opens, visits=visits, parcels=np.zeros(0, PARCELS), orders=orders, first=first,
                  last=last, orders_from=orders_from, groups=groups_of(tables["users"]),
                  size=len(np.unique(opens["user"])))


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """One table, with its days as numbers. Raises LogError when it is missing or lacks a column."""
    paths = [path for ending in ("csv", "parquet") if (path := folder / f"{name}.{ending}").exists()]
    if not paths:
        raise LogError(said("{folder}: holds neither {name}.csv nor {name}.parquet (needed: {needed})",
                            folder=folder, name=name, needed=NEEDED))
    try:
        table = pd.read_csv(paths[0]) if paths[0].suffix == ".csv" else pd.read_parquet(paths[0])
    except (ValueError, OSError) as error:
        raise LogError(said("{source}: cannot be read: {why}",
                            source=paths[0], why=str(error).splitlines()[0])) from None
    allowed = (*NEEDED[name], *OPTIONAL[name])
    for head in table.columns:
        if head not in allowed:
            raise LogError(said("{name}: {why}", name=paths[0].name, why=unknown("column", str(head), allowed)))
    if missing := [head for head in NEEDED[name] if head not in table]:
        raise LogError(said("{name}: column '{missing}' is missing (found: {columns})",
                            name=paths[0].name, missing=missing[0], columns=map(str, table)))
    for head in ("day", "joined", "gone", "closes"):
        if head in table:
            table[head] = day_numbers(table[head], f"{paths[0].name}: column '{head}'", head in ("gone", "closes"))
    for head in ("seconds", "shown", "contacts", "paid_yuan", "interacted", "checkout", "ordered", "shared"):
        if head in table:
            table[head] = numbers(table[head], f"{paths[0].name}: column '{head}'")
    return table


def day_numbers(values: pd.Series, where: str, may_lack: bool) -> pd.Series:
    """Days as whole numbers; dates count from 1970. Nothing is NEVER where that is allowed."""
    empty = values.isna()
    if empty.any() and not may_lack:
        raise LogError(said("{where}, line {line}: is empty; a day is needed",
                            where=where, line=int(np.argmax(empty)) + 2))
    if pd.api.types.is_numeric_dtype(values):
        days = values
    else:
        dates = pd.to_datetime(values, errors="coerce", format="ISO8601")
        if (wrong := dates.isna() & ~empty).any():
            line = int(np.argmax(wrong))
            raise LogError(said("{where}, line {line}: '{value}' is no day; write 2025-03-01 or a number",
                                where=where, line=line + 2, value=values.iloc[line]))
        days = (dates - pd.Timestamp("1970-01-01")).dt.days
    return days.fillna(NEVER).astype("int64")


def numbers(values: pd.Series, where: str) -> pd.Series:
    """Numbers (true and false count as 1 and 0). Raises LogError for anything else."""
    parsed = pd.to_numeric(values, errors="coerce").astype(float)
    if (wrong := parsed.isna() & values.notna()).any():
        line = int(np.argmax(wrong))
        raise LogError(said("{where}, line {line}: '{value}' is no number",
                            where=where, line=line + 2, value=values.iloc[line]))
    return parsed


def known_rows(table: pd.DataFrame, ids: pd.Index, name: str) -> np.ndarray:
    """Row of the users' table of each line. Raises LogError for a user who is not in it."""
    rows = ids.get_indexer(pd.Index(table["user"]))
    if (rows < 0).any():
        line = int(np.argmax(rows < 0))
        raise LogError(said("{name}, line {line}: user '{user}' is not in users",
                            name=name, line=line + 2, user=table["user"].iloc[line]))
    return rows


def column(table: pd.DataFrame, name: str) -> np.ndarray | float:
    """A column as numbers; 0 where the logs do not have it."""
    return table[name].fillna(0).to_numpy() if name in table else 0.0


def users_of(table: pd.DataFrame) -> np.ndarray:
    """USERS rows."""
    users = np.zeros(len(table), USERS)
    users["joined"] = table["joined"]
    users["gone"] = table.get("gone", NEVER)
    users["contacts"] = table.get("contacts", np.nan)
    return users


def visits_of(table: pd.DataFrame, users: np.ndarray) -> np.ndarray:
    """VISITS rows; hosts are numbered in the order of their names."""
    host = pd.factorize(table["host"], sort=True)[0]
    minutes = table["seconds"].to_numpy(float) / 60.0
    marks = np.where(minutes < BOUNCE_BELOW, BOUNCED, 0)
    for name, bit in (("interacted", INTERACTED), ("checkout", CHECKOUT), ("ordered", ORDERED), ("shared", SHARED)):
        marks = marks | np.where(np.asarray(column(table, name)) > 0, bit, 0)
    return rows_of(VISITS, user=users, day=table["day"], host=host, minutes=minutes, marks=marks)


def orders_of(table: pd.DataFrame, users: np.ndarray) -> np.ndarray:
    """ORDERS rows."""
    wrong = ~table["status"].isin(STATUS)
    if wrong.any():
        line = int(np.argmax(wrong))
        raise LogError(said("orders, line {line}: {why}",
                            line=line + 2, why=unknown("status", str(table["status"].iloc[line]), STATUS)))
    closes = table["closes"] if "closes" in table else table["day"] + RETURN_WINDOW
    return rows_of(ORDERS, user=users, day=table["day"], host=pd.factorize(table["host"], sort=True)[0],
                   status=table["status"].map(STATUS), interacted=column(table, "interacted"), closes=closes,
                   paid_fen=np.round(100 * np.asarray(column(table, "paid_yuan"))), due=table["day"])


def groups_of(table: pd.DataFrame) -> Groups:
    """Segment -> bool [user], from the columns age and tier; combinations too."""
    groups = {"all": np.ones(len(table), bool)}
    for head, names, ending in (("age", AGES, ""), ("tier", TIERS, "_tier")):
        if head not in table:
            continue
        for value in table[head].dropna().unique():
            if value not in names:
                raise LogError(said("users: column '{head}': {why}", head=head, why=unknown(head, str(value), names)))
        groups |= {f"{name}{ending}": (table[head] == name).to_numpy() for name in names}
    return Groups(groups)


def write_logs(events: Events, folder: Path) -> None:
    """Write events as the tables that `read_logs` reads: logs of a simulated world, to try things out."""
    folder.mkdir(parents=True, exist_ok=True)
    marks = {"interacted": INTERACTED, "checkout": CHECKOUT, "ordered": ORDERED, "shared": SHARED}
    joined = events.users["joined"] < NEVER
    users = pd.DataFrame({"user": np.arange(len(joined)), "joined": events.users["joined"],
                          "gone": pd.Series(events.users["gone"]).where(events.users["gone"] < NEVER).astype("Int64"),
                          "contacts": events.users["contacts"]})
    for head, names, ending in (("age", AGES, ""), ("tier", TIERS, "_tier")):
        if all(f"{name}{ending}" in events.groups for name in names):
            users[head] = np.select([events.groups[f"{name}{ending}"] for name in names], names, "")
    visits, orders, status = events.visits, events.orders, {number: word for word, number in STATUS.items()}
    tables = {
        "users": users[joined], "opens": pd.DataFrame(events.opens),
        "visits": pd.DataFrame({name: visits[name] for name in ("user", "day", "host")})
        .assign(seconds=np.round(60.0 * visits["minutes"], 2))
        .assign(**{name: (visits["marks"] & bit > 0).astype(int) for name, bit in marks.items()}),
        "orders": pd.DataFrame({name: orders[name] for name in ("user", "day", "host", "interacted", "closes")})
        .assign(status=[status[number] for number in orders["status"].tolist()],
                paid_yuan=orders["paid_fen"] / 100.0),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
