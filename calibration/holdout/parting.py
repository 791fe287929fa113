"""Where logs are parted: days that a forecast may see, and days that are held out from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from calibration.logs.odd import LogError
from sim.base.message import said
from sim.cast.segments import Groups
from sim.outcomes.outcome import NEVER, UNDER_WAY
from sim.replicate.events import Events

LEAST_TRAINING = 28
"""Days: how often somebody comes is told from four weeks."""
LEAST_HELD_OUT = 28
"""Days: retention is told in blocks of four weeks."""
LEAST_USERS = 200
"""Users with an open in the training part; errors of fewer would say nothing."""
LEAST_ORDERS = 100
"""Orders in the training part."""


@dataclass(frozen=True)
class Parting:
    """The training part is the days `first`..`evening`, the held-out part those after it up to `last`."""

    first: int
    evening: int
    last: int

    @property
    def training(self) -> int:
        """Days of the training part [days]."""
        return self.evening - self.first + 1

    @property
    def days(self) -> int:
        """Days that are held out [days]."""
        return self.last - self.evening


def parted(events: Events, training: int) -> Parting:
    """The parting of logs after `training` days from their first open on.

    Raises LogError when either part is too short, or shows too little to be judged by.
    """
    whole = events.last - events.first + 1
    if training < LEAST_TRAINING:
        raise LogError(said("the training part has {days} days; at least {least} are needed", days=training,
                            least=LEAST_TRAINING))
    if training > whole - LEAST_HELD_OUT:
        raise LogError(said("the logs have opens of {whole} days; a training part of {days} leaves {left} to predict, "
                            "and at least {least} are needed. The longest that can be asked for is {longest}d",
                            whole=whole, days=training, left=max(0, whole - training), least=LEAST_HELD_OUT,
                            longest=max(0, whole - LEAST_HELD_OUT)))
    parting = Parting(events.first, events.first + training - 1, events.last)
    known = seen_by(events, parting.evening)
    users, orders = int(known.active.sum()), int((known.orders["day"] >= parting.first).sum())
    if users < LEAST_USERS:
        raise LogError(said("users with an open in the training part: {users}; at least {least} are needed",
                            users=users, least=LEAST_USERS))
    if orders < LEAST_ORDERS:
        raise LogError(said("orders in the training part: {orders}; at least {least} are needed", orders=orders,
                            least=LEAST_ORDERS))
    return parting


def seen_by(events: Events, evening: int) -> Events:
    """The events as an export on the evening of a day would have told them: nothing later decides a single number.

    Users who joined later are no users yet; who uninstalled later is still there; of an order whose return window
    closed later nobody knows how it ended.
    """
    who = events.users["joined"] <= evening
    row = np.cumsum(who) - 1
    users = events.users[who]
    users["gone"][users["gone"] > evening] = NEVER
    tables, blanks = {}, {name: blank[who] for name, blank in events.blanks.items() if name.startswith("users.")}
    for name in ("opens", "visits", "parcels", "orders"):
        rows = getattr(events, name)
        kept = (rows["day"] <= evening) & who[rows["user"]]
        tables[name] = rows[kept].copy()
        tables[name]["user"] = row[tables[name]["user"]]
        blanks |= {column: blank[kept] for column, blank in events.blanks.items() if column.startswith(f"{name}.")}
    orders = tables["orders"]
    orders["status"][orders["closes"] > evening] = UNDER_WAY
    return replace(events, **tables, users=users, last=evening, groups=members(events.groups, who), blanks=blanks,
                   size=len(np.unique(tables["opens"]["user"])))


def members(groups: Mapping[str, np.ndarray], who: np.ndarray) -> Groups:
    """The groups of the users with True in a bool [user], who alone keep a row."""
    return Groups({name: group[who] for name, group in groups.items()})
