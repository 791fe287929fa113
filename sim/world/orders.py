"""Orders and their parcels: booked in the evening, under way for days, kept or sent back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import KEPT, ORDERS, RETURNED
from sim.users.state import FROM_FAVOURITE, INTERACTED, LAST_BIT, PARCEL, Today
from sim.world.world import DayEvents, World


def in_one_table(orders: Sequence[np.ndarray]) -> np.ndarray:
    """ORDERS rows of a world's tables of days one after another, also where there are none."""
    return np.concatenate([np.zeros(0, ORDERS), *orders])


def settle_parcels(world: World, today: Today, events: DayEvents) -> None:
    """Write into the order table which of today's parcels were kept, which go back, and which had a problem."""
    parcels = today.parcels
    status = np.where(marked(today, events.returned), RETURNED, KEPT)
    problem = marked(today, events.troubled)
    starts = np.array(world.order_starts)
    chunk = np.searchsorted(starts, parcels["order"], side="right") - 1
    for c in np.unique(chunk):
        mine = chunk == c
        rows = parcels["order"][mine] - starts[c]
        world.orders[c]["status"][rows] = status[mine]
        world.orders[c]["problem"][rows] = problem[mine]


def marked(today: Today, bits: np.ndarray) -> np.ndarray:
    """bool [parcel of today]: those whose bit is set; `bits` [letter] has one for each parcel of a letter."""
    letters = np.flatnonzero(bits)
    first = today.mail["parcel_from"][letters]
    count = today.mail["parcel_to"][letters] - first
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)  # of each parcel in its letter
    chosen = np.repeat(bits[letters], count) >> np.minimum(place, LAST_BIT) & 1 == 1
    out = np.zeros(len(today.parcels), bool)
    out[(np.repeat(first, count) + place)[chosen]] = True
    return out


def book_orders(world: World, today: Today, table: np.ndarray, placed: np.ndarray) -> None:
    """Add the day's orders to the table and send their parcels off."""
    if not len(placed):
        return
    rooms, values = today.rooms, world.constants.values
    orders = np.zeros(len(placed), ORDERS)
    orders["user"], orders["host"], orders["day"] = placed["user"], placed["host"], world.day
    orders["category"] = rooms["category"][placed["host"]]
    orders["paid_fen"], orders["coupon_fen"] = placed["fen"], placed["coupon"]
    orders["interacted"] = (placed["marks"] & INTERACTED) > 0
    orders["favourite"] = (placed["marks"] & FROM_FAVOURITE) > 0
    orders["due"] = world.day + days_under_way(world, table, placed["user"])
    orders["closes"] = orders["due"] + int(values["return_window"])
    parcels = np.zeros(len(placed), PARCEL)
    parcels["order"] = world.order_starts[-1] + np.arange(len(placed))
    for column in ("user", "due", "interacted", "host"):
        parcels[column] = orders[column]
    parcels["days"] = orders["due"] - world.day
    parcels["gap"], parcels["certainty"] = rooms["gap"][placed["host"]], placed["certainty"]
    for due in np.unique(orders["due"]):
        world.parcels.setdefault(int(due), []).append(parcels[orders["due"] == due])
    world.orders.append(orders)
    world.order_starts.append(world.order_starts[-1] + len(placed))


def days_under_way(world: World, p: np.ndarray, users: np.ndarray) -> np.ndarray:
    """Whole days [order] that the parcels of today's orders take; all of a user come together, a fraction is luck.

    `p` holds the user parameters by profile.
    """
    days = p["delivery_days"][world.state["profile"][users]]
    u = uniforms(world.seed, decisions.DELIVERY, world.state["id"][users], day=world.day)
    return np.floor(days + u).astype(np.int64)
