"""Seeds: picked among the well connected, they bring people who were there as prospects, and none out of nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.outcomes.outcome import NEVER
from sim.scenario.plan import Strategy, Strength, When, Who
from sim.users.rules.seed import outside_audience, with_talk
from sim.users.rules.stage import PROSPECT
from sim.users.tally import BY_SEED, FUNNEL, SEED
from sim.world.seeding import chances, well_connected
from tests.replicate import worlds
from tests.users.parameters import share, table, tables

DAYS = 20


def plan(strength=1.0, seeds=0.02, who=Who(), when=When(0)):
    return Strategy("koc_seeding", who, when=when, strength=Strength(strength, strength, True),
                    options={"seeds": seeds}, name="seeds")


def seeding(world, *args, **named):
    return worlds.with_strategies(world, [plan(*args, **named)])


def bits(world, bit):
    return (world.totals[:, FUNNEL] & bit) != 0


@pytest.fixture(scope="module")
def morning():
    return worlds.warm_world(1500)


def test_seeds_are_active_well_connected_and_as_many_as_asked(morning):
    everybody = np.ones(len(morning.state), bool)
    picked = well_connected(morning, everybody, 0.1)
    able = morning.alive & ((morning.state["history"] & ((1 << 28) - 1)) != 0)
    assert not (picked & ~able).any()
    assert picked.sum() == pytest.approx(0.1 * able.sum(), rel=0.25)
    degree = morning.traits["degree"]
    assert degree[picked].mean() > 1.3 * degree[able].mean()
    fewer = well_connected(morning, everybody, 0.03)
    assert not (fewer & ~picked).any(), "more seeds are those before and others"
    assert not well_connected(morning, everybody, 0.0).any() and not well_connected(morning, ~everybody, 0.1).any()


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.floats(0.0, 1.0))
def test_hubs_take_no_chance_away(degrees, part):
    """As many are picked on average as asked, however large hubs are, while as many have contacts."""
    degree = np.array(degrees, float)
    chance = chances(part * len(degree), degree)
    assert chance.min() >= 0.0 and chance.max() <= 1.0 and (np.diff(chance[np.argsort(degree)]) >= 0.0).all()
    assert chance.sum() == pytest.approx(min(part * len(degree), (degree > 0).sum()))


def test_nobody_comes_out_of_nothing(morning):
    baseline, arm = morning.fork(), seeding(morning)
    known = len(arm.state)
    for day in range(DAYS):
        worlds.live(arm, 1)
        worlds.live(baseline, 1)
        waiting = (arm.state["stage"] == PROSPECT).sum()
        joined = (arm.state["joined"] < NEVER).sum()
        assert waiting + joined == len(arm.state) == known, f"day {day}"
    brought = bits(arm, BY_SEED)
    assert brought.sum() > 5
    assert (arm.constants.people.arrival[brought] == NEVER).all(), "they take nobody's place who comes by himself"
    assert (morning.state["stage"][brought] == PROSPECT).all()
    assert (arm.state["joined"] < NEVER).sum() > (baseline.state["joined"] < NEVER).sum()


def test_only_seeds_are_reached_and_only_seeds_post_as_seeds(morning):
    arm = worlds.live(seeding(morning, who=Who("gen_z")), DAYS)
    (active,) = arm.actives
    assert not (active.reached & ~active.mask).any()
    assert bits(arm, SEED).any() and not (bits(arm, SEED) & ~active.mask).any()
    assert not (active.mask & ~arm.constants.segments["gen_z"]).any()


@pytest.mark.parametrize("left_out", [{"strength": 0.0}, {"seeds": 0.0}])
def test_without_strength_or_seeds_nothing_differs(morning, left_out):
    arm = seeding(morning, **left_out)
    assert len(arm.notes) == ("seeds" in left_out), "who asks for seeds and gets none is told so"
    worlds.assert_same(worlds.live(arm, DAYS), worlds.live(morning.fork(), DAYS))


def test_more_strength_brings_more_people(morning):
    brought = [bits(worlds.live(seeding(morning, strength), DAYS), BY_SEED).sum() for strength in (0.0, 0.4, 1.0)]
    assert brought[0] == 0 < brought[1] < brought[2]


@given(share, tables("seed_talk"))
def test_talk_adds_to_what_one_shares_anyway(own, p):
    assert with_talk(own, table(seed_talk=0.0)) == own <= with_talk(own, p) <= 1.0 + 1e-12


def test_an_audience_wears_off_with_posts():
    p = table(seed_audience=800.0, seed_wear=0.1)
    views = [outside_audience(posts, p) for posts in (1, 2, 10, 100)]
    assert views[0] == 800.0 and views == sorted(views, reverse=True) and views[-1] < 0.1
    assert outside_audience(100, table(seed_audience=800.0, seed_wear=0.0)) == 800.0


def test_those_brought_begin_with_a_trusted_word(morning):
    """A word is worth good experiences to those who come, and to nobody else."""
    arm = seeding(morning)
    worlds.live(arm, DAYS)
    new = (arm.state["joined"] >= 0) & (arm.state["joined"] < NEVER)
    good = arm.state["good"]
    assert np.median(good[new & bits(arm, BY_SEED)]) > np.median(good[new & ~bits(arm, BY_SEED)]) + 1.0


def test_when_it_has_ended_nobody_is_brought_any_more(morning):
    arm = worlds.live(seeding(morning, when=When(0, 5)), 7)
    before = bits(arm, BY_SEED).sum()
    assert bits(worlds.live(arm, 5), BY_SEED).sum() == before > 0


def test_what_was_shared_before_the_campaign_is_no_post_and_its_last_posts_are_seen():
    """A share is a seed's post by what its maker was on its day, not on the day on which it is seen."""
    eager = worlds.warm_world(1500, values={"share_intercept": 2.0})
    arm = seeding(eager, when=When(0, 1), seeds=0.1)
    assert arm.actives[0].mask[arm.shares["user"]].any(), "some who will be seeds shared before"
    worlds.live(arm, 1)
    assert not bits(arm, SEED).any() and not bits(arm, BY_SEED).any()
    posts = arm.shares["user"][arm.shares["audience"] > 0.0]
    assert 0 < len(posts) < len(arm.shares) and set(posts) <= set(np.flatnonzero(arm.actives[0].mask))
    worlds.live(arm, 1)
    assert set(np.flatnonzero(bits(arm, SEED))) == set(posts) and bits(arm, BY_SEED).any()


def test_an_audience_wears_off_with_posts_and_a_reward_with_shares_for_it(morning):
    """Neither the seed's posts wear off rewards, nor rewarded shares his audience."""
    task = Strategy("referral_tasks", Who(), strength=Strength(1.0, 1.0, True), name="task")
    for plans, moved in (([plan()], "seed_posts"), ([task], "rewarded_shares")):
        arm = worlds.live(worlds.with_strategies(morning, plans), DAYS)
        grown = {name for name in ("seed_posts", "rewarded_shares") if arm.state[name].any()}
        assert grown == {moved}


def test_both_engines_agree(morning):
    small = worlds.warm_world(200)
    arm, other = seeding(small, seeds=0.1), seeding(small, seeds=0.1)
    worlds.assert_same(worlds.live(arm, 8), worlds.live(other, 8, "agents"))
    assert bits(arm, SEED).any()
