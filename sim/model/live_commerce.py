"""The Mesa front of the simulation: one scenario, one world, one day a step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

import sim.levers  # noqa: F401  (declares all parameters)
from sim.base.errors import ResultError, UnknownNameError, unknown
from sim.base.message import said
from sim.base.numeric import whole
from sim.engines.agents import AgentEngine, User
from sim.engines.compat import AgentSet, iteration, mesa
from sim.engines.readable import namedtuple_of
from sim.model.reporters import REPORTERS
from sim.model.users import users_table
from sim.model.views import VIEWS_BY_AGE, UserView
from sim.replicate.days import Engine, Steps, engine_of, live_one
from sim.replicate.past import first_morning
from sim.scenario.load import Named, load_scenario
from sim.users.rules.stage import PROSPECT
from sim.world.strategies import table_of

ENGINES = ("agents", "compiled")
MOST_VIEWS = 100_000
"""Users of a compiled world that are shown as agents; a table serves more of them better."""


def compiled() -> Engine:
    """The compiled engine on all cores; imported only when it is needed."""
    return engine_of("compiled", os.cpu_count() or 1)


class LiveCommerceModel(mesa.Model):
    """A world of users as a Mesa model: `step()` lives one day, beginning with day 0.

    The numbers are those of `run` with the same scenario, users, days, seed and replicate, in both engines.

        model = LiveCommerceModel("elder_mode", users=500)
        model.step()                                             # one day of the whole platform
        silver = model.agents.select(lambda user: user.segment == "silver")
        user = next(iter(silver))
        user, user.traits, user.done                             # who it is, and what happened on that day
        user.trust = 0.2                                         # counts from the next step on
        model.users                                              # everybody as a table
        model.datacollector.get_model_vars_dataframe()           # a row for every day lived

    Args:
        scenario: name of a built-in scenario, a file, the fields of one as a dict, or a loaded one.
        users: monthly-active users at day 0; people on trial and prospects come on top.
        days: length of the horizon, the scenario's own when None.
        seed, replicate: the same numbers give the same world. Unless stated, the replicate is 0, and in
            `mesa.batch_run` the number of the iteration.
        engine: "agents" (every user is a Mesa agent) or "compiled" (rows; `agents` are views of them).
        past: live the recorded past first, as `run` does; False starts at once, for teaching.
        fixed: typical strengths and default parameters; False draws them as a replicate of `compare` does.
        freeze: popularity, stock, capacity and budgets do not react.
        set_: parameters in place of what the scenario says.

    Attributes:
        day: the next day to live. plan: the checked scenario. world: the state that both engines share.
        agents, users: everybody who ever joined, as Mesa agents and as a table.
        datacollector: one row for every day lived (`sim.model.reporters`).
    """

    def __init__(
        self,
        scenario: Named = "baseline",
        users: int | None = 500,
        days: int | None = None,
        seed: int | None = 1,
        engine: str = "agents",
        past: bool = True,
        replicate: int | None = None,
        fixed: bool = True,
        freeze: bool = False,
        set_: Mapping[str, str | float] | None = None,
    ) -> None:
        """Build the world and live its past; the class says what the arguments mean."""
        self.plan = load_scenario(scenario, set_, users=users, days=days, seed=seed, judged=False)
        replicate = iteration(seed) if replicate is None else whole("replicate", replicate, 0)
        super().__init__(rng=self.plan.seed)
        if engine not in ENGINES:
            raise UnknownNameError(unknown("engine", engine, ENGINES))
        self._views: dict[int, UserView] = {}
        self._table: np.ndarray | None = None
        self.engine = AgentEngine(self) if engine == "agents" else compiled()
        self._past = first_morning([self.plan], replicate=replicate, fixed=fixed, freeze=freeze, skipped=not past)
        self.comparison_day = self._past.comparison
        if past:
            self._past.live(0, Steps(compiled() if engine == "agents" else self.engine))
        self.world = self._past.world
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)
        self._take_over()

    @property
    def day(self) -> int:
        """The next day to live; days before 0 are the past."""
        return self.world.day

    def step(self) -> None:
        """Live one day. Raises ResultError when the horizon is over."""
        if self.day >= self.plan.horizon.days:
            raise ResultError(said("the horizon of {days} days is over; ask for more with days=...",
                                   days=self.plan.horizon.days))
        if self.day == self.comparison_day:
            self._past.begin_comparison()
            self._past.part(self.world, self.plan)
        self._hand_in()
        live_one(self.world, self.engine)
        self._table = None
        self._take_over()
        self.running = self.day < self.plan.horizon.days
        self.datacollector.collect(self)

    @property
    def agents(self) -> AgentSet:
        """Everybody who ever joined, as Mesa agents. Raises ResultError for a large compiled world."""
        if not isinstance(self.engine, AgentEngine):
            users = self.plan.population.users
            if users > MOST_VIEWS:
                raise ResultError(said("model.agents shows up to {most:,} users, and this world has "
                                       "{users:,}; model.users has them all as a table",
                                       most=MOST_VIEWS, users=users))  # fmt: skip
            for row in self._joined().tolist():
                if row not in self._views:
                    self._views[row] = VIEWS_BY_AGE[self.world.traits["age"][row]](self, row)
        return super().agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        raise AttributeError("model.agents belongs to Mesa and cannot be set")

    @property
    def users(self) -> pd.DataFrame:
        """One row for everybody who ever joined, by id: state, traits, weight and trust, in both engines."""
        self._hand_in()
        rows = self._joined()
        return users_table(self.world, rows, self._parameter_rows(rows))

    def parameters_of(self, row: int) -> Any:
        """The user-scope parameters in force for a user on the last day lived, as a named tuple."""
        return namedtuple_of(self._parameter_rows(np.array([row])), 0)

    def _parameter_rows(self, rows: np.ndarray) -> np.ndarray:
        """A row of user-scope parameters for each of these users."""
        world, kinds = self.world, range(len(self.world.constants.kind_values))
        if self._table is None:
            combos = world.combos if world.combos is not None else np.array([(kind, 0) for kind in kinds])
            levels = [active.level(world.day - 1) for active in world.actives]
            self._table = table_of("user", world.constants.kind_values, combos, levels, world.actives, {})
        profile = world.state["profile"] if world.combos is not None else world.traits["kind"]
        return self._table[profile[rows]]

    def _joined(self) -> np.ndarray:
        """Rows of everybody who ever joined, in the order of ids."""
        return np.flatnonzero(self.world.state["stage"] != PROSPECT)

    def _hand_in(self) -> None:
        """Write the agents' fields into the rows, so that what was set on an agent counts."""
        if isinstance(self.engine, AgentEngine):
            for row, user in self.engine.users.items():
                self.world.state[row] = user.push()

    def _take_over(self) -> None:
        """Give the agents what the platform wrote into their rows, and newcomers an agent."""
        if isinstance(self.engine, AgentEngine):
            for row in self._joined().tolist():
                new = row not in self.engine.users
                user: User = self.engine.user(self.world, row)
                user.pull(self.world.state[row])
                if new:
                    user.p = self.parameters_of(row)
