"""The users of a world as a table, with words in place of codes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.cast.hosts import CATEGORIES
from sim.outcomes.outcome import AGES, TIERS
from sim.scenario.plan import NEEDS
from sim.users.rules.stage import STAGES
from sim.users.state import fields
from sim.users.tally import DAYS_28
from sim.world.world import World

WORDS = {"stage": STAGES, "age": AGES, "tier": TIERS}
VECTORS = {"needs": [f"need_{name}" for name in NEEDS], "interest": [f"interest_{name}" for name in CATEGORIES]}
HIDDEN = ("mail", "profile", "kind", "history", "week", "looks")
"""Rows of other tables, and packed bits, which mean nothing by themselves."""


def users_table(world: World, rows: np.ndarray, parameters: np.ndarray) -> pd.DataFrame:
    """One row per user, by id: STATE, TRAITS, `active_days_28`, `weight`, and `trust` [0..1] under his `parameters`."""
    state, traits = world.state[rows], world.traits[rows]
    columns: dict[str, object] = {}
    for part in (state, traits):
        for name in fields(part.dtype):
            if name in VECTORS:
                columns |= dict(zip(VECTORS[name], part[name].T, strict=True))
            elif name not in HIDDEN:
                columns[name] = np.array(WORDS[name])[part[name]] if name in WORDS else part[name]
    good = parameters["trust_prior_good"] + state["good"]
    columns["active_days_28"] = np.bitwise_count(state["history"] & DAYS_28)
    columns["trust"] = good / (good + parameters["trust_prior_bad"] + state["bad"])
    columns["weight"] = world.constants.people.kind_weight[traits["kind"]]
    return pd.DataFrame(columns).set_index("id")
