"""What holds of the worlds of a test: no link no bias, no strength no effect, and the same whatever else is tested."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.assignment import by_hash, exactly
from sim.experiment.measures import measure
from sim.experiment.reading import columns, result, whole
from sim.experiment.sides import live_apart
from sim.replicate.days import Steps, engine_of
from tests.experiment.worlds import dealt_anew, rehearsed, row
from tests.replicate import worlds

SEEN = ("conversion", "minutes_per_visit", "orders_per_base_user", "base_retention")
TREATMENT = {"simple_checkout": ("user", "cluster", "time"), "original_content": ("host", "both_sides", "time")}


@pytest.mark.parametrize("unit", ["user", "cluster"])
@pytest.mark.parametrize("metric", SEEN)
def test_without_links_a_test_of_users_has_no_spill_over_at_all(unit, metric):
    """Everybody then lives exactly as he would in the world of all or of none, to the bit."""
    assert row(rehearsed("simple_checkout", "user", "cluster", cut=True)[unit], metric)["spill_over"] == 0.0


def test_without_links_estimates_average_to_the_truth():
    tested = rehearsed("simple_checkout", "user", "cluster", cut=True)["user"]
    asked = measure("checkout_dropout", "all")
    all_, none = (columns(tested, arm, asked) for arm in (tested.everybody, tested.nobody))
    truth = whole(tested, tested.everybody, asked) - whole(tested, tested.nobody, asked)
    shown = []
    for number in range(400):
        deal = dealt_anew(tested, number)
        shown.append(result(deal, np.where(deal.assignment.treated, all_, none)).difference)
    assert abs(truth) > 0.05
    assert np.mean(shown) == pytest.approx(truth, abs=3 * np.std(shown) / np.sqrt(len(shown)))


def test_with_links_a_test_of_users_misses_what_friends_do():
    """Friends of both sides see the shares of the treated, so the test sees hardly any of what treating all does."""
    found = row(rehearsed("referral_tasks", "user", "cluster")["user"], "friend_open_share")
    assert found["truth"] > 0 and found["spill_over"] < -0.5 * found["truth"]


def test_clusters_keep_most_of_what_friends_do():
    tests = rehearsed("referral_tasks", "user", "cluster")
    user, cluster = (abs(row(tests[unit], "friend_open_share")["spill_over"]) for unit in ("user", "cluster"))
    assert cluster < 0.5 * user and 0 < row(tests["cluster"], "friend_open_share")["edges_cut"] < 0.5


def by_day_and_user(orders):
    """Orders of a day stand side by side where both sides are split."""
    return orders[np.lexsort((orders["user"], orders["day"]))]


def assert_nobody_treated(tested):
    """All worlds of a test are that in which nobody is treated, to the bit."""
    for arm in (tested.world, tested.everybody):
        for table in ("people", "daily", "hosts"):
            np.testing.assert_array_equal(getattr(arm.outcome, table), getattr(tested.nobody.outcome, table))
        np.testing.assert_array_equal(*(by_day_and_user(a.outcome.orders) for a in (arm, tested.nobody)))


@pytest.mark.parametrize("lever", TREATMENT)
def test_strength_0_is_nobody_treated_to_the_bit(lever):
    for tested in rehearsed(lever, *TREATMENT[lever], strength="0%").values():
        assert_nobody_treated(tested)


@pytest.mark.parametrize(("crisis", "lever", "units"), [
    ("server_crash", "failover", ("user", "cluster", "time")),
    ("food_fraud", "golden_24h", ("user", "cluster", "time")),
    ("regulation", "category_diversification", ("host", "both_sides", "time")),
])  # fmt: skip
def test_a_crisis_strikes_whoever_is_treated(crisis, lever, units):
    """An answer of strength 0 leaves every world as the crisis alone makes it, which is none without it."""
    for tested in rehearsed(lever, *units, strength="0%", crisis=crisis).values():
        assert_nobody_treated(tested)
    calm = rehearsed(lever, units[0], strength="0%")[units[0]].nobody.outcome
    assert (calm.people["milliminutes"] != tested.nobody.outcome.people["milliminutes"]).any()


def test_an_answer_is_tested_in_its_crisis():
    """Who is sent over to a second line in a crash waits less, which the test of users finds."""
    tested = rehearsed("failover", "user", crisis="server_crash", users=4_000)["user"]
    treated = tested.assignment.treated
    before, lived, after = (arm.outcome.people["milliminutes"] for arm in (tested.nobody, tested.world,
                                                                           tested.everybody))  # fmt: skip
    assert (before != after).any()
    assert (lived[treated] != before[treated]).mean() > (lived[~treated] != before[~treated]).mean()


def test_untreated_rooms_sell_out_too():
    """Where little is in stock a strategy of strength 0 leaves both sides as they are, to the bit."""
    tested = rehearsed("original_content", "both_sides", strength="0%", stock=0.5)["both_sides"]
    assert_nobody_treated(tested)
    plenty = rehearsed("original_content", "both_sides", strength="0%")["both_sides"].nobody.outcome
    assert len(plenty.orders) > len(tested.nobody.outcome.orders)


@pytest.mark.parametrize("lever", TREATMENT)
def test_a_part_of_the_units_is_neither_all_nor_none(lever):
    for tested in rehearsed(lever, *TREATMENT[lever]).values():
        totals = {arm.outcome.people["milliminutes"].sum() for arm in (tested.world, tested.everybody, tested.nobody)}
        assert len(totals) == 3 and 0 < tested.assignment.treated.mean() < 1


def test_a_test_is_the_same_alone_and_among_others():
    alone, among = rehearsed("simple_checkout", "time")["time"], rehearsed("simple_checkout", "user", "cluster", "time")
    np.testing.assert_array_equal(alone.assignment.treated, among["time"].assignment.treated)
    np.testing.assert_array_equal(alone.world.outcome.people, among["time"].world.outcome.people)


def test_blocks_rest_between():
    """Days of untreated blocks see no strategy: on the first day of the test both worlds are one, or treated is."""
    tested = rehearsed("simple_checkout", "user", "cluster", "time")["time"]
    acted = {day for stretch in tested.world.outcome.acted.values() for first, end in stretch
             for day in range(first, end)}  # fmt: skip
    plan, treated = tested.plan, tested.assignment.treated
    assert acted == {day for day in range(plan.start, plan.start + plan.days)
                     if day - plan.start < len(treated) * plan.block and treated[(day - plan.start) // plan.block]}


def test_counted_apart_the_world_is_the_same_to_the_bit():
    plain, apart = worlds.warm_world(), worlds.warm_world()
    worlds.live(plain, 20)
    viewers = by_hash(3, apart.constants.ids, 0.4, "user")
    before = apart.host_counts.copy()
    sides = live_apart(apart, Steps(engine_of("compiled", 2)).engine, plain.day, viewers, treat=False)
    worlds.assert_same(plain, apart)
    np.testing.assert_array_equal(sides.sum(axis=0), apart.host_counts - before)
    assert (sides.sum(axis=(1, 2, 3)) > 0).all()


def test_untreated_viewers_of_both_sides_meet_rooms_as_they_were():
    """While nothing links them, viewers who are not treated live as where nobody is."""
    tested = rehearsed("original_content", "both_sides", cut=True)["both_sides"]
    others = ~tested.assignment.people
    for name in ("visits", "milliminutes", "orders"):
        lived, alone = (arm.outcome.people[name] for arm in (tested.world, tested.nobody))
        np.testing.assert_array_equal(lived[others], alone[others])
        assert (lived[~others] != alone[~others]).any()


def test_who_is_treated_does_not_hang_on_who_else_is_there():
    ids = np.arange(5000)
    mine = by_hash(9, ids, 0.3, "user")
    np.testing.assert_array_equal(mine[100:200], by_hash(9, ids[100:200], 0.3, "user"))
    assert mine.mean() == pytest.approx(0.3, abs=0.02)
    assert (mine <= by_hash(9, ids, 0.6, "user")).all(), "a larger share keeps those who were treated"
    assert exactly(9, 64, 20, "host").sum() == 20 and (exactly(9, 64, 20, "host") != exactly(8, 64, 20, "host")).any()
    apart = by_hash(9, ids, 0.5, "user") == (np.arange(5000) % 2 == 0)
    assert apart.mean() == pytest.approx(0.5, abs=0.03)
