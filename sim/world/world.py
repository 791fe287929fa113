"""A world: its people, hosts and shared state. Two arms of a replicate are two forks of one world."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.base.params import row_dtype
from sim.cast.contacts import contact_graph, expected_degree, mean_expected
from sim.cast.hosts import draw_hosts, popularity_by_rank
from sim.cast.population import People, arriving_shares
from sim.outcomes.metrics.groups import whole_kinds
from sim.outcomes.outcome import NEVER
from sim.users.counts import COUNTS
from sim.users.rules.stage import HISTORY_MASK, PROSPECT
from sim.users.tally import DAYS_28, DAYS_30, TOTALS_WIDTH
from sim.world.people import Beginning, boost_of, people_of
from sim.world.reach import behaviours
from sim.world.stock import SO_FAR
from sim.world.strategies import Active, PlanBudget

NOBODY_PAYS = -1
"""In `World.payer`: the user holds no coupon of a strategy."""
ORDER_EVENT = np.dtype([(name, "i8") for name in ("user", "host", "fen", "coupon", "marks")] + [("certainty", "f8")])
NEWER, SETTLED = 1, 2
"""In `World.base`: base users who joined fewer than 28 days before the comparison day, and earlier; 0 for others."""
SHARE_EVENT = np.dtype([(name, "i8") for name in ("user", "host", "task")]
                       + [("audience", "f8"), ("vouch", "f8")])  # of who shared as a seed


@dataclass
class DayEvents:
    """What a day's users did that concerns others, in the order of users.

    `returned` and `troubled` have, for each row of the mail, the bits of parcels sent back and of unanswered problems;
    `gone` the rows of users who uninstalled.
    """

    orders: np.ndarray
    shares: np.ndarray
    returned: np.ndarray
    troubled: np.ndarray
    gone: np.ndarray


@dataclass
class Constants:
    """What never changes in a replicate and is shared by all its arms.

    `values` holds one value for every parameter, `kind_values` those of each kind of user; `date` is that of day 0.
    """

    values: Mapping[str, float]
    kind_values: Sequence[Mapping[str, float]]
    people: People
    segments: Mapping[str, np.ndarray]
    first: np.ndarray
    contacts: np.ndarray
    hosts: np.ndarray
    seed: int
    date: datetime.date | None = None
    weights: dict[str, np.ndarray] = field(default_factory=dict)

    def weight_of(self, segment: str) -> np.ndarray:
        """The weight of each kind whose people belong to `segment`, 0 for the others; found once, asked every day."""
        if segment not in self.weights:
            inside = whole_kinds(self.people.traits["kind"], len(self.kind_values), self.segments[segment])
            self.weights[segment] = self.people.kind_weight * inside
        return self.weights[segment]

    @cached_property
    def kinds(self) -> np.ndarray:
        """The kind of everybody [person], in one piece."""
        return np.ascontiguousarray(self.people.traits["kind"])

    @cached_property
    def ids(self) -> np.ndarray:
        """The id of everybody [person], in one piece."""
        return np.ascontiguousarray(self.people.state["id"])

    @cached_property
    def _arrivals(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows of everybody by the day on which he comes by himself, and these days."""
        order = np.argsort(self.people.arrival, kind="stable")
        return order, self.people.arrival[order]

    def arriving(self, day: int) -> np.ndarray:
        """Rows of those who come by themselves on `day`, rising."""
        order, days = self._arrivals
        first, end = days.searchsorted((day, day + 1))
        return order[first:end]

    @cached_property
    def trust_priors(self) -> np.ndarray:
        """Good and bad experiences [kind, 2] that trust begins with."""
        return np.array([(values["trust_prior_good"], values["trust_prior_bad"]) for values in self.kind_values])


