"""Living days: one day of a world in an engine, and many of them with progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

import sim.engines.cache  # before anything is compiled
import sim.world.platform
from sim.users.state import Today
from sim.world.world import DayEvents, World


class Engine(Protocol):
    """What an engine does: live a world's day.

    While `keep_days` is set, `days` grows by (rows of the living, their DONE rows) every day.
    """

    keep_days: bool
    days: list[tuple[np.ndarray, np.ndarray]]

    def live(self, world: World, today: Today, table: np.ndarray) -> tuple[DayEvents, np.ndarray]: ...


def engine_of(name: str, threads: int) -> Engine:
    """The engine of that name; each is imported only when asked for."""
    if name == "compiled":
        from sim.engines.kernel import CompiledEngine

        return CompiledEngine(threads)
    from sim.engines.agents import AgentEngine

    return AgentEngine()


def live_one(world: World, engine: Engine, watch: Callable[[Today, np.ndarray], object] | None = None) -> None:
    """One day: the platform's morning, the users' day, the platform's evening.

    Args:
        watch: looks at the day's shared state and table of parameters before anybody lives it.
    """
    today, table = sim.world.platform.morning(world)
    if watch is not None:
        watch(today, table)
    events, counts = engine.live(world, today, table)
    sim.world.platform.evening(world, today, table, events, counts)


class Steps:
    """Lives worlds day by day with one engine, and reports progress: called with (days lived, days to live)."""

    def __init__(self, engine: Engine, progress: Callable[[int, int], None] | None = None, todo: int = 0) -> None:
        self.engine, self.progress, self.todo, self.lived = engine, progress, todo, 0

    def live(self, world: World, until: int) -> None:
        """Live the days of `world` up to the morning of `until`."""
        while world.day < until:
            live_one(world, self.engine)
            self.tell()

    def tell(self) -> None:
        """Report one more day."""
        self.lived += 1
        if self.progress:
            self.progress(self.lived, self.todo)
