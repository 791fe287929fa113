"""The beginning that the worlds of a replicate share, told once: its people and luck, the days before, the parting.

    burn-in (30 days) -> recorded past (90 days, delivery, return window) -> comparison day -> the arms part

Every past is lived by the compiled engine; the engines agree to the bit, so agents can take over on any morning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.base.keeping import KeptFiles
from sim.base.message import said
from sim.base.params import PARAMETERS, defaults
from sim.cast import fit
from sim.cast.segments import Segment, known
from sim.chance import decisions
from sim.chance.draws import day_key, mixed_seed, uniform, uniforms
from sim.levers import LEVERS
from sim.replicate.days import Steps
from sim.replicate.record import Drawn
from sim.replicate.settling import settled
from sim.scenario.plan import Scenario
from sim.world.people import Beginning
from sim.world.reach import host_mask
from sim.world.seeding import well_connected
from sim.world.strategies import Active, PlanBudget, alternative_of, option_of, strength_of
from sim.world.timing import Timing
from sim.world.world import World, create

BURN_IN = 30
"""Days lived under the replicate's own parameters before the recorded past begins."""
PAST = 90
"""Days of the recorded past, to which delivery and the return window are added (docs/model.md section 5)."""


@dataclass
class Past:
    """A world before its arms part.

    Attributes:
        plan: the scenario whose people, horizon and parameters they share. seed: of the luck. world: as it is now.
        comparison: the comparison day. recorded: the first day whose tables are kept.
        fixed: strengths are typical ones. drawn: the uncertain parameters of this replicate.
        skipped: it begins on day 0 without a past. scale: real people for one weighted simulated one, None when
            the scenario does not say; known from the comparison day on.
    """

    plan: Scenario
    seed: int
    world: World
    comparison: int = 0
    recorded: int = 0
    fixed: bool = True
    drawn: Mapping[str, float] = field(default_factory=dict)
    skipped: bool = False
    scale: float | None = None

    def live(self, until: int, steps: Steps) -> None:
        """Live up to the morning of `until`; days before the recorded past leave no tables."""
        if self.world.day <= self.recorded <= until:
            steps.live(self.world, self.recorded)
            self.world.daily.clear()
        steps.live(self.world, until)

    def begin_comparison(self) -> World:
        """The world on the morning of the comparison day: from now on everything is counted."""
        self.world.start_counting()
        self.scale = self._scale()
        return self.world

    def part(self, world: World, arm: Scenario) -> tuple[Drawn, ...]:
        """The strengths drawn for the strategies of `arm`, which act in `world` from this morning on."""
        actives = actives_of(arm, world, self.seed, self.fixed, self.scale)
        world.pursue(actives, None if arm.budget is None else PlanBudget(arm.budget, self.scale or 1.0))
        return tuple(Drawn(arm.name, a.plan.name, a.plan.lever, a.strength) for a in actives)

    def _scale(self) -> float | None:
        """`represents` over the weighted MAU of day 0 (of today, if that is later); as stated without a past."""
        population = self.plan.population
        if population.represents is None:
            return None
        if self.skipped:
            return population.represents / population.users
        return population.represents / (self.world.mau_day_0 or self.world.weighted_mau())


def first_morning(arms: Sequence[Scenario], *, replicate: int = 0, fixed: bool = True, freeze: bool = False,
                  skipped: bool = False, extra_people: int = 0, kept: KeptFiles | None = None) -> Past:
    """The past that `arms` share, on its first morning; arms[0] is the baseline.

    Args:
        replicate: each draws its own people, hosts, luck and uncertain values. fixed: nothing is drawn from priors.
        freeze: popularity and budgets do not react. skipped: begin on day 0, without a past.
        extra_people: people added at the end of the population, to test that they move nobody else.
        kept: the cache of worlds, where the people of the fit's draws may be.
    """
    plan = arms[0]
    seed = mixed_seed(plan.seed, replicate)
    values, drawn, number = values_of(plan, replicate, fixed)
    comparison = comparison_day_of(arms)
    start, recorded = (0, 0) if skipped else days_before(values, comparison, plan.segments)
    world = create(Beginning(
        plan.population, values, seed, start, plan.horizon.days - start,
        settled(plan.fit.path, number, plan.population.users, kept), freeze=freeze,
        extra=extra_people, stated=plan.parameters, own_segments=plan.segments, date=plan.horizon.start,
    ))
    return Past(plan, seed, world, comparison, recorded, fixed, drawn, skipped)


