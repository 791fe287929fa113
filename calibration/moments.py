"""What a simulated baseline shows: every number that the targets ask for, from one long run and forks of its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from calibration.patterns import PATTERNS
from calibration.responses import RESPONSES, answers
from calibration.targets import Target
from sim.outcomes.metrics import METRICS
from sim.outcomes.metrics.aggregate import evaluate
from sim.replicate.events import Events
from sim.replicate.steady import LongRun, long_run

Key = tuple[str, str]
"""(metric, pattern or response, segment)."""
WATCHED_DAYS = 90
"""Days of single visits, as many as the patterns of heavy users need."""


@dataclass(frozen=True)
class Setting:
    """How large and how long the simulations of a fit are, and their luck.

    Args:
        users: people who begin; the steady state has other numbers. burn_in: days [days] until it is reached.
        days: counted after it; orders of a year and more are needed for W17.
    """

    users: int = 3_000
    burn_in: int = 600
    days: int = 400
    seed: int = 1


@dataclass(frozen=True)
class Shown:
    """What one long run shows: the numbers by key, and the levels of its steady state (`LongRun.levels`).

    `effects`: (strategy, metric, segment) -> what a strategy changes after its end, where that was asked for.
    """

    values: Mapping[Key, float]
    levels: Mapping[str, float]
    effects: Mapping[tuple[str, str, str], float] = field(default_factory=dict)


def keys_of(targets: Iterable[Target]) -> tuple[Key, ...]:
    """The keys that targets need, each once, in their order."""
    return tuple(dict.fromkeys(key for target in targets for key in target.keys))


def simulate_moments(parameters: Mapping[str, float], setting: Setting, keys: Iterable[Key],
                     threads: int = 1) -> Shown:
    """What the baseline shows under `parameters` (over those of the fit that ships)."""
    run = long_run(parameters, users=setting.users, burn_in=setting.burn_in, days=setting.days, seed=setting.seed,
                   threads=threads)
    return Shown(seen(run, keys, threads)[1], run.levels())


def seen(run: LongRun, keys: Iterable[Key], threads: int = 1) -> tuple[Events, dict[Key, float]]:
    """What people do after a long run, visit by visit, and the number of each key; the run's world lives on.

    Responses are told from the end of the counted days, before the watched ones.
    """
    keys = tuple(keys)
    responses = [key for key in keys if key[0] in RESPONSES]
    told = answers(run, (name for name, _ in responses), threads)
    events = run.watch(WATCHED_DAYS, threads)
    others = values_of(run, events, (key for key in keys if key not in responses))
    return events, others | {key: told[key[0]] for key in responses}


def values_of(run: LongRun, events: Events, keys: Iterable[Key]) -> dict[Key, float]:
    """The number of each key: a metric of the counted days, or a pattern of the events."""
    views: dict[str, Events] = {}
    numbers = {}
    for metric, segment in keys:
        if metric in METRICS:
            numbers[metric, segment] = evaluate(run.outcome, metric, run.outcome.segments[segment]).value
            continue
        if segment not in views:
            views[segment] = events.of(segment)
        numbers[metric, segment] = PATTERNS[metric].measure(views[segment])
    return {key: float(np.float64(value)) for key, value in numbers.items()}
