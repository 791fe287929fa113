"""One replicate: a common past, then one world for every arm from the day on which it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

import sim.cast.hosts
import sim.cast.population
import sim.engines.cache  # before anything is compiled
import sim.world.platform
from sim.base.params import PARAMETERS, defaults
from sim.cast import fit
from sim.cast.segments import Segment, known
from sim.chance import decisions
from sim.chance.draws import day_key, mixed_seed, uniform, uniforms
from sim.outcomes.outcome import Outcome
from sim.replicate.leavings import outcome_of
from sim.replicate.record import Replicate
from sim.scenario.plan import Scenario
from sim.users.state import Today
from sim.world.people import Beginning
from sim.world.strategies import Active, alternative_of, host_mask, strength_of
from sim.world.timing import Timing
from sim.world.world import DayEvents, World, create

BURN_IN = 30
"""Days lived under the replicate's own parameters before the recorded past begins."""
PAST = 90
"""Days of the recorded past, to which delivery and the return window are added (docs/model.md section 5)."""


class Engine(Protocol):
    """What an engine does: live a world's day.

    While `keep_days` is set, `days` grows by (rows of the living, their DONE rows) every day.
    """

    keep_days: bool
    days: list[tuple[np.ndarray, np.ndarray]]

    def live(self, world: World, today: Today, table: np.ndarray) -> tuple[DayEvents, np.ndarray]: ...


def values_of(scenario: Scenario, seed: int, fixed: bool) -> tuple[dict[str, float], dict[str, float]]:
    """All parameter values of a replicate, and those of them that were drawn from their priors.

    default < fit < scenario and `--set`; what a scenario states is not drawn.
    """
    values = defaults(fit.fitted(scenario.fit.path))
    drawn = {}
    if not fixed:
        key = day_key(seed, 0, 0)
        for name, entry in PARAMETERS.items():
            if entry.prior is not None and name not in scenario.parameters:
                drawn[name] = entry.prior.quantile(uniform(key, decisions.UNCERTAIN, alternative_of(name)))
    return values | drawn | dict(scenario.parameters), drawn


def days_before(values: Mapping[str, float], comparison_day: int, own: Iterable[Segment] = ()) -> tuple[int, int]:
    """(first day lived, first day recorded), both relative to day 0; parcels of all segments have arrived by then."""
    slow = [s.parameters["delivery_days"].value for s in known(own).values() if "delivery_days" in s.parameters]
    past = PAST + int(max([values["delivery_days"], *slow])) + int(values["return_window"])
    recorded = min(0, comparison_day - past)
    return recorded - BURN_IN, recorded


def first_morning(scenario: Scenario, values: Mapping[str, float], seed: int, start: int, *, freeze: bool = False,
                  extra: int = 0) -> World:
    """The world of a scenario on the morning of `start`, the first day that is lived."""
    return create(Beginning(
        scenario.population, values, seed, start, scenario.horizon.days - start, fit.start(scenario.fit.path),
        freeze=freeze, extra=extra, stated=scenario.parameters, own_segments=scenario.segments,
        date=scenario.horizon.start,
    ))


def comparison_day_of(arms: Sequence[Scenario]) -> int:
    """The earliest day on which any arm differs, 0 when none does (docs/model.md section 5)."""
    days = [arm.first_day for arm in arms if arm.first_day is not None]
    return min(days, default=0)


def actives_of(scenario: Scenario, world: World, strength_seed: int, fixed: bool,
               scale: float | None) -> tuple[list[Active], dict[str, float]]:
    """The strategies of an arm in a world, and the strengths drawn for them."""
    actives, drawn = [], {}
    for plan in scenario.strategies:
        strength = strength_of(plan, strength_seed, fixed)
        drawn[f"strategy:{scenario.name}/{plan.name}.{plan.lever}"] = strength
        active = Active(plan, strength, np.zeros(0, bool), Timing(plan.when, scenario.horizon.start),
                        yuan_scale=scale or 1.0)
        if active.on_rooms:
            active.mask = host_mask(plan.where, world.constants.hosts, world.constants.seed)
        else:
            inside = world.constants.segments[plan.who.segment]
            # by lever: two strategies for half of the users each reach halves that have nothing to do with each other
            rolled = uniforms(world.constants.seed, decisions.ROLLOUT, world.state["id"],
                              alternative=alternative_of(plan.lever))
            active.mask = inside & (rolled < plan.who.share)
        if plan.cost.budget is not None:
            active.budget_fen = 100.0 * plan.cost.budget / active.yuan_scale
        actives.append(active)
    return actives, drawn


