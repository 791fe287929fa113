"""What a world leaves behind after its last day: its tables."""

from __future__ import annotations

import numpy as np

from sim.outcome import COUNTS, ORDERS, PEOPLE, Outcome
from sim.rules.stage import HISTORY_MASK, UNINSTALLED
from sim.tally import RETAINED, RETAINED_WINDOW
from sim.world import World


def outcome_of(world: World, first_day: int, days: int, comparison: int, scale: float | None) -> Outcome:
    """The tables of a world after its last day."""
    orders = np.concatenate(world.orders) if world.orders else np.zeros(0, ORDERS)
    reached = [a.reached if not a.on_rooms else np.zeros(len(world.state), bool) for a in world.actives]
    return Outcome(
        people_of(world, comparison), orders[orders["day"] >= first_day], np.stack(world.daily),
        world.host_counts, np.array(reached, bool).reshape(len(reached), len(world.state)), dict(world.fixed.segments),
        world.fixed.people.kind_weight, first_day, days, comparison, int(world.fixed.values["return_window"]), scale,
        {a.plan.name: (a.spent_fen / 100.0 * a.yuan_scale if a.plan.cost.stated else None) for a in world.actives},
    )


def people_of(world: World, comparison: int) -> np.ndarray:
    """PEOPLE rows of everybody at the end of a world."""
    state, traits = world.state, world.traits
    people = np.zeros(len(state), PEOPLE)
    for column in ("id", "joined", "habit", "satisfaction", "fatigue"):
        people[column] = state[column]
    for column in ("kind", "age", "tier"):
        people[column] = traits[column]
    away = np.clip(world.day - 1 - state["gone"], 0, 62)  # days not lived since uninstalling
    people["history"] = (state["history"] << away) & HISTORY_MASK
    people["weight"] = world.fixed.people.kind_weight[traits["kind"]]
    people["base"] = world.base > 0
    people["newer"] = people["base"] & (state["joined"] > comparison - 28)
    people["left"] = state["stage"] == UNINSTALLED
    prior = np.array([(v["trust_prior_good"], v["trust_prior_bad"]) for v in world.fixed.kind_values])[traits["kind"]]
    good = prior[:, 0] + state["good"]
    people["trust"] = good / (good + prior[:, 1] + state["bad"])
    people["retained"], people["retained_window"] = world.totals[:, RETAINED], world.totals[:, RETAINED_WINDOW]
    for k, name in enumerate(COUNTS):
        people[name] = world.totals[:, k]
    return people
