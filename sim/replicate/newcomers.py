"""The first days of people who all join on one morning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.base.params import defaults
from sim.cast import fit
from sim.chance.draws import mixed_seed
from sim.replicate.days import Steps, engine_of
from sim.scenario.plan import Population
from sim.world.orders import in_one_table
from sim.world.people import Beginning
from sim.world.world import create

ALONE = {"joined_per_mau": 1.0, "organic_inflow": 0.0}
"""Those who join on the first morning are all there are."""


def orders_of_newcomers(parameters: Mapping[str, float] | None = None, *, users: int = 10_000, days: int = 365,
                        seed: int = 1, threads: int = 1) -> np.ndarray:
    """ORDERS rows of what `users` people order on the days 0 .. `days` - 1, when all of them join on day 0.

    Read by the days since somebody joined, they are the newcomers of a world in its steady state too.

    Args:
        parameters: values over those of the fit. seed: of people and luck. threads: of the engine.
    """
    values = defaults(fit.fitted()) | dict(parameters or {}) | ALONE
    world = create(Beginning(Population(users=users), values, mixed_seed(seed), 0, days, None))
    Steps(engine_of("compiled", threads)).live(world, days)
    return in_one_table(world.orders)
