"""The same question asked twice: with worlds that share their luck, and with worlds that roll their own dice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.paired.comparing import compare
from sim.paired.estimate import Estimate

LUCK = ("shared", "independent")
REPLICATES, USERS, DAYS = 12, 500, 90
"""As many pairs of worlds, each as small, as show the difference within a minute on two cores."""
SCENARIO, METRIC, SEGMENT = "elder_mode", "base_retention", "silver"
"""The question: does elder mode keep silver users?"""


@dataclass(frozen=True)
class TwoLucks:
    """The effect of one scenario under shared and under independent luck, from as many pairs of worlds each."""

    shared: Estimate
    independent: Estimate

    @property
    def times(self) -> float:
        """How many times as wide the interval is under independent luck."""
        return self.independent.half_width / self.shared.half_width

    @property
    def times_the_worlds(self) -> float:
        """How many times as many worlds independent luck needs for an interval as narrow: width falls with the root."""
        return self.times**2


def two_lucks(
    *, users: int | None = None, seed: int | None = None, progress: Callable[[int, int], None] | None = None
) -> TwoLucks:
    """Both effects, at typical strengths, of USERS unless stated.

    `progress` is called with (replicates finished, replicates wanted), both of the two ways together.
    """
    found = {}
    for place, luck in enumerate(LUCK):

        def told(done: int, wanted: int, place: int = place) -> None:
            if progress is not None:
                progress(place * wanted + done, len(LUCK) * wanted)

        comparison = compare("baseline", SCENARIO, users=users or USERS, days=DAYS, replicates=REPLICATES, seed=seed,
                             fixed=True, luck=luck, metrics=[METRIC], segments=[SEGMENT], progress=told)  # fmt: skip
        found[luck] = comparison.effect(METRIC, SEGMENT)
    return TwoLucks(**found)
