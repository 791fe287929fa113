"""The worlds of an explanation: the plan with some of its paths alone, the others as in the baseline.

A path is a mechanism (`sim.levers.paths`). All these worlds share people, past, luck and drawn strengths with the
baseline and with the whole plan, so what differs between two of them is the work of the paths in which they differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sim.base.errors import LivesimError
from sim.cast.segments import Segment
from sim.levers.paths import paths_of, written_by
from sim.outcomes.metrics.groups import BY_BEHAVIOUR
from sim.outcomes.outcome import AGES, BEHAVED, TIERS
from sim.paired.arms import added
from sim.scenario.names import resolve
from sim.scenario.plan import Scenario, Strategy

MOST = 6
"""Paths whose every combination is lived, 64 worlds at most; of more, each is lived alone and each is left out."""
CUTS: Mapping[str, Sequence[str]] = {"age": AGES, "tier": tuple(f"{tier}_tier" for tier in TIERS)}
"""Ways of cutting people into segments, so that everybody is in one of them."""
EVERYBODY = "all"


@dataclass(frozen=True)
class Explained:
    """What is explained: the effect of a scenario on a metric in a segment.

    `shared`: the baseline's strategies. Those that the scenario has too are no part of the effect.
    """

    scenario: Scenario
    metric: str
    segment: str
    shared: tuple[Strategy, ...] = ()


def asked_of(arms: Sequence[Scenario], stated: tuple[str, str] | None) -> list[Explained]:
    """What is explained of the compared `arms`: the metric and segment `stated`, else every primary outcome."""
    return [
        Explained(arm, metric, segment, arms[0].strategies)
        for arm in arms[1:]
        for metric, segment in ([stated] if stated else [(o.metric, o.segment) for o in arm.outcomes])
    ]


def plan_paths(scenario: Scenario, shared: Collection[Strategy] = ()) -> dict[str, tuple[str, ...]]:
    """Path -> parameters that the strategies of a scenario write which are not `shared` with the baseline."""
    return paths_of(strategy.lever for strategy in added(scenario, shared))


def lived_sets(paths: Sequence[str]) -> list[tuple[str, ...]]:
    """The sets of paths that are lived beside none of them (the baseline) and all of them (the plan)."""
    count = len(paths)
    sizes = range(1, count) if count <= MOST else (1, count - 1)
    return [chosen for size in sizes for chosen in combinations(paths, size)]


def world_name(scenario: str, chosen: Iterable[str]) -> str:
    """The name of the world in which `chosen` paths alone are as in the plan."""
    return f"{scenario}/path {'+'.join(chosen)}"


def path_worlds(scenario: Scenario, shared: Collection[Strategy] = ()) -> list[Scenario]:
    """An arm for each set of paths that is lived; none where the plan works by one path alone.

    Strategies `shared` with the baseline act in full in every one of them, as they do in the baseline.
    """
    paths, own = plan_paths(scenario, shared), added(scenario, shared)
    return [
        replace(
            scenario, name=world_name(scenario.name, chosen), outcomes=(), goals=(),
            strategies=tuple(replace(one, only=written_by(paths, chosen)) if one in own else one
                             for one in scenario.strategies),
        )
        for chosen in lived_sets(list(paths))
    ]  # fmt: skip


def pieces(segment: str, own: Sequence[Segment] = ()) -> dict[str, list[tuple[str, str]]]:
    """Cut -> (piece, name of the group that is measured): the segment by age, city tier and behaviour.

    A cut into one piece alone is left out: all silver users are silver.
    """
    cuts = {cut: [(piece, name) for piece in names if (name := _both(segment, piece, own))]
            for cut, names in CUTS.items()}  # fmt: skip
    cuts["behaviour"] = [(piece, f"{segment}{BY_BEHAVIOUR}{piece}") for piece in (*BEHAVED[1:], BEHAVED[0])]
    return {cut: parts for cut, parts in cuts.items() if len(parts) > 1}


def groups_of(asked: Iterable[Explained]) -> list[str]:
    """The groups that have to be measured beside the segments of a comparison."""
    names = [name for one in asked for parts in pieces(one.segment, one.scenario.segments).values()
             for _, name in parts]  # fmt: skip
    return list(dict.fromkeys([*(one.segment for one in asked), *names]))


def _both(segment: str, piece: str, own: Sequence[Segment]) -> str:
    """The name of those of a segment who are in a piece, blank where there can be nobody."""
    if segment == EVERYBODY:
        return piece
    try:
        return resolve("segment", f"({segment}) and {piece}", own)
    except LivesimError:
        return ""
