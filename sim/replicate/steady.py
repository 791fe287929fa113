"""The long run that leads to the steady state, from which every other world starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.params import defaults
from sim.cast import fit
from sim.chance.draws import mixed_seed
from sim.outcomes.outcome import Outcome
from sim.replicate.days import Steps, engine_of
from sim.replicate.events import Earlier, Events, live_parcels, watch
from sim.replicate.leavings import outcome_of
from sim.replicate.past import Past, days_before
from sim.scenario.plan import Horizon, Population, Scenario
from sim.users.tally import DAYS_30
from sim.world.people import Beginning
from sim.world.world import World, create


@dataclass
class LongRun:
    """The world at the end of a long run without strategies, and the tables of its last days.

    Attributes:
        counted: the parcels of the days that are counted.
    """

    outcome: Outcome
    world: World
    counted: Earlier

    def watch(self, days: int, threads: int = 2) -> Events:
        """What people do on the next `days` days, visit by visit.

        Orders are told from the first recorded day on, parcels from the first counted one.
        """
        return watch(self.world, days, orders_from=self.outcome.first_day, earlier=self.counted, threads=threads)

    def levels(self) -> dict[str, float]:
        """Means over monthly-active users of trust, satisfaction and fatigue, and the flows that hold MAU."""
        people = self.outcome.people
        active = ((people["history"] & DAYS_30) != 0) & ~people["left"]
        mau = int(active.sum())
        by_friends = self.outcome.level("friend_arrivals")[-120:].sum()
        arrivals = (self.outcome.level("arrivals")[-120:].sum() - by_friends) / 120.0
        joined = int(self.world.alive.sum())
        means = {f"{name}_pivot": float(people[name][active].mean()) for name in ("trust", "satisfaction", "fatigue")}
        return means | {"organic_inflow": arrivals / mau, "joined_per_mau": joined / mau, "mau": mau}


NEWCOMERS = 11.0
"""People at the start, for one in `users`: of so many, about as many stay as the steady state holds."""


def long_run(parameters: Mapping[str, float] | None = None, *, users: int = 8_000, burn_in: int = 400,
             days: int = 150, seed: int = 1, threads: int = 2) -> LongRun:
    """A world lived from nothing: `burn_in` days, the recorded past, then `days` that are counted.

    Args:
        parameters: values over those of the fit. users: newcomers at the start (nobody is older).
        burn_in: days [days] before the recorded past. seed: of the luck. threads: of the engine.
    """
    values = defaults(fit.fitted()) | dict(parameters or {}) | {"joined_per_mau": NEWCOMERS}
    plan = Scenario("long run", population=Population(users=users), horizon=Horizon(days=days))
    recorded = days_before(values, 0)[1]
    start = recorded - burn_in
    world = create(Beginning(plan.population, values, mixed_seed(seed), start, days - start, None))
    past = Past(plan, mixed_seed(seed), world, recorded=recorded)
    engine = engine_of("compiled", threads)
    past.live(past.comparison, Steps(engine))
    counted = live_parcels(past.begin_comparison(), days, engine)
    return LongRun(outcome_of(world, plan, recorded, past.comparison, None), world, counted)
