"""Users as Mesa agents: the readable engine, for teaching, diaries and as the oracle of the tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.errors import ResultError
from sim.base.message import said
from sim.chance.draws import day_key
from sim.engines.compat import mesa
from sim.engines.readable import DayRecord, Traits, namedtuple_of, readable, traits_in_words
from sim.outcomes.outcome import AGES
from sim.users.counts import COUNTS, LEVELS
from sim.users.day import live_day
from sim.users.rules.seed import outside_audience
from sim.users.rules.stage import STAGES
from sim.users.rules.trust import experiences_for, trust_of
from sim.users.state import DONE, STATE, Counting, Today, fields
from sim.users.tally import count_day
from sim.world.world import ORDER_EVENT, SHARE_EVENT, DayEvents, World


class User(mesa.Agent):
    """A user of the platform: the fields of a STATE row as attributes, `who` the traits that never change.

    `traits` says these in words, `segment` the age group. `p` holds the parameters of his profile today, `done` what he
    did on the last day he lived: printed, it tells the day. What is set, such as `habit` or `trust`, counts from the
    next step of the model on.
    """

    who: Any
    p: Any
    good: float
    bad: float

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.done = DayRecord()

    def pull(self, state: np.void) -> None:
        """Take over the fields of a STATE row."""
        self.__dict__.update(zip(fields(STATE), state.item(), strict=True))

    def push(self) -> tuple[Any, ...]:
        """The fields as a STATE row."""
        own = self.__dict__
        return tuple(own[name] for name in fields(STATE))

    def step(self) -> None:
        """Refused: a day is more than its users, and `agents.do("step")` would live one without a platform."""
        raise ResultError(said("users live inside model.step(), between the morning and the evening of the platform; "
                               "call model.step() once a day in place of stepping agents"))

    def live(self) -> None:
        """Live the day that the platform has opened."""
        today = self.model.today
        live_day(self, self.who, self.p, today, day_key(self.model.luck, today.day, self.id), self.done)

    @property
    def trust(self) -> float:
        """Trust [0..1]; setting it moves the good and bad experiences that it is made of."""
        return trust_of(self.good, self.bad, self.p)

    @trust.setter
    def trust(self, wanted: float) -> None:
        if not 0.0 < wanted < 1.0:
            raise ResultError(said("trust is a share between 0 and 1, both left out, not {trust:g}", trust=wanted))
        self.good, self.bad = experiences_for(wanted, self.good, self.bad, self.p)

    @property
    def segment(self) -> str:
        """The age group: gen_z, new_middle or silver."""
        return AGES[self.who.age]

    @property
    def traits(self) -> dict[str, Any]:
        """What never changes about the user, in words."""
        return traits_in_words(self.who)

    def __repr__(self) -> str:
        traits = self.traits
        return f"<{self.segment} user {self.id}: {self.life_stage}, {traits['tier']}-tier, trust {self.trust:.2f}>"

    @property
    def life_stage(self) -> str:
        """Prospect, trial, active, dormant or uninstalled."""
        return STAGES[self.stage]


class GenZUser(User):
    """Born 1995 to 2009."""


class NewMiddleUser(User):
    """Between gen_z and silver."""


class SilverUser(User):
    """Sixty and older."""


BY_AGE = (GenZUser, NewMiddleUser, SilverUser)


class AgentEngine:
    """Lives days of a world with one Mesa agent a user.

    Args:
        model: the Mesa model that owns the agents; a bare one when the engine runs alone.
    """

    def __init__(self, model: Any = None) -> None:
        self.model = model if model is not None else mesa.Model()
        self.users: dict[int, User] = {}
        self.keep_days = False
        self.days: list[tuple[np.ndarray, np.ndarray]] = []

    def live(self, world: World, today: Today, table: np.ndarray) -> tuple[DayEvents, np.ndarray]:
        """What happened today, and the day's counts [profile, LEVELS + COUNTS]; changes the world's users."""
        self.model.today, self.model.luck = readable(today), world.seed
        profiles = [namedtuple_of(table, row) for row in range(len(table))]
        counts = np.zeros((len(table), len(LEVELS) + len(COUNTS)), np.int64)
        log = EventLog(len(today.mail))
        living = world.living()
        for i in living:
            user = self.user(world, int(i))
            user.pull(world.state[i])
            user.p = profiles[user.profile]
            user.live()
            world.state[i] = user.push()
            counting = Counting(world.day, world.counting)
            count_day(user, user.who, user.p, user.done, counting, counts[user.profile], world.totals[i],
                      world.host_counts)
            log.add(int(i), user)
        if self.keep_days:
            rows = [self.users[i].done.row() for i in living.tolist()]
            self.days.append((living, np.array(rows, DONE) if rows else np.zeros(0, DONE)))
        return log.events(), counts

    def user(self, world: World, row: int) -> User:
        """The agent of a row; made when it is first needed."""
        if row not in self.users:
            user = BY_AGE[world.traits["age"][row]](self.model, row)
            user.who = Traits(*world.traits[row].tolist())
            self.users[row] = user
        return self.users[row]


class EventLog:
    """Collects what a day's users did that concerns others."""

    def __init__(self, letters: int) -> None:
        self.orders: list[tuple[float, ...]] = []
        self.shares: list[tuple[float, ...]] = []
        self.gone: list[int] = []
        self.returned = np.zeros(letters, np.int64)
        self.troubled = np.zeros(letters, np.int64)

    def add(self, i: int, user: User) -> None:
        """Add one user's day."""
        d = user.done
        for k in range(d.orders):
            self.orders.append((i, d.order_room[k], d.order_fen[k], d.order_coupon[k], d.order_marks[k],
                                d.order_certainty[k]))
        if d.shares > 0:
            self.shares.append((i, d.share_room, d.task_done, outside_audience(user.seed_posts, user.p),
                                user.p.seed_vouch))
        if d.parcels > 0:
            self.returned[user.mail] = d.returned
            self.troubled[user.mail] = d.troubled
        if d.uninstalled > 0:
            self.gone.append(i)

    def events(self) -> DayEvents:
        """All of it as tables."""
        return DayEvents(np.array(self.orders, ORDER_EVENT), np.array(self.shares, SHARE_EVENT), self.returned,
                      self.troubled, np.array(self.gone, np.int64))

