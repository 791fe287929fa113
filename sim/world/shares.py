"""Shares on their way: who sees them tomorrow, whom they bring, and to whose credit."""

from __future__ import annotations

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import NEVER
from sim.users.rules.stage import PROSPECT
from sim.users.tally import FRIEND_OPENS
from sim.world.seeding import by_seeds
from sim.world.world import World


def shares_seen(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Users who see a friend's share today, the room of the first one, and how many; prospects may join tomorrow.

    Only those who would not come by themselves: whom a friend brings is one more, and takes nobody's place.

    Each contact of a sharer sees the share with chance `share_reach`, keyed by the pair.
    """
    sharers, receivers, rooms = spread(world)
    prospects = world.state["stage"][receivers] == PROSPECT
    only_by_friends = prospects & (world.constants.people.arrival[receivers] == NEVER)
    wanting = np.unique(receivers[only_by_friends])
    u = uniforms(world.seed, decisions.FRIEND_JOINS, world.constants.ids[wanting], day=world.day)
    invited = np.bincount(np.searchsorted(wanting, receivers[only_by_friends]), minlength=len(wanting))
    joins = u < 1.0 - (1.0 - world.constants.values["friend_joins"]) ** invited
    coming = joins[np.searchsorted(wanting, receivers[only_by_friends])]
    inviting, invited = sharers[only_by_friends][coming], receivers[only_by_friends][coming]
    world.coming.setdefault(world.day + 1, []).extend((wanting[joins], by_seeds(world, inviting, invited)))
    to_users = receivers[~prospects]
    world.shown = np.stack([sharers[~prospects], to_users, world.totals[to_users, FRIEND_OPENS]])
    if world.counting:
        world.brought[inviting] = True
    users, index, counts = np.unique(receivers[~prospects], return_index=True, return_counts=True)
    return users, rooms[~prospects][index], counts


def spread(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(sharer, receiver, room) of every share that is seen, in the order of sharers."""
    first, contacts = world.constants.first, world.constants.contacts
    sharers = world.shares["user"]
    sizes = first[sharers + 1] - first[sharers]
    total = int(sizes.sum())
    place = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    receivers = contacts[np.repeat(first[sharers], sizes) + place].astype(np.int64)
    sender_ids = np.repeat(world.constants.ids[sharers], sizes)
    # keyed by sender and receiver: the receiver's own key, with the sender's distance as alternative
    apart = world.constants.ids[receivers] - sender_ids
    u = pair_uniforms(world, sender_ids, apart)
    reached = u < world.constants.values["share_reach"]
    return np.repeat(sharers, sizes)[reached], receivers[reached], np.repeat(world.shares["host"], sizes)[reached]


def pair_uniforms(world: World, senders: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """One uniform for each (sender, signed distance of the receiver) of today; distances stay below 2048."""
    return uniforms(world.seed, decisions.SHARE_REACHES, senders * 4096 + apart + 2048, day=world.day)


def credit_sharers(world: World) -> None:
    """Remember whose share made somebody open today; all who shared with him have a part in it."""
    sharers, receivers, opens_before = world.shown
    if world.counting:
        world.brought[sharers[world.totals[receivers, FRIEND_OPENS] > opens_before]] = True
