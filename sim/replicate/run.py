"""One replicate: a common past, then one world for every arm from the day on which it differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from sim.base.keeping import KeptFiles
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


class Memory(Protocol):
    """What was kept of earlier simulations of one replicate, with the same arms or others.

    `wanted`: the numbers of the arms whose worlds are asked for; the others were told of before. `kept`: where it keeps
    what it knows, None for nowhere.
    """

    @property
    def kept(self) -> KeptFiles | None: ...

    @property
    def wanted(self) -> Sequence[int]: ...

    def recall(self, past: Past, latest: int) -> bool:
        """Put `past` on the last kept morning from its comparison day to `latest`; False where none was kept."""

    def remember(self, past: Past) -> None:
        """Keep `past` as it is on this morning, not before its comparison day."""

    def baseline(self, past: Past) -> Lived | None:
        """The baseline after its last day, None when it has to be lived."""

    def keep_baseline(self, lived: Lived) -> None:
        """Keep the baseline after its last day."""


class NoMemory(NamedTuple):
    """Of nothing: every arm is wanted and lived from the first morning on."""

    wanted: Sequence[int]
    kept: KeptFiles | None = None

    def recall(self, past: Past, latest: int) -> bool:
        return False

    def remember(self, past: Past) -> None: ...

    def baseline(self, past: Past) -> Lived | None:
        return None

    def keep_baseline(self, lived: Lived) -> None: ...


def simulate(arms: Sequence[Scenario], *, replicate: int, engine: str = "compiled", fixed: bool = False,
             luck: str = "shared", freeze: bool = False, threads: int = 1,
             progress: Callable[[int, int], None] | None = None, extra_people: int = 0,
             memory: Memory | None = None) -> Replicate:
    """Simulate all `arms` of one replicate, or those that `memory` wants; arms[0] is the baseline.

    Args:
        arms: scenarios that share population, horizon, seed and parameters.
        replicate: its number; each draws its own people, hosts, luck and uncertain values.
        engine: "compiled" or "agents", from the comparison day on. fixed: nothing is drawn from priors.
        luck: "shared", or "independent" to test the intervals. freeze: popularity and budgets do not react.
        threads: of the compiled engine. progress: called with (days lived, days to live).
        extra_people: people added at the end of the population, to test that they move nobody else.
        memory: of earlier simulations of this replicate with these options, for shared luck alone; it moves no number.
    """
    memory = NoMemory(range(len(arms))) if memory is None else memory
    past = first_morning(arms, replicate=replicate, fixed=fixed, freeze=freeze, extra_people=extra_people,
                         kept=memory.kept)
    days, known = arms[0].horizon.days, memory.baseline(past)
    lived: dict[int, Lived] = {} if known is None else {0: known}
    parting = parting_days(arms, past.comparison if luck == "independent" else None)
    order = sorted((k for k in memory.wanted if k not in lived), key=lambda k: (parting[k], k))
    begun = not order or memory.recall(past, parting[order[0]])
    steps = Steps(engine_of("compiled", threads), progress,
                  todo=sum(days - parting[k] for k in order[:-1]) + (days - past.world.day if order else 0))
    if not begun:
        past.live(past.comparison, steps)
        past.begin_comparison()
    world = past.world
    if engine != "compiled":
        steps.engine = engine_of(engine, threads)
    for k in order:
        steps.live(world, parting[k])
        memory.remember(past)
        own = world.fork() if k != order[-1] else world
        if luck == "independent" and k > 0:
            own.seed = own_seed(arms[0], k, replicate)
        lived[k] = live_arm(past, own, arms[k], steps)
        if k == 0:
            memory.keep_baseline(lived[k])
    arm = [lived[k] for k in memory.wanted]
    return Replicate([a.outcome for a in arm], dict(past.drawn), [a.strengths for a in arm], [a.notes for a in arm])


def live_arm(past: Past, world: World, arm: Scenario, steps: Steps) -> Lived:
    """The world of an arm that parts from the past this morning, after its last day."""
    strengths = past.part(world, arm)
    steps.live(world, arm.horizon.days)
    outcome = outcome_of(world, arm, past.recorded, past.comparison, past.scale)
    return Lived(outcome, strengths, tuple(notes_of(world)))


def own_seed(baseline: Scenario, arm: int, replicate: int) -> int:
    """The seed of an arm (from 1) that has luck of its own."""
    return mixed_seed(baseline.seed, 1_000_003 * (arm + 1) + replicate)


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
