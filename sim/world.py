"""A world: its people, hosts and shared state. Two arms of a replicate are two forks of one world."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim import decisions
from sim.contacts import contact_graph, expected_degree, mean_expected
from sim.coupons import NOBODY_PAYS
from sim.draws import uniforms
from sim.fit import Start
from sim.hosts import draw_hosts, popularity_by_rank
from sim.kinds import kinds_of
from sim.outcome import AGES, COUNTS, NEVER, TIERS
from sim.population import (
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
from sim.rules.favourite import NOBODY
from sim.rules.stage import HISTORY_MASK, PROSPECT, TRIAL
from sim.scenario.plan import Population
from sim.segments import Segment
from sim.strategies import Active
from sim.tally import DAYS_28, DAYS_30, TOTALS_WIDTH

ORDER_EVENT = np.dtype([("user", "i8"), ("host", "i8"), ("fen", "i8"), ("coupon", "i8"), ("marks", "i8")])
SHARE_EVENT = np.dtype([("user", "i8"), ("host", "i8"), ("task", "i8")])


@dataclass
class Events:
    """What a day's users did that concerns others, in the order of users.

    `returned` has, for each row of the mail, the bits of the parcels sent back; `gone` the rows of
    users who uninstalled.
    """

    orders: np.ndarray
    shares: np.ndarray
    returned: np.ndarray
    gone: np.ndarray


@dataclass
class Fixed:
    """What never changes in a replicate and is shared by all its arms.

    `values` holds one value for every parameter, `kind_values` those of each kind of user.
    """

    values: Mapping[str, float]
    kind_values: Sequence[Mapping[str, float]]
    people: People
    segments: Mapping[str, np.ndarray]
    first: np.ndarray
    contacts: np.ndarray
    hosts: np.ndarray
    seed: int


@dataclass
class World:
    """The changing part of one arm on one day.

    `payer` [person]: the strategy that pays for the coupon held, when it is used. `frozen`: what links users
    beside contacts (popularity, budgets) does not react.
    """

    fixed: Fixed
    seed: int
    day: int
    state: np.ndarray
    alive: np.ndarray
    popularity: np.ndarray
    totals: np.ndarray
    base: np.ndarray
    host_counts: np.ndarray
    payer: np.ndarray
    actives: list[Active] = field(default_factory=list)
    daily: list[np.ndarray] = field(default_factory=list)
    orders: list[np.ndarray] = field(default_factory=list)
    parcels: dict[int, list[np.ndarray]] = field(default_factory=dict)
    shares: np.ndarray = field(default_factory=lambda: np.zeros(0, SHARE_EVENT))
    coming: dict[int, list[np.ndarray]] = field(default_factory=dict)
    back: dict[int, list[np.ndarray]] = field(default_factory=dict)
    placed: int = 0
    counting: bool = False
    frozen: bool = False
    combos: np.ndarray | None = None
    masks_key: tuple[bool, ...] | None = None
    clipped: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    letters: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    mau_day_0: float | None = None
    arrivals: np.ndarray = field(default_factory=lambda: np.zeros((2, 0), np.int64))
    host_engaged: np.ndarray | int = 0

    def fork(self) -> World:
        """An independent copy that shares what never changes."""
        return copy.deepcopy(self, {id(self.fixed): self.fixed})

    @property
    def traits(self) -> np.ndarray:
        """TRAITS of everybody."""
        return self.fixed.people.traits

    def living(self) -> np.ndarray:
        """Rows of everybody who joined and has not uninstalled, in the order of ids."""
        return np.flatnonzero(self.alive)

    def weighted_mau(self) -> float:
        """Users active in the last 30 days, weighted."""
        active_30 = (self.state["history"] & DAYS_30) != 0
        return float(self.fixed.people.kind_weight[self.traits["kind"]][active_30 & self.alive].sum())

    def pursue(self, actives: list[Active]) -> None:
        """From the next morning on, let these strategies act."""
        self.actives, self.combos = actives, None

    def start_counting(self) -> None:
        """Begin the horizon's totals, and fix who is a base user (the comparison day, docs/model.md section 5)."""
        self.counting = True
        self.totals[:] = 0
        self.host_counts[:] = 0
        self.host_engaged = 0
        active_28 = (self.state["history"] & DAYS_28) != 0
        self.base[:] = self.alive & active_28


