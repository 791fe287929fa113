"""The arms of a comparison: put into one world, and checked to be comparable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sim.base.errors import ScenarioError
from sim.base.message import Message, said
from sim.outcomes.metrics import METRICS
from sim.plugins import joined, use
from sim.running.question import differences, plain, unmarked
from sim.scenario.plan import Scenario, Strategy

WORLD = ("population", "horizon", "seed", "parameters", "segments", "fit", "money")
"""What all arms have to share: two worlds differ in the strategies alone. Margins that one states hold for all."""


def in_one_world(baseline: Scenario, scenarios: Sequence[Scenario]) -> tuple[tuple[Scenario, ...], list[str]]:
    """((baseline, *scenarios) in the scenarios' world, what of the baseline's had to be changed for that).

    All have the plug-ins of all, which are in force then.

    Raises ScenarioError when a name occurs twice or the scenarios do not agree with each other.
    """
    _check_names(baseline, scenarios)
    baseline, *scenarios = _with_plugins(_with_margins([baseline, *scenarios]))
    first = scenarios[0]
    for other in scenarios[1:]:
        apart = _apart(first, other)
        if apart:
            raise ScenarioError(
                said("'{first}' (there) and '{other}' (here) are not about the same world: {apart}. Give "
                     "--users, --days or --seed for all, or compare them one by one",
                     first=first.name, other=other.name, apart=apart)
            )
    moved = _apart(baseline, first)
    world = {name: getattr(first, name) for name in (*WORLD, "origins")}
    return (replace(baseline, **world), *scenarios), moved


def added(scenario: Scenario, shared: Collection[Strategy]) -> tuple[Strategy, ...]:
    """The strategies of a scenario that are not among those `shared` with the baseline: what the effect is of."""
    return tuple(one for one in scenario.strategies if one not in shared)


def judged(
    arms: tuple[Scenario, ...], metrics: Sequence[str] | None
) -> tuple[tuple[Scenario, ...], list[Message]]:
    """(arms without the primary outcomes that are not among the `metrics` asked for, a note for each scenario's).

    Raises ScenarioError for a primary outcome that cannot be judged.
    """
    notes, kept = [], [arms[0]]
    for scenario in arms[1:]:
        for outcome in scenario.outcomes:
            if METRICS[outcome.metric].direction == 0:
                raise ScenarioError(
                    said("scenario '{name}': more '{metric}' is neither good nor bad, so it cannot be a primary "
                         "outcome", name=scenario.name, metric=outcome.metric)
                )
        left = tuple(outcome for outcome in scenario.outcomes if metrics is None or outcome.metric in metrics)
        if dropped := [outcome.metric for outcome in scenario.outcomes if outcome not in left]:
            notes.append(said("Not judged in '{name}', since it is not among the metrics asked for: {dropped}.",
                              name=scenario.name, dropped=dict.fromkeys(dropped)))
        kept.append(replace(scenario, outcomes=left))
    return tuple(kept), notes


def _check_names(baseline: Scenario, scenarios: Sequence[Scenario]) -> None:
    if not scenarios:
        raise ScenarioError(said("nothing to compare: name at least one scenario beside the baseline"))
    names = [baseline.name, *(scenario.name for scenario in scenarios)]
    for name in names:
        if names.count(name) > 1:
            twice = said("the baseline and a scenario") if name == baseline.name else said("two scenarios")
            raise ScenarioError(said("'{name}' is the name of {twice}; allowed: every arm once",
                                     name=name, twice=twice))


def _with_margins(arms: Sequence[Scenario]) -> list[Scenario]:
    """The arms, those that state no margins with those of the first scenario that does."""
    stated = next((arm.money for arm in (*arms[1:], arms[0]) if arm.money.stated), arms[0].money)
    return [arm if arm.money.stated else replace(arm, money=stated) for arm in arms]


def _with_plugins(arms: Sequence[Scenario]) -> list[Scenario]:
    """The arms, each with the plug-ins of all of them."""
    plugins = joined(*(arm.plugins for arm in arms))
    use(*plugins)
    return [replace(arm, plugins=plugins) if plugins else arm for arm in arms]


def _apart(one: Scenario, other: Scenario) -> list[str]:
    old, new = ({name: unmarked(plain(getattr(arm, name))) for name in WORLD} for arm in (one, other))
    return differences(old, new)
