"""The steady state under a draw from a fit's posterior: the people of the fit's centre, after a time under that draw.

A fit keeps the people of one steady state, that of its centre. Under another draw other people stay and habits are
others, so a world that began with those of the centre would drift for months. Some people live under the draw first:
as many as the world has, and no more than POOL. They are kept, as every comparison of a fit meets the same draws.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from sim.base.keeping import KeptFiles
from sim.base.packing import body_of, value_of
from sim.base.params import defaults
from sim.base.sources import BASELINE, digest_of
from sim.cast import fit
from sim.chance.draws import mixed_seed
from sim.engines.kernel import CompiledEngine
from sim.replicate.days import Steps
from sim.scenario.plan import Population
from sim.world.people import Beginning
from sim.world.world import World, create

DAYS = 200
"""Days lived under a draw [days]: what is slower moves monthly users by a few percent (docs/posterior.md)."""
POOL = 3_000
"""Users who live them at the most [users]; larger worlds draw their people from these."""
FEWEST = 500
"""Users who live them at the least [users], so that there are some of every age and tier."""
KEPT = 32
"""Steady states that a process remembers; the cache of worlds keeps all."""


def settled(own: str, number: int | None, users: int, kept: KeptFiles | None = None) -> fit.Start | None:
    """What a world of `users` starts from: the steady state of a fit's draw, or of its centre for no `number`.

    Those found in `kept` are not lived again, and others are kept there.
    """
    draws = fit.posterior(own)
    if number is None or draws is None:
        return fit.start(own)
    users = min(max(users, FEWEST), POOL)
    name = "" if kept is None else _name(own, number, users)
    body = None if kept is None else kept.read("steady", name)
    people = _lived(own, number, users) if body is None else value_of(body)
    if kept is not None and body is None:
        kept.write("steady", name, body_of(people))
    return fit.Start(people, _values(own, draws, number))


def _values(own: str, draws: fit.Draws, number: int) -> dict[str, float]:
    """Every parameter under a draw."""
    return defaults(fit.fitted(own)) | draws.of(number)


@lru_cache(maxsize=KEPT)
def _lived(own: str, number: int, users: int) -> np.ndarray:
    """DONOR rows of the people of the centre of a fit after DAYS days under one of its draws."""
    draws = fit.posterior(own)
    assert draws is not None
    values = _values(own, draws, number)
    world = create(Beginning(Population(users=users), values, mixed_seed(number), -DAYS, DAYS, fit.start(own)))
    Steps(CompiledEngine(1)).live(world, 0)
    return donors(world)


def _name(own: str, number: int, users: int) -> str:
    """A name for all that decides a steady state."""
    return hashlib.sha256(f"{_model(own)} {number} {users}".encode()).hexdigest()[:16]


@lru_cache
def _model(own: str) -> str:
    """The sources of the baseline and the fit."""
    return digest_of(BASELINE, also=fit.digest_of(fit.file_of(own)))


def donors(world: World) -> np.ndarray:
    """DONOR rows of everybody who joined and is not gone; days count back from the world's day."""
    living = world.living()
    rows = np.zeros(len(living), fit.DONOR)
    rows["state"], rows["traits"] = world.state[living], world.traits[living]
    for column in ("last_open", "joined", "messaged", "coupon_until"):
        rows["state"][column] -= world.day
    rows["state"]["mail"] = -1
    return rows