def simulate(arms: Sequence[Scenario], *, replicate: int, engine: str = "compiled", fixed: bool = False,
             luck: str = "shared", freeze: bool = False, threads: int = 1,
             progress: Callable[[int, int], None] | None = None, extra_people: int = 0) -> Replicate:
    """Simulate all `arms` of one replicate; arms[0] is the baseline.

    Args:
        arms: scenarios that share population, horizon, seed and parameters.
        replicate: its number; each draws its own people, hosts, luck and uncertain values.
        engine: "compiled" or "agents". fixed: nothing is drawn from priors.
        luck: "shared", or "independent" to test the intervals. freeze: popularity and budgets do not react.
        threads: of the compiled engine. progress: called with (days lived, days to live).
        extra_people: people added at the end of the population, to test that they move nobody else.
    """
    living = engine_of(engine, threads)
    first = arms[0]
    seed = mixed_seed(first.seed, replicate)
    values, drawn = values_of(first, seed, fixed)
    comparison = comparison_day_of(arms)
    start, recorded = days_before(values, comparison, first.segments)
    days = first.horizon.days
    world = first_morning(first, values, seed, start, freeze=freeze, extra=extra_people)
    parting = parting_days(arms, comparison if luck == "independent" else None)
    order = sorted(range(len(arms)), key=lambda k: (parting[k], k))
    todo = (days - start) + sum(days - parting[k] for k in order[:-1])
    steps = Steps(living, progress, todo)
    steps.live(world, recorded)
    world.daily.clear()
    steps.live(world, comparison)
    world.start_counting()
    scale = scale_of(world, first.population.represents)
    outcomes: dict[int, Outcome] = {}
    notes: list[str] = []
    for k in order:
        arm = arms[k]
        steps.live(world, parting[k])
        own = world.fork() if k != order[-1] else world
        if luck == "independent" and k > 0:
            own.seed = mixed_seed(first.seed, 1_000_003 * (k + 1) + replicate)
        actives, strengths = actives_of(arm, own, seed, fixed, scale)
        own.pursue(actives)
        drawn |= strengths
        steps.live(own, days)
        outcomes[k] = outcome_of(own, arm, recorded, comparison, scale)
        notes += [f"{arm.name}: {note}" for note in notes_of(own)]
    return Replicate([outcomes[k] for k in range(len(arms))], drawn, notes)


def parting_days(arms: Sequence[Scenario], own_luck_from: int | None) -> list[int]:
    """The day on which each arm parts from the common world: that of its first strategy or of its own luck."""
    days = arms[0].horizon.days
    firsts = [days if arm.first_day is None else arm.first_day for arm in arms]
    if own_luck_from is not None:
        firsts[1:] = [own_luck_from] * (len(arms) - 1)
    return [min(day, days) for day in firsts]


class Steps:
    """Lives worlds day by day with one engine, and reports progress."""

    def __init__(self, engine: Engine, progress: Callable[[int, int], None] | None, todo: int) -> None:
        self.engine, self.progress, self.todo, self.lived = engine, progress, todo, 0

    def live(self, world: World, until: int) -> None:
        """Live the days of `world` up to the morning of `until`."""
        while world.day < until:
            live_one(world, self.engine)
            self.lived += 1
            if self.progress:
                self.progress(self.lived, self.todo)


def live_one(world: World, engine: Engine) -> None:
    """One day: the platform's morning, the users' day, the platform's evening."""
    today, table = sim.world.platform.morning(world)
    events, counts = engine.live(world, today, table)
    sim.world.platform.evening(world, today, table, events, counts)


def engine_of(name: str, threads: int) -> Engine:
    """The engine of that name; each is imported only when asked for."""
    if name == "compiled":
        from sim.engines.kernel import CompiledEngine

        return CompiledEngine(threads)
    from sim.engines.agents import AgentEngine

    return AgentEngine()


def scale_of(world: World, represents: float | None) -> float | None:
    """Real users for one weighted simulated one: `represents` over the weighted MAU of day 0.

    A world that began later than day 0 takes that of today.
    """
    if represents is None:
        return None
    return represents / (world.mau_day_0 or world.weighted_mau())


def notes_of(world: World) -> list[str]:
    """What the reader of an arm must know."""
    clipped = [f"'{name}' was cut to its bounds (asked for {value:g})" for name, value in world.clipped.items()]
    return world.notes + clipped
