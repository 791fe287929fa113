"""Rounds of a sandbox game: all teams in the same worlds with the same luck, judged beside doing nothing.

Worlds go on over the rounds: a plan acts in its own round, and what it did to people stays. So a round is played by
living all rounds so far as one scenario a team, which is exact and needs no state between two evenings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.paired.benefit import accounts
from sim.paired.statistics import mean_interval
from sim.paired.tables import replicate_rows
from sim.plugins import use
from sim.running.question import Question
from sim.running.task import records
from sim.scenario.load import load_scenario
from sim.scenario.plan import Margins, Scenario, Strategy
from sim.workshop.plans import RoundPlan, placed
from sim.workshop.rules import GameForm, beginning, events_of, plugins_of_events, world_of

NOTHING, WHOLE = "nothing", "whole"
"""The arm beside which all teams are judged: the same world and events, and no plan; a team with all its levers."""
METRICS = ("margin_per_base_user", "base_retention", "rebuy_rate")
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Standing:
    """Where a team stands against doing nothing, means of the worlds at the planner's scale.

    `score` [yuan] = net benefit + what kept users are worth; low..high is its 95 % interval over the `worlds`, whose
    scores are kept one by one. `net` [yuan], `kept` [people].
    """

    team: str
    score: float
    low: float
    high: float
    net: float
    kept: float
    worlds: tuple[float, ...]


@dataclass(frozen=True)
class Judge:
    """Who judges: the rules, the hidden seed, and in how many worlds."""

    rules: GameForm
    seed: int
    worlds: int


def standings(judge: Judge, plans: Mapping[str, Sequence[RoundPlan]], progress: Tell | None = None) -> list[Standing]:
    """The teams after the rounds that their plans are for, the best first; ties in the order of names."""
    arms = [_arm(judge, team, own) for team, own in plans.items()]
    rounds = max(map(len, plans.values()))
    ranked = [_standing(judge.rules, name, table) for name, table in _lived(judge, arms, rounds, progress).items()]
    return sorted(ranked, key=lambda one: (-one.score, one.team))


def contributions(judge: Judge, plans: Sequence[RoundPlan], progress: Tell | None = None) -> list[Standing]:
    """What each lever of a team brought: its score less that without the lever, in the same worlds.

    `team` is the lever. Levers may help each other, so the parts need not add up to the whole.
    """
    levers = list(dict.fromkeys(strategy.lever for plan in plans for strategy in plan.strategies))
    if not levers:
        return []
    whole = _arm(judge, WHOLE, plans)
    arms = [whole, *(replace(whole, name=lever, strategies=_without(whole, lever)) for lever in levers)]
    tables = _lived(judge, arms, len(plans), progress)
    parts = [_standing(judge.rules, lever, {part: tables[WHOLE][part] - tables[lever][part] for part in tables[lever]})
             for lever in levers]
    return sorted(parts, key=lambda one: (-one.score, one.team))


def gap(first: Standing, second: Standing) -> tuple[float, float]:
    """The 95 % interval of how far `first` is ahead of `second` [yuan], world by world."""
    low, high = mean_interval(np.array(first.worlds) - np.array(second.worlds))
    return low, high


def _without(arm: Scenario, lever: str) -> tuple[Strategy, ...]:
    return tuple(strategy for strategy in arm.strategies if strategy.lever != lever)


def _arm(judge: Judge, name: str, plans: Sequence[RoundPlan]) -> Scenario:
    """A team's whole game so far; `plans` has one for every round. What strikes is added where all arms are made."""
    own = tuple(s for number, plan in enumerate(plans, 1) for s in placed(plan, judge.rules, number, judge.seed))
    return Scenario(name, strategies=own)


def _lived(judge: Judge, arms: Sequence[Scenario], rounds: int,
           progress: Tell | None) -> dict[str, dict[str, np.ndarray]]:
    """Arm -> net benefit and people kept against doing nothing, world by world."""
    rules, seed = judge.rules, judge.seed
    world = load_scenario(world_of(rules, rounds, seed), judged=False)
    plugins, events = plugins_of_events(), (beginning(), *events_of(rules, rounds, seed))
    money = Margins(rules.money.margin, dict(rules.money.by_category), rules.money.return_cost)
    empty = replace(world, name=NOTHING, strategies=events, money=money, plugins=plugins)
    # a team may bear any name: one that is called "nothing" is another arm, and not all letters can be in a table
    names = {arm.name: f"arm {number}" for number, arm in enumerate(arms, 1)}
    played = [replace(empty, name=names[arm.name], strategies=(*events, *arm.strategies)) for arm in arms]
    use(*plugins)
    question = Question((empty, *played), fixed=True, metrics=METRICS, segments=("all",))
    kept = records(question, judge.worlds, progress=progress, cache=False)
    account = accounts(kept, replicate_rows(kept))
    before = account.loc[NOTHING]
    after = {name: account.loc[played_as] - before for name, played_as in names.items()}
    return {name: {"net": table["net_benefit"].to_numpy(float), "kept": table["retained"].to_numpy(float)}
            for name, table in after.items()}  # fmt: skip


def _standing(rules: GameForm, name: str, table: Mapping[str, np.ndarray]) -> Standing:
    """Where somebody stands, from what happened in each world."""
    score = table["net"] + (rules.kept_user or 0.0) * table["kept"]
    low, high = mean_interval(score)
    return Standing(name, float(score.mean()), low, high, float(table["net"].mean()), float(table["kept"].mean()),
                    tuple(map(float, score)))
