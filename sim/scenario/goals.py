"""Goals of a plan: those of the source (G01 to G05), and a planner's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario.plan import Goal
from sim.signals import SIGNALS
from sim.units import CHANGE, QuantityError, found, level_kind, parse

if TYPE_CHECKING:
    from sim.forms import Problems
    from sim.scenario.form import GoalForm
    from sim.yamlfile import Keys

COURSES: Mapping[str, str] = {"repurchase_rate": "share", "ordinary_day_opens": "share"}
"""What a goal can watch beside SIGNALS, with its unit: these need more than one day's counts.

`repurchase_rate`: of the users with a kept order in 90 days, the share with them on two or more days (G04).
`ordinary_day_opens`: opens on a day without promotion over opens on a day with one, in the last 365 days (G05).
"""
GOALS: Mapping[str, Goal | None] = {
    "G01": Goal("G01", "minutes_per_active_user_day", 0.20, relative=True, evidence="G01"),
    "G02": Goal("G02", "interaction_rate", 0.30, relative=True, evidence="G02"),
    "G03": Goal("G03", "monthly_active_users", 0.25, relative=True, evidence="G03"),
    "G04": Goal("G04", "repurchase_rate", 0.40, evidence="G04"),
    "G05": None,
}
"""The goals of the source. G05 names no number, so a scenario states its target."""


def unit_of(signal: str) -> str:
    """The unit of what a goal watches."""
    return COURSES[signal] if signal in COURSES else SIGNALS[signal].unit


def read_target(written: object, signal: str) -> tuple[float, bool]:
    """(target, whether it is relative) of "+20%", "9.6 min", "40%". Raises QuantityError with the right spelling."""
    if isinstance(written, str) and written.strip()[:1] in "+＋-−":
        return parse(written.strip().lstrip("＋+"), CHANGE), True
    if written is None:
        raise QuantityError("is missing; write a level such as 40%, or a change such as +20%")
    if signal in SIGNALS and SIGNALS[signal].scaled:
        raise QuantityError(f"{found(written)}: '{signal}' counts simulated users; write a change such as +25%")
    return parse(written, level_kind(unit_of(signal))), False


def target_text(goal: Goal) -> str:
    """A goal's target as a planner writes it: "+20%", "40%"."""
    if goal.relative:
        return ("+" if goal.target >= 0 else "") + CHANGE.write(goal.target)
    return level_kind(unit_of(goal.signal)).write(goal.target)


def read_goal(form: GoalForm, keys: Keys, by: int | None, problems: Problems) -> Goal:
    """One goal of a scenario; `by` is its last day. Problems are noted, not raised."""
    known = GOALS[form.goal] if form.goal else None
    signal = form.metric or (known.signal if known else "ordinary_day_opens" if form.goal == "G05" else "")
    if not signal:
        problems.at(keys, "a goal needs a 'metric' and a 'target', or the name of a known one, such as 'goal: G01'")
        return Goal(form.name, "interaction_rate", 0.0)
    stated: dict[str, Any] = {"target": known.target, "relative": known.relative} if known else {}
    if form.target is not None or not known:
        try:
            stated["target"], stated["relative"] = read_target(form.target, signal)
        except QuantityError as error:
            problems.at((*keys, "target"), str(error))
            stated = {"target": 0.0}
    name = form.name or form.goal or signal
    return Goal(name, signal, segment=form.segment, by=by, evidence=form.goal, **stated)
