"""Small worlds with tests in them, lived once."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np

from sim.experiment.assignment import by_hash, exactly
from sim.experiment.measures import measure
from sim.experiment.reading import read_test
from sim.experiment.worlds import Assignment, Tested, live_tests
from sim.outcomes.outcome import NEVER
from sim.scenario import load_scenario
from sim.scenario.experiment import treated_of, with_unit
from sim.users.counts import COUNTS

USERS = 600
CUT = {"share_reach": 0.0}
"""No friend sees a share: with popularity and budgets frozen nothing links users any more."""


def world_of(lever, *, days=70, strength="100%", users=USERS, crisis=None, **more):
    """A scenario of one lever from day 0 on, in a crisis that breaks out on that day if there is one."""
    crises = [{"lever": crisis, "strength": "100%"}] if crisis else []
    return load_scenario({"name": "x", "extends": "baseline", "horizon": {"days": days}, **more,
                          "strategies": [*crises, {"lever": lever, "strength": strength}]}, users=users)  # fmt: skip


@cache
def rehearsed(lever, *units, days=70, cut=False, strength="100%", users=USERS, crisis=None, stock=0.0):
    """The tests of one replicate of a lever, by unit."""
    parameters = {**(CUT if cut else {}), **({"stock": stock} if stock else {})}
    scenario = world_of(lever, days=days, strength=strength, users=users, crisis=crisis,
                        **({"parameters": parameters} if parameters else {}))  # fmt: skip
    plans = [with_unit(scenario, unit) for unit in units]
    return dict(zip(units, live_tests(scenario, plans, fixed=True, freeze=cut), strict=True))


def row(tested, metric, segment="all"):
    """What a test says of a metric."""
    return read_test(tested, measure(metric, segment))


def dealt_anew(tested: Tested, number: int) -> Tested:
    """The same worlds with other units treated: the `number`-th deal."""
    old, plan = tested.assignment, tested.plan
    if old.unit == "user":
        mine = by_hash(number, np.arange(len(old.treated)), plan.share, "user")
        return dataclasses.replace(tested, assignment=Assignment("user", mine, mine, old.of))
    treated = exactly(number, len(old.treated), treated_of(len(old.treated), plan.share), old.unit)
    people = treated[old.of] if old.unit == "cluster" else old.people
    return dataclasses.replace(tested, assignment=Assignment(old.unit, treated, people, old.of, old.cut))


def without_effect(tested: Tested) -> Tested:
    """A test in a world in which nobody is treated: what it shows is luck alone."""
    return dataclasses.replace(tested, world=tested.nobody, everybody=tested.nobody)


def both_sides_anew(tested: Tested, number: int) -> Tested:
    """The same world with other viewers and other hosts treated; of visits only orders are told apart again."""
    arm, plan = tested.nobody, tested.plan
    orders = arm.outcome.orders[arm.outcome.orders["day"] >= plan.start]
    viewers = by_hash(number, np.arange(len(arm.outcome.people)), plan.share, "user")
    sides = np.zeros_like(arm.sides)
    kind = arm.outcome.people["kind"][orders["user"]]
    place = viewers[orders["user"]].astype(int), orders["host"], kind, COUNTS.index("orders")
    np.add.at(sides, place, 1)
    weight = arm.outcome.people["weight"] * (arm.outcome.people["joined"] < NEVER)
    share = float((weight * viewers).sum() / weight.sum())
    dealt = dataclasses.replace(arm, sides=sides, viewers=np.array([1.0 - share, share]))
    return dataclasses.replace(dealt_anew(tested, number), world=dealt, nobody=dealt, everybody=dealt)
