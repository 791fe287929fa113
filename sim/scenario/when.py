"""When: the horizon, its phases, and the days on which a strategy acts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sim.base.calendar_days import called


@dataclass(frozen=True)
class Horizon:
    """The days that are simulated after day 0, and the date of day 0."""

    start: datetime.date = datetime.date(2025, 3, 1)
    days: int = 180


@dataclass(frozen=True)
class Phase:
    """A named part of a plan: days `start <= day < end`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Trigger:
    """A condition on a signal (`sim.outcomes.signals`) of the platform or of a segment.

    It holds on a day on which the signal lies above (or below) `value`, or, when `window` is given, above
    (1 + value) times its level of the `window` days before (below (1 - value) times it). When it has held on
    `lasting` days in a row, the strategy acts from the next morning on for `spell` days; then the trigger rests
    for `cooldown` days.
    """

    signal: str
    above: bool
    value: float
    window: int | None = None
    lasting: int = 1
    segment: str = "all"
    spell: int = 14
    cooldown: int = 0


@dataclass(frozen=True)
class When:
    """Days since the start of the horizon: `start <= day < end`, strength grows over `ramp` from each beginning.

    Inside these days it acts always, or the first `lasts` days of every `every`, or on the days that the calendar
    calls by one of the names `on`, or when the `trigger` has fired. `most` caps the days on which it acts.
    """

    start: int = 0
    end: int | None = None
    ramp: int = 0
    every: int | None = None
    lasts: int = 1
    on: tuple[str, ...] = ()
    trigger: Trigger | None = None
    most: int | None = None
    phase: str = ""

    def first(self, horizon: Horizon) -> int | None:
        """The first day on which it can act (or its trigger watches), None when there is none in the horizon."""
        return next((day for day in range(self.start, horizon.days) if self.due(day, horizon.start)), None)

    def due(self, day: int, first: datetime.date) -> bool:
        """Whether the plan's days, repetition and calendar allow `day`; day 0 has the date `first`."""
        if not self.inside(day) or (self.every is not None and (day - self.start) % self.every >= self.lasts):
            return False
        date = first + datetime.timedelta(day)
        return not self.on or any(called(name, date) for name in self.on)

    def inside(self, day: int) -> bool:
        """Whether `day` lies between start and end."""
        return day >= self.start and (self.end is None or day < self.end)

    def level(self, day: int, begun: int | None = None) -> float:
        """The share (0..1) of the full strength on `day`, when the spell it belongs to has `begun` then."""
        if not self.inside(day):
            return 0.0
        first = self.start if begun is None else begun
        return 1.0 if self.ramp == 0 else min(1.0, (day - first + 1) / self.ramp)
