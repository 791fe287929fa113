"""The worlds of responses: forks of the end of a long run, changed and unchanged, each lived once."""

from __future__ import annotations

from collections.abc import Iterable

from calibration.responses.base import RESPONSES
from sim.replicate.otherwise import Change, Stretch, live_otherwise, unchanged
from sim.replicate.steady import LongRun


def answers(run: LongRun, names: Iterable[str], threads: int = 1) -> dict[str, float]:
    """The number of each response on the morning where `run` stands, which stays there.

    Only the worlds that the `names` need are lived: those with the same change and days share them.
    """
    lived: dict[tuple[Change, int, bool], Stretch] = {}

    def world(change: Change, days: int, apart: bool) -> Stretch:
        key = change, days, apart
        if key not in lived:
            lived[key] = live_otherwise(run.world, change, days, apart=apart, threads=threads)
        return lived[key]

    numbers = {}
    for name in names:
        one = RESPONSES[name]
        changed = world(one.change, one.days, one.apart)
        numbers[name] = one.measure(changed, world(unchanged, one.days, False))  # apart or not: the same days
    return numbers
