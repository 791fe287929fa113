"""Crises in a plan: which strike it, what answers each, and the worlds that differ in the answer alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.base.errors import ScenarioError, UnknownNameError, unknown
from sim.base.message import said
from sim.base.units import MINUTES_AN_HOUR
from sim.levers import LEVERS, RESPONSE, is_crisis
from sim.scenario.builtin import builtin_scenarios
from sim.scenario.load import Named, is_path
from sim.scenario.names import resolve, spellings
from sim.scenario.plan import Scenario, Strategy

CLOCK, STANDBY = "golden_24h", "failover"
"""What answers a crisis that fades, and what answers an outage."""
UNTOUCHED, UNANSWERED, WITH_MONEY = "untouched", "never", "money"
REFUND, COUPON = 1.0, 10.0
"""The share refunded and the coupon [yuan] of an answer with money whose scenario states none: an example of ours."""
WATCHED = 28
"""Days after the outbreak that users lost are counted over (docs/model.md section 5)."""
DAY = "14d"
"""When a crisis strikes that has no scenario of its own."""


@dataclass(frozen=True)
class Answer:
    """How a crisis is answered: so many hours after its outbreak (None: never), with money or without."""

    hours: float | None
    money: bool = False


def struck(scenario: Scenario) -> tuple[Strategy, ...]:
    """The crises of a plan."""
    return tuple(strategy for strategy in scenario.strategies if is_crisis(strategy.lever))


def outbreak(scenario: Scenario) -> int | None:
    """The first day on which a crisis strikes for certain, None where none does."""
    certain = [crisis for crisis in struck(scenario) if not crisis.options.get("per_year", 0.0)]
    days = (crisis.when.first(scenario.horizon) for crisis in certain if crisis.when.trigger is None)
    return min((day for day in days if day is not None), default=None)


def is_outage(scenario: Scenario) -> bool:
    """Whether a crisis of the plan stops the streams."""
    return any("outage_minutes" in LEVERS[crisis.lever].writes for crisis in struck(scenario))


def answers_of(scenario: Scenario) -> tuple[Strategy, ...]:
    """The answers to crises in a plan, insurances among them."""
    return tuple(strategy for strategy in scenario.strategies if LEVERS[strategy.lever].kind == RESPONSE)


def with_clock(scenario: Scenario) -> tuple[Strategy, ...]:
    """The answers that begin some time after the outbreak."""
    return tuple(answer for answer in answers_of(scenario) if answer.lever in (CLOCK, STANDBY))


def answer_of(scenario: Scenario) -> Answer:
    """How the crises of a plan are answered, as its first answer with a clock says."""
    given = next(iter(with_clock(scenario)), None)
    if given is None:
        return Answer(None)
    if given.lever == STANDBY:
        return Answer(given.options["minutes"] / MINUTES_AN_HOUR)
    return Answer(given.options["team"], given.options["refund"] > 0 or given.options["coupon"] > 0)


def crisis_named(name: str, load: Callable[[Named], Scenario]) -> Scenario:
    """The scenario with one crisis that strikes for certain: of the crisis' name, or of a file or built-in scenario.

    Raises a LivesimError for a name that is no crisis, for a scenario with none or several, and for a crisis to which
    the hour of an answer makes no difference.
    """
    scenario = load(name if is_path(name) else _source(name))
    crises = struck(scenario)
    for crisis in crises:
        response_to(crisis)
    if len(crises) != 1:
        found: Any = [crisis.lever for crisis in crises] or said("none")
        raise ScenarioError(said("'{name}' needs one crisis to compare answers to, found {found}; crises are {allowed}",
                                 name=scenario.name, found=found, allowed=_crises()))
    options = {**crises[0].options, **({"per_year": 0.0} if "per_year" in crises[0].options else {})}
    certain = replace(scenario, strategies=tuple(
        replace(strategy, options=options) if strategy is crises[0] else strategy for strategy in scenario.strategies))
    day = outbreak(certain)
    if day is None:
        raise ScenarioError(said("'{name}' states no day on which {crisis} breaks out; write when: {{start: 14d}}",
                                 name=scenario.name, crisis=crises[0].lever))
    if scenario.horizon.days < day + WATCHED:
        raise ScenarioError(said("{crisis} breaks out on day {day} and users lost are counted over the {watched} days "
                                 "after it; found {days} days, allowed: {enough} or more", crisis=crises[0].lever,
                                 day=day, watched=WATCHED, days=scenario.horizon.days, enough=day + WATCHED))
    return certain


def worlds(scenario: Scenario, answers: Sequence[Answer]) -> tuple[Scenario, ...]:
    """The untouched world, the crisis that nobody answers, and the crisis with each of the `answers`.

    The untouched world has all other strategies of the plan. An answer that the plan states keeps its strength, its
    costs and whom it reaches; only its clock, and with it its money, is set.
    """
    (crisis,) = struck(scenario)
    lever = response_to(crisis)
    given = next((one for one in with_clock(scenario) if one.lever == lever), None)
    given = given or Strategy(lever, when=replace(crisis.when, end=None), name=lever, options={
        option.name: option.default for option in LEVERS[lever].options})
    left = tuple(one for one in scenario.strategies if one not in (crisis, *with_clock(scenario)))
    plain = replace(scenario, question={}, outcomes=(), goals=(), phases=())
    arms = [replace(plain, name=UNTOUCHED, strategies=left),
            replace(plain, name=UNANSWERED, strategies=(*left, crisis))]
    for answer in answers:
        clocked = replace(given, options={**given.options, **_clock(given, answer)})
        arms.append(replace(plain, name=name_of(answer, lever), strategies=(*left, crisis, clocked)))
    return tuple(arms)


def response_to(crisis: Strategy) -> str:
    """The lever that answers a crisis. Raises ScenarioError where an answer's hour makes no difference."""
    lever = LEVERS[crisis.lever]
    if "outage_minutes" in lever.writes:
        return STANDBY
    if lever.course == "fades":
        return CLOCK
    raise ScenarioError(said("no answer shortens {crisis}, so its hour makes no difference; what insures against it is "
                             "compared by: livesim compare", crisis=crisis.lever))


