"""A made-up platform whose truth is known: people who open and buy at rates of their own, and come at a steady rate."""

from __future__ import annotations

import numpy as np

from sim.outcomes.outcome import KEPT, NEVER, ORDERS
from sim.replicate.events import OPENS, PARCELS, USERS, VISITS, Events

TRAINING, DAYS = 84, 56
BEFORE = 150
"""Days before the logs since which people have come."""


def made_up(seed: int, daily: float = 4.0, buying: float = 1.0) -> Events:
    """Logs of TRAINING + DAYS days. daily: people who come a day. buying: multiplies how often they buy."""
    rng = np.random.default_rng(seed)
    days = TRAINING + DAYS
    joined = np.sort(rng.integers(-BEFORE, days, rng.poisson(daily * (BEFORE + days))))
    size = len(joined)
    users = np.zeros(size, USERS)
    users["joined"], users["gone"], users["contacts"] = joined, NEVER, 5.0
    opening, stays = rng.beta(0.6, 1.4, size), rng.exponential(250.0, size)
    day = np.arange(days)
    there = (day >= joined[:, None]) & (day < joined[:, None] + stays[:, None])
    opened = there & ((rng.random((size, days)) < opening[:, None]) | (day == joined[:, None]))
    buys = np.minimum(buying * rng.gamma(0.5, 0.12, size), 1.0)
    bought = opened & (rng.random((size, days)) < buys[:, None])
    opens = np.zeros(int(opened.sum()), OPENS)
    opens["user"], opens["day"] = np.nonzero(opened)
    orders = np.zeros(int(bought.sum()), ORDERS)
    orders["user"], orders["day"] = np.nonzero(bought)
    orders["closes"], orders["status"] = orders["day"] + 7, KEPT
    old = rng.random(size) < 0.3
    groups = {"all": np.ones(size, bool), "gen_z": ~old, "new_middle": np.zeros(size, bool), "silver": old}
    return Events(users, opens, np.zeros(0, VISITS), np.zeros(0, PARCELS), orders, 0, days - 1, 0, days, groups,
                  len(np.unique(opens["user"])))
