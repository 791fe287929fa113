"""One task of a sweep: a replicate of a few points that share their past, lived once.

Arms of different points may bear one name, so their place tells which is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.base.errors import LivesimError, StoreError
from sim.base.message import message_of, said
from sim.plugins import use
from sim.replicate.record import Record
from sim.running.manifest import model_digest
from sim.running.question import Asked, Simulate, simulate
from sim.running.recording import recorded
from sim.scenario.plan import Scenario


@dataclass(frozen=True)
class Batch:
    """Points (number -> baseline and scenarios) of one replicate; the baseline is the same for all of them.

    `cache`: whether the past and the baseline are worth keeping, for batches that come after this one.
    """

    points: Mapping[int, tuple[Scenario, ...]]
    replicate: int
    metrics: tuple[str, ...]
    segments: tuple[str, ...]
    fixed: bool = False
    digest: str = field(default_factory=model_digest)
    simulate: Simulate = simulate
    cache: bool = False

    def __str__(self) -> str:
        return said("replicate {replicate} of point {points}", replicate=self.replicate, points=map(str, self.points))

    def alone(self) -> list[Batch]:
        """A batch for every point."""
        return [replace(self, points={number: arms}) for number, arms in self.points.items()]


@dataclass(frozen=True)
class Run:
    """What became of a replicate of a point: its record, or why there is none, and what was told of the cache."""

    point: int
    replicate: int
    record: Record | None = None
    error: str = ""
    told: tuple[str, ...] = ()


def lived(batch: Batch) -> list[Run]:
    """The runs of a batch; when it fails as a whole every point is tried alone, so that one costs one.

    Raises StoreError when the worker has another version of the model than who asked.
    """
    if batch.digest != model_digest():
        raise StoreError(said("the model's sources differ between who asks and who simulates; start again with "
                              "one version"))
    try:
        return _together(batch)
    except Exception as error:
        if len(batch.points) > 1:
            return [run for one in batch.alone() for run in lived(one)]
        why = message_of(error) if isinstance(error, LivesimError) else f"{type(error).__name__}: {error}"
        return [Run(number, batch.replicate, error=why) for number in batch.points]


def _together(batch: Batch) -> list[Run]:
    baseline = next(iter(batch.points.values()))[0]
    use(*baseline.plugins)
    options = {"engine": "compiled", "fixed": batch.fixed, "luck": "shared", "freeze": False}
    done = recorded(list(batch.points.values()), batch.replicate, Asked(batch.metrics, batch.segments, curves=False),
                    options, cache=batch.cache, by=batch.simulate)
    return [Run(number, batch.replicate, kept, told=done.told)
            for number, kept in zip(batch.points, done.records, strict=True)]
