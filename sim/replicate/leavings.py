"""What a world leaves behind after its last day: its tables."""

from __future__ import annotations

import numpy as np

from sim.cast.hosts import CATEGORIES
from sim.cast.segments import Groups
from sim.outcomes.outcome import PEOPLE, Outcome
from sim.scenario.plan import Margins, Scenario
from sim.users.counts import COUNTS
from sim.users.rules.stage import UNINSTALLED
from sim.users.tally import BACK_LATER, BY_SEED, ENGAGED_EARLY, FUNNEL, RETAINED, RETAINED_WINDOW, SEED
from sim.world.orders import in_one_table
from sim.world.reach import trust_levels
from sim.world.statement import accounts_of
from sim.world.world import NEWER, World

AT_ONCE = 1024
"""People whose rows are written at once: so few stay in the cache from column to column."""
_COUNTS = np.dtype({"names": ["counts"], "formats": [np.dtype(("i8", (len(COUNTS),)))],
                    "offsets": [PEOPLE.fields[COUNTS[0]][1]], "itemsize": PEOPLE.itemsize})  # type: ignore
"""A row of PEOPLE with its last columns, the counts, as one."""


def outcome_of(world: World, arm: Scenario, first_day: int, comparison: int, scale: float | None) -> Outcome:
    """The tables of a world, in which `arm` was lived, after its last day."""
    orders = in_one_table(world.orders)
    reached = [a.reached if not a.on_rooms else np.zeros(len(world.state), bool) for a in world.actives]
    actives = world.actives
    return Outcome(
        people=people_of(world),
        orders=orders[orders["day"] >= first_day],
        daily=np.stack(world.daily),
        hosts=world.host_counts,
        reached=np.array(reached, bool).reshape(len(reached), len(world.state)),
        segments=Groups(world.constants.segments),
        kind_weight=world.constants.people.kind_weight,
        first_day=first_day,
        days=arm.horizon.days,
        comparison_day=comparison,
        return_window=int(world.constants.values["return_window"]),
        scale=scale,
        money={a.plan.name: (a.spent_fen / 100.0 * a.yuan_scale if a.priced else None) for a in actives},
        margin=margins(arm.money),
        return_cost=arm.money.return_cost or 0.0,
        date=arm.horizon.start,
        acted={a.plan.name: [(first, end) for first, end in a.timing.acted] for a in actives},
        accounts=accounts_of(world),
    )


def margins(money: Margins) -> np.ndarray | None:
    """Share earned of an order's value by category, None where the scenario does not say."""
    if money.margin is None:
        return None
    return np.array([money.by_category.get(name, money.margin) for name in CATEGORIES])


def people_of(world: World) -> np.ndarray:
    """PEOPLE rows of everybody at the end of a world."""
    people = np.zeros(len(world.state), PEOPLE)
    for first in range(0, len(people), AT_ONCE):
        _fill(people[first : first + AT_ONCE], world, slice(first, first + AT_ONCE))
    return people


def _fill(people: np.ndarray, world: World, rows: slice) -> None:
    """Write the PEOPLE rows of the users `rows`."""
    state, traits, totals = world.state[rows], world.traits[rows], world.totals[rows]
    for column in ("id", "joined", "habit", "satisfaction", "fatigue", "belonging"):
        people[column] = state[column]
    for column in ("kind", "age", "tier"):
        people[column] = traits[column]
    people["history"] = world.histories(world.day - 1, np.arange(rows.start, rows.start + len(people)))
    people["weight"] = world.constants.people.kind_weight[traits["kind"]]
    people["base"] = world.base[rows] > 0
    people["newer"] = world.base[rows] == NEWER
    people["behaved"] = world.behaved[rows]
    people["left"] = state["stage"] == UNINSTALLED
    profile = state["profile"]  # and not the kind: a strategy may change what trust begins with
    priors = (world.table[name][profile] for name in ("trust_prior_good", "trust_prior_bad"))
    people["trust"] = trust_levels(state, *priors)
    people["retained"], people["retained_window"] = totals[:, RETAINED], totals[:, RETAINED_WINDOW]
    for column, bit in (("engaged_early", ENGAGED_EARLY), ("back_later", BACK_LATER), ("seed", SEED),
                        ("by_seed", BY_SEED)):
        people[column] = totals[:, FUNNEL] & bit != 0
    people["brought"] = world.brought[rows]
    people.view(_COUNTS)["counts"] = totals[:, : len(COUNTS)]
