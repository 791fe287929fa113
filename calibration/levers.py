"""Strength 1 of the levers: the value at which the simulated contrast equals the nearest reported effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from scipy.optimize import brentq

from calibration.contrasts.contrast import Contrast
from calibration.contrasts.sizes import CONTRASTS, fact
from calibration.contrasts.worlds import USERS, Sizes, declared, pair
from calibration.fitfile import numbers, short
from sim.base.message import said
from sim.running.pool import finished

METHOD = "strength 1 = the reported contrast, simulated in the same reach; calibration/levers.py"
PRECISE = 0.001
"""A size is known when it moves by no more than this share of its bracket."""
CLOSE = 0.003
"""A search ends when what it simulates is this close [share of the reported number]; luck moves it by more."""
REACHED = 0.03
"""A simulated number this close to the reported one counts as reached [share of it]."""


class Found(NamedTuple):
    """What one contrast has set: the lever-scope parameter `size`, its value, and the number simulated with it."""

    contrast: Contrast
    value: float
    simulated: float

    @property
    def reported(self) -> float:
        """The number that was wanted."""
        return self.contrast.reported(fact(self.contrast.evidence))

    @property
    def reached(self) -> bool:
        """False when the lever cannot reach the effect; then the nearest size is taken."""
        return abs(self.simulated - self.reported) <= REACHED * abs(self.reported)


def strengths(users: int = USERS, seed: int = 1, workers: int = 1,
              tell: Callable[[str], None] = print) -> list[Found]:
    """Every size that a row sets, lever by lever; a lever that cannot reach its effect gets the nearest bound."""
    levers = list(dict.fromkeys(contrast.lever for contrast in CONTRASTS))
    sizes: dict[int, list[Found]] = {}
    for position, of_lever in finished(partial(sizes_of, users=users, seed=seed), levers, workers):
        sizes[position] = of_lever
        for result in of_lever:
            tell(told(result))
    return [result for position in sorted(sizes) for result in sizes[position]]


def sizes_of(lever: str, users: int, seed: int) -> list[Found]:
    """The sizes of one lever, each found with the ones before it in place."""
    sizes, results = declared(), []
    for contrast in CONTRASTS:
        if contrast.lever == lever:
            results.append(result := size_for(contrast, sizes, users, seed))
            sizes[contrast.size] = result.value
    return results


def size_for(contrast: Contrast, others: Sizes, users: int, seed: int) -> Found:
    """The size at which a contrast gives what was reported, or the bound that comes nearest to it."""
    wanted = contrast.reported(fact(contrast.evidence))

    @cache  # the search asks for the ends again
    def simulated(size: float) -> float:
        return contrast.compare(*pair(contrast, {**others, contrast.size: size}, users, seed))

    def miss(size: float) -> float:
        off = simulated(size) - wanted
        return 0.0 if abs(off) <= CLOSE * abs(wanted) else off

    low, high = contrast.bracket
    if miss(low) * miss(high) > 0:
        size = min(low, high, key=lambda end: abs(miss(end)))
    else:
        size = float(brentq(miss, low, high, xtol=PRECISE * (high - low)))
    return Found(contrast, size, simulated(size))


def told(result: Found) -> str:
    """One line about what a contrast has set."""
    contrast = result.contrast
    return said("{lever}: {size} = {value:.3f}, simulated {simulated:+.3f}, reported {reported:+.3f} "
                "({evidence}{miss})",
                lever=contrast.lever, size=contrast.size, value=result.value, simulated=result.simulated,
                reported=result.reported, evidence=contrast.evidence,
                miss="" if result.reached else said(" is out of reach"))


def record(results: list[Found]) -> Mapping[str, Any]:
    """What is written of the strengths: the values, and what each one shows."""
    return {
        "method": METHOD,
        "values": numbers({result.contrast.size: result.value for result in results}),
        "contrasts": {result.contrast.evidence: {"size": result.contrast.size, "reported": short(result.reported),
                                                 "simulated": short(result.simulated), "reached": result.reached}
                      for result in results},
    }  # fmt: skip