@dataclass
class World:
    """The changing part of one arm on one day.

    `brought` [person]: a share of his led somebody to open. `shown`: (sharer, receiver, the receiver's opens by friends
    so far) of today; `table`: today's user parameters by profile; `made_tables`: strengths and profiles for
    which the day's tables were made, and the tables. `order_starts`: the rows of all orders at which the tables of days
    in `orders` begin, and the next one's. `payer` [person]: the strategy that granted the coupon held, and pays for it.
    `demand` [row, host]: see `sim.world.stock`. `frozen`: what links users beside contacts does not react.
    `known_active` [settled base user]: a day on which he was active, not always the last. `behaved` [person]: index
    into BEHAVED.
    """

    constants: Constants
    seed: int
    day: int
    state: np.ndarray
    alive: np.ndarray
    popularity: np.ndarray
    totals: np.ndarray
    base: np.ndarray
    host_counts: np.ndarray
    payer: np.ndarray
    demand: np.ndarray
    actives: list[Active] = field(default_factory=list)
    budget: PlanBudget | None = None
    daily: list[np.ndarray] = field(default_factory=list)
    orders: list[np.ndarray] = field(default_factory=list)
    parcels: dict[int, list[np.ndarray]] = field(default_factory=dict)
    shares: np.ndarray = field(default_factory=lambda: np.zeros(0, SHARE_EVENT))
    coming: dict[int, list[np.ndarray]] = field(default_factory=dict)
    back: dict[int, list[np.ndarray]] = field(default_factory=dict)
    order_starts: list[int] = field(default_factory=lambda: [0])
    counting: bool = False
    frozen: bool = False
    combos: np.ndarray | None = None
    masks_key: tuple[bool, ...] | None = None
    made_tables: tuple[list[float], np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None
    clipped: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    letters: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    mau_day_0: float | None = None
    arrivals: np.ndarray = field(default_factory=lambda: np.zeros((2, 0), np.int64))
    host_engaged: np.ndarray | int = 0
    table: np.ndarray = field(default_factory=lambda: np.zeros(0, row_dtype("user")))
    shown: np.ndarray = field(default_factory=lambda: np.zeros((3, 0), np.int64))
    brought: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    behaved: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int8))
    known_active: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def fork(self) -> World:
        """An independent copy that shares what never changes."""
        state = self.state.view("u1").copy().view(self.state.dtype)  # as bytes: by fields takes ten times as long
        return copy.deepcopy(self, {id(self.constants): self.constants, id(self.state): state})

    @property
    def traits(self) -> np.ndarray:
        """TRAITS of everybody."""
        return self.constants.people.traits

    def living(self) -> np.ndarray:
        """Rows of everybody who joined and has not uninstalled, in the order of ids."""
        return np.flatnonzero(self.alive)

    def weights(self, rows: np.ndarray) -> np.ndarray:
        """Real people for one simulated person of each row, before the planner's scale: 1 without oversampling."""
        return self.constants.people.kind_weight[self.constants.kinds[rows]]

    def histories(self, last: int, rows: np.ndarray) -> np.ndarray:
        """int64 [row]: bit d says active d days before the day `last`, that of the evening or the one before."""
        histories: np.ndarray = self.state["history"][rows]
        gone = np.flatnonzero(~self.alive[rows])
        away = np.clip(last - self.state["gone"][rows[gone]], 0, 62)  # days not lived since uninstalling
        histories[gone] = (histories[gone] << away) & HISTORY_MASK
        return histories

    def stayed(self) -> np.ndarray:
        """Rows of the settled base users active in the last 28 days, this evening's included."""
        settled = np.flatnonzero(self.base == SETTLED)
        if len(self.known_active) != len(settled):
            self.known_active = np.full(len(settled), -NEVER)
        doubtful = np.flatnonzero(self.known_active <= self.day - 28)  # most were seen since, and are not looked up
        history = self.histories(self.day, settled[doubtful])
        latest = history & -history & DAYS_28  # the lowest bit: how many days ago
        seen = np.flatnonzero(latest)
        self.known_active[doubtful[seen]] = self.day - np.bitwise_count(latest[seen] - 1).astype(np.int64)
        return settled[self.known_active > self.day - 28]

    def weighted_mau(self) -> float:
        """Users active in the last 30 days, weighted."""
        active_30 = (self.state["history"] & DAYS_30) != 0
        return float(self.constants.people.kind_weight[self.traits["kind"]][active_30 & self.alive].sum())

    def pursue(self, actives: list[Active], budget: PlanBudget | None = None) -> None:
        """From the next morning on, let these strategies act, within the `budget` of their plan if it has one."""
        self.actives, self.budget, self.combos, self.made_tables = actives, budget, None, None

    def by_name(self) -> list[int]:
        """The numbers of the strategies in the order of their names, which no order of a file moves."""
        return sorted(range(len(self.actives)), key=lambda s: self.actives[s].plan.name)

    def start_counting(self) -> None:
        """Begin the horizon's totals, and fix who is a base user (the comparison day, docs/model.md section 5)."""
        self.counting = True
        self.totals[:] = self.host_counts[:] = 0
        self.host_engaged = self.demand[SO_FAR] = 0
        self.brought, self.behaved = np.zeros(len(self.state), bool), behaviours(self.state, self.alive)
        self.known_active = np.zeros(0, np.int64)
        active_28 = (self.state["history"] & DAYS_28) != 0
        self.base[:] = np.where(self.state["joined"] > self.day - 28, NEWER, SETTLED) * (self.alive & active_28)


def create(beginning: Beginning) -> World:
    """A new world on its first morning."""
    population, values, seed = beginning.population, beginning.values, beginning.seed
    people, kind_values, members, cells = people_of(beginning)
    ids = people.state["id"]
    median, sigma = values["degree_median"], values["degree_sigma"]
    boosted = arriving_shares(values) * boost_of(population, beginning.own_segments)
    first, contacts = contact_graph(expected_degree(ids, seed, median, sigma), mean_expected(median, sigma), cells,
                                    (boosted / boosted.sum()).ravel(), seed, values["homophily"])
    people.traits["degree"] = np.diff(first)
    constants = Constants(values, kind_values, people, members, first, contacts,
                          draw_hosts(population.hosts, seed, values), seed, beginning.date)
    n, kinds = len(ids), len(kind_values)
    return World(
        constants, seed, beginning.first_day, people.state, people.state["stage"] != PROSPECT,
        popularity_by_rank(population.hosts, values),
        np.zeros((n, TOTALS_WIDTH), np.int64), np.zeros(n, np.int8),
        np.zeros((population.hosts, kinds, len(COUNTS)), np.int64),
        np.full(n, NOBODY_PAYS, np.int8), np.zeros((3, population.hosts)), frozen=beginning.freeze)
