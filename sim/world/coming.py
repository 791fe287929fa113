"""Users who come: prospects who join, and those who install the app again."""

from __future__ import annotations

import numpy as np

from sim.outcomes.outcome import NEVER
from sim.users.rules.stage import HISTORY_MASK, PROSPECT, TRIAL
from sim.world.world import World


def join(world: World, rows: np.ndarray) -> np.ndarray:
    """The `rows` that really join today: prospects come on trial, and open for the first time."""
    rows = rows[world.state["stage"][rows] == PROSPECT]
    world.state["stage"][rows] = TRIAL
    world.state["joined"][rows] = world.day
    world.state["last_open"][rows] = world.day - 1
    world.alive[rows] = True
    return rows


def reinstall(world: World, rows: np.ndarray) -> None:
    """Bring users back who had uninstalled: on trial, with all they remember."""
    world.state["stage"][rows] = TRIAL
    world.state["last_open"][rows] = world.day - 1
    away = np.minimum(62, world.day - 1 - world.state["gone"][rows])
    world.state["history"][rows] = (world.state["history"][rows] << away) & HISTORY_MASK
    world.state["gone"][rows] = NEVER
    world.alive[rows] = True
