"""A checked scenario: what the loader hands over and the simulation reads. No text, no YAML, no guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.cast.segments.base import Segment
from sim.outcomes.goal import Goal
from sim.plugins.folder import PlugIns
from sim.scenario.when import Horizon, Phase, When

BEHAVIOURS = ("frequent", "occasional", "dormant")
NEEDS = ("value", "personal", "social", "learning")
EVENTS = ("order", "message", "share", "coupon")
STATES = ("idle", "tenure", "habit", "trust", "satisfaction", "fatigue", "annoyance", "attachment", "belonging")
"""What a strategy may ask of a user's own state: days since the last open, days since joining, the rest 0..1
(annoyance in logit)."""


@dataclass(frozen=True)
class Condition:
    """A condition on a user's own state: `name` (one of STATES) lies above or below `value`, itself excluded."""

    name: str
    above: bool
    value: float


@dataclass(frozen=True)
class Who:
    """Users that a strategy reaches: members of `segment`, a `share` of them by keyed hash.

    `behaviour` (on the day) and `need` (the strongest one) narrow it further when given, and so does the own
    state of the day: every condition of `state`. `most` caps the users ever reached, at the planner's scale.
    """

    segment: str = "all"
    share: float = 1.0
    behaviour: str | None = None
    need: str | None = None
    state: tuple[Condition, ...] = ()
    most: float | None = None

    @property
    def daily(self) -> bool:
        """True when who is reached depends on the day."""
        return bool(self.behaviour or self.need or self.state or self.most is not None)


@dataclass(frozen=True)
class Where:
    """Rooms that a strategy about rooms changes: all conditions hold, a `share` of their hosts."""

    host: int | None = None
    category: str | None = None
    format: str | None = None
    share: float = 1.0


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
    cost their face value besides. Reaching `budget` ends the strategy. `reserve`: coupons hold their face value
    apart from when they are granted. `example`: the amounts are examples of ours, not the planner's.
    """

    fixed: float | None = None
    per_user: float | None = None
    per_event: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    reserve: bool = False
    example: bool = False

    @property
    def stated(self) -> bool:
        """True when the scenario says anything about cost."""
        return self.fixed is not None or self.per_user is not None or bool(self.per_event)


@dataclass(frozen=True)
class Strategy:
    """One lever pulled: for whom, where, when, how much, at what cost.

    `only`: of the parameters that its lever writes, those that it may write, None for all of them. No file says it:
    the worlds of an explanation differ in it (`sim.paired.explaining`).
    """

    lever: str
    who: Who = Who()
    where: Where = Where()
    when: When = field(default_factory=When)
    strength: Strength = Strength()
    options: Mapping[str, float] = field(default_factory=dict)
    cost: Cost = Cost()
    name: str = ""
    only: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Margins:
    """What is earned and lost, all stated by the planner (nothing has a source, so nothing has a default).

    `margin`: share of the value of a kept order before coupons; `by_category` in its place for some.
    `return_cost`: yuan for each parcel sent back. `example`: the amounts are examples of ours, not the planner's.
    """

    margin: float | None = None
    by_category: Mapping[str, float] = field(default_factory=dict)
    return_cost: float | None = None
    example: bool = False

    @property
    def stated(self) -> bool:
        """True when net benefit can be computed."""
        return self.margin is not None


@dataclass(frozen=True)
class PrimaryOutcome:
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


UNITS = ("user", "cluster", "host", "both_sides", "time")
"""What an experiment can treat: users one by one, clusters of contacts, hosts, hosts and viewers, stretches of days."""


@dataclass(frozen=True)
class Experiment:
    """A test inside one world: a `share` of the units has the scenario's strategies, the others do not.

    Of users only members of `segment` take part. It is lived on `start <= day < start + days`. Of unit "time" the
    units are blocks of `block` days, and the first `washout` days of each are not counted.
    """

    segment: str = "all"
    share: float = 0.5
    unit: str = "user"
    start: int = 0
    days: int = 56
    block: int = 7
    washout: int = 2


@dataclass(frozen=True)
class OwnFit:
    """A fit file in place of the one that ships (`path` empty: that one), and a hash of what it holds."""

    path: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Scenario:
    """One world a planner asks about. `parameters` are values set for all arms (`--set`, file).

    `budget`: what all strategies together may spend [yuan, at the planner's scale], None for no such limit.

    `experiment`: the test that is rehearsed inside the world (`sim.experiment`); a comparison does not look at it.

    `origins` says for each parameter set here where it came from ("scenario", "--set").
    `segments` and `plugins` are the planner's own ones, beside the built-in; `fit` is an own calibration.
    `digest` is a hash of the meaning of the file: equal for equal scenarios, whatever their comments.
    """

    name: str
    question: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    population: Population = Population()
    horizon: Horizon = field(default_factory=Horizon)
    seed: int = 1
    strategies: tuple[Strategy, ...] = ()
    outcomes: tuple[PrimaryOutcome, ...] = ()
    phases: tuple[Phase, ...] = ()
    goals: tuple[Goal, ...] = ()
    money: Margins = Margins()
    budget: float | None = None
    experiment: Experiment | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    fit: OwnFit = OwnFit()
    plugins: tuple[PlugIns, ...] = ()
    digest: str = ""

    @property
    def first_day(self) -> int | None:
        """The first day on which a strategy acts (or its trigger watches), or None when none ever does."""
        firsts = (s.when.first(self.horizon) for s in self.strategies)
        return min((day for day in firsts if day is not None), default=None)