class Known(NamedTuple):
    """All parameter values of a replicate, those of them that were drawn, and the number of its posterior draw.

    `number` is None where nothing is drawn, or the fit has no posterior.
    """

    values: dict[str, float]
    drawn: dict[str, float]
    number: int | None


def values_of(scenario: Scenario, replicate: int, fixed: bool) -> Known:
    """What a replicate knows of its parameters: default < fit < draw < scenario and `--set`.

    A draw is one of the fit's posterior (of what it fits, and of what is uncertain without any strategy), and one of
    the priors of what only strategies wake; what a scenario states is not drawn.
    """
    values, drawn, number = defaults(fit.fitted(scenario.fit.path)), {}, None
    if not fixed:
        posterior = fit.posterior(scenario.fit.path)
        if posterior is not None:
            number = (mixed_seed(scenario.seed) + replicate) % len(posterior.values)
            draw = posterior.of(number)
            values |= {name: draw.pop(name) for name in fit.FOLLOWING}
            drawn = draw
        key = day_key(mixed_seed(scenario.seed, replicate), 0, 0)
        for name, entry in sorted(PARAMETERS.items()):  # declared in another order where other files are read first
            if entry.prior is not None and name not in drawn:
                drawn[name] = entry.prior.quantile(uniform(key, decisions.UNCERTAIN, alternative_of(name)))
        drawn = {name: value for name, value in drawn.items() if name not in scenario.parameters}
    return Known(values | drawn | dict(scenario.parameters), drawn, number)


def days_before(values: Mapping[str, float], comparison_day: int, own: Iterable[Segment] = ()) -> tuple[int, int]:
    """(first day lived, first day recorded), both relative to day 0; parcels of all segments have arrived by then."""
    slow = [s.parameters["delivery_days"].value for s in known(own).values() if "delivery_days" in s.parameters]
    past = PAST + math.ceil(max([values["delivery_days"], *slow])) + int(values["return_window"])
    recorded = min(0, comparison_day - past)
    return recorded - BURN_IN, recorded


def comparison_day_of(arms: Sequence[Scenario]) -> int:
    """The earliest day on which any arm differs, 0 when none does (docs/model.md section 5)."""
    days = [arm.first_day for arm in arms if arm.first_day is not None]
    return min(days, default=0)


def actives_of(arm: Scenario, world: World, seed: int, fixed: bool, scale: float | None) -> list[Active]:
    """The strategies of an arm in a world, each with the strength drawn under `seed`."""
    actives = []
    for plan in arm.strategies:
        active = Active(plan, strength_of(plan, seed, fixed), np.zeros(0, bool), Timing(plan.when, arm.horizon.start),
                        yuan_scale=scale or 1.0)
        active.mask = reachable(active, world)
        if LEVERS[plan.lever].picks and not active.mask.any():
            world.notes.append(said("{name}: of so few users none was picked, so it does nothing; simulate more users",
                                    name=plan.name))
        if plan.cost.budget is not None:
            active.budget_fen = 100.0 * plan.cost.budget / active.yuan_scale
        actives.append(active)
    return actives


def reachable(active: Active, world: World) -> np.ndarray:
    """Bool [host] or [person]: whom a strategy can reach in a world."""
    plan, constants = active.plan, world.constants
    if active.on_rooms:
        return host_mask(plan.where, constants.hosts, constants.seed)
    # by lever: two strategies for half of the users each reach halves that have nothing to do with each other
    rolled = uniforms(constants.seed, decisions.ROLLOUT, world.state["id"], alternative=alternative_of(plan.lever))
    mask = constants.segments[plan.who.segment] & (rolled < plan.who.share)
    picks = LEVERS[plan.lever].picks
    return well_connected(world, mask, option_of(plan, picks)) if picks else mask
