"""People: marginals of the evidence, traits by segment, steady state by donors, weights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import sim.levers  # noqa: F401  (declares all parameters)
from sim.base.errors import ParameterError
from sim.base.params import defaults
from sim.cast.fit import DONOR, Start, unpacked
from sim.cast.population import arriving_shares, cell_shares, draw_cells, settle_from
from sim.cast.segments import Override, Segment
from sim.chance.draws import mixed_seed
from sim.engines.kernel import CompiledEngine
from sim.outcomes.metrics.groups import segment as members
from sim.outcomes.outcome import AGES, NEVER, TIERS
from sim.replicate.days import live_one
from sim.replicate.run import simulate
from sim.scenario.plan import Horizon, Population, Scenario, Strategy, Who
from sim.users.rules.favourite import BOTH, NOBODY
from sim.users.rules.stage import PROSPECT, UNINSTALLED
from sim.users.state import STATE, fields
from sim.world.people import Beginning, tie_anew
from sim.world.world import create
from tests.replicate import worlds

USERS = 6000
FALSE_ALARM = 1e-4
"""Chance of a red test for each comparison of shares, if all is right; the draws are keyed, so it is fixed."""


@pytest.fixture(scope="module")
def everybody():
    return worlds.new_world(USERS, warm=0).constants.people


def share_test(found, expected):
    """The p-value of a share of people."""
    return stats.binomtest(int(found.sum()), len(found), expected).pvalue


def test_shares_of_age_groups_and_tiers_are_those_of_the_evidence(everybody):
    values, t = defaults(), everybody.traits
    shares = arriving_shares(values)
    for inside, share in ((t["age"] == AGES.index("gen_z"), shares[AGES.index("gen_z")].sum()),
                          (t["age"] == AGES.index("silver"), shares[AGES.index("silver")].sum()),
                          (t["tier"] == TIERS.index("lower"), shares[:, TIERS.index("lower")].sum())):
        assert share_test(inside, share) > FALSE_ALARM
    assert share_test(t["overseas"] == 1, values["overseas_share"]) > FALSE_ALARM
    assert share_test(t["vr"] == 1, values["vr_share"]) > FALSE_ALARM


def test_the_joint_table_adds_up_to_its_marginals():
    shares = cell_shares(defaults())
    assert shares.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(shares.sum(axis=1), [0.45, 0.43, 0.12])
    np.testing.assert_allclose(shares.sum(axis=0), [0.42, 0.58])


def test_from_groups_that_leave_sooner_more_come():
    even = arriving_shares(defaults({"gen_z_arrivals": 1.0, "silver_arrivals": 1.0}))
    np.testing.assert_allclose(even, cell_shares(defaults()))
    more = arriving_shares(defaults({"gen_z_arrivals": 1.0, "silver_arrivals": 2.0}))
    assert more.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(more[2] / more[1], 2.0 * even[2] / even[1])


def test_the_first_day_has_the_shares_of_the_donors(donors):
    """Whatever the shares of newcomers are: those who are there stay longer than a day."""
    world = create(Beginning(Population(users=4_000), defaults({"silver_arrivals": 8.0}), mixed_seed(2), 0, 10,
                             Start(donors, defaults())))
    there = world.alive
    ages = np.bincount(world.traits["age"][there], minlength=3) / there.sum()
    wanted = np.bincount(donors["traits"]["age"], minlength=3) / len(donors)
    np.testing.assert_allclose(ages, wanted, atol=4 * np.sqrt(0.25 / there.sum()))


def test_traits_stay_in_their_bounds(everybody):
    t = everybody.traits
    for column in ("skill", "price_sensitivity"):
        assert ((t[column] >= 0) & (t[column] <= 1)).all()
    np.testing.assert_allclose(t["needs"].sum(axis=1), 1.0)
    np.testing.assert_allclose(t["interest"].mean(axis=1), 1.0)
    assert (t["annoyable"] > 0).all()
    assert t["annoyable"].mean() == pytest.approx(1.0, abs=0.05)


def test_segments_differ_as_their_files_say(everybody):
    t = everybody.traits
    silver, gen_z = (t["age"] == AGES.index(name) for name in ("silver", "gen_z"))
    lower = t["tier"] == TIERS.index("lower")
    assert t["skill"][silver].mean() < 0.5 < 0.8 < t["skill"][gen_z].mean()
    assert t["price_sensitivity"][lower].mean() > t["price_sensitivity"][~lower].mean() + 0.1
    assert t["needs"][gen_z, 2].mean() > t["needs"][silver, 2].mean()


def test_random_effects_have_the_declared_spread(everybody):
    values, own = defaults(), everybody.state["own"]
    share, gap = values["passing_share"], values["passing_gap"]
    assert own.var() == pytest.approx(values["own_sd"] ** 2 + gap**2 * share * (1 - share), rel=0.05)
    for trait in ("watch_own", "buy_own"):
        assert everybody.traits[trait].std() == pytest.approx(values[f"{trait}_sd"], rel=0.05)


def test_who_comes_and_when_is_spread_evenly():
    world = worlds.new_world(USERS, warm=0)
    arrival = world.constants.people.arrival
    later = arrival[(arrival > 0) & (arrival < NEVER)]
    counts = np.bincount(later)[1:]
    assert stats.chisquare(counts).pvalue > FALSE_ALARM
    inflow = USERS * defaults()["organic_inflow"]
    assert counts.mean() == pytest.approx(inflow, rel=0.05)


@pytest.mark.parametrize("oversample", [{"silver": 4.0}, {"silver": 3.0, "lower_tier": 0.5}, {"gen_z": 0.2}])
def test_weights_undo_oversampling(oversample):
    world = worlds.new_world(USERS, warm=0, oversample=oversample)
    t, weight = world.traits, world.constants.people.kind_weight[world.traits["kind"]]
    shares = arriving_shares(defaults())
    cells = t["age"] * len(TIERS) + t["tier"]
    found = np.bincount(cells, weight, shares.size) / len(t)
    np.testing.assert_allclose(found, shares.ravel(), atol=4 * np.sqrt(0.25 / USERS))
    assert weight.mean() == pytest.approx(1.0, abs=0.05)
    for segment, factor in oversample.items():
        inside = world.constants.segments[segment]
        assert (inside.mean() > weight[inside].sum() / weight.sum()) == (factor > 1)


def test_a_cell_has_one_weight_and_its_own_kind():
    shares = cell_shares(defaults())
    boost = np.array([[1.0, 1.0], [1.0, 2.0], [5.0, 5.0]])
    cells, weight = draw_cells(np.arange(1000), mixed_seed(1), shares, boost)
    assert set(cells) <= set(range(6)) and len(weight) == 6
    np.testing.assert_allclose((shares * boost / (shares * boost).sum()).ravel() * weight, shares.ravel())


def test_people_are_the_same_however_many_there_are():
    few, more = (worlds.new_world(n, warm=0).constants.people for n in (300, 500))
    n = len(few.state)
    for column in few.traits.dtype.names:
        if column not in ("degree", "kind"):  # edges at the end reach new people; kinds are numbered as they occur
            np.testing.assert_array_equal(few.traits[column], more.traits[column][:n], err_msg=column)
    np.testing.assert_array_equal(few.state["own"], more.state["own"][:n])


def test_a_planners_own_segment_has_its_values_and_can_be_reached():
    own = Segment("villagers", {"en": "villagers", "zh": "村民"}, tiers=("lower",), share=0.5,
                  parameters={"message_rate": Override(1.0, "our own count")})
    strategy = Strategy("elder_mode", Who("villagers"), name="e")
    scenario = Scenario("own", population=Population(users=300, hosts=16), horizon=Horizon(days=4),
                        strategies=(strategy,), segments=(own,))
    outcome = simulate([scenario], replicate=0, fixed=True).outcomes[0]
    inside = members(outcome, "villagers")
    np.testing.assert_array_equal(outcome.reached[0], inside)
    lower = outcome.people["tier"] == TIERS.index("lower")
    assert share_test(inside[lower], 0.5) > FALSE_ALARM
    messages = outcome.people["messages"] / 4
    joined = outcome.people["joined"] < 0
    assert messages[inside & joined].mean() > 3 * messages[~inside & joined].mean()


def donors_of(world):
    """DONOR rows of a lived world."""
    living = world.living()
    rows = np.zeros(len(living), DONOR)
    rows["state"], rows["traits"] = world.state[living], world.traits[living]
    for column in ("last_open", "joined", "messaged", "coupon_until"):
        rows["state"][column] -= world.day
    return rows


@pytest.fixture(scope="module")
def donors():
    return donors_of(worlds.warm_world(600))


def settled(donors, hosts=24, users=600):
    return create(Beginning(Population(users=users, hosts=hosts), defaults(), mixed_seed(2), -50, 100,
                            Start(donors, defaults())))


def test_donors_give_state_and_traits_of_the_same_cell(donors):
    world = settled(donors)
    initial = world.alive
    state, traits = world.state[initial], world.traits[initial]
    assert (state["stage"] != PROSPECT).all() and (state["stage"] != UNINSTALLED).all()
    by_own = {own: k for k, own in enumerate(donors["state"]["own"])}
    from_whom = np.array([by_own[own] for own in state["own"]])
    for column in ("age", "tier", "skill", "watch_own", "needs"):
        np.testing.assert_array_equal(traits[column], donors["traits"][column][from_whom], err_msg=column)
    for column in ("habit", "satisfaction", "history", "coupon_fen", "looks"):
        np.testing.assert_array_equal(state[column], donors["state"][column][from_whom], err_msg=column)
    for column in ("last_open", "joined"):
        np.testing.assert_array_equal(state[column], donors["state"][column][from_whom] - 50, err_msg=column)
    np.testing.assert_array_equal(world.state["id"], np.arange(len(world.state)))


def test_those_who_come_later_are_not_donors(donors):
    world = settled(donors)
    later = ~world.alive
    assert (world.state["stage"][later] == PROSPECT).all()
    assert (world.state["joined"][later] == NEVER).all()
    np.testing.assert_array_equal(world.alive, ~later)


@pytest.mark.parametrize("hosts", [1, 5, 24, 80])
def test_a_tie_leads_to_a_host_of_this_world(donors, hosts):
    world = settled(donors, hosts, users=200)
    assert world.state["favourite"].max() < hosts
    assert (world.state["favourite"] >= 0).any()
    worlds.live(world, 3)
    assert world.state["favourite"].max() < hosts


def test_donors_of_every_cell_are_needed_only_where_somebody_stands(donors):
    """A cell without donors is an error in the fit's data, not a crash in the middle of a run."""
    world = worlds.new_world(50, warm=0)
    state, traits = world.state.copy(), world.traits.copy()
    cells = traits["age"] * len(TIERS) + traits["tier"]
    only = donors[(donors["traits"]["age"] == 0) & (donors["traits"]["tier"] == 0)]
    settle_from(only, state, traits, cells, cells == 0, mixed_seed(1), 0)
    assert (traits["age"][cells == 0] == 0).all()