def name_of(answer: Answer, lever: str) -> str:
    """The name of a world: `never`, `4h`, `4h_money`, `15min`."""
    if answer.hours is None:
        return UNANSWERED
    if lever == STANDBY:
        return f"{answer.hours * MINUTES_AN_HOUR:g}min"
    return f"{answer.hours:g}h" + (f"_{WITH_MONEY}" if answer.money else "")


def latest(lever: str) -> float:
    """The latest hour [h] that an answer can begin at."""
    options = {option.name: option for option in LEVERS[lever].options}
    if lever == STANDBY:
        return options["minutes"].high / MINUTES_AN_HOUR
    return options["solution"].high - options["solution"].default + options["team"].default


def _clock(given: Strategy, answer: Answer) -> Mapping[str, float]:
    """Options of an answer that begins so many hours after the outbreak: the whole clock moves, its steps stay apart.

    The team is there at that hour; statement and solution follow as long after it as in the answer as `given`.
    """
    assert answer.hours is not None
    if given.lever == STANDBY:
        return {"minutes": answer.hours * MINUTES_AN_HOUR}
    late = answer.hours - given.options["team"]
    steps = {step: max(0.0, given.options[step] + late) for step in ("team", "statement", "solution")}
    money = {"refund": given.options["refund"] or REFUND, "coupon": given.options["coupon"] or COUPON}
    return steps | (money if answer.money else dict.fromkeys(money, 0.0))


def _source(name: str) -> Named:
    """The scenario of a crisis, or a built-in one, by its name."""
    crises = _crises()
    try:
        lever = resolve("lever", name)
    except UnknownNameError:
        if name in builtin_scenarios():
            return name
        shown = crises if name.isascii() else [spellings("lever")[one]["zh"] for one in crises]
        raise UnknownNameError(unknown(said("crisis"), name, shown)) from None
    if lever not in crises:
        kind = said("an answer to crises") if LEVERS[lever].kind == RESPONSE else said("a strategy")
        raise ScenarioError(said("'{name}' is {kind} and no crisis; allowed: {allowed}, or a scenario file with one of "
                                 "them", name=name, kind=kind, allowed=crises))
    if lever in builtin_scenarios():
        return lever
    return {"name": lever, "extends": "baseline", "strategies": [{"lever": lever, "when": {"start": DAY}}]}


def _crises() -> list[str]:
    return sorted(name for name in LEVERS if is_crisis(name))


def times(kinds: Collection[float], *, money: bool) -> list[Answer]:
    """The answers at some hours, the earliest first, each without money and, where asked, with it."""
    return [Answer(hours, paid) for paid in ((False, True) if money else (False,)) for hours in sorted(set(kinds))]
