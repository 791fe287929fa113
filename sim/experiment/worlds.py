"""The worlds of one replicate: nobody treated, everybody, and a part for each unit tested; one past, one luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiment.assignment import by_hash, exactly, viewers_by_hash
from sim.experiment.clusters import clusters_of
from sim.experiment.sides import live_apart
from sim.levers import is_crisis
from sim.outcomes.outcome import Outcome
from sim.replicate.days import Steps, engine_of
from sim.replicate.leavings import outcome_of
from sim.replicate.past import Past, first_morning
from sim.scenario.experiment import crises_of, treated_of
from sim.scenario.plan import Experiment, Scenario
from sim.world.strategies import Active
from sim.world.world import World


@dataclass(frozen=True)
class Assignment:
    """Who is treated in a test of one unit.

    Attributes:
        treated: bool [unit]. people: bool [person]: users who are treated, or viewers; empty where nobody is asked.
        of: the unit of each person, where people are units. cut: share of contacts between clusters (0..1).
    """

    unit: str
    treated: np.ndarray
    people: np.ndarray
    of: np.ndarray
    cut: float = float("nan")


@dataclass(frozen=True)
class Arm:
    """A world after the last day of the test; `sides` counts visits of untreated and treated viewers apart, if it has.

    `sides` is int64 [2, host, kind, COUNTS], with the share of viewers on each side in `viewers` [2].
    """

    outcome: Outcome
    sides: np.ndarray | None = None
    viewers: np.ndarray | None = None


@dataclass(frozen=True)
class Tested:
    """A test of one unit beside the worlds of its truth."""

    plan: Experiment
    assignment: Assignment
    world: Arm
    nobody: Arm
    everybody: Arm


def arm_of(scenario: Scenario, tested: Experiment) -> Scenario:
    """The scenario up to the last day of the test; nothing is judged in it."""
    days = tested.start + tested.days
    return replace(scenario, horizon=replace(scenario.horizon, days=days), outcomes=(), goals=(), experiment=None)


def live_tests(scenario: Scenario, plans: Sequence[Experiment], *, replicate: int = 0, fixed: bool = False,
               freeze: bool = False, threads: int = 1) -> list[Tested]:
    """The tests of some plans, which differ in their unit alone, in one replicate.

    Args:
        replicate, fixed, freeze, threads: as `sim.replicate.run.simulate` takes them.
    """
    arm = arm_of(scenario, plans[0])
    past = first_morning([arm], replicate=replicate, fixed=fixed, freeze=freeze)
    steps = Steps(engine_of("compiled", threads))
    past.live(past.comparison, steps)
    past.begin_comparison()
    assignments = [assignment_of(plan, past.world) for plan in plans]
    viewers = next((assignment.people for assignment in assignments if assignment.unit == "both_sides"), None)
    lives = _Lives(past, arm, steps, plans[0], viewers)
    nobody, everybody = lives.whole(False), lives.whole(True)
    return [Tested(plan, assignment, lives.part(plan, assignment), nobody, everybody)
            for plan, assignment in zip(plans, assignments, strict=True)]


def assignment_of(plan: Experiment, world: World) -> Assignment:
    """Who is treated in this world: the same in whatever order tests are asked for."""
    constants, nobody = world.constants, np.zeros(0, bool)
    ids, seed, none = constants.ids, constants.seed, np.zeros(0, np.int64)
    if plan.unit == "user":
        mine = by_hash(seed, ids, plan.share, plan.unit)
        return Assignment(plan.unit, mine, mine, np.arange(len(ids)))
    if plan.unit == "cluster":
        clusters = clusters_of(constants.first, constants.contacts)
        treated = exactly(seed, clusters.count, treated_of(clusters.count, plan.share), plan.unit)
        return Assignment(plan.unit, treated, treated[clusters.of], clusters.of, clusters.cut)
    units = plan.days // plan.block if plan.unit == "time" else len(constants.hosts)
    treated = exactly(seed, units, treated_of(units, plan.share), plan.unit)
    if plan.unit == "both_sides":
        return Assignment(plan.unit, treated, viewers_by_hash(seed, ids, plan.share), none)
    return Assignment(plan.unit, treated, nobody, none)


def _tested(world: World) -> list[Active]:
    """What is tested of all that acts in a world: everything but crises."""
    return [active for active in world.actives if not is_crisis(active.plan.lever)]


class _Lives:
    """Lives the arms of a replicate from the comparison day on; viewers are counted apart where a test needs it."""

    def __init__(self, past: Past, arm: Scenario, steps: Steps, plan: Experiment, viewers: np.ndarray | None) -> None:
        self.past, self.arm, self.steps, self.viewers = past, arm, steps, viewers
        self.eligible = past.world.constants.segments[plan.segment]

    def whole(self, treated: bool) -> Arm:
        """The world in which everybody who takes part is treated, or nobody."""
        world = self.past.world.fork()
        if treated:
            self._pursue(world, self.eligible, None)
        else:  # a crisis is no treatment: what is tested is what is done in it
            self.past.part(world, replace(self.arm, strategies=crises_of(self.arm.strategies)))
        return self._counted_apart(world, False) if self.viewers is not None else self._lived(world)

    def part(self, plan: Experiment, assignment: Assignment) -> Arm:
        """The world in which a part of the units is treated."""
        world = self.past.world.fork()
        people = self.eligible & assignment.people if assignment.unit in ("user", "cluster") else self.eligible
        self._pursue(world, people, assignment.treated if assignment.unit in ("host", "both_sides") else None)
        if assignment.unit == "both_sides":
            return self._counted_apart(world, True)
        if assignment.unit == "time":
            self._live_blocks(world, plan, assignment.treated)
        return self._lived(world)

    def _pursue(self, world: World, people: np.ndarray, hosts: np.ndarray | None) -> None:
        """Let the strategies act on these people, or in the rooms of these hosts (all when None), from now on.

        Crises strike whomever they strike, treated or not.
        """
        self.past.part(world, self.arm)
        for active in _tested(world):
            if not active.on_rooms:
                active.mask = active.mask & people
            elif hosts is not None:
                active.mask = active.mask & hosts

    def _live_blocks(self, world: World, plan: Experiment, treated: np.ndarray) -> None:
        """Live the days, with the strategies at rest in untreated blocks and after the last one."""
        for day in range(world.day, self.arm.horizon.days):
            block = (day - plan.start) // plan.block
            for active in _tested(world):
                active.paused = block >= len(treated) or not treated[block]
            self.steps.live(world, day + 1)

    def _lived(self, world: World) -> Arm:
        self.steps.live(world, self.arm.horizon.days)
        return Arm(self._outcome(world))

    def _counted_apart(self, world: World, treat: bool) -> Arm:
        assert self.viewers is not None
        weight = world.weights(np.flatnonzero(world.alive)), self.viewers[world.alive]
        share = float((weight[0] * weight[1]).sum() / weight[0].sum())
        sides = live_apart(world, self.steps.engine, self.arm.horizon.days, self.viewers, treat)
        return Arm(self._outcome(world), sides, np.array([1.0 - share, share]))

    def _outcome(self, world: World) -> Outcome:
        return outcome_of(world, self.arm, self.past.recorded, self.past.comparison, self.past.scale)
