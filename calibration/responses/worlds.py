"""The worlds of responses: forks of the end of a long run, changed and unchanged, each lived once."""

from __future__ import annotations

from collections.abc import Iterable

from calibration.responses.base import RESPONSES
from sim.replicate.otherwise import Change, crossroads, live_days_apart, live_otherwise, unchanged
from sim.replicate.steady import LongRun


def answers(run: LongRun, names: Iterable[str], threads: int = 1) -> dict[str, float]:
    """The number of each response from the morning where `run` stands, which stays there.

    Only the worlds that the `names` need are lived, and those of one change once.
    """
    wanted = [RESPONSES[name] for name in names]
    if not wanted:
        return {}
    start = crossroads(run.world)
    lengths: dict[Change, set[int]] = {}
    for one in wanted:
        lengths.setdefault(unchanged, set()).add(one.days)
        if not one.apart:
            lengths.setdefault(one.change, set()).add(one.days)
    lived = {change: live_otherwise(start, change, days, threads) for change, days in lengths.items()}
    numbers = {}
    for one in wanted:
        changed = (live_days_apart(start, one.change, one.days, threads) if one.apart
                   else lived[one.change][one.days])
        numbers[one.name] = one.measure(changed, lived[unchanged][one.days])
    return numbers
