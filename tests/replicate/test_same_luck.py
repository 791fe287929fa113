"""Arms share their luck: what does not differ by a strategy does not differ at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario, Strategy, Strength, When, Who
from tests.replicate import worlds
from tests.replicate.worlds import FULL

NONE = Strength(0.0, 0.0, stated=True)
BASELINE = Scenario("baseline", population=Population(users=150, hosts=24), horizon=Horizon(days=25))


def arm(lever: str, start: int = 8, strength: Strength = FULL, **options: float) -> Scenario:
    """The baseline with one strategy."""
    strategy = Strategy(lever, when=When(start), strength=strength, options=options, name=lever)
    return replace(BASELINE, name=f"{lever} {strength.low} {options}", strategies=(strategy,))


def run(*arms, replicate=0, **how):
    return simulate([BASELINE, *arms], replicate=replicate, fixed=True, **how).outcomes


def assert_equal(one, other):
    """Two outcomes are the same to the bit; `reached` says who, not what happened."""
    for table in ("people", "orders", "daily", "hosts"):
        np.testing.assert_array_equal(getattr(one, table), getattr(other, table), err_msg=table)


def test_a_and_a_are_the_same():
    baseline, again, third = run(replace(BASELINE, name="again"), replace(BASELINE, name="third"))
    assert_equal(baseline, again)
    assert_equal(baseline, third)


@pytest.mark.parametrize("lever", sorted(LEVERS))
def test_a_strategy_of_strength_zero_is_the_baseline(lever):
    options = [{}] + [{o.name: bound} for o in LEVERS[lever].options for bound in (o.low, o.high)]
    baseline, *arms = run(*(arm(lever, strength=NONE, **chosen) for chosen in options))
    for outcome in arms:
        assert_equal(baseline, outcome)


@pytest.mark.parametrize("nobody", [Who("silver", share=0.0), Who("all", 0.0)])
def test_a_strategy_that_reaches_nobody_is_the_baseline(nobody):
    scenario = arm("elder_mode")
    scenario = replace(scenario, strategies=(replace(scenario.strategies[0], who=nobody),))
    assert_equal(*run(scenario))


ONLY_ANSWERS = {"failover", "golden_24h"}
"""Where nothing strikes, these do nothing."""


@pytest.mark.parametrize("lever", sorted(LEVERS))
def test_nothing_differs_before_the_first_day_and_something_after(lever):
    """Something differs in one of three replicates: so few people hardly feel the weakest levers."""
    start, later = 8, False
    for replicate in range(3):
        baseline, outcome = run(arm(lever, start), replicate=replicate)
        apart = (baseline.daily != outcome.daily).any(axis=(1, 2))
        first = start - baseline.first_day
        assert not apart[:first].any()
        early = [orders[orders["day"] < start] for orders in (baseline.orders, outcome.orders)]
        np.testing.assert_array_equal(*[o[["user", "day", "host", "paid_fen"]] for o in early])
        if later := apart[first:].any():
            break
    assert later == (lever not in ONLY_ANSWERS)


def test_the_same_question_has_the_same_answer():
    scenarios = [arm("coupons"), arm("elder_mode")]
    for one, other in zip(run(*scenarios), run(*scenarios), strict=True):
        assert_equal(one, other)


def test_other_replicates_and_seeds_are_other_worlds():
    one, other = (simulate([BASELINE], replicate=k, fixed=True).outcomes[0] for k in (0, 1))
    reseeded = simulate([replace(BASELINE, seed=2)], replicate=0, fixed=True).outcomes[0]
    assert (one.daily[:, 0] != other.daily[:, 0]).any()
    assert (one.daily[:, 0] != reseeded.daily[:, 0]).any()


def test_the_order_and_number_of_arms_do_not_matter():
    arms = [arm("coupons", 8), arm("elder_mode", 5), arm("shorter_streams", 8)]
    together = run(*arms)
    swapped = run(*arms[::-1])
    for k, outcome in enumerate(together[1:]):
        assert_equal(outcome, swapped[len(arms) - k])
    early = run(arms[1])  # alone, with the same comparison day
    assert_equal(early[0], together[0])
    assert_equal(early[1], together[2])


def test_forks_do_not_disturb_each_other():
    start = worlds.warm_world()
    alone = worlds.live(start.fork(), 20)
    left = worlds.with_strategies(start, [Strategy("coupons", strength=FULL, name="c")])
    right = start.fork()
    for _ in range(20):  # day by day in turn, as no run does it
        worlds.live(left, 1)
        worlds.live(right, 1)
    worlds.assert_same(alone, right)
    assert worlds.differing(alone, left).any()
    assert start.day == 0 and not start.daily


def test_independent_luck_gives_another_placebo():
    """Two baselines with luck of their own share people and past, and differ from the comparison day on."""
    baseline, placebo = simulate([BASELINE, replace(BASELINE, name="placebo")], replicate=0, fixed=True,
                                 luck="independent").outcomes
    np.testing.assert_array_equal(baseline.people["id"], placebo.people["id"])
    apart = (baseline.daily != placebo.daily).any(axis=(1, 2))
    assert not apart[:-baseline.first_day].any()
    assert apart[-baseline.first_day :].all()


def test_draws_from_priors_are_shared_by_the_arms():
    replicate = simulate([BASELINE, arm("coupons", strength=Strength())], replicate=3)
    again = simulate([BASELINE, arm("coupons", strength=Strength()), arm("elder_mode", 20)], replicate=3)
    shared = set(replicate.drawn)
    assert {name: again.drawn[name] for name in shared} == {name: replicate.drawn[name] for name in shared}
