"""Seeding: who is picked to talk, and whom the posts of seeds bring from outside the simulated contacts."""

from __future__ import annotations

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.chance.elementary import exp
from sim.outcomes.outcome import NEVER
from sim.users.rules.stage import PROSPECT
from sim.users.tally import BY_SEED, DAYS_28, FUNNEL, SEED
from sim.world.world import World


def well_connected(world: World, among: np.ndarray, share: float) -> np.ndarray:
    """bool [person]: of those `among` who were active in the last 28 days, a `share` on average, by a keyed draw.

    The chance grows with the number of contacts, so that seeds are well connected; who would have more than certainty
    is picked, and the others share what is left.
    """
    able = among & world.alive & ((world.state["history"] & DAYS_28) != 0)
    degree = np.where(able, world.traits["degree"], 0.0)
    if not degree.any():
        return able
    u = uniforms(world.constants.seed, decisions.SEED, world.constants.ids)
    picked: np.ndarray = u < chances(share * able.sum(), degree)
    return picked


def chances(count: float, degree: np.ndarray) -> np.ndarray:
    """Chance [0..1] of each to be picked, in proportion to his `degree`, so that `count` are picked on average.

    Where some have a chance of 1 the others have more for it. Fewer than `count` have contacts: they all are certain.
    """
    certain = np.zeros(len(degree), bool)
    while True:
        left = np.where(certain, 0.0, degree)
        chance: np.ndarray = np.where(certain, 1.0, (count - certain.sum()) * left / max(left.sum(), 1.0))
        if not (chance > 1.0).any():
            return chance
        certain |= chance > 1.0


def by_seeds(world: World, sharers: np.ndarray, invited: np.ndarray) -> np.ndarray:
    """Rows of the prospects whom yesterday's posts of seeds bring from outside, to join tomorrow.

    Args:
        sharers, invited: who yesterday brought which prospect among his contacts; those whom a seed brought count too.

    Nobody comes out of nothing: they are prospects whom only others can bring, and each joins with the same chance,
    1 - exp(-posts seen for the first time * seed_joins). An audience that has joined already sees posts in vain.
    What is a seed's post, and who sees it, was settled when it was made.
    """
    posts = world.shares[world.shares["audience"] > 0.0]
    if not len(posts):
        return np.zeros(0, np.int64)
    seeds = posts["user"]
    world.totals[seeds, FUNNEL] |= SEED
    outside = np.flatnonzero((world.state["stage"] == PROSPECT) & (world.constants.people.arrival == NEVER))
    seen = float(np.dot(posts["audience"], world.weights(seeds)))
    reached = world.weights(outside).sum() + world.weights(np.flatnonzero(world.totals[:, FUNNEL] & BY_SEED)).sum()
    chance = 1.0 - exp(-seen * world.constants.values["seed_joins"] / max(reached, 1.0))
    joins = outside[uniforms(world.seed, decisions.SEED_BRINGS, world.constants.ids[outside], day=world.day) < chance]
    vouched_for = np.concatenate([joins, invited[np.isin(sharers, seeds)]])
    vouch(world, np.unique(vouched_for), float(posts["vouch"].max()))
    return joins


def vouch(world: World, rows: np.ndarray, experiences: float) -> None:
    """Let those whom seeds bring begin with what a trusted word is worth (L24), and remember who they are."""
    world.state["good"][rows] += experiences
    world.totals[rows, FUNNEL] |= BY_SEED
