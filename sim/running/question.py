"""What is asked of a simulation: arms and options. Its key names the answers in the replicate store."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from sim.base.errors import UnknownNameError, unknown
from sim.base.message import said
from sim.base.numeric import own
from sim.cast.segments import known
from sim.plugins import PlugIns, joined
from sim.replicate.record import Replicate
from sim.running.manifest import model_digest
from sim.running.store import FORMAT
from sim.scenario.crises import struck
from sim.scenario.examples import EXAMPLE
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario

ENGINES = ("compiled", "agents")
LUCK = ("shared", "independent")
MODEL = "model sources"
NOT_MEANT = ("question", "author", "origins", "digest", "outcomes", "phases", "experiment")
"""Fields of a scenario that change nothing in a replicate: a phase is in the days of the strategies already,
and an experiment has worlds of its own."""


class Asked(NamedTuple):
    """What is measured of a world: all metrics and segments when None; curves or not; every day or not."""

    metrics: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None
    curves: bool = True
    days: bool = False


class Simulate(Protocol):
    """The signature of every engine's entry point."""

    def __call__(self, arms: Sequence[Scenario], *, replicate: int, **options: Any) -> Replicate: ...


def simulate(arms: Sequence[Scenario], *, replicate: int, **options: Any) -> Replicate:
    """One replicate by `sim.replicate.run`, imported only where one is simulated."""
    from sim.replicate.run import simulate as chosen

    return chosen(arms, replicate=replicate, **options)


@dataclass(frozen=True)
class Question:
    """The arms of every replicate (the first is the baseline) and how they are simulated and measured.

    `metrics` and `segments` are all of them when None; of combinations of segments only those named.
    """

    arms: tuple[Scenario, ...]
    engine: str = "compiled"
    fixed: bool = False
    luck: str = "shared"
    freeze: bool = False
    metrics: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None
    simulate: Simulate = simulate

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise UnknownNameError(unknown("engine", self.engine, ENGINES))
        if self.luck not in LUCK:
            raise UnknownNameError(unknown("kind of luck", self.luck, LUCK))

    @property
    def options(self) -> dict[str, Any]:
        """The options that an engine takes."""
        return {"engine": self.engine, "fixed": self.fixed, "luck": self.luck, "freeze": self.freeze}

    @property
    def plugins(self) -> tuple[PlugIns, ...]:
        """The plug-ins that all arms need."""
        return joined(*(arm.plugins for arm in self.arms))

    @property
    def measures(self) -> Asked:
        """What is measured of a world: every day too where a crisis strikes."""
        return Asked(self.metrics, self.segments, days=any(struck(arm) for arm in self.arms))

    @property
    def asked(self) -> dict[str, Any]:
        """Everything but the arms, as `compare` and `run` take it."""
        return {**self.options, "metrics": plain(self.metrics), "segments": plain(self.segments)}

    @cached_property
    def meaning(self) -> dict[str, Any]:
        """Everything that decides the numbers of a replicate, as plain JSON."""
        origin = f"{self.simulate.__module__}.{self.simulate.__qualname__}"  # type: ignore[attr-defined]
        return {
            "arms": [meant(scenario, NOT_MEANT) for scenario in self.arms],
            **self.options,
            "metrics": list(self.metrics) if self.metrics is not None else "all",
            "segments": list(self.segments) if self.segments is not None else "all",
            "simulate": origin,
            MODEL: model_digest(),
            "format": FORMAT,
        }

    @cached_property
    def key(self) -> str:
        """16 hex digits: equal for equal questions to the same version of the model."""
        return key_of(self.meaning)


def key_of(meaning: Mapping[str, Any]) -> str:
    """16 hex digits of what a question means, plain JSON."""
    return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """Dataclasses, mappings, dates and tuples as what JSON knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return own(value)


def meant(scenario: Scenario, left_out: Collection[str]) -> dict[str, Any]:
    """What a scenario means as plain JSON; of plug-ins, where there are any, what they hold and not where they lie."""
    meaning = {key: unmarked(value) for key, value in plain(scenario).items() if key not in (*left_out, "plugins")}
    if scenario.plugins:
        meaning["plugins"] = [dict(one.files) for one in scenario.plugins]
    return meaning


def unmarked(value: Any) -> Any:
    """A plain structure without the marks `example`, which say whose amounts are and change no number."""
    if isinstance(value, dict):
        return {key: unmarked(inner) for key, inner in value.items() if key != EXAMPLE or not isinstance(inner, bool)}
    return [unmarked(inner) for inner in value] if isinstance(value, list) else value


def listed(names: Sequence[str] | str | None) -> tuple[str, ...] | None:
    """Names as a tuple, a single one too; None stays None."""
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(names)


def measured(arms: Sequence[Scenario], asked: Sequence[str] | str | None) -> tuple[str, ...] | None:
    """Own spellings of the segments to measure: those asked for, and those of the arms' primary outcomes.

    None when every segment and no combination is to be measured. Raises a LivesimError for one that nobody knows.
    """
    own = arms[0].segments
    named = [outcome.segment for arm in arms for outcome in arm.outcomes]
    every = tuple(known(own))
    if asked is None:
        return None if set(named) <= set(every) else tuple(dict.fromkeys([*every, *named]))
    return tuple(dict.fromkeys([*(resolve("segment", name, own) for name in listed(asked) or ()), *named]))


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """What differs between two plain structures, one "path: old there, new here" each."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = list(dict.fromkeys([*old, *new]))
        return [line for key in keys for line in differences(old.get(key), new.get(key), f"{path}.{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [line for i, pair in enumerate(zip(old, new, strict=True)) for line in differences(*pair, f"{path}.{i}")]
    if old == new:
        return []
    return [said("{field}: {old} there, {new} here", field=path.lstrip("."), old=_short(old), new=_short(new))]


def _short(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(entry, dict) and "name" in entry for entry in value):
        value = ", ".join(entry["name"] for entry in value) or None
    if value is None:
        return said("nothing")
    words = str(value)
    return words if len(words) <= 60 else words[:57] + "..."
