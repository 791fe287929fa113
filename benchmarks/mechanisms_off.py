"""`python -m benchmarks.mechanisms_off`: the price of strategies that do nothing (every lever at strength 0).

Both worlds are the same to the bit, so what differs is the price of having the strategies in the plan. They are
simulated in turns, and the median of the ratios counts: on a busy machine single timings say little.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence

from benchmarks.big import phases, world_of
from sim.engines.kernel import CompiledEngine
from sim.levers import LEVERS
from sim.replicate.past import actives_of
from sim.scenario.plan import Scenario, Strategy, Strength
from sim.world.world import World

USERS, DAYS, TURNS = 20_000, 30, 9
NOTHING = Strength(0.0, 0.0, stated=True)


def with_strategies(world: World, strategies: Sequence[Strategy]) -> World:
    """A fork of `world` in which `strategies` act."""
    own = world.fork()
    own.pursue(actives_of(Scenario("arm", strategies=tuple(strategies)), own, 1, True, None))
    return own


def ratios(users: int = USERS, days: int = DAYS, turns: int = TURNS) -> list[float]:
    """Time of a user-day with every lever at strength 0 over that without strategies, once a turn."""
    world, engine = world_of(users, days + 1), CompiledEngine(1)
    off = [Strategy(name, strength=NOTHING, name=name) for name in LEVERS]
    spent = [[float(phases(with_strategies(world, plan), engine, days).sum()) for plan in ([], off)]
             for _ in range(turns)]
    return [zero / none for none, zero in spent]


def main() -> None:
    """Print the ratios and their median."""
    measured = ratios(users=int(sys.argv[1]) if len(sys.argv) > 1 else USERS)
    print(f"{len(LEVERS)} levers at strength 0 against none, {USERS:,} users x {DAYS} days: a user-day takes "
          f"{statistics.median(measured):.3f} times as long (single turns {min(measured):.3f} to {max(measured):.3f})")


if __name__ == "__main__":
    main()
