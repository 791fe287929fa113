"""The same world under other values of parameters: what people do when one thing is changed, with the same luck."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.base.params import PARAMETERS
from sim.replicate.days import Engine, engine_of, live_one
from sim.users.counts import COUNTS
from sim.world.orders import in_one_table
from sim.world.world import World

Change = Callable[[Mapping[str, float]], Mapping[str, float]]
"""The values in force of one kind of user -> those that are other, by name of the parameter."""


@dataclass(frozen=True)
class Stretch:
    """What the people of a world did on some days.

    Attributes:
        first, days: the first of the days, and their number.
        there: bool [person]: joined and not gone on the first morning.
        silent: int64 [person] days without an open before the first morning [days].
        totals: int64 [person, COUNTS] of the days.
        orders: ORDERS rows placed on the days, as they stand after the last of them.
    """

    first: int
    days: int
    there: np.ndarray
    silent: np.ndarray
    totals: np.ndarray
    orders: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """int64 [person]: one of COUNTS."""
        column: np.ndarray = self.totals[:, COUNTS.index(name)]
        return column

    def sum(self, name: str) -> float:
        """One of COUNTS, of everybody."""
        return float(self.of(name).sum())

    def and_then(self, other: Stretch) -> Stretch:
        """The days of both, as people stood before these."""
        return replace(self, days=self.days + other.days, totals=self.totals + other.totals,
                       orders=np.concatenate([self.orders, other.orders]))


def unchanged(values: Mapping[str, float]) -> Mapping[str, float]:
    """The change that changes nothing."""
    return {}


def crossroads(world: World) -> World:
    """A fork from which many worlds can be forked fast: counts of its days are gone, its orders stand in one piece."""
    fork = world.fork()
    fork.daily, fork.orders = [], [in_one_table(world.orders)]
    fork.order_starts = [0, len(fork.orders[0])]
    return fork


def otherwise(world: World, change: Change) -> World:
    """A fork of `world` in which other values are in force from this morning on, inside their bounds.

    Each kind of user has its own. What was drawn before stays: people, hosts, and all that they remember.
    """
    fork = world.fork()
    constants = fork.constants
    fork.constants = replace(constants, values=_with(change, constants.values),
                             kind_values=[_with(change, values) for values in constants.kind_values])
    fork.made_tables = None  # so that the tables of parameters are made anew
    return fork


def _with(change: Change, values: Mapping[str, float]) -> Mapping[str, float]:
    bounds = {name: PARAMETERS[name] for name in change(values)}
    return {**values, **{name: min(bounds[name].high, max(bounds[name].low, value))
                         for name, value in change(values).items()}}


def live_otherwise(world: World, change: Change, lengths: Collection[int], threads: int = 1) -> dict[int, Stretch]:
    """What people do on the next days of `world` under a change, by number of days; the world stays where it is.

    Args:
        lengths: numbers of days [days], each told as if no more had been lived. threads: of the engine.
    """
    return _lived(otherwise(world, change), lengths, engine_of("compiled", threads))


def live_days_apart(world: World, change: Change, days: int, threads: int = 1) -> Stretch:
    """The next `days` days of `world`, each changed alone: it has lived the days before it without the change."""
    engine, course = engine_of("compiled", threads), world.fork()
    whole = _lived(otherwise(course, change), [1], engine)[1]
    for _ in range(days - 1):
        live_one(course, engine)
        whole = whole.and_then(_lived(otherwise(course, change), [1], engine)[1])
    return whole


def _lived(world: World, lengths: Collection[int], engine: Engine) -> dict[int, Stretch]:
    """Stretches of these numbers of days, all from this morning; the world goes on."""
    first, there, before = world.day, world.alive.copy(), len(world.orders)
    silent = first - world.state["last_open"] - 1
    world.start_counting()
    stretches = {}
    for days in sorted(lengths):
        while world.day < first + days:
            live_one(world, engine)
        orders = in_one_table(world.orders[before:])  # a table for each day with orders
        totals = world.totals[:, : len(COUNTS)]
        stretches[days] = Stretch(first, days, there, silent, totals.copy() if days < max(lengths) else totals, orders)
    return stretches