@pytest.mark.parametrize("users", [1, 2, 7])
def test_tiny_worlds_live(donors, users):
    for world in (worlds.new_world(users, warm=0, hosts=1), settled(donors, hosts=1, users=users)):
        worlds.live(world, 10)
        assert len(world.daily) == 10


def test_a_world_without_anybody_lives_too():
    world = worlds.new_world(3, warm=0)
    world.alive[:] = False
    world.constants.people.arrival[:] = NEVER
    engine = CompiledEngine()
    live_one(world, engine)
    assert world.daily[0].sum() == 0


@pytest.mark.parametrize("hosts", [1, 2, 5, 64])
def test_donors_ties_fit_a_world_of_fewer_hosts(hosts):
    state = np.zeros(6, STATE)
    state["favourite"], state["second"] = [NOBODY, 3, 3, 63, 7, 2], [NOBODY, NOBODY, 8, 5, 2, 2 + hosts]
    state["attachment"], state["second_tie"] = [0, .5, .5, .5, .5, .5], [0, 0, .2, .2, .2, .2]
    tie_anew(state, np.full(6, BOTH), hosts)
    for tie in ("favourite", "second"):
        assert ((state[tie] == NOBODY) | (state[tie] < hosts)).all()
    assert (state["second"][state["favourite"] != NOBODY] != state["favourite"][state["favourite"] != NOBODY]).all()
    assert ((state["second"] == NOBODY) == (state["second_tie"] == 0.0)).all()
    tie_anew(state, np.full(6, 1.0), hosts)
    assert (state["second"] == NOBODY).all()


def test_people_of_another_version_are_refused():
    columns = {f"{part}.{column}": np.zeros(1) for part in ("state", "traits") for column in fields(DONOR[part])}
    assert len(unpacked(columns)) == 1
    del columns["state.second_tie"]
    with pytest.raises(ParameterError, match="second_tie"):
        unpacked(columns)
