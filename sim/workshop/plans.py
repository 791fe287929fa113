"""What a team hands in for a round: a scenario file, checked against the rules of the game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import Field

from sim.base.errors import LivesimError, ScenarioError
from sim.base.forms import Form, Problems, Text, checked
from sim.base.message import message_of, said
from sim.base.places import letters_of
from sim.base.units import YUAN
from sim.base.yamlfile import Node, read
from sim.chance import decisions
from sim.chance.draws import day_key, uniform
from sim.levers import LEVERS, is_crisis
from sim.plugins import use
from sim.scenario.form import QuestionForm, ScenarioForm, StrategyForm
from sim.scenario.moments import Dates
from sim.scenario.plan import Cost, Population, Strategy, Strength
from sim.scenario.strategies import read_strategies
from sim.scenario.when import Horizon
from sim.workshop.rules import GameForm, date_of, first_day, price_of
from sim.world.strategies import alternative_of

TOLD = ("name", "question", "author", "extends", "outcomes", "strategies")
"""Fields of a scenario file that a team may fill in; only the strategies are played."""


class RoundForm(Form):
    """A team's file of a round."""

    name: Text = ""
    question: QuestionForm = QuestionForm()
    author: Text = ""
    extends: Text = ""
    outcomes: list[dict[str, object]] = Field(default_factory=list)
    strategies: list[StrategyForm] = Field(default_factory=list)


@dataclass(frozen=True)
class RoundPlan:
    """What a team plays in a round, on the days of that round, and what it sets aside for it [yuan]."""

    strategies: tuple[Strategy, ...] = ()
    set_aside: float = 0.0


def read_plan(path: Path, label: str, rules: GameForm, number: int, purse: float) -> RoundPlan:
    """The plan of round `number` in the file `path`, which may set aside what is in the `purse` [yuan].

    A team's own segments, plug-ins and parameters stay outside: all teams live in one world. Raises ScenarioError with
    everything that is wrong.
    """
    use()
    root = read(path, label)
    problems = Problems(root)
    _check_fields(root, problems)
    problems.stop()
    form = checked(RoundForm, root)
    horizon = Horizon(date_of(rules, number, Horizon().start), rules.days)
    strategies = read_strategies(form.strategies, Dates(horizon, {}), Population(rules.users), problems)
    _check_strategies(form, rules, problems)
    problems.stop()
    priced = [_priced(strategy, rules) for strategy in strategies]
    total = sum(map(_set_aside, priced))
    if total > purse:
        problems.at(("strategies",), said("the plan sets aside {total:,.0f} yuan, and {purse:,.0f} yuan are left in "
                                          "the purse", total=total, purse=purse))
    problems.stop()
    return RoundPlan(tuple(priced), total)


def _check_fields(root: Node, problems: Problems) -> None:
    """Note fields that are for the game to say, and costs or strengths that a team states."""
    for name in root.value:
        if name in ScenarioForm.model_fields and name not in TOLD:
            problems.at((name,), said("'{name}' is the same for all teams; take it out", name=name), at_key=True)
    parent = root.value.get("extends")
    if parent is not None and parent.value != "baseline":
        problems.at(("extends",), said("a plan extends nothing but 'baseline'"))
    strategies = root.value.get("strategies")
    for i, strategy in enumerate(strategies.value if strategies and isinstance(strategies.value, list) else ()):
        fields = strategy.value if isinstance(strategy.value, dict) else {}
        if "strength" in fields:
            problems.at(("strategies", i, "strength"),
                        said("how strong a strategy is nobody knows before; take it out"), at_key=True)
        cost = fields["cost"].value if "cost" in fields and isinstance(fields["cost"].value, dict) else {}
        for name in cost:
            if name != "budget":
                problems.at(("strategies", i, "cost", name),
                            said("prices stand in game.yaml; a plan states 'budget' alone"), at_key=True)


