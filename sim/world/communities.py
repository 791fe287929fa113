"""Whom members know: what draws people into a group, as it was yesterday."""

from __future__ import annotations

import numpy as np

from sim.users.state import NOBODY_BELONGS
from sim.world.world import World


def members_known(world: World, table: np.ndarray) -> np.ndarray:
    """int64 [person]: members who have him among their contacts this morning; empty where no group is open.

    As with shares, it is the member's list that counts.
    """
    if not (table["group_offer"] > 0.0).any():
        return NOBODY_BELONGS
    first, contacts = world.constants.first, world.constants.contacts
    members = np.flatnonzero(world.alive & (world.state["belonging"] > 0.0))
    sizes = first[members + 1] - first[members]
    place = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    known = contacts[np.repeat(first[members], sizes) + place]
    return np.bincount(known, minlength=len(world.state)).astype(np.int64)
