"""Two worlds lived side by side with an eye on one user, or on some.

Everybody lives in the compiled engine. The watched user lives each day once more in plain Python, on a copy
of his row: chance is keyed, so both come to the same, and this one can be told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

import sim.levers  # noqa: F401  (declares all parameters)
from sim.base.errors import ScenarioError
from sim.base.message import said
from sim.chance.draws import day_key
from sim.engines.readable import DayRecord, Traits, namedtuple_of, readable
from sim.replicate.days import Engine, Steps, engine_of, live_one
from sim.replicate.past import Past, first_morning
from sim.scenario.plan import Scenario
from sim.users.day import live_day
from sim.users.rules.choose import freshness
from sim.users.rules.returns import share_sent_back
from sim.users.rules.trust import trust_of
from sim.users.state import STATE, Today, fields
from sim.users.tally import DAYS_28
from sim.world.world import World

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Day:
    """One user's day in one world: what was there in the morning, and what he did.

    Attributes:
        day: its number. stage: index of the life stage in the evening.
        before: the STATE fields of the morning, with `trust` .. of `mind`. p: the parameters in force for him.
        acting: names of the strategies that reach him today. letter: what came by mail, or None.
        done: what he did, None for somebody who has not joined or is gone.
        rooms: of the day, by host. popular: the table by which rooms are shown.
    """

    day: int
    stage: int
    before: SimpleNamespace
    p: Any
    acting: tuple[str, ...]
    letter: Any
    done: DayRecord | None
    rooms: list[Any]
    popular: list[int]


@dataclass(frozen=True)
class Diary:
    """The days of one user from the first day on which the worlds can differ.

    Attributes:
        scenario: the plan. user: his number. who: his traits. segments: the groups he belongs to.
        baseline, treated: his days in both worlds, day by day.
    """

    scenario: Scenario
    user: int
    who: Any
    segments: tuple[str, ...]
    baseline: list[Day]
    treated: list[Day]

    @property
    def first_day(self) -> int:
        """The first day told: the first strategy's, 0 without strategies."""
        return self.baseline[0].day


def write_diary(scenario: Scenario, user: int | None = None, progress: Tell | None = None) -> Diary:
    """The diary of `user`, or of an active one whom the strategies reach, at typical strengths.

    Raises ScenarioError when there is no such user.
    """
    def one(twin: World) -> list[int]:
        return [chosen(twin, scenario) if user is None else known(twin, user)]

    return _side_by_side(first_morning([scenario]), scenario, one, progress)[0]


def write_diaries(arms: Sequence[Scenario], arm: int, users: Sequence[int], *, replicate: int = 0, fixed: bool = False,
                  freeze: bool = False) -> list[Diary]:
    """The diaries of some users in arm 0 and another one of the `arms`, in the worlds of a replicate."""
    past = first_morning(arms, replicate=replicate, fixed=fixed, freeze=freeze)
    return _side_by_side(past, arms[arm], lambda twin: [known(twin, user) for user in users])


def _side_by_side(past: Past, scenario: Scenario, of: Callable[[World], list[int]],
                  progress: Tell | None = None) -> list[Diary]:
    """The diaries of the rows that `of` names once the world of `scenario` has parted from the past."""
    engine, days = engine_of("compiled", os.cpu_count() or 1), scenario.horizon.days
    steps = Steps(engine, progress, todo=days - past.world.day)
    past.live(past.comparison, steps)
    world = past.begin_comparison()
    steps.live(world, min(scenario.first_day or past.comparison, days))
    twin = world.fork()
    past.part(twin, scenario)
    rows = of(twin)
    days_of: list[tuple[list[Day], list[Day]]] = [([], []) for _ in rows]
    while world.day < days:
        for side, one in enumerate((world, twin)):
            for lived, day in zip(days_of, watched_day(one, engine, rows), strict=True):
                lived[side].append(day)
        steps.tell()
    return [Diary(scenario, row, Traits(*world.traits[row].tolist()), _groups(world, row), *lived)
            for row, lived in zip(rows, days_of, strict=True)]


def _groups(world: World, row: int) -> tuple[str, ...]:
    """The segments that somebody belongs to."""
    return tuple(name for name, mask in world.constants.segments.items() if mask[row] and name != "all")


def known(world: World, user: int) -> int:
    """The row of a user's number, which is the same. Raises ScenarioError when there is nobody of it."""
    if not 0 <= user < len(world.state):
        raise ScenarioError(said("there is no user {user}; this world has the numbers 0 to {last}",
                                 user=user, last=len(world.state) - 1))
    return user


def chosen(world: World, scenario: Scenario) -> int:
    """The row of somebody whom the strategies can reach, and who opens the app about every second day."""
    reach = [active.mask for active in world.actives if not active.on_rooms]
    candidates = world.alive & (np.logical_or.reduce(reach) if reach else True)
    if not reach and scenario.outcomes:  # strategies about rooms reach everybody: take the group asked about
        candidates &= world.constants.segments[scenario.outcomes[0].segment]
    if not candidates.any():
        raise ScenarioError(said("'{name}' reaches nobody in so small a world; give it more users",
                                 name=scenario.name))
    active_days = np.bitwise_count(world.state["history"] & DAYS_28).astype(int)
    return int(np.argmin(np.where(candidates, np.abs(active_days - 14), 28)))


def watched_day(world: World, engine: Engine, rows: Sequence[int]) -> list[Day]:
    """Live the world's next day, and tell that of some users."""
    days: list[Day] = []
    live_one(world, engine, lambda today, table: days.extend(foreseen(world, row, today, table) for row in rows))
    return [replace(day, stage=int(world.state["stage"][row])) for day, row in zip(days, rows, strict=True)]


def foreseen(world: World, row: int, today: Today, table: np.ndarray) -> Day:
    """The day that a user is about to live in the engine; his stage is that of the morning."""
    state = SimpleNamespace(**dict(zip(fields(STATE), world.state[row].item(), strict=True)))
    p, plain = namedtuple_of(table, state.profile), readable(today)
    before, alive = mind(state, p), world.alive[row]
    return Day(
        day=today.day,
        stage=state.stage,
        before=before,
        p=p,
        acting=acting_on(world, state.profile),
        letter=plain.mail[state.mail] if state.mail >= 0 else None,
        done=lived_again(state, Traits(*world.traits[row].tolist()), p, plain, world.seed) if alive else None,
        rooms=plain.rooms,
        popular=plain.boards[0],
    )


def mind(state: SimpleNamespace, p: Any) -> SimpleNamespace:
    """A copy of the state, and what follows from its counts [0..1]: trust, novelty left, share of parcels sent back."""
    return SimpleNamespace(**vars(state), trust=trust_of(state.good, state.bad, p),
                           novelty=freshness(state.novel_visits, p), returns=share_sent_back(state))


def lived_again(user: SimpleNamespace, who: Any, p: Any, today: Today, luck: int) -> DayRecord:
    """The record of the day that `user` is about to live in the engine."""
    done = DayRecord()
    live_day(user, who, p, today, day_key(luck, today.day, user.id), done)
    return done


def acting_on(world: World, profile: int) -> tuple[str, ...]:
    """Names of the strategies that reach a profile today, and of those that change rooms."""
    assert world.combos is not None
    bits = int(world.combos[profile][1])
    return tuple(
        active.plan.name
        for place, active in enumerate(world.actives)
        if (active.on_rooms or bits >> place & 1) and active.level(world.day) != 0.0
    )
