"""Who is treated: by keyed hash, so that the same unit gets the same answer in every world of a replicate."""

from __future__ import annotations

import numpy as np

from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.scenario.plan import UNITS

VIEWERS = len(UNITS)
"""The alternative under which the viewers of both sides are drawn, after those of the units."""


def by_hash(seed: int, ids: np.ndarray, share: float, unit: str) -> np.ndarray:
    """bool [id]: treated with chance `share`, each for himself, as a test of users rolls its dice."""
    return uniforms(seed, decisions.TREATED, ids, alternative=UNITS.index(unit)) < share


def exactly(seed: int, count: int, treated: int, unit: str) -> np.ndarray:
    """bool [unit]: `treated` of `count` units, drawn without replacement: those with the smallest numbers."""
    u = uniforms(seed, decisions.TREATED, np.arange(count), alternative=UNITS.index(unit))
    chosen = np.zeros(count, bool)
    chosen[np.argsort(u, kind="stable")[:treated]] = True
    return chosen


def viewers_by_hash(seed: int, ids: np.ndarray, share: float) -> np.ndarray:
    """bool [id]: the viewers who are treated where both sides are, whatever the hosts are."""
    return uniforms(seed, decisions.TREATED, ids, alternative=VIEWERS) < share
