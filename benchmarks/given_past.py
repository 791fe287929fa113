"""A past of which the orders are given by donors and only a burn-in is lived: what `benchmarks.shorter_past` judges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.base.params import defaults
from sim.cast import fit
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import TIERS, UNDER_WAY
from sim.replicate import settling
from sim.replicate.past import PAST, Past, first_morning
from sim.replicate.steady import long_run
from sim.scenario.plan import Scenario
from sim.users.rules.stage import PROSPECT, UNINSTALLED
from sim.users.state import PARCEL
from sim.world.world import World

RECORDED = 2 * PAST
"""Days of the donors' orders."""


class Donors(NamedTuple):
    """People of a long run, and their orders.

    `rows`: DONOR rows of those who are not gone. `gone`: the cells of buyers who are, numbered after them. `orders`:
    ORDERS rows sorted by donor, whose days count back from the last day, beside `gap` and `certainty` of what was
    bought.
    """

    rows: np.ndarray
    gone: np.ndarray
    orders: np.ndarray
    gap: np.ndarray
    certainty: np.ndarray


def donors_of(users: int, burn_in: int) -> Donors:
    """Donors with their orders, from a long run at the centre of the fit that ships."""
    lived = long_run(defaults(fit.fitted()), users=users, burn_in=burn_in)
    world = lived.world
    orders, living = np.concatenate(world.orders), world.living()
    parcels = np.concatenate([part for waiting in world.parcels.values() for part in waiting])
    gap, certainty = np.zeros((2, len(orders)))
    gap[parcels["order"]], certainty[parcels["order"]] = parcels["gap"], parcels["certainty"]
    for column in ("day", "due", "closes"):
        orders[column] -= world.day
    kept = np.flatnonzero(orders["day"] >= -RECORDED)
    gone = np.setdiff1d(orders["user"][kept], living)
    number = np.zeros(len(world.state), np.int64)
    number[np.concatenate([living, gone])] = np.arange(len(living) + len(gone))
    orders["user"] = number[orders["user"]]
    kept = kept[np.argsort(orders["user"][kept], kind="stable")]
    return Donors(settling.donors(lived.world), cells_of(world.traits[gone]), orders[kept], gap[kept], certainty[kept])


def cells_of(traits: np.ndarray) -> np.ndarray:
    """The cell of TRAITS rows."""
    cells: np.ndarray = traits["age"] * len(TIERS) + traits["tier"]
    return cells


def given_past(donors: Donors, burn_in: int, with_orders: bool, arms: Sequence[Scenario], **options: Any) -> Past:
    """The past of `arms` moved on to the first morning of a burn-in that ends on day 0, with the orders before it.

    The same people are there as in the past that is lived; who would have come in between is gone again.
    """
    past = first_morning(arms, **options)
    world, people = past.world, past.world.constants.people
    rows, donor = chosen_donors(donors, past)
    for column in ("last_open", "joined", "messaged", "coupon_until"):
        world.state[column][rows] -= world.day + burn_in
    before = people.arrival < -burn_in
    world.state["joined"][before] = people.arrival[before]
    world.state["stage"][before], world.state["gone"][before] = UNINSTALLED, -burn_in
    world.day = -burn_in
    if not with_orders:
        return past
    gone = gone_donors(donors, past, rows, np.flatnonzero(before))
    _give_orders(world, donors, *(np.concatenate(both) for both in zip((rows, donor), gone, strict=True)))
    return past


def gone_donors(donors: Donors, past: Past, there: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows of some who came before the first morning and are gone, the gone buyer of each).

    A gone buyer has as many copies as one of his cell who is `there`, as far as enough people came `before`.
    """
    traits, luck, chosen = past.world.traits, np.random.default_rng(past.seed), []
    living = cells_of(donors.rows["traits"])
    for cell in np.unique(donors.gone):
        buyers = len(donors.rows) + np.flatnonzero(donors.gone == cell)
        mine = luck.permutation(before[cells_of(traits[before]) == cell])
        copies = len(buyers) * (cells_of(traits[there]) == cell).sum() / (living == cell).sum()
        mine = mine[: int(copies)]
        chosen.append((mine, np.resize(luck.permutation(buyers), len(mine))))
    rows, donor = (np.concatenate(part) for part in zip(*chosen, strict=True))
    return rows, donor


def _give_orders(world: World, donors: Donors, rows: np.ndarray, donor: np.ndarray) -> None:
    """Let the people `rows` have the orders of their donors, and wait for the parcels that are under way."""
    place, own = copied(donors, rows, donor)
    orders = donors.orders[place]
    orders["user"] = own
    orders["host"] %= len(world.constants.hosts)
    orders["category"] = world.constants.hosts["category"][orders["host"]]
    for column in ("day", "due"):
        orders[column] += world.day
    orders["closes"] = orders["due"] + int(world.constants.values["return_window"])
    world.orders, world.order_starts = [orders], [0, len(orders)]
    waiting = np.flatnonzero(orders["status"] == UNDER_WAY)
    parcels = np.zeros(len(waiting), PARCEL)
    parcels["order"] = waiting
    parcels["gap"], parcels["certainty"] = donors.gap[place][waiting], donors.certainty[place][waiting]
    for column in ("user", "due", "interacted"):
        parcels[column] = orders[column][waiting]
    world.parcels = {int(due): [parcels[parcels["due"] == due]] for due in np.unique(parcels["due"])}


def chosen_donors(donors: Donors, past: Past) -> tuple[np.ndarray, np.ndarray]:
    """(rows of those who are there on the first morning, the donor of each), as `settle_from` chose them."""
    state, traits = past.world.state, past.world.traits
    rows = np.flatnonzero(state["stage"] != PROSPECT)
    cells, pools = cells_of(traits[rows]), cells_of(donors.rows["traits"])
    pick, donor = uniforms(past.seed, decisions.DONOR, state["id"][rows]), np.zeros(len(rows), np.int64)
    for cell in np.unique(cells):
        pool, mine = np.flatnonzero(pools == cell), cells == cell
        donor[mine] = pool[(pick[mine] * len(pool)).astype(int)]
    assert (donors.rows["state"]["joined"][donor] + past.world.day == state["joined"][rows]).all()
    return rows, donor


def copied(donors: Donors, rows: np.ndarray, donor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(row of every order that somebody takes over from his donor, that person), in the order of days."""
    first, end = (np.searchsorted(donors.orders["user"], donor, side) for side in ("left", "right"))
    count = end - first
    place = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    own = np.repeat(rows, count)
    order = np.lexsort((own, donors.orders["day"][place]))
    return place[order], own[order]
