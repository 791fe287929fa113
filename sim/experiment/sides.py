"""Both sides split: treated viewers meet treated rooms as the strategies make them, everybody else as they were.

A crisis spares no side: untreated rooms are as it leaves them.

A pair of a viewer and a host is treated when both are (Bajari et al. 2021, Multiple randomization designs). What
treated viewers do in untreated rooms, and others in treated hosts' rooms, then shows what one side does to the other.
"""

from __future__ import annotations

import numpy as np

from sim.levers import is_crisis
from sim.replicate.days import Engine
from sim.users.state import Today
from sim.world.orders import book_orders
from sim.world.platform import evening, morning, room_tables, rooms_of_today
from sim.world.world import DayEvents, World


def live_apart(world: World, engine: Engine, until: int, viewers: np.ndarray, treat: bool = True) -> np.ndarray:
    """int64 [side, host, kind, COUNTS] of the days up to `until`, of untreated and treated `viewers` (bool [person]).

    Where it is not to `treat` them apart, all meet the same rooms, and are only counted apart.
    """
    sides = np.zeros((2, *world.host_counts.shape), np.int64)
    while world.day < until:
        today, table = morning(world)
        others = _untreated(world, today) if treat else today
        events, counts = [], []
        alive = world.alive
        for side, shown in ((0, others), (1, today)):
            before = world.host_counts.copy()
            world.alive = alive & (viewers if side else ~viewers)
            happened, counted = engine.live(world, shown, table)
            sides[side] += world.host_counts - before
            events.append(happened)
            counts.append(counted)
        world.alive = alive
        happened = _together(*events)
        if treat:  # parcels hold what the rooms promised in which they were ordered
            book_orders(world, others, table, events[0].orders)
            happened.orders = events[1].orders
        evening(world, today, table, happened, counts[0] + counts[1])
    return sides


def _untreated(world: World, today: Today) -> Today:
    """The day with rooms of the same hosts as crises alone make them."""
    levels = [active.level(world.day) if is_crisis(active.plan.lever) else 0.0 for active in world.actives]
    rooms, boards = rooms_of_today(world, *room_tables(world, levels))
    return today._replace(rooms=rooms, boards=boards)


def _together(one: DayEvents, other: DayEvents) -> DayEvents:
    """The events of both sides, in the order of users."""
    orders, shares = (_by_user(getattr(one, name), getattr(other, name)) for name in ("orders", "shares"))
    return DayEvents(orders, shares, one.returned | other.returned, one.troubled | other.troubled,
                     np.sort(np.concatenate([one.gone, other.gone])))


def _by_user(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    both = np.concatenate([one, other])
    return both[np.argsort(both["user"], kind="stable")]
