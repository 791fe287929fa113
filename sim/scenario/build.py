"""A checked form becomes the plan the simulation reads; what the fields say together is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sim.cast.contacts
import sim.cast.population  # noqa: F401  (declares parameters that a scenario may set)
from sim.base.errors import LivesimError, unknown
from sim.base.forms import Problems
from sim.base.message import message_of, said
from sim.base.params import PARAMETERS
from sim.base.units import DAYS, MINUTES, NUMBER, POINTS, YUAN, Kind, QuantityError, parse
from sim.base.yamlfile import Keys
from sim.cast.fit import digest_of
from sim.cast.segments import Segment, known
from sim.cast.segments.combination import cells_of
from sim.outcomes.goal import at_end
from sim.outcomes.metrics import METRICS, Metric
from sim.scenario import plan
from sim.scenario.experiment import read_experiment
from sim.scenario.form import GoalForm, MoneyForm, OutcomeForm, ScenarioForm
from sim.scenario.goals import read_goal
from sim.scenario.moments import Dates, read_phases
from sim.scenario.strategies import read_strategies

MOST_OUTCOMES = 3
BASE_RETENTION_DAYS = 56
"""Days after the first strategy day without which base retention is refused (docs/model.md section 5)."""
WORTH_KINDS = {"share": POINTS, "minutes": MINUTES, "days": DAYS, "yuan": YUAN}


def build(form: ScenarioForm, problems: Problems, own: tuple[Segment, ...], judged: bool = True) -> plan.Scenario:
    """The plan of a form. Problems are noted, not raised: what is then missing keeps its default.

    Where it is not `judged`, the horizon may be too short for its outcomes.
    """
    population = plan.Population(**form.population.stated())
    horizon = plan.Horizon(**form.horizon.stated())
    outcomes = [_outcome(outcome, ("outcomes", i), problems) for i, outcome in enumerate(form.outcomes)]
    phases = read_phases(form.phases, horizon, problems)
    dates = Dates(horizon, {phase.name: phase for phase in phases})
    scenario = plan.Scenario(
        name=form.name,
        question=form.question.stated(),
        author=form.author,
        population=population,
        horizon=horizon,
        seed=form.seed,
        strategies=read_strategies(form.strategies, dates, population, problems),
        outcomes=tuple(outcomes),
        phases=phases,
        goals=_goals(form.goals, dates, problems),
        money=_money(form.money, problems),
        budget=form.budget,
        parameters=_parameters(form.parameters, problems),
        segments=own,
        fit=_own_fit(form.fit, problems),
    )
    if form.experiment is not None:
        scenario = replace(scenario, experiment=read_experiment(form.experiment, scenario, dates, problems))
    _check_outcomes(scenario, problems, judged)
    _check_budget(scenario, problems)
    _check_oversampled(scenario, problems)
    return scenario


def _goals(forms: Sequence[GoalForm], dates: Dates, problems: Problems) -> tuple[plan.Goal, ...]:
    """The goals, each with a name of its own and a last day inside the horizon."""
    goals: list[plan.Goal] = []
    for i, form in enumerate(forms):
        keys = ("goals", i)
        by = dates.day(form.by, (*keys, "by"), problems)
        if by is not None and by > dates.horizon.days:
            problems.at((*keys, "by"), said("day {by} is beyond the horizon, which has {days} days",
                                            by=by, days=dates.horizon.days))
        goal = read_goal(form, keys, by, problems)
        if by is not None and by < dates.horizon.days and at_end(goal.signal):
            problems.at((*keys, "by"), said("'{signal}' is known only at the end of the horizon (day {day}); leave "
                                            "'by' out", signal=goal.signal, day=dates.horizon.days))
        if goal.name in {other.name for other in goals}:
            problems.at(keys, said("'{name}' names two goals", name=goal.name))
        goals.append(goal)
    return tuple(goals)


def _money(form: MoneyForm, problems: Problems) -> plan.Margins:
    """What is earned on an order; margins by category need one for the others."""
    if form.margin is None and (form.by_category or form.return_cost is not None):
        problems.at(("money",), said("needs 'margin', the share of an order's value that is earned, such as "
                                     "margin: 20%"))
    return plan.Margins(form.margin, dict(form.by_category), form.return_cost, form.example)


def worth_kind(metric: Metric) -> Kind:
    """How a planner writes an effect on `metric`."""
    return WORTH_KINDS.get(metric.unit, NUMBER)


def read_worth(value: object, metric: Metric) -> float:
    """The smallest effect worth having [the metric's unit], written as the metric is shown."""
    kind = worth_kind(metric)
    worth = parse(value, kind) / metric.per
    if worth <= 0:
        raise QuantityError(said("{worth} is out of bounds; allowed: more than {low}",
                                 worth=kind.write(worth), low=kind.write(0)))
    return worth


def _outcome(form: OutcomeForm, keys: Keys, problems: Problems) -> plan.PrimaryOutcome:
    """One primary outcome."""
    metric = METRICS[form.metric]
    try:
        return plan.PrimaryOutcome(metric.name, form.segment, read_worth(form.worth, metric))
    except QuantityError as error:
        problems.at((*keys, "worth"), message_of(error))
        return plan.PrimaryOutcome(metric.name, form.segment, 0.0)


def _check_outcomes(scenario: plan.Scenario, problems: Problems, judged: bool) -> None:
    """Note too many outcomes, the same one twice, and a horizon too short to judge by them."""
    if len(scenario.outcomes) > MOST_OUTCOMES:
        problems.at(("outcomes", MOST_OUTCOMES), said("a scenario has at most {most} primary outcomes",
                                                      most=MOST_OUTCOMES))
    first = scenario.first_day or 0
    stated: set[tuple[str, str]] = set()
    for i, outcome in enumerate(scenario.outcomes):
        if (outcome.metric, outcome.segment) in stated:
            problems.at(("outcomes", i), said("{metric} of {segment} stands twice",
                                              metric=outcome.metric, segment=outcome.segment))
        stated.add((outcome.metric, outcome.segment))
        short = outcome.metric == "base_retention" and scenario.horizon.days - first < BASE_RETENTION_DAYS
        if judged and short:
            problems.at(
                ("outcomes", i, "metric"),
                said("base_retention needs {needed} days after the first strategy day ({first}); "
                     "set horizon.days to {enough} or more, found {days}", needed=BASE_RETENTION_DAYS, first=first,
                     enough=first + BASE_RETENTION_DAYS, days=scenario.horizon.days),
            )


def _check_budget(scenario: plan.Scenario, problems: Problems) -> None:
    """Note a budget of the plan that does not even pay what its strategies cost once."""
    fixed = sum(strategy.cost.fixed or 0.0 for strategy in scenario.strategies)
    if scenario.budget is not None and fixed > scenario.budget:
        problems.at(("budget",), said("the budget of the plan, {budget}, does not even pay the fixed costs of its "
                                      "strategies, {fixed}",
                                      budget=YUAN.write(scenario.budget), fixed=YUAN.write(fixed)))


def _check_oversampled(scenario: plan.Scenario, problems: Problems) -> None:
    """Note an oversampled group that is as common in every age and tier: people are drawn by these two."""
    for name in scenario.population.oversample:
        if cells_of(name, known(scenario.segments)).all():
            problems.at(("population", "oversample"),
                        said("'{name}' has members of every age and city tier; only groups of some ages or tiers can "
                             "be oversampled, such as silver, or 'silver and lower_tier'", name=name))


def settable() -> list[str]:
    """The names of the parameters that a scenario may set: all but the sizes of the strategies' pushes."""
    return [name for name, entry in PARAMETERS.items() if entry.scope != "lever"]


def _own_fit(path: str, problems: Problems) -> plan.OwnFit:
    """The fit file that a scenario names, checked."""
    try:
        return plan.OwnFit(path, digest_of(Path(path))) if path else plan.OwnFit()
    except LivesimError as error:
        problems.at(("fit",), message_of(error))
        return plan.OwnFit()


def _parameters(stated: dict[str, Any], problems: Problems) -> dict[str, float]:
    """Checked values of parameters that hold in all arms."""
    values: dict[str, float] = {}
    for name, value in stated.items():
        keys = ("parameters", name)
        if name not in PARAMETERS:
            problems.at(keys, unknown("parameter", name, settable()), at_key=True)
            continue
        entry = PARAMETERS[name]
        if entry.scope == "lever":
            problems.at(keys, said("'{name}' is the size of a strategy's push; set the strategy's strength",
                                   name=name), at_key=True)
            continue
        try:
            kind = Kind("number", {"": "1", "%": "0.01", entry.unit: "1"}, "{}", bare=float("inf"))
            values[name] = entry.check(parse(value, kind))
        except (QuantityError, LivesimError) as error:
            problems.at(keys, message_of(error))
    return values
