"""A checked scenario: what the loader hands over and the simulation reads. No text, no YAML, no guess."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.segments.base import Segment

BEHAVIOURS = ("frequent", "occasional", "dormant")
NEEDS = ("value", "personal", "social", "learning")
EVENTS = ("order", "message", "share", "coupon")


@dataclass(frozen=True)
class Who:
    """Users that a strategy reaches: members of `segment`, a `share` of them by keyed hash.

    `behaviour` (on the day) and `need` (the strongest one) narrow it further when given.
    """

    segment: str = "all"
    share: float = 1.0
    behaviour: str | None = None
    need: str | None = None


@dataclass(frozen=True)
class Where:
    """Rooms that a strategy about rooms changes: all conditions hold, a `share` of their hosts."""

    host: int | None = None
    category: str | None = None
    format: str | None = None
    share: float = 1.0


@dataclass(frozen=True)
class When:
    """Days since the start of the horizon: active on `start <= day < end`, strength grows over `ramp`."""

    start: int = 0
    end: int | None = None
    ramp: int = 0

    def level(self, day: int) -> float:
        """The share (0..1) of the full strength in force on `day`."""
        if day < self.start or (self.end is not None and day >= self.end):
            return 0.0
        return 1.0 if self.ramp == 0 else min(1.0, (day - self.start + 1) / self.ramp)


@dataclass(frozen=True)
class Strength:
    """How much of what was reported is real: uniform on low..high; a planner's number has low = high.

    `stated` is True when the scenario file gave it. `typical` is used by a run without draws.
    """

    low: float = 0.25
    high: float = 1.0
    stated: bool = False

    @property
    def typical(self) -> float:
        """0.6 of the reported effect when nothing was stated, else the middle of the stated range."""
        return (self.low + self.high) / 2 if self.stated else 0.6

    def at(self, u: float) -> float:
        """The strength at a uniform draw `u` (0..1)."""
        return self.low + u * (self.high - self.low)


@dataclass(frozen=True)
class Cost:
    """What a strategy costs [yuan, at the planner's scale]; None means: not stated, so not shown.

    `per_event` maps an event (`order`, `message`, `share`, `coupon`) to yuan. Coupons that are used
    cost their face value besides. Reaching `budget` ends the strategy.
    """

    fixed: float | None = None
    per_user: float | None = None
    per_event: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None

    @property
    def stated(self) -> bool:
        """True when the scenario says anything about cost."""
        return self.fixed is not None or self.per_user is not None or bool(self.per_event)


@dataclass(frozen=True)
class Strategy:
    """One lever pulled: for whom, where, when, how much, at what cost."""

    lever: str
    who: Who = Who()
    where: Where = Where()
    when: When = When()
    strength: Strength = Strength()
    options: Mapping[str, float] = field(default_factory=dict)
    cost: Cost = Cost()
    name: str = ""


@dataclass(frozen=True)
class Outcome:
    """A primary outcome: a metric in a segment, and the smallest effect `worth` having [metric's unit]."""

    metric: str
    segment: str
    worth: float


@dataclass(frozen=True)
class Population:
    """`users` simulated monthly-active users at day 0 stand for `represents` real ones.

    `oversample` multiplies the share of a segment in the simulation; weights undo it in every metric.
    """

    users: int = 20_000
    represents: float | None = None
    hosts: int = 64
    oversample: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Horizon:
    """The days that are simulated after day 0, and the date of day 0."""

    start: datetime.date = datetime.date(2025, 3, 1)
    days: int = 180


@dataclass(frozen=True)
class OwnFit:
    """A fit file in place of the one that ships (`path` empty: that one), and a hash of what it holds."""

    path: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Scenario:
    """One world a planner asks about. `parameters` are values set for all arms (`--set`, file).

    `origins` says for each parameter set here where it came from ("scenario", "--set").
    `segments` are the planner's own ones, beside the built-in; `fit` is an own calibration.
    `digest` is a hash of the meaning of the file: equal for equal scenarios, whatever their comments.
    """

    name: str
    question: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    population: Population = Population()
    horizon: Horizon = Horizon()
    seed: int = 1
    strategies: tuple[Strategy, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    fit: OwnFit = OwnFit()
    digest: str = ""

    @property
    def first_day(self) -> int | None:
        """The first day on which a strategy acts, or None for a baseline."""
        return min((s.when.start for s in self.strategies), default=None)
