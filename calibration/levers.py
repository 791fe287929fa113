"""Strength 1 of the levers: the value at which the simulated contrast equals the nearest reported effect."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import brentq

from calibration.evidence import Fact, fitting_rows
from sim.engine.run import simulate
from sim.metrics.aggregate import evaluate
from sim.metrics.rooms import room_evaluate
from sim.outcome import Outcome
from sim.scenario.plan import Horizon, Population, Scenario, Strategy, Strength, When, Who

FULL = Strength(1.0, 1.0, stated=True)
DAYS = 42
"""Horizon of the contrasts [days]; the sources do not say theirs."""


@dataclass(frozen=True)
class Contrast:
    """A reported effect and how to read the same contrast, in the same reach, off two simulated worlds.

    `worlds`: how many pairs are averaged, so that the luck of the mean is about a hundredth.
    """

    lever: str
    size: str
    evidence: str
    strategy: Strategy
    segment: str
    bracket: tuple[float, float]
    read: Callable[[Outcome], float]
    worlds: int

    @property
    def reported(self) -> float:
        """The relative change that was reported."""
        row = fitting_rows()[self.evidence]
        assert isinstance(row, Fact)
        return row.relative_change[0]


def gen_z_bounce(outcome: Outcome) -> float:
    """Bounce rate of gen_z in the changed rooms (all rooms here)."""
    kinds = np.unique(outcome.people["kind"][outcome.segments["gen_z"]])
    mask = np.isin(np.arange(outcome.hosts.shape[1]), kinds)
    return room_evaluate(outcome, "bounce_rate", np.ones(len(outcome.hosts), bool), mask).value


def silver_notifications(outcome: Outcome) -> float:
    """Notification open rate of silver users."""
    return evaluate(outcome, "notification_open_rate", outcome.segments["silver"]).value


CONTRASTS = (
    Contrast("elder_mode", "elder_mode_preview_lift", "L03",
             Strategy("elder_mode", Who("silver"), when=When(0), strength=FULL, name="elder_mode"),
             "silver", (0.0, 3.0), silver_notifications, worlds=24),
    Contrast("shorter_streams", "shorter_streams_pace", "L36",
             Strategy("shorter_streams", when=When(0), strength=FULL, name="shorter_streams"), "gen_z", (0.0, 2.0),
             gen_z_bounce, worlds=2),
)


def effect(contrast: Contrast, size: float, users: int, seed: int) -> float:
    """The simulated relative change of the contrast's metric when strength 1 has this `size`: of means over worlds."""
    world = Scenario("baseline", population=Population(users=users, oversample={"silver": 3.0}),
                     horizon=Horizon(days=DAYS), seed=seed, parameters={contrast.size: size})
    treated = Scenario(contrast.lever, population=world.population, horizon=world.horizon, seed=seed,
                       strategies=(contrast.strategy,), parameters=world.parameters)
    pairs = (simulate([world, treated], replicate=k, fixed=True, threads=os.cpu_count() or 1).outcomes
             for k in range(contrast.worlds))
    before, after = np.mean([[contrast.read(outcome) for outcome in pair] for pair in pairs], axis=0)
    return float(after / before - 1.0)


def strengths(users: int = 4_000, seed: int = 1, tell: Callable[[str], None] = print) -> dict[str, float]:
    """Lever-scope parameter -> its value at strength 1; a lever that cannot reach its effect gets the bound."""
    found = {}
    for contrast in CONTRASTS:

        @cache  # the search asks for the ends again
        def miss(size: float, contrast: Contrast = contrast) -> float:
            return effect(contrast, size, users, seed) - contrast.reported

        low, high = contrast.bracket
        ends = miss(low), miss(high)
        if ends[0] * ends[1] > 0:
            found[contrast.size] = low if abs(ends[0]) < abs(ends[1]) else high
            tell(f"{contrast.lever}: {contrast.evidence} is out of reach; strength 1 is {found[contrast.size]:g}")
            continue
        found[contrast.size] = float(brentq(miss, low, high, xtol=0.005))
        got = miss(found[contrast.size]) + contrast.reported
        tell(f"{contrast.lever}: {contrast.size} = {found[contrast.size]:.3f}, "
             f"simulated {got:+.3f}, reported {contrast.reported:+.3f} ({contrast.evidence})")
    return found
