"""Strategies as a planner writes them become the plan's: whom, where, when, how much, at what cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.base.errors import unknown
from sim.base.forms import Problems, within
from sim.base.message import message_of, said, term
from sim.base.units import DAYS, HOURS, MINUTES, SHARE, YUAN, Kind, QuantityError, parse
from sim.base.yamlfile import Keys
from sim.levers import CRISIS, LEVERS, Lever, Option
from sim.scenario import plan
from sim.scenario.form import StrategyForm
from sim.scenario.moments import Dates, read_when
from sim.texts import LANGUAGES, has, text

OPTION_KINDS = {"yuan": YUAN, "min": MINUTES, "minutes": MINUTES, "h": HOURS, "d": DAYS, "days": DAYS, "share": SHARE}


def read_strategies(forms: Sequence[StrategyForm], dates: Dates, population: plan.Population,
                    problems: Problems) -> tuple[plan.Strategy, ...]:
    """The plan's strategies, each with a name of its own. Problems are noted, not raised."""
    strategies = [_strategy(form, ("strategies", i), dates, population, problems) for i, form in enumerate(forms)]
    return _distinct(strategies, problems)


def _strategy(form: StrategyForm, keys: Keys, dates: Dates, population: plan.Population,
              problems: Problems) -> plan.Strategy:
    """One strategy; `who` goes with levers about users, `where` with levers about rooms."""
    lever = LEVERS[form.lever]
    _check_cost(form, lever, keys, problems)
    _check_crisis(form, lever, keys, problems)
    wrong, right = ("where", "who") if lever.reach == "users" else ("who", "where")
    if wrong in form.model_fields_set:
        problems.at((*keys, wrong), said("{name} changes {reach}; write '{right}'",
                                         name=lever.name, reach=term(lever.reach), right=right), at_key=True)
    last = population.hosts - 1
    if form.where and form.where.host is not None and form.where.host > last:
        problems.at((*keys, "where", "host"), said("there is no host {host}; allowed: 0 to {last}",
                                                   host=form.where.host, last=last))
    low_high = form.strength
    return plan.Strategy(
        lever=lever.name,
        who=plan.Who(**form.who.stated() | {"state": tuple(form.who.state)}) if form.who else plan.Who(),
        where=plan.Where(**form.where.stated()) if form.where else plan.Where(),
        when=read_when(form.when, (*keys, "when"), dates, problems),
        strength=plan.Strength(*low_high, stated=True) if low_high else plan.Strength(),
        options=_options(form.options, lever, (*keys, "options"), problems),
        cost=plan.Cost(**form.cost.stated()),
        name=form.name,
    )


def _check_cost(form: StrategyForm, lever: Lever, keys: Keys, problems: Problems) -> None:
    """Note costs that cannot be: for every user of a strategy about rooms, or a budget that is gone at once."""
    cost = form.cost
    if lever.reach == "rooms" and cost.per_user is not None:
        problems.at((*keys, "cost", "per_user"), said("{name} changes rooms, which have no users of their own; "
                                                      "write 'fixed' or 'per_event'", name=lever.name), at_key=True)
    if cost.budget is not None and cost.fixed is not None and cost.fixed > cost.budget:
        problems.at((*keys, "cost", "budget"), said("the budget, {budget}, does not even pay the fixed cost, "
                                                    "{fixed}",
                                                    budget=YUAN.write(cost.budget), fixed=YUAN.write(cost.fixed)))
    if cost.reserve and not (lever.grants and cost.budget is not None):
        lacking = said("state a 'budget'") if lever.grants else said("{name} grants none", name=lever.name)
        problems.at((*keys, "cost", "reserve"), said("coupons reserve their face value in a budget; {lacking}",
                                                     lacking=lacking), at_key=True)


def _check_crisis(form: StrategyForm, lever: Lever, keys: Keys, problems: Problems) -> None:
    """Note what only somebody could say who chooses a crisis: what it costs, and how slowly it begins."""
    if lever.kind != CRISIS:
        return
    if form.cost.model_fields_set:
        problems.at((*keys, "cost"), said("{name} is a crisis; nobody chooses it, so it has no cost", name=lever.name),
                    at_key=True)
    if form.when.ramp and lever.course != "lasts":
        problems.at((*keys, "when", "ramp"), said("{name} breaks out in an hour; it has no ramp", name=lever.name),
                    at_key=True)


def _options(stated: dict[str, Any], lever: Lever, keys: Keys, problems: Problems) -> dict[str, float]:
    """Every option of the lever: as stated, else its default."""
    allowed = [option.name for option in lever.options]
    values = {option.name: option.default for option in lever.options}
    for name, value in stated.items():
        option = next((option for option in lever.options if name in option_spellings(lever, option)), None)
        if option is None:
            problems.at((*keys, name), unknown(said("option of {name}", name=lever.name), name, allowed), at_key=True)
            continue
        kind = option_kind(option)
        try:
            values[option.name] = within(parse(value, kind), kind, option.low, option.high)
        except QuantityError as error:
            problems.at((*keys, name), message_of(error))
    return values


def option_spellings(lever: Lever, option: Option) -> tuple[str, ...]:
    """The names by which a file may call an option: its own, and the shown ones."""
    key = f"levers.{lever.name}.options.{option.name}"
    return option.name, *(text(key, lang) for lang in LANGUAGES if has(key, lang))


def option_kind(option: Option) -> Kind:
    """How a planner writes an option of a lever."""
    return OPTION_KINDS.get(option.unit, Kind("number", {"": "1", option.unit: "1"}, "{}", bare=float("inf")))


def _distinct(strategies: list[plan.Strategy], problems: Problems) -> tuple[plan.Strategy, ...]:
    """The strategies, each with an own name: its lever's, numbered when the lever is pulled twice."""
    stated = Counter(strategy.name for strategy in strategies if strategy.name)
    times: Counter[str] = Counter()
    named = []
    for i, strategy in enumerate(strategies):
        times[strategy.lever] += not strategy.name
        number = times[strategy.lever]
        name = strategy.name or (strategy.lever if number == 1 else f"{strategy.lever}_{number}")
        if strategy.name and stated[strategy.name] > 1:
            problems.at(("strategies", i, "name"), said("'{name}' names two strategies", name=strategy.name))
        named.append(replace(strategy, name=name))
    return tuple(named)
