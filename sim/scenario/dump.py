"""A scenario written as a planner would write it: reading it back gives the same scenario."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from sim.levers import LEVERS
from sim.metrics import METRICS
from sim.scenario import plan
from sim.scenario.build import worth_kind
from sim.scenario.strategies import option_kind
from sim.units import DAYS, SHARE, STRENGTH, YUAN

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
        "who": _changed(strategy.who, {"share": SHARE.write}),
        "where": _changed(strategy.where, {"share": SHARE.write}),
        "when": _changed(strategy.when, dict.fromkeys(("start", "end", "ramp"), DAYS.write)),
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


def _outcome(outcome: plan.Outcome) -> dict[str, Any]:
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

