"""The goals of a scenario file: how a target is written and read."""

from __future__ import annotations

from typing import Any

from sim.base.chinese import in_digits, plain
from sim.base.forms import Problems
from sim.base.message import message_of, said
from sim.base.units import CHANGE, QuantityError, found, level_kind, parse
from sim.base.yamlfile import Keys
from sim.outcomes.goal import GOALS, Goal, at_end, per_of, unit_of
from sim.outcomes.signals import SIGNALS
from sim.scenario.form import GoalForm


def read_target(written: object, signal: str) -> tuple[float, bool]:
    """(target, whether it is relative) of "+20%", "9.6 min", "40%". Raises QuantityError with the right spelling."""
    if isinstance(written, str) and in_digits(plain(written)).startswith(("+", "-")):
        if at_end(signal):
            raise QuantityError(said("{written}: '{signal}' is known only at the end of the horizon, so it has no "
                                     "level before; write the level to reach, such as {example}",
                                     written=found(written), signal=signal, example=_example(signal)))
        return parse(plain(written).lstrip("+"), CHANGE), True
    if written is None:
        raise QuantityError(said("is missing; write a level such as 40%, or a change such as +20%"))
    if signal in SIGNALS and SIGNALS[signal].scaled:
        raise QuantityError(said("{written}: '{signal}' counts simulated users; write a change such as +25%",
                                 written=found(written), signal=signal))
    return parse(written, level_kind(unit_of(signal))) / per_of(signal), False


def target_text(goal: Goal) -> str:
    """A goal's target as a planner writes it: "+20%", "40%"."""
    if goal.relative:
        return ("+" if goal.target >= 0 else "") + CHANGE.write(goal.target)
    return level_kind(unit_of(goal.signal)).write(goal.target * per_of(goal.signal))


def _example(signal: str) -> str:
    return level_kind(unit_of(signal)).write(0.7 if unit_of(signal) == "share" else 10)


def read_goal(form: GoalForm, keys: Keys, by: int | None, problems: Problems) -> Goal:
    """One goal of a scenario; `by` is its last day. Problems are noted, not raised."""
    known = GOALS[form.goal] if form.goal else None
    signal = form.metric or (known.signal if known else "ordinary_day_opens" if form.goal == "G05" else "")
    if not signal:
        problems.at(keys, said("a goal needs a 'metric' and a 'target', or the name of a known one, such as "
                               "'goal: G01'"))
        return Goal(form.name, "interaction_rate", 0.0)
    stated: dict[str, Any] = {"target": known.target, "relative": known.relative} if known else {}
    if form.target is not None or not known:
        try:
            stated["target"], stated["relative"] = read_target(form.target, signal)
        except QuantityError as error:
            problems.at((*keys, "target"), message_of(error))
            stated = {"target": 0.0}
    name = form.name or form.goal or signal
    return Goal(name, signal, segment=form.segment, by=by, evidence=form.goal, **stated)
