"""Simulated worlds of a fit that are as long as the logs: how users stood on the same evening, and what followed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from calibration import fitfile
from calibration.holdout.lives import Doings, Lives, Whereabouts, lives_of
from calibration.holdout.parting import Parting
from sim.base.errors import TornError
from sim.base.files import read_whole, warn_of_torn, write_whole, writing
from sim.base.packing import body_of, value_of
from sim.base.sources import MODEL, digest_of
from sim.cast import fit
from sim.replicate.days import Steps, engine_of
from sim.replicate.events import OPENS, PARCELS, VISITS, Events, watch
from sim.replicate.past import first_morning
from sim.running.pool import finished
from sim.scenario.plan import Horizon, OwnFit, Population, Scenario

CHUNK = 28
"""Days whose visits are held at once; what follows is told from opens and orders alone."""


@dataclass(frozen=True)
class WorldTask:
    """One world to simulate.

    Attributes:
        fit, digest: path of the fit file ("": the one that ships) and a hash of it and its steady state.
        drawn: values come from the posterior and the priors, others in each world; else the luck alone differs.
        training, days: lengths of the two parts [days]. users: monthly active users at the beginning.
    """

    fit: str
    digest: str
    drawn: bool
    training: int
    days: int
    users: int
    seed: int
    replicate: int

    @property
    def name(self) -> str:
        """A name for all that decides its result: nothing of the logs does but how long they are."""
        parts = {**asdict(self), "sources": sources()}
        del parts["fit"]
        return hashlib.sha256(json.dumps(sorted(parts.items())).encode()).hexdigest()[:32]


@cache
def sources() -> str:
    """A hash of the sources that decide a world and what is kept of it."""
    return digest_of((*MODEL, "calibration/holdout/worlds.py", "calibration/holdout/lives.py",
                      "calibration/holdout/parting.py"))


def has_draws(path: str) -> bool:
    """Whether a fit file holds a posterior, from which every world takes its own values."""
    return "posterior" in fitfile.read_record(fit.file_of(path))


def simulated(task: WorldTask) -> Lives:
    """The users of a world; a function of the module, so that workers find it."""
    return lives_of(world_events(task), Parting(0, task.training - 1, task.training + task.days - 1))


def world_events(task: WorldTask) -> Events:
    """Opens and orders of a world without strategies, from day 0 on."""
    days = task.training + task.days
    plan = Scenario("hold-out", population=Population(users=task.users), horizon=Horizon(days=days), seed=task.seed,
                    fit=OwnFit(task.fit, task.digest))
    past = first_morning([plan], replicate=task.replicate, fixed=not task.drawn)
    past.live(past.comparison, Steps(engine_of("compiled", 1)))
    world, opens = past.begin_comparison(), [np.zeros(0, OPENS)]
    while world.day < days:
        told = watch(world, min(CHUNK, days - world.day), orders_from=0, threads=1)
        opens.append(told.opens)
    return Events(users=told.users, opens=np.concatenate(opens), visits=np.zeros(0, VISITS),
                  parcels=np.zeros(0, PARCELS), orders=told.orders, first=0, last=days - 1, orders_from=0,
                  parcels_from=days, groups=told.groups)


def worlds(tasks: Sequence[WorldTask], folder: Path, workers: int,
           progress: Callable[[int, int], None] = lambda done, wanted: None) -> Iterator[Lives]:
    """The users of each world, in the order of the tasks, from the folder or by simulating.

    A world is kept when it ends, whole or not at all, so a run that was killed goes on where it was.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    missing = [task for task in tasks if _recalled(folder, task) is None]
    progress(len(tasks) - len(missing), len(tasks))
    with closing(finished(simulated, missing, min(workers, len(missing)))) as done:
        for count, (place, lives) in enumerate(done, len(tasks) - len(missing) + 1):
            write_whole(_file(folder, missing[place]), body_of(_plain(lives)))
            progress(count, len(tasks))
    for task in tasks:
        kept = _recalled(folder, task)
        assert kept is not None
        yield kept


def _file(folder: Path, task: WorldTask) -> Path:
    return folder / f"{task.name}.world"


def _recalled(folder: Path, task: WorldTask) -> Lives | None:
    """A world from the folder; a damaged one does not count."""
    try:
        body = read_whole(_file(folder, task))
    except TornError:
        warn_of_torn([_file(folder, task)])
        return None
    if body is None:
        return None
    known, then, newcomers, theirs = (dict(part) for part in value_of(body))
    return Lives(Whereabouts(**known), Doings(**then), Whereabouts(**newcomers), Doings(**theirs))


def _plain(lives: Lives) -> list[Any]:
    """Lives as small arrays."""
    return [{name: column.astype(np.int32) for name, column in asdict(part).items()}
            for part in (lives.standing, lives.doings, lives.newcomers, lives.theirs)]
