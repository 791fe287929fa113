"""Small worlds for the tests of the core: without a fit, without a long past, lived day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from sim.base.params import defaults
from sim.chance.draws import mixed_seed
from sim.replicate.days import Engine, engine_of, live_one
from sim.replicate.past import actives_of
from sim.scenario.plan import Population, Scenario, Strategy, Strength
from sim.users.counts import COUNTS, LEVELS
from sim.world.people import Beginning
from sim.world.strategies import PlanBudget
from sim.world.world import World, create

USERS = 200
WARM = 45
"""Days lived before day 0, so that there are habits, orders, parcels and people who left."""
HORIZON = 60
EAGER = {"buy_intercept": -4.2, "open_habit": 3.0}
"""People who open and buy readily, so that small worlds have something to count."""
FULL = Strength(1.0, 1.0, stated=True)

Values = Mapping[str, float]


def new_world(users: int = USERS, *, seed: int = 1, warm: int = WARM, values: Values | None = None, extra: int = 0,
              freeze: bool = False, oversample: Mapping[str, float] | None = None, hosts: int = 24) -> World:
    """A world on the morning of its first day, `warm` days before day 0."""
    population = Population(users=users, hosts=hosts, oversample=oversample or {})
    return create(Beginning(population, defaults(EAGER | dict(values or {})), mixed_seed(seed), -warm, warm + HORIZON,
                            None, freeze=freeze, extra=extra))


@cache
def _warmed(users: int, seed: int, freeze: bool, values: tuple[tuple[str, float], ...]) -> World:
    world = new_world(users, seed=seed, values=dict(values), freeze=freeze)
    live(world, WARM)
    world.daily.clear()
    world.start_counting()
    return world


def warm_world(users: int = USERS, *, seed: int = 1, freeze: bool = False, values: Values | None = None) -> World:
    """An own copy of a world on the morning of day 0, counting from now on."""
    return _warmed(users, seed, freeze, tuple(sorted((values or {}).items()))).fork()


def with_strategies(world: World, strategies: Sequence[Strategy], *, scale: float = 1.0, seed: int = 5,
                    budget: float | None = None) -> World:
    """A fork of `world` in which `strategies` act, together within a `budget` [yuan]."""
    arm = world.fork()
    plan = None if budget is None else PlanBudget(budget, scale)
    arm.pursue(actives_of(Scenario("arm", strategies=tuple(strategies)), arm, seed, True, scale), plan)
    return arm


@cache
def compiled(threads: int) -> Engine:
    """The compiled engine; its buffers serve any world, while agents belong to one."""
    return engine_of("compiled", threads)


def live(world: World, days: int, name: str = "compiled", threads: int = 2) -> World:
    """The same world, `days` later."""
    for _ in each_day(world, days, name, threads):
        pass
    return world


def each_day(world: World, days: int, name: str = "compiled", threads: int = 2) -> Iterator[int]:
    """Lives `days` days and stops in each evening with the day just lived."""
    runs = compiled(threads) if name == "compiled" else engine_of(name, threads)
    for _ in range(days):
        live_one(world, runs)
        yield world.day - 1


def daily(world: World, name: str) -> np.ndarray:
    """int [day]: one daily column of a world, over all kinds."""
    return np.stack(world.daily)[:, :, (LEVELS + COUNTS).index(name)].sum(axis=1)


def total(world: World, name: str) -> int:
    """One count over everybody, from the start of counting on."""
    return int(world.totals[:, COUNTS.index(name)].sum())


def differing(one: World, other: World) -> np.ndarray:
    """bool [person]: whose state or counts differ between two worlds (of as many people as the smaller one)."""
    n = min(len(one.state), len(other.state))
    own = [name for name in one.state.dtype.names if name not in ("mail", "profile")]  # rows of today's tables
    apart = (one.totals[:n] != other.totals[:n]).any(axis=1)
    for name in own:
        apart |= one.state[name][:n] != other.state[name][:n]
    return apart


def assert_same(one: World, other: World) -> None:
    """Both worlds are the same in all that happened, to the bit."""
    assert not differing(one, other).any()
    for name in ("totals", "host_counts", "popularity", "alive", "base", "shares"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for a, b in zip(one.daily, other.daily, strict=True):
        np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(orders_of(one), orders_of(other))


def orders_of(world: World) -> np.ndarray:
    """All orders of a world."""
    return np.concatenate(world.orders)
