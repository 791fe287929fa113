"""Simulations of a fit, remembered in a folder: a fit that is begun again goes through what is done at once."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from calibration.moments import Key, Setting, Shown, simulate_moments
from sim.base.errors import TornError
from sim.base.files import read_json, warn_of_torn, write_json, writing
from sim.base.message import said
from sim.base.sources import BASELINE, digest_of
from sim.plugins import PlugIns, in_force, use
from sim.running.pool import finished


@cache
def sources() -> str:
    """A hash of all sources that decide what a baseline shows."""
    rooms = (*BASELINE, "calibration/patterns", "calibration/responses", "calibration/moments.py")
    return digest_of(rooms, endings=(".py", ".yaml"))


@dataclass(frozen=True)
class Simulation:
    """One simulation to do."""

    parameters: Mapping[str, float]
    setting: Setting
    keys: tuple[Key, ...]
    plugins: tuple[PlugIns, ...] = field(default_factory=in_force)

    @property
    def name(self) -> str:
        """A name for all that decides its result: values, setting, keys, the model's source and that of plug-ins."""
        parts = [sorted(self.parameters.items()), asdict(self.setting), self.keys, sources(),
                 *(dict(one.files) for one in self.plugins)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def do(task: Simulation) -> Shown:
    """The result of a task; a function of the module, so that workers find it."""
    use(*task.plugins)
    return simulate_moments(task.parameters, task.setting, task.keys)


class Evaluations:
    """Answers tasks, from the folder or by simulating; counts both.

    Args:
        folder: where results are kept; None keeps none. workers: processes. tell: hears about progress.

    Attributes:
        most_users: users of the simulations that are wanted at the most, of which the time left is told; 0 where
            nobody says.
    """

    def __init__(self, folder: Path | None = None, workers: int = 2, tell: Callable[[str], None] = lambda _: None,
                 run: Callable[[Simulation], Shown] = do) -> None:
        self.folder, self.workers, self.tell, self.run = folder, workers, tell, run
        self.simulated = self.remembered = 0
        self.most_users = 0
        self._users = 0
        self._begun = time.monotonic()
        if folder is not None:
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)

    def answer(self, tasks: Sequence[Simulation]) -> list[Shown]:
        """The results of `tasks`, in their order."""
        results: dict[int, Shown] = {}
        torn = []
        for k, task in enumerate(tasks):
            try:
                kept = self._recall(task)
            except TornError:
                torn.append(self._file(task))
                continue
            if kept is not None:
                results[k] = kept
        warn_of_torn(torn)
        self.remembered += len(results)
        self.most_users -= sum(tasks[k].setting.users for k in results)
        missing = [k for k in range(len(tasks)) if k not in results]
        workers = min(self.workers, len(missing))
        with closing(finished(self.run, [tasks[k] for k in missing], workers)) as done:
            for place, result in done:
                k = missing[place]
                results[k] = result
                self.simulated += 1
                self._keep(tasks[k], result)
                self._users += tasks[k].setting.users
                self.tell(self._so_far())
        return [results[k] for k in range(len(tasks))]

    def _so_far(self) -> str:
        """How many simulations there are, and how long the search goes on at this pace if it takes every step."""
        count, left = self.simulated + self.remembered, self.most_users - self._users
        minutes = (time.monotonic() - self._begun) / self._users * left / 60.0
        if left <= 0:
            return said("{count} simulations", count=count)
        return said("{count} simulations; {minutes:.0f} min left at the most", count=count, minutes=minutes)

    def _recall(self, task: Simulation) -> Shown | None:
        """The result of a task from the folder, None when there is none. Raises TornError for a damaged one."""
        stored = None if self.folder is None else read_json(self._file(task))
        if stored is None:
            return None
        return Shown({(m, s): _number(v) for m, s, v in stored["values"]},
                     {name: _number(level) for name, level in stored["levels"].items()},
                     {(a, m, s): _number(v) for a, m, s, v in stored.get("effects", ())})

    def _keep(self, task: Simulation, result: Shown) -> None:
        """Write a result, whole or not at all: a killed fit leaves nothing that cannot be read."""
        if self.folder is None:
            return
        values = [[*key, _plain(value)] for key, value in result.values.items()]
        levels = {name: _plain(value) for name, value in result.levels.items()}
        effects = [[*key, _plain(value)] for key, value in result.effects.items()]
        write_json(self._file(task), {"parameters": dict(task.parameters), "values": values, "levels": levels,
                                      **({"effects": effects} if effects else {})})

    def _file(self, task: Simulation) -> Path:
        assert self.folder is not None
        return self.folder / f"{task.name}.json"


def _plain(value: float) -> float | None:
    """A number as JSON knows it: None for NaN."""
    return None if math.isnan(value) else float(value)


def _number(value: float | None) -> float:
    return math.nan if value is None else value