def _check_strategies(form: RoundForm, rules: GameForm, problems: Problems) -> None:
    """Note too many strategies, and a budget that does not pay what the strategy costs in any case."""
    if len(form.strategies) > rules.strategies:
        problems.at(("strategies", rules.strategies), said("a plan has at most {most} strategies",
                                                           most=rules.strategies))
    for i, strategy in enumerate(form.strategies):
        if is_crisis(strategy.lever):
            problems.at(("strategies", i, "lever"), said("{name} is a crisis; it strikes, and nobody chooses it",
                                                         name=strategy.lever))
        price, budget = price_of(rules, strategy.lever), strategy.cost.budget
        fixed = price.fixed or 0.0
        if not open_ended(strategy.lever, rules):
            continue
        if budget is None:
            problems.at(("strategies", i), said("state what may be spent on {name}, such as cost: {{budget: {yuan}}}",
                                                name=strategy.lever, yuan=YUAN.write(fixed + 300_000.0)))
        elif budget <= fixed:
            problems.at(("strategies", i, "cost", "budget"),
                        said("{name} costs {fixed} a round before it reaches anybody; set aside more",
                             name=strategy.lever, fixed=YUAN.write(fixed)))


def open_ended(lever: str, rules: GameForm) -> bool:
    """Whether what it costs depends on what happens: on users, coupons, messages or orders."""
    price = price_of(rules, lever)
    return LEVERS[lever].grants or bool(price.per_user) or bool(price.per_event)


def _priced(strategy: Strategy, rules: GameForm) -> Strategy:
    """The strategy at the prices of the game; what it may spend is its budget, coupons in hand included."""
    stated = price_of(rules, strategy.lever).stated()
    if open_ended(strategy.lever, rules):
        stated |= {"budget": strategy.cost.budget, "reserve": LEVERS[strategy.lever].grants}
    return replace(strategy, cost=Cost(**stated))


def _set_aside(strategy: Strategy) -> float:
    """What a strategy takes from the purse [yuan]."""
    return strategy.cost.budget if strategy.cost.budget is not None else strategy.cost.fixed or 0.0


def placed(plan: RoundPlan, rules: GameForm, number: int, seed: int) -> tuple[Strategy, ...]:
    """The strategies of a plan on the days of round `number`, as strong as the hidden `seed` makes their levers.

    One lever is as strong for every team and in every round: what a team finds out it can use.
    """
    begun, made = first_day(rules, number), []
    for place, strategy in enumerate(plan.strategies):
        when = strategy.when
        end = rules.days if when.end is None else min(when.end, rules.days)
        strong = Strength().at(uniform(day_key(seed, 0, 0), decisions.STRENGTH, alternative_of(strategy.lever)))
        made.append(replace(strategy, name=f"round_{number}_{place + 1}_{strategy.lever}",
                            when=replace(when, start=when.start + begun, end=end + begun),
                            strength=Strength(strong, strong, stated=True)))
    return tuple(made)


def tried(path: Path, label: str, rules: GameForm, number: int, purse: float) -> tuple[RoundPlan | None, str]:
    """(the plan of a file, "") or (None, what is wrong with it): whatever a team hands in, the game goes on."""
    if not path.exists():
        return None, said("{label}: nothing was handed in", label=label)
    try:
        return read_plan(path, label, rules, number, purse), ""
    except LivesimError as error:
        return None, message_of(error)


def names_of(folder: Path, left_out: Sequence[str]) -> list[str]:
    """The teams of a game: its subfolders in the order of names. Raises ScenarioError when there is none."""
    teams = [letters_of(path.name) for path in sorted(folder.iterdir())
             if path.is_dir() and not path.name.startswith((".", "_")) and path.name not in left_out]  # fmt: skip
    if not teams:
        raise ScenarioError(said("'{folder}' has no teams: make a folder for each team in it, with its plan "
                                 "round_1.yaml", folder=folder))
    return teams
