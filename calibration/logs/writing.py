"""Events written as the tables that `read_logs` reads: logs of a simulated world, to try things out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from calibration.logs.reading import MARKS, STATUS
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.replicate.events import Events


def write_logs(events: Events, folder: Path) -> None:
    """Write events as CSV into a folder, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
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
        .assign(**{name: (visits["marks"] & bit > 0).astype(int) for name, bit in MARKS.items()}),
        "orders": pd.DataFrame({name: orders[name] for name in ("user", "day", "host", "interacted", "closes")})
        .assign(status=[status[number] for number in orders["status"].tolist()],
                paid_yuan=orders["paid_fen"] / 100.0),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