def people_of(population: Population, values: Mapping[str, float], seed: int, first_day: int, days: int,
              settled: Start | None, extra: int, stated: Collection[str], own_segments: Iterable[Segment]
              ) -> tuple[People, list[dict[str, float]], dict[str, np.ndarray], np.ndarray]:
    """Everybody of a replicate, the values of each kind, the members of each segment, and their cells.

    `settled` gives the start in steady state; without it everybody comes new (that is how the long
    run begins). `extra` people are added at the end, for the test that this moves nobody else.
    """
    joined = population.users * values["joined_per_mau"]
    coming = population.users * values["organic_inflow"] * days * (1.0 + RESERVE)
    ids = np.arange(int(joined + coming) + extra)
    there, new = shares_of(settled, values)
    mixed = (joined * there + coming * new) / (joined + coming)
    cells, cell_weight = draw_cells(ids, seed, mixed, boost_of(population))
    traits = draw_places(ids, cells, seed, values)
    kinds, kind_values, members = kinds_of(traits, ids, seed, values, stated, own_segments)
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
        known = state["favourite"] != NOBODY  # the donors' world may have more hosts: a tie stays a tie
        state["favourite"][known] %= population.hosts
        arrival[initial] = NEVER
    kind_weight = np.ones(len(kind_values))
    kind_weight[kinds] = cell_weight[cells]
    return People(state, traits, arrival, kind_weight), kind_values, members, cells


def shares_of(settled: Start | None, values: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Shares [age, tier] of the users on the first day and of newcomers; without a start all are newcomers."""
    new = arriving_shares(values)
    return (new if settled is None else joined_shares(settled.donors, values, settled.values), new)


def boost_of(population: Population) -> np.ndarray:
    """The oversampling factor of each cell [age, tier]."""
    boost = np.ones((len(AGES), len(TIERS)))
    for segment, factor in population.oversample.items():
        if segment in AGES:
            boost[AGES.index(segment), :] *= factor
        else:
            boost[:, TIERS.index(segment.removesuffix("_tier"))] *= factor
    return boost


def create(population: Population, values: Mapping[str, float], seed: int, first_day: int, days: int,
           settled: Start | None, *, freeze: bool = False, extra: int = 0,
           stated: Collection[str] = (), own_segments: Iterable[Segment] = ()) -> World:
    """A new world on the morning of `first_day`, to be lived for at most `days` days."""
    people, kind_values, members, cells = people_of(population, values, seed, first_day, days, settled, extra,
                                                    stated, own_segments)
    ids = people.state["id"]
    median, sigma = values["degree_median"], values["degree_sigma"]
    boosted = arriving_shares(values) * boost_of(population)
    first, contacts = contact_graph(expected_degree(ids, seed, median, sigma), mean_expected(median, sigma), cells,
                                    (boosted / boosted.sum()).ravel(), seed, values["homophily"])
    people.traits["degree"] = np.diff(first)
    fixed = Fixed(values, kind_values, people, members, first, contacts,
                  draw_hosts(population.hosts, seed, values), seed)
    n, kinds = len(ids), len(kind_values)
    return World(
        fixed, seed, first_day, people.state, people.state["stage"] != PROSPECT,
        popularity_by_rank(population.hosts, values),
        np.zeros((n, TOTALS_WIDTH), np.int64), np.zeros(n, np.int8),
        np.zeros((population.hosts, kinds, len(COUNTS)), np.int64),
        np.full(n, NOBODY_PAYS), frozen=freeze,
    )


def join(world: World, rows: np.ndarray) -> np.ndarray:
    """The `rows` that really join today: prospects come on trial, and open for the first time."""
    rows = rows[world.state["stage"][rows] == PROSPECT]
    world.state["stage"][rows] = TRIAL
    world.state["joined"][rows] = world.day
    world.state["last_open"][rows] = world.day - 1
    world.alive[rows] = True
    return rows


def reinstall(world: World, rows: np.ndarray) -> None:
    """Bring users back who had uninstalled: on trial, with all they remember."""
    world.state["stage"][rows] = TRIAL
    world.state["last_open"][rows] = world.day - 1
    away = np.minimum(62, world.day - 1 - world.state["gone"][rows])
    world.state["history"][rows] = (world.state["history"][rows] << away) & HISTORY_MASK
    world.state["gone"][rows] = NEVER
    world.alive[rows] = True

