"""What one world of a comparison saw visit by visit: visits, orders and parcels as tables, lived again for it.

A comparison keeps sums of people, for visits would take a thousand times the room. Chance is keyed, so the same world
can be lived once more, and this time its days are kept.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sim.base.files import write_whole
from sim.cast.hosts import CATEGORIES
from sim.outcomes.outcome import KEPT, RETURNED, UNDER_WAY
from sim.replicate.days import Steps, engine_of, live_one
from sim.replicate.events import VISITS, tables_of_day
from sim.replicate.past import first_morning
from sim.replicate.run import own_seed, parting_days
from sim.scenario.plan import Scenario
from sim.users.rules.base import FEN_A_YUAN
from sim.users.state import BOUNCED, CHECKOUT, INTERACTED, ORDERED, SHARED
from sim.world.orders import in_one_table
from sim.world.world import World

MARKS = {"bounced": BOUNCED, "interacted": INTERACTED, "checkout": CHECKOUT, "ordered": ORDERED, "shared": SHARED}
STATUS = {UNDER_WAY: "under_way", KEPT: "kept", RETURNED: "returned"}
TABLES = ("visits", "orders", "parcels")
ARRIVED = ("user", "day", "ordered", "host", "returned", "problem")
"""Columns of the table of parcels."""


@dataclass(frozen=True)
class WorldEvents:
    """What people of one world did from day 0 on, one row an event; `user` is the same in all tables and all worlds.

    Attributes:
        visits: user, day, host, minutes, and whether he bounced, interacted, reached the checkout, ordered, shared.
        orders: user, day, host, category, paid and coupon [yuan], due (day of delivery), status, problem.
        parcels: those that arrived: user, day, ordered (day), host, returned, problem (that nobody answered).
    """

    visits: pd.DataFrame
    orders: pd.DataFrame
    parcels: pd.DataFrame

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """The folder, with visits.parquet, orders.parquet and parcels.parquet in it."""
        place = Path(folder)
        for name in TABLES:
            write_whole(place / f"{name}.parquet", getattr(self, name).to_parquet(index=False))
        return place


def world_events(arms: Sequence[Scenario], arm: int, *, replicate: int = 0, fixed: bool = False, freeze: bool = False,
                 luck: str = "shared", threads: int = 2) -> WorldEvents:
    """The events of one of the `arms`, the first of which is the baseline, in a replicate.

    The world is that of `sim.replicate.run.simulate` with these options, day by day.
    """
    past = first_morning(arms, replicate=replicate, fixed=fixed, freeze=freeze)
    days, engine, world = arms[0].horizon.days, engine_of("compiled", threads), past.world
    own_luck = luck == "independent"
    parting = parting_days(arms, past.comparison if own_luck else None)[arm]
    past.live(0, Steps(engine))
    engine.keep_days = True
    visits = [np.zeros(0, VISITS)]
    for day in range(days):
        if day == past.comparison:
            past.begin_comparison()
        if day == parting:
            if own_luck and arm > 0:
                world.seed = own_seed(arms[0], arm, replicate)
            past.part(world, arms[arm])
        live_one(world, engine)
        visits.append(tables_of_day(*engine.days.pop(), day)[1])
    return WorldEvents(_visits(np.concatenate(visits)), *_orders_and_parcels(world, days))


def _visits(rows: np.ndarray) -> pd.DataFrame:
    """VISITS rows with a column for each mark."""
    visits = pd.DataFrame(rows)
    marks = visits.pop("marks").to_numpy()
    return visits.assign(**{name: (marks & bit) > 0 for name, bit in MARKS.items()})


def _orders_and_parcels(world: World, days: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders placed, and parcels that arrived, from day 0 on; words in place of codes, yuan in place of fen."""
    table = pd.DataFrame(in_one_table(world.orders))
    named = pd.DataFrame({
        "user": table["user"], "day": table["day"], "host": table["host"],
        "category": np.array(CATEGORIES)[table["category"]],
        "paid": table["paid_fen"] / FEN_A_YUAN, "coupon": table["coupon_fen"] / FEN_A_YUAN,
        "due": table["due"], "status": table["status"].map(STATUS), "problem": table["problem"] > 0,
    })  # fmt: skip
    arrived = named[named["due"].between(0, days - 1)]
    parcels = arrived.rename(columns={"day": "ordered", "due": "day"}).assign(returned=arrived["status"] == "returned")
    parcels = parcels.sort_values(["day", "user"], kind="stable")[[*ARRIVED]]
    return named[named["day"] >= 0].reset_index(drop=True), parcels.reset_index(drop=True)
