"""Days and dates of a plan: its phases, and when each strategy acts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.errors import unknown
from sim.base.forms import Problems
from sim.base.message import any_of, said
from sim.base.yamlfile import Keys
from sim.scenario.form import PhaseForm, WhenForm
from sim.scenario.when import Horizon, Phase, Trigger, When

SPELL = 14
"""Days that a strategy acts after its trigger, when the file does not say (T07: a review every two weeks)."""


@dataclass(frozen=True)
class Dates:
    """What days are counted from: the horizon, and the plan's phases by name."""

    horizon: Horizon
    phases: Mapping[str, Phase]

    def day(self, moment: int | datetime.date | None, keys: Keys, problems: Problems) -> int | None:
        """The day of the horizon that a moment is, None for none."""
        day = (moment - self.horizon.start).days if isinstance(moment, datetime.date) else moment
        if day is not None and day < 0:
            problems.at(keys, said("{moment} is before the start of the horizon, {start}",
                                   moment=moment, start=self.horizon.start))
        return day

    def check(self, start: int, end: int | None, keys: Keys, problems: Problems) -> None:
        """Note days beyond the horizon, and an end that does not come after the start."""
        if start >= self.horizon.days:
            last = f"{self.horizon.days - 1}d ({self.horizon.start + datetime.timedelta(self.horizon.days - 1)})"
            problems.at((*keys, "start"), said("day {start} is beyond the horizon; its last day is {last}",
                                               start=start, last=last))
        if end is not None and end <= start:
            problems.at((*keys, "end"), said("the end, day {end}, must come after the start, day {start}",
                                             end=end, start=start))


def read_phases(forms: Mapping[str, PhaseForm], horizon: Horizon, problems: Problems) -> tuple[Phase, ...]:
    """The phases of a plan, in the order of their starts. Problems are noted, not raised."""
    dates, phases = Dates(horizon, {}), []
    for name, form in forms.items():
        keys = ("phases", name)
        start = dates.day(form.start, (*keys, "start"), problems) or 0
        end = dates.day(form.end, (*keys, "end"), problems)
        dates.check(start, end, keys, problems)
        phases.append(Phase(name, start, horizon.days if end is None else end))
    return tuple(sorted(phases, key=lambda phase: (phase.start, phase.name)))


def read_when(form: WhenForm, keys: Keys, dates: Dates, problems: Problems) -> When:
    """When a strategy acts. Problems are noted, not raised."""
    phase = _phase(form, keys, dates, problems)
    start, end = (dates.day(getattr(form, name), (*keys, name), problems) for name in ("start", "end"))
    first = start if start is not None else phase.start if phase else 0
    last = end if end is not None else phase.end if phase and phase.end < dates.horizon.days else None
    dates.check(first, last, keys, problems)
    _check_together(form, keys, problems)
    when = When(start=first, end=last, ramp=form.ramp, every=form.every, lasts=_lasts(form) if form.every else 1,
                on=tuple(form.on), trigger=_trigger(form), most=form.most, phase=form.phase if phase else "")
    if when.on and first < min(dates.horizon.days, last or dates.horizon.days) and when.first(dates.horizon) is None:
        problems.at((*keys, "on"), said("no day of the strategy is called so: between its start and its end there is "
                                        "no {names}", names=any_of(form.on)))
    return when


def _phase(form: WhenForm, keys: Keys, dates: Dates, problems: Problems) -> Phase | None:
    """The phase that is named, None without one."""
    if form.phase and form.phase not in dates.phases:
        names = tuple(dates.phases)
        problems.at((*keys, "phase"), unknown("phase", form.phase, names) if names else
                    said("'{phase}' is not a phase: the scenario has none; write them under 'phases'",
                         phase=form.phase))
    return dates.phases.get(form.phase)


def _check_together(form: WhenForm, keys: Keys, problems: Problems) -> None:
    """Note fields that say nothing without another, or cannot stand together."""
    if form.trigger and form.every:
        problems.at((*keys, "every"), said("a strategy repeats or has a trigger, not both"), at_key=True)
    if form.lasts and not (form.every or form.trigger):
        problems.at((*keys, "lasts"), said("says how long each repetition or trigger acts; write 'every' or "
                                           "'trigger' too, or 'end'"), at_key=True)
    if form.cooldown and not form.trigger:
        problems.at((*keys, "cooldown"), said("says how long a trigger rests; write 'trigger' too"), at_key=True)
    if form.every and _lasts(form) > form.every:
        problems.at((*keys, "lasts"), said("{lasts}d do not fit into every {every}d",
                                           lasts=_lasts(form), every=form.every))


def _lasts(form: WhenForm) -> int:
    return form.lasts or (1 if form.every else SPELL)


def _trigger(form: WhenForm) -> Trigger | None:
    """The trigger that the sentence and the fields beside it describe."""
    sentence: Any = form.trigger
    if sentence is None:
        return None
    return Trigger(sentence.signal, sentence.above, sentence.value, sentence.window, sentence.lasting, sentence.segment,
                   _lasts(form), form.cooldown or 0)
