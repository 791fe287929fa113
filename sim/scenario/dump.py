"""A scenario written as a planner would write it: reading it back gives the same scenario."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from sim.base.units import CHANGE, DAYS, NUMBER, SHARE, STRENGTH, YUAN, level_kind
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.outcomes.signals import SIGNALS
from sim.scenario import plan
from sim.scenario.build import worth_kind
from sim.scenario.goals import target_text
from sim.scenario.strategies import option_kind
from sim.scenario.when import Trigger

Writer = Callable[[Any], Any]


def as_data(scenario: plan.Scenario) -> dict[str, Any]:
    """The fields of a scenario file as plain data, defaults left out."""
    data = {
        "name": scenario.name,
        "question": dict(scenario.question),
        "author": scenario.author,
        "fit": scenario.fit.path,
        "population": _changed(scenario.population),
        "horizon": _changed(scenario.horizon),
        "seed": scenario.seed,
        "strategies": [_strategy(strategy) for strategy in scenario.strategies],
        "outcomes": [_outcome(outcome) for outcome in scenario.outcomes],
        "phases": {phase.name: {"start": DAYS.write(phase.start), "end": DAYS.write(phase.end)}
                   for phase in scenario.phases},
        "goals": [_goal(goal) for goal in scenario.goals],
        "money": _changed(scenario.money, {"margin": SHARE.write, "return_cost": YUAN.write, "by_category": lambda m: {
            name: SHARE.write(share) for name, share in m.items()}}),
        "budget": "" if scenario.budget is None else YUAN.write(scenario.budget),
        "experiment": _experiment(scenario),
        "parameters": dict(scenario.parameters),
    }
    return {name: value for name, value in data.items() if value not in ({}, [], "")}


def range_text(strength: plan.Strength) -> str:
    """`25%..100%`, or one number when both ends are equal."""
    low, high = STRENGTH.write(strength.low), STRENGTH.write(strength.high)
    return low if low == high else f"{low}..{high}"


def _strategy(strategy: plan.Strategy) -> dict[str, Any]:
    """One entry of `strategies`."""
    lever = LEVERS[strategy.lever]
    data = {
        "lever": strategy.lever,
        "name": strategy.name,
        "who": _changed(strategy.who, {"share": SHARE.write, "state": lambda all_: [state_text(c) for c in all_]}),
        "where": _changed(strategy.where, {"share": SHARE.write}),
        "when": _when(strategy.when),
        "strength": range_text(strategy.strength) if strategy.strength.stated else "",
        "options": {
            option.name: option_kind(option).write(strategy.options[option.name])
            for option in lever.options
            if strategy.options.get(option.name, option.default) != option.default
        },
        "cost": _changed(strategy.cost, dict.fromkeys(("fixed", "per_user", "budget"), YUAN.write)
                         | {"per_event": lambda events: {e: YUAN.write(v) for e, v in events.items()}}),
    }
    return {name: value for name, value in data.items() if value not in ({}, "")}


def _when(when: plan.When) -> dict[str, Any]:
    """The fields of `when`; a trigger is a sentence and its two lengths of time."""
    written = dict.fromkeys(("start", "end", "ramp", "every", "lasts", "most"), DAYS.write)
    data = _changed(when, {**written, "on": list})
    trigger = data.pop("trigger", None)
    if trigger is not None:
        data |= {"trigger": trigger_text(trigger), "lasts": DAYS.write(trigger.spell)}
        data |= {"cooldown": DAYS.write(trigger.cooldown)} if trigger.cooldown else {}
    return data


def trigger_text(trigger: Trigger) -> str:
    """The sentence of a trigger, as `sim.scenario.conditions` reads it."""
    who = "" if trigger.segment == "all" else f" of {trigger.segment}"
    way = "above" if trigger.above else "below"
    if trigger.window is None:
        edge = f"{way} {level_kind(SIGNALS[trigger.signal].unit).write(trigger.value)}"
    else:
        edge = f"{CHANGE.write(trigger.value)} {way} its last {trigger.window} days"
    return f"{trigger.signal}{who} {edge} for {DAYS.write(trigger.lasting)}"


def state_text(condition: plan.Condition) -> str:
    """The sentence of a condition on a user's own state."""
    kind = DAYS if condition.name in ("idle", "tenure") else NUMBER
    return f"{condition.name} {'above' if condition.above else 'below'} {kind.write(condition.value)}"


def _experiment(scenario: plan.Scenario) -> dict[str, Any]:
    """The block `experiment`; of a unit of users its first day and length are always said, for they have no default."""
    tested = scenario.experiment
    if tested is None:
        return {}
    data: dict[str, Any] = {"who": {"segment": tested.segment}} if tested.segment != "all" else {}
    data |= {"share": SHARE.write(tested.share), "unit": tested.unit}
    lengths = ("start", "days", "block", "washout") if tested.unit == "time" else ("start", "days")
    return data | {name: DAYS.write(getattr(tested, name)) for name in lengths}


def _goal(goal: plan.Goal) -> dict[str, Any]:
    data = {"goal": goal.evidence, "name": goal.name, "metric": goal.signal, "target": target_text(goal)}
    data |= {"segment": goal.segment, "by": "" if goal.by is None else DAYS.write(goal.by)}
    return {name: value for name, value in data.items() if value not in ("", "all")}


def _outcome(outcome: plan.PrimaryOutcome) -> dict[str, Any]:
    metric = METRICS[outcome.metric]
    worth = worth_kind(metric).write(outcome.worth * metric.per)
    return {"metric": outcome.metric, "segment": outcome.segment, "worth": worth}


def _changed(part: Any, writers: Mapping[str, Writer] | None = None) -> dict[str, Any]:
    """The fields of a part of the plan that differ from its defaults, each as its writer writes it."""
    plain = type(part)()
    return {
        field.name: (writers or {}).get(field.name, lambda value: value)(getattr(part, field.name))
        for field in dataclasses.fields(part)
        if getattr(part, field.name) != getattr(plain, field.name)
    }

