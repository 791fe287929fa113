"""One task of a sweep: a replicate of a few points that share their past, lived once.

Arms of different points may bear one name, so they are told apart by a prefix while they live.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sim.base.errors import LivesimError, StoreError
from sim.plugins import use
from sim.replicate.measure import record
from sim.replicate.record import Record, Replicate
from sim.running.manifest import model_digest
from sim.running.question import Simulate, simulate
from sim.scenario.plan import Scenario

MARK = "|"


@dataclass(frozen=True)
class Batch:
    """Points (number -> baseline and scenarios) of one replicate; the baseline is the same for all of them."""

    points: Mapping[int, tuple[Scenario, ...]]
    replicate: int
    metrics: tuple[str, ...]
    segments: tuple[str, ...]
    fixed: bool = False
    digest: str = field(default_factory=model_digest)
    simulate: Simulate = simulate

    def __str__(self) -> str:
        return f"replicate {self.replicate} of point {', '.join(map(str, self.points))}"

    def alone(self) -> list[Batch]:
        """A batch for every point."""
        return [replace(self, points={number: arms}) for number, arms in self.points.items()]


@dataclass(frozen=True)
class Run:
    """What became of a replicate of a point: its record, or why there is none."""

    point: int
    replicate: int
    record: Record | None = None
    error: str = ""


def lived(batch: Batch) -> list[Run]:
    """The runs of a batch; when it fails as a whole every point is tried alone, so that one costs one.

    Raises StoreError when the worker has another version of the model than who asked.
    """
    if batch.digest != model_digest():
        raise StoreError("the model's sources differ between who asks and who simulates; start again with one version")
    try:
        return _together(batch)
    except Exception as error:
        if len(batch.points) > 1:
            return [run for one in batch.alone() for run in lived(one)]
        why = str(error) if isinstance(error, LivesimError) else f"{type(error).__name__}: {error}"
        return [Run(number, batch.replicate, error=why) for number in batch.points]


def _together(batch: Batch) -> list[Run]:
    baseline = next(iter(batch.points.values()))[0]
    use(*baseline.plugins)
    marked = [
        replace(arm, name=f"{number}{MARK}{arm.name}") for number, arms in batch.points.items() for arm in arms[1:]
    ]
    worlds = batch.simulate((baseline, *marked), replicate=batch.replicate, engine="compiled", fixed=batch.fixed,
                            luck="shared", freeze=False, threads=1)
    treated = iter(worlds.outcomes[1:])
    runs = []
    for number, arms in batch.points.items():
        outcomes = [worlds.outcomes[0], *(next(treated) for _ in arms[1:])]
        part = Replicate(outcomes, _drawn(worlds.drawn, number), _notes(worlds.notes, number))
        runs.append(Run(number, batch.replicate, record(arms, part, metrics=batch.metrics, segments=batch.segments,
                                                       with_curves=False)))
    return runs


def _drawn(drawn: Mapping[str, float], number: int) -> dict[str, float]:
    """Parameters, and the strengths of this point's arms under their own names."""
    own = f"strategy:{number}{MARK}"
    found = {name: value for name, value in drawn.items() if not name.startswith("strategy:")}
    return found | {"strategy:" + name.removeprefix(own): v for name, v in drawn.items() if name.startswith(own)}


def _notes(notes: Sequence[str], number: int) -> list[str]:
    """Notes about this point's arms, and those about all."""
    own = f"{number}{MARK}"
    mine = (note for note in notes if note.startswith(own) or not note.split(":")[0].partition(MARK)[1])
    return [note.removeprefix(own) for note in mine]
