"""A scenario in plain words, English or Chinese."""

from __future__ import annotations

from typing import Any

from sim.base.params import PARAMETERS
from sim.base.units import SHARE, STRENGTH
from sim.levers import LEVERS
from sim.outcomes.metrics import METRICS
from sim.scenario.build import worth_kind
from sim.scenario.names import shown
from sim.scenario.plan import Cost, PrimaryOutcome, Scenario, Strategy, Where, Who
from sim.scenario.show_plan import experiment_lines, goal_line, money, money_lines, state_words, when_lines
from sim.scenario.strategies import option_kind
from sim.texts import has, text


def summary(scenario: Scenario, lang: str = "en") -> list[str]:
    """Lines: the question, the world, every strategy (whom, where, when, how much, cost), the outcomes."""
    return [
        *_heading(scenario, lang),
        *(line for strategy in scenario.strategies for line in _strategy(strategy, scenario, lang)),
        *([] if scenario.strategies else [_say("baseline", lang)]),
        *(_outcome(outcome, scenario, lang) for outcome in scenario.outcomes),
        *experiment_lines(scenario, lang),
        *money_lines(scenario, lang),
        *(goal_line(goal, scenario, lang) for goal in scenario.goals),
        *(
            _say("parameter", lang, name=name, value=f"{value:g}", unit=PARAMETERS[name].unit,
                 origin=scenario.origins.get(name, ""))
            for name, value in scenario.parameters.items()
        ),
    ]


def _say(key: str, lang: str, **values: object) -> str:
    return text(f"scenario.show.{key}", lang, **values)


def _heading(scenario: Scenario, lang: str) -> list[str]:
    """Question, author and world."""
    people, horizon = scenario.population, scenario.horizon
    question = scenario.question.get(lang) or next(iter(scenario.question.values()), "")
    facts: dict[str, Any] = {"users": f"{people.users:,}", "hosts": people.hosts, "days": horizon.days,
                             "start": horizon.start}
    lines = [_say("question", lang, question=question)] if question else []
    lines += [_say("author", lang, author=scenario.author)] if scenario.author else []
    if people.represents is None:
        lines.append(_say("users", lang, **facts))
    else:
        lines.append(_say("represents", lang, represents=f"{people.represents:,.0f}", **facts))
    if people.oversample:
        named = [f"{shown('segment', name, lang, scenario.segments)} x {factor:g}"
                 for name, factor in people.oversample.items()]
        lines.append(_say("oversample", lang, segments=_say("joint", lang).join(named)))
    return lines


def _strategy(strategy: Strategy, scenario: Scenario, lang: str) -> list[str]:
    """The lines of one strategy."""
    lever = LEVERS[strategy.lever]
    line = text(f"levers.{lever.name}.line", lang) if has(f"levers.{lever.name}.line", lang) else lever.note
    key = "strategy" if strategy.name == lever.name else "strategy_named"
    lines = [_say(key, lang, name=strategy.name, lever=shown("lever", lever.name, lang), line=line)]
    if lever.reach == "users":
        lines.append(_say("who", lang, who=_who(strategy.who, scenario, lang)))
    else:
        lines.append(_say("where", lang, where=_where(strategy.where, lang)))
    lines += when_lines(strategy.when, scenario, lang)
    if lever.options:
        lines.append(_say("options", lang, options=_say("joint", lang).join(_options(strategy, lang))))
    return [*lines, _strength(strategy, scenario.author, lang), *_cost(strategy.cost, lever.grants, lang)]


def _options(strategy: Strategy, lang: str) -> list[str]:
    """The lever's own settings, each with its shown name."""
    settings = []
    for option in LEVERS[strategy.lever].options:
        key = f"levers.{strategy.lever}.options.{option.name}"
        name = text(key, lang) if has(key, lang) else option.name
        settings.append(f"{name} {option_kind(option).write(strategy.options[option.name])}")
    return settings


def _who(who: Who, scenario: Scenario, lang: str) -> str:
    """The users that a strategy reaches."""
    parts = [shown("segment", who.segment, lang, scenario.segments)]
    if who.behaviour:
        parts.append(_say("behaving", lang, behaviour=shown("behaviour", who.behaviour, lang)))
    if who.need:
        parts.append(_say("needing", lang, need=shown("need", who.need, lang)))
    parts += state_words(who.state, who.most, lang)
    return _say("joint", lang).join(parts + _share(who.share, lang))


def _where(where: Where, lang: str) -> str:
    """The rooms that a strategy changes."""
    parts = [] if where.host is None else [_say("rooms_of_host", lang, host=where.host)]
    if where.category:
        parts.append(_say("rooms_of_category", lang, category=shown("category", where.category, lang)))
    if where.format:
        parts.append(_say("rooms_of_format", lang, format=shown("format", where.format, lang)))
    rooms = _say("rooms" if parts else "rooms_all", lang)
    for condition in parts:
        rooms = _say("rooms_with", lang, rooms=rooms, condition=condition)
    return _say("joint", lang).join([rooms, *_share(where.share, lang)])


def _share(share: float, lang: str) -> list[str]:
    return [] if share == 1.0 else [_say("share_of", lang, share=SHARE.write(share))]


def _strength(strategy: Strategy, author: str, lang: str) -> str:
    """How much of what was reported, and who said so."""
    strength = strategy.strength
    low, high = STRENGTH.write(strength.low), STRENGTH.write(strength.high)
    if not strength.stated:
        return _say("strength_open", lang, low=low, high=high)
    key = "strength" if low == high else "strength_range"
    return _say(key, lang, low=low, high=high, author=author or _say("author_unknown", lang))


def _cost(cost: Cost, grants: bool, lang: str) -> list[str]:
    """What it costs, or that nobody said so; of a strategy that `grants` coupons also what becomes of them."""
    parts = [_say("cost_fixed", lang, yuan=money(cost.fixed, lang))] if cost.fixed is not None else []
    parts += [_say("cost_user", lang, yuan=money(cost.per_user, lang))] if cost.per_user is not None else []
    parts += [_say("cost_event", lang, yuan=money(yuan, lang), event=shown("event", event, lang))
              for event, yuan in cost.per_event.items()]
    lines = [_say("cost", lang, parts=_say("joint", lang).join(parts)) if parts else _say("cost_none", lang)]
    lines += [_say("cost_example", lang)] if cost.example else []
    key = "budget_reserve" if cost.reserve else "budget_coupons" if grants else "budget"
    return lines + ([_say(key, lang, yuan=money(cost.budget, lang))] if cost.budget is not None else [])


def _outcome(outcome: PrimaryOutcome, scenario: Scenario, lang: str) -> str:
    metric = METRICS[outcome.metric]
    return _say("outcome", lang, metric=shown("metric", metric.name, lang),
                segment=shown("segment", outcome.segment, lang, scenario.segments),
                worth=worth_kind(metric).write(outcome.worth * metric.per))
