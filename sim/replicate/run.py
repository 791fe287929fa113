"""One replicate: a common past, then one world for every arm from the day on which it differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sim.base.message import said
from sim.chance.draws import mixed_seed
from sim.outcomes.outcome import Outcome
from sim.replicate.days import Steps, engine_of
from sim.replicate.leavings import outcome_of
from sim.replicate.past import Past, first_morning
from sim.replicate.record import Drawn, Replicate
from sim.scenario.plan import Scenario
from sim.world.world import World


class Lived(NamedTuple):
    """An arm after its last day: its tables, the strengths drawn for its strategies, what its reader must know."""

    outcome: Outcome
    strengths: tuple[Drawn, ...]
    notes: tuple[str, ...]


def simulate(arms: Sequence[Scenario], *, replicate: int, engine: str = "compiled", fixed: bool = False,
             luck: str = "shared", freeze: bool = False, threads: int = 1,
             progress: Callable[[int, int], None] | None = None, extra_people: int = 0) -> Replicate:
    """Simulate all `arms` of one replicate; arms[0] is the baseline.

    Args:
        arms: scenarios that share population, horizon, seed and parameters.
        replicate: its number; each draws its own people, hosts, luck and uncertain values.
        engine: "compiled" or "agents", from the comparison day on. fixed: nothing is drawn from priors.
        luck: "shared", or "independent" to test the intervals. freeze: popularity and budgets do not react.
        threads: of the compiled engine. progress: called with (days lived, days to live).
        extra_people: people added at the end of the population, to test that they move nobody else.
    """
    past = first_morning(arms, replicate=replicate, fixed=fixed, freeze=freeze, extra_people=extra_people)
    days = arms[0].horizon.days
    parting = parting_days(arms, past.comparison if luck == "independent" else None)
    order = sorted(range(len(arms)), key=lambda k: (parting[k], k))
    steps = Steps(engine_of("compiled", threads), progress,
                  todo=(days - past.world.day) + sum(days - parting[k] for k in order[:-1]))
    past.live(past.comparison, steps)
    world = past.begin_comparison()
    if engine != "compiled":
        steps.engine = engine_of(engine, threads)
    lived: dict[int, Lived] = {}
    for k in order:
        steps.live(world, parting[k])
        own = world.fork() if k != order[-1] else world
        if luck == "independent" and k > 0:
            own.seed = mixed_seed(arms[0].seed, 1_000_003 * (k + 1) + replicate)
        lived[k] = live_arm(past, own, arms[k], steps)
    arm = [lived[k] for k in range(len(arms))]
    return Replicate([a.outcome for a in arm], dict(past.drawn), [a.strengths for a in arm], [a.notes for a in arm])


def live_arm(past: Past, world: World, arm: Scenario, steps: Steps) -> Lived:
    """The world of an arm that parts from the past this morning, after its last day."""
    strengths = past.part(world, arm)
    steps.live(world, arm.horizon.days)
    outcome = outcome_of(world, arm, past.recorded, past.comparison, past.scale)
    return Lived(outcome, strengths, tuple(notes_of(world)))


def parting_days(arms: Sequence[Scenario], own_luck_from: int | None) -> list[int]:
    """The day on which each arm parts from the common world: that of its first strategy or of its own luck."""
    days = arms[0].horizon.days
    firsts = [days if arm.first_day is None else arm.first_day for arm in arms]
    if own_luck_from is not None:
        firsts[1:] = [own_luck_from] * (len(arms) - 1)
    return [min(day, days) for day in firsts]


def notes_of(world: World) -> list[str]:
    """What the reader of an arm must know."""
    clipped = [said("'{name}' was cut to its bounds (asked for {value:g})", name=name, value=value)
               for name, value in world.clipped.items()]
    return world.notes + clipped
