"""What is known of users on an evening, and what they do afterwards: the same of logs and of simulated worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from calibration.holdout.bars.customers import Purchases
from calibration.holdout.parting import Parting, seen_by
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.replicate.events import Events

MONTH, WEEK = 28, 7
UNKNOWN = -1
LONG_AGO = 1 << 14
"""Days of silence of somebody who was not seen at all."""


@dataclass(frozen=True)
class Whereabouts:
    """What logs tell of each user on the evening; int [user], UNKNOWN where they do not say.

    Attributes:
        age, tier: indices into AGES and TIERS. tenure: days since joining. gone: 1 for who has uninstalled.
        silence: days since the last open. activity: days with an open, of the last 28.
        bought: days with an order in the training part. unbought: days since the last of them.
    """

    age: np.ndarray
    tier: np.ndarray
    tenure: np.ndarray
    gone: np.ndarray
    silence: np.ndarray
    activity: np.ndarray
    bought: np.ndarray
    unbought: np.ndarray

    def __len__(self) -> int:
        return len(self.tenure)

    def columns(self) -> Mapping[str, np.ndarray]:
        """Name -> int [user]."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Doings:
    """What each user does in the held-out part; int [user, column].

    Attributes:
        opened: days with an open, week by week. back: 1 for an open in a block of 28 days.
        ordered: orders, week by week. purchases: [user, 1] days with an order.
    """

    opened: np.ndarray
    back: np.ndarray
    ordered: np.ndarray
    purchases: np.ndarray


@dataclass(frozen=True)
class Lives:
    """Users known on the evening, what they then do, and the same of those who join later (in the order of ids)."""

    standing: Whereabouts
    doings: Doings
    newcomers: Whereabouts
    theirs: Doings


def weeks(parting: Parting) -> int:
    """Weeks of the held-out part, the last of which may be shorter."""
    return -(-parting.days // WEEK)


def blocks(parting: Parting) -> int:
    """Whole blocks of 28 days in the held-out part."""
    return parting.days // MONTH


def standing_of(events: Events, parting: Parting) -> Whereabouts:
    """Where everybody stands at the end of events that `seen_by` has cut on the evening."""
    size, evening = len(events.users), parting.evening
    opens = events.opens
    last = np.full(size, -LONG_AGO)
    np.maximum.at(last, opens["user"], opens["day"] - evening)
    recent = opens["day"] > evening - MONTH
    purchases = Purchases.of(*(events.orders[name][events.orders["day"] >= parting.first] for name in ("user", "day")))
    bought = np.full(size, -LONG_AGO)
    np.maximum.at(bought, purchases.user, purchases.day - evening)
    blank = events.blank_share("users.gone") == 1.0
    return Whereabouts(
        age=_coded(events, AGES), tier=_coded(events, tuple(f"{name}_tier" for name in TIERS)),
        tenure=evening - events.users["joined"],
        gone=np.full(size, UNKNOWN) if blank else (events.users["gone"] < NEVER).astype(np.int64),
        silence=-last, activity=np.bincount(opens["user"][recent], minlength=size),
        bought=np.bincount(purchases.user, minlength=size), unbought=-bought,
    )  # fmt: skip


def _coded(events: Events, names: tuple[str, ...]) -> np.ndarray:
    """int [user]: which of the segments `names` each is in."""
    code = np.full(len(events.users), UNKNOWN)
    for place, name in enumerate(names):
        if name in events.groups:
            code[events.groups[name]] = place
    return code


def doings_of(events: Events, who: np.ndarray, parting: Parting) -> Doings:
    """What the users with True in a bool [user] do after the evening."""
    row, size = np.where(who, np.cumsum(who) - 1, UNKNOWN), int(who.sum())
    opened = _counted(row, events.opens["user"], events.opens["day"], size, parting, WEEK, weeks(parting))
    monthly = _counted(row, events.opens["user"], events.opens["day"], size, parting, MONTH, blocks(parting))
    ordered = _counted(row, events.orders["user"], events.orders["day"], size, parting, WEEK, weeks(parting))
    distinct = Purchases.of(events.orders["user"], events.orders["day"])
    purchases = _counted(row, distinct.user, distinct.day, size, parting, parting.days, 1)
    return Doings(opened, (monthly > 0).astype(np.int64), ordered, purchases)


def _counted(row: np.ndarray, user: np.ndarray, day: np.ndarray, size: int, parting: Parting, length: int,
             columns: int) -> np.ndarray:
    """[user, column] rows of a table by stretches of `length` days from the evening on."""
    place = (day - parting.evening - 1) // length
    kept = (place >= 0) & (place < columns) & (row[user] >= 0) & (day <= parting.last)
    return np.bincount(row[user[kept]] * columns + place[kept], minlength=size * columns).reshape(size, columns)


def known_on(events: Events, parting: Parting) -> Whereabouts:
    """Where everybody stands who had joined by the evening; what came later is not looked at."""
    return standing_of(seen_by(events, parting.evening), parting)


def lives_of(events: Events, parting: Parting) -> Lives:
    """Everything: who stood where on the evening, what followed, and who joined after it."""
    joined = events.users["joined"]
    known, later = joined <= parting.evening, (joined > parting.evening) & (joined <= parting.last)
    at_end = Parting(parting.first, parting.last, parting.last)
    new = standing_of(seen_by(events, parting.last), at_end)
    chosen = later[joined <= parting.last]
    newcomers = Whereabouts(**{name: column[chosen] for name, column in new.columns().items()})
    return Lives(known_on(events, parting), doings_of(events, known, parting), newcomers,
                 doings_of(events, later, parting))
