"""Everybody of a replicate: who is there on the first day, and who comes when."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.cast.fit import Start
from sim.cast.population import (
    RESERVE,
    People,
    arriving_shares,
    blank_state,
    draw_cells,
    draw_places,
    draw_traits,
    joined_shares,
    settle_from,
)
from sim.cast.segments import Groups, Segment, known
from sim.cast.segments.combination import cells_of
from sim.chance import decisions
from sim.chance.draws import uniforms
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.scenario.plan import Population
from sim.users.rules.favourite import BOTH, NOBODY
from sim.world.kinds import kinds_of


@dataclass(frozen=True)
class Beginning:
    """What a world begins with.

    Attributes:
        population: how many people and hosts. values: one for every parameter. seed: of people, hosts and luck.
        first_day: the day of its first morning. days: those that it can be lived for.
        settled: the start in steady state; without it everybody comes new (that is how the long run begins).
        freeze: what links users beside contacts does not react.
        extra: people added at the end, for the test that this moves nobody else.
        stated: parameters that hold for everybody, whatever segments say. own_segments: beside those that ship.
        date: of day 0; without one no day is a promotion or a holiday.
    """

    population: Population
    values: Mapping[str, float]
    seed: int
    first_day: int
    days: int
    settled: Start | None
    freeze: bool = False
    extra: int = 0
    stated: Collection[str] = ()
    own_segments: Iterable[Segment] = ()
    date: datetime.date | None = None


def people_of(beginning: Beginning
              ) -> tuple[People, list[dict[str, float]], Groups, np.ndarray]:
    """Everybody of a replicate, the values of each kind, the members of each segment, and their cells."""
    population, values, seed, settled = beginning.population, beginning.values, beginning.seed, beginning.settled
    first_day, days = beginning.first_day, beginning.days
    joined = population.users * values["joined_per_mau"]
    coming = population.users * values["organic_inflow"] * days * (1.0 + RESERVE)
    ids = np.arange(int(joined + coming) + beginning.extra)
    there, new = shares_of(settled, values)
    mixed = (joined * there + coming * new) / (joined + coming)
    cells, cell_weight = draw_cells(ids, seed, mixed, boost_of(population, beginning.own_segments))
    traits = draw_places(ids, cells, seed, values)
    kinds, kind_values, members = kinds_of(traits, ids, seed, values, beginning.stated, beginning.own_segments)
    traits["kind"] = kinds
    own = draw_traits(traits, ids, kind_values, seed)
    state = blank_state(ids, own, kind_values, kinds)
    initial = uniforms(seed, decisions.ROLE, ids) < (joined * there / (joined + coming) / mixed).ravel()[cells]
    when = uniforms(seed, decisions.ARRIVAL, ids) * (1.0 + RESERVE)
    arrival = np.where(when < 1.0, first_day + np.floor(when * days).astype(int), NEVER)
    if settled is None:
        arrival[initial] = first_day
    else:
        settle_from(settled.donors, state, traits, cells, initial, seed, first_day)
        tie_anew(state, np.array([of_kind["ties"] for of_kind in kind_values])[kinds], population.hosts)
        arrival[initial] = NEVER
    kind_weight = np.ones(len(kind_values))
    kind_weight[kinds] = cell_weight[cells]
    return People(state, traits, arrival, kind_weight), kind_values, members, cells


def tie_anew(state: np.ndarray, ties: np.ndarray, hosts: int) -> None:
    """Bring the ties of donors to the `hosts` of this world, which may be fewer.

    A tie stays one, but nobody has two to one host, nor a second one whose `ties` [person] are fewer.
    """
    for tie in ("favourite", "second"):
        tied = state[tie] != NOBODY
        state[tie][tied] %= hosts
    single = (state["second"] == state["favourite"]) | (ties < BOTH)
    state["second"][single], state["second_tie"][single] = NOBODY, 0.0


def shares_of(settled: Start | None, values: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Shares [age, tier] of the users on the first day and of newcomers; without a start all are newcomers."""
    new = arriving_shares(values)
    return (new if settled is None else joined_shares(settled.donors, values, settled.values), new)


def boost_of(population: Population, own: Iterable[Segment] = ()) -> np.ndarray:
    """The oversampling factor of each cell [age, tier]: a segment's holds for the cells where its members are."""
    boost = np.ones((len(AGES), len(TIERS)))
    for segment, factor in population.oversample.items():
        boost[cells_of(segment, known(own))] *= factor
    return boost
