"""When a strategy acts in one world: its days, its repetition, the calendar, and its trigger."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.outcomes.signals import SIGNALS, sums
from sim.scenario.when import Trigger, When


@dataclass
class Timing:
    """The course of one strategy: what its plan allows, what its trigger said, on which days it acted.

    `first` is the date of day 0. `held`: days in a row on which the trigger's condition has held.
    `spell`: first day, and day after the last, that the trigger gave last. `acted`: the stretches of days on which
    it acted, each [first, day after the last]. `fired`: the mornings on which the trigger let it begin.
    """

    when: When
    first: datetime.date
    held: int = 0
    spell: tuple[int, int] = (0, 0)
    acted: list[list[int]] = field(default_factory=list)
    fired: list[int] = field(default_factory=list)

    def acts(self, day: int) -> bool:
        """Whether it acts on `day`, budget apart."""
        if not self.when.due(day, self.first) or (self.when.trigger and not self.spell[0] <= day < self.spell[1]):
            return False
        return self.when.most is None or self._days_before(day) < self.when.most

    def level(self, day: int) -> float:
        """The share (0..1) of the full strength on `day`; a ramp begins anew with every stretch."""
        return self.when.level(day, self._begun(day)) if self.acts(day) else 0.0

    def note(self, day: int) -> None:
        """Remember that it acts on `day`."""
        if self.acted and self.acted[-1][1] >= day:
            self.acted[-1][1] = day + 1
        else:
            self.acted.append([day, day + 1])

    def watch(self, day: int, holds: bool) -> None:
        """Hear in the evening of `day` whether the trigger's condition held today."""
        trigger = self.when.trigger
        assert trigger is not None
        resting = self.spell[0] <= day < self.spell[1] + trigger.cooldown and bool(self.fired)
        self.held = 0 if resting or not holds or not self.when.inside(day) else self.held + 1
        if self.held == trigger.lasting:
            self.held = 0
            self.spell = (day + 1, day + 1 + trigger.spell)
            self.fired.append(day + 1)

    def _begun(self, day: int) -> int:
        """The first day of the stretch that `day` belongs to; with no gap allowed by the plan, its start."""
        if self.acted and self.acted[-1][1] >= day:
            return self.acted[-1][0]
        return day

    def _days_before(self, day: int) -> int:
        return sum(min(end, day) - first for first, end in self.acted)


Step = tuple[float, float]
"""(hour since the outbreak, what the heat is multiplied by from then on)."""


@dataclass
class Outbreak:
    """The course of a crisis: the `day` of its last outbreak, its `heat` today, whether its plan lets it act today.

    `repaid`: an answer to it brings coupons today. `taken`: the steps taken since the outbreak, by response and in the
    order of their hours.
    """

    day: int | None = None
    heat: float = 0.0
    acting: bool = False
    repaid: bool = False
    taken: dict[str, list[Step]] = field(default_factory=dict)

    def since(self, today: int) -> int | None:
        """Days since the outbreak, None before it."""
        return None if self.day is None else today - self.day


def holds(trigger: Trigger, days: Sequence[np.ndarray], weight: np.ndarray) -> bool:
    """Whether a trigger's condition holds on the last of `days` ([kind, COLUMNS] each), by the kinds' `weight`.

    Without the days that it looks back on, or over nothing, it does not.
    """
    window = trigger.window or 0
    if len(days) < window + 1:
        return False
    top, bottom = sums(SIGNALS[trigger.signal], np.stack(days[-(window + 1):]), weight)
    if bottom[-1] <= 0:
        return False
    today, edge = top[-1] / bottom[-1], trigger.value
    if trigger.window is not None:
        under = bottom[:-1].sum()
        if under <= 0:
            return False
        edge = top[:-1].sum() / under * (1.0 + trigger.value if trigger.above else 1.0 - trigger.value)
    return bool(today > edge if trigger.above else today < edge)
