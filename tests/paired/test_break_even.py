from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.paired.break_even import (
    ARMS,
    DRAWS,
    FEW,
    SHARES,
    STATED,
    at_share,
    break_even,
    effect_at,
    line_of,
    shares_needed,
)
from sim.replicate.record import Drawn, Record
from sim.scenario.plan import Strategy, Strength
from tests.paired.fake import scenario, treated


def linear(slope, n=20, noise=0.0):
    generator = np.random.default_rng(3)
    return slope * np.array(SHARES) + noise * generator.normal(size=(n, 1))


def test_a_linear_effect_reaches_its_worth_in_proportion():
    assert shares_needed(linear(4.0), 1.0)[0] == pytest.approx(0.25)
    assert shares_needed(linear(4.0), 3.0)[0] == pytest.approx(0.75)
    assert shares_needed(linear(4.0), 0.5)[0] == pytest.approx(0.125)


def test_an_effect_that_is_never_enough_is_blank():
    assert np.isnan(shares_needed(linear(1.0), 1.5)[0])
    assert np.isnan(shares_needed(linear(-1.0), 0.1)[0])


def test_the_interval_holds_the_answer_and_opens_when_it_may_never_be_enough():
    needed, low, high = shares_needed(linear(4.0, noise=0.5), 1.0)
    assert low <= needed <= high
    needed, low, high = shares_needed(linear(1.0, noise=0.5), 1.0)
    assert low < 1 and np.isnan(high)


def test_one_replicate_has_no_interval():
    needed, low, high = shares_needed(linear(4.0, n=1), 1.0)
    assert needed == pytest.approx(0.25) and np.isnan([low, high]).all()


def test_a_dip_is_smoothed_away_not_believed():
    assert shares_needed(np.array([[1.0, 0.6, 2.0]]), 0.7)[0] == pytest.approx(0.25 * 0.7 / 0.8)


@given(st.lists(st.floats(-1, 3), min_size=3, max_size=3), st.floats(0.01, 2), st.floats(0.01, 2))
def test_a_higher_worth_never_needs_less(effects, worth, more):
    one, other = (shares_needed(np.array([effects]), w)[0] for w in (worth, worth + more))
    assert np.isnan(other) or one <= other


def test_only_the_strength_of_an_arm_changes():
    plan = scenario("two", [Strategy("elder_mode", name="one"), Strategy("coupons", name="two")])
    arm = at_share(plan, 0.25)
    assert arm.name == "two@25%"
    assert all((s.strength.low, s.strength.high, s.strength.stated) == (0.25, 0.25, True) for s in arm.strategies)
    assert [s.lever for s in arm.strategies] == ["elder_mode", "coupons"]


def test_the_table_answers_for_every_primary_outcome():
    rows = [
        (arm, "base_retention", "silver", n, value + 0.01 * n)
        for n in range(5)
        for arm, value in (("baseline", 0.5), ("elder_mode@25%", 0.505), ("elder_mode@50%", 0.51),
                           ("elder_mode@100%", 0.52), ("elder_mode", 0.512))
    ]
    replicates = pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])
    keys = pd.MultiIndex.from_product([["baseline", "elder_mode"], range(5)], names=["arm", "replicate"])
    net = pd.Series(np.nan, keys)
    table = break_even(replicates, [None] * 5, (scenario(), treated(worth=0.01)), net, by_arms=True)
    row = table.iloc[0]
    assert (row["scenario"], row["n"], row["worth"]) == ("elder_mode", 5, 0.01)
    assert row["share_needed"] == pytest.approx(0.5)
    assert [row["effect_25%"], row["effect_50%"], row["effect_100%"]] == pytest.approx([0.005, 0.01, 0.02])


def test_money_pays_from_where_the_net_benefit_crosses_zero():
    assert shares_needed(linear(4.0) - 2.0, 0.0, sunk=True)[0] == pytest.approx(0.5)
    assert shares_needed(linear(4.0) - 3.0, 0.0, sunk=True)[0] == pytest.approx(0.75)
    assert shares_needed(linear(4.0), 0.0, sunk=True)[0] == 0.25  # or less: no smaller one was tried
    assert np.isnan(shares_needed(linear(4.0) - 5.0, 0.0, sunk=True)[0])
    assert np.isnan(shares_needed(linear(0.0), 0.0, sunk=True)[0])  # nothing won pays nothing


def test_money_has_a_row_of_its_own_where_it_is_known():
    arms = {"baseline": 0.0, "elder_mode": 1.0, "elder_mode@25%": -2.0, "elder_mode@50%": -1.0, "elder_mode@100%": 1.0}
    keys = pd.MultiIndex.from_product([sorted(arms), range(3)], names=["arm", "replicate"])
    net = pd.Series([arms[arm] for arm, _ in keys], keys)
    rows = [(arm, "base_retention", "silver", n, 0.5) for arm in arms for n in range(3)]
    replicates = pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])
    table = break_even(replicates, [None] * 3, (scenario(), treated()), net, by_arms=True).set_index("metric")
    assert table.loc["net_benefit", "share_needed"] == pytest.approx(0.75)
    assert (table.loc["net_benefit", "unit"], table.loc["net_benefit", "worth"]) == ("yuan", 0.0)
    blank = break_even(replicates, [None] * 3, (scenario(), treated()), net * np.nan, by_arms=True)
    assert list(blank["metric"]) == ["base_retention"]


def drawn_world(n=20, slope=0.04, start=0.0, noise=0.0, plan=None, seed=5):
    """Replicates in which a strategy of a drawn share adds start + slope * share to base retention, and as much net."""
    generator, plan = np.random.default_rng(seed), plan or treated(worth=0.02)
    shares = generator.uniform(0.25, 1.0, (n, len(plan.strategies)))
    effects = start + slope * shares.sum(axis=1) + noise * generator.normal(size=n)
    records = [Record(pd.DataFrame(), strengths=[Drawn(plan.name, s.name, s.lever, value)
                                                 for s, value in zip(plan.strategies, row, strict=True)])
               for row in shares]  # fmt: skip
    rows = [(arm, "base_retention", "silver", k, value) for k, effect in enumerate(effects)
            for arm, value in (("baseline", 0.5), (plan.name, 0.5 + effect))]
    replicates = pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])
    keys = pd.MultiIndex.from_product([["baseline", plan.name], range(n)], names=["arm", "replicate"])
    net = pd.Series([0.0] * n + list(1e6 * (effects - 0.02)), keys)
    return break_even(replicates, records, (scenario(), plan), net, by_arms=False).set_index("metric")


def test_from_the_draws_the_line_crosses_the_worth():
    row = drawn_world().loc["base_retention"]
    assert row["way"] == DRAWS
    assert row["share_needed"] == pytest.approx(0.5)
    assert [row["effect_25%"], row["effect_50%"], row["effect_100%"]] == pytest.approx([0.01, 0.02, 0.04])


def test_money_and_effects_come_from_one_account():
    """What loses on average of the draws pays only from more than the average share on, and the other way round."""
    for start in (-0.02, -0.005, 0.005):
        table = drawn_world(start=start, noise=0.004)
        mean = 0.5 * (table.loc["net_benefit", "effect_25%"] + table.loc["net_benefit", "effect_100%"])
        needed = table.loc["net_benefit", "share_needed"]
        assert (mean < 0) == (np.isnan(needed) or needed > 0.625)


def test_two_strategies_are_read_where_both_have_the_same_share():
    plan = scenario("two", [Strategy("elder_mode", name="one"), Strategy("coupons", name="two")], worth=0.04)
    assert drawn_world(plan=plan).loc["base_retention", "share_needed"] == pytest.approx(0.5)


def test_what_the_draws_cannot_say_is_said():
    stated = scenario("fix", [Strategy("elder_mode", strength=Strength(0.5, 0.5, stated=True))])
    records = [Record(pd.DataFrame(), strengths=[Drawn("fix", "elder_mode", "elder_mode", 0.5)])] * 20
    rows = [(arm, "base_retention", "silver", k, 0.5) for k in range(20) for arm in ("baseline", "fix")]
    replicates = pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])
    keys = pd.MultiIndex.from_product([["baseline", "fix"], range(20)], names=["arm", "replicate"])
    table = break_even(replicates, records, (scenario(), stated), pd.Series(np.nan, keys), by_arms=False)
    assert list(table["way"]) == [STATED] and np.isnan(table["share_needed"][0])
    assert drawn_world(n=8).loc["base_retention", "way"] == FEW


@pytest.mark.slow
def test_the_interval_from_the_draws_covers_the_truth():
    """60 noisy worlds whose true share is 0.5: the 95 % interval holds it in 85 % or more (bootstrap of 20)."""
    tables = [drawn_world(noise=0.004, seed=seed).loc["base_retention"] for seed in range(60)]
    inside = [row["share_low"] <= 0.5 and not row["share_high"] < 0.5 for row in tables]
    assert np.mean(inside) >= 0.85


def test_the_line_goes_through_the_means():
    generator = np.random.default_rng(2)
    drawn, change = generator.uniform(0.25, 1, (30, 1)), generator.normal(size=30)
    start, slope = line_of(drawn, change)
    assert start + slope * drawn.mean() == pytest.approx(change.mean())


SMALL = st.floats(-3, 3).map(lambda effect: round(effect, 6))


def found(effects, worth, metric="base_retention", least=0.0):
    """A row of the table as it is found from arms with these effects, one replicate."""
    needed, low, high = shares_needed(np.array([effects]), worth, sunk=metric == "net_benefit")
    at = dict(zip((f"effect_{share:.0%}" for share in SHARES), effects, strict=True))
    return {"metric": metric, "worth": worth, "way": ARMS, "share_needed": needed, "share_low": low,
            "share_high": high, "share_least": least, **at}  # fmt: skip


@given(st.tuples(SMALL, SMALL, SMALL), st.floats(0.01, 2), st.floats(0, 1))
def test_the_effect_reaches_its_worth_from_the_share_needed_on_and_nowhere_else(effects, worth, share):
    row = found(effects, worth)
    reached = effect_at(row, share) >= worth
    needed = row["share_needed"]
    assert not (reached and np.isnan(needed))
    if np.isfinite(needed):
        assert effect_at(row, needed) == pytest.approx(worth)
        assert reached == (share >= needed) or share == pytest.approx(needed)


@given(st.lists(SMALL, min_size=3, max_size=3).map(sorted))
def test_effects_that_rise_are_those_of_the_arms(effects):
    row = found(np.maximum(effects, 0.0), 1.0)
    assert [effect_at(row, share) for share in SHARES] == pytest.approx(np.maximum(effects, 0.0))
    assert effect_at(row, 0.0) == 0.0


def test_harm_is_not_smoothed_away():
    assert [effect_at(found((-1.0, -2.0, -4.0), 1.0), share) for share in (0, 0.25, 0.75, 1)] == [0, -1, -3, -4]


def test_a_metric_that_should_fall_is_smoothed_downwards():
    row = found((1.0, 2.0, 4.0), 1.0) | {"metric": "bounce_rate"} | {f"effect_{s:.0%}": -4 * s for s in SHARES}
    assert [effect_at(row, share) for share in (0.0, 0.5, 0.75)] == pytest.approx([0.0, -2.0, -3.0])


def test_of_money_nothing_is_said_below_the_smallest_arm():
    row = found((-2.0, -1.0, 1.0), 0.0, "net_benefit", least=SHARES[0])
    assert np.isnan(effect_at(row, 0.2))
    assert [effect_at(row, share) for share in SHARES] == pytest.approx([-2.0, -1.0, 1.0])
    assert effect_at(row, row["share_needed"]) == pytest.approx(0.0)


@pytest.mark.slow
@given(st.floats(-0.02, 0.02), st.floats(-0.1, 0.1), st.floats(0.25, 1))
def test_from_the_draws_the_effect_lies_on_their_line(start, slope, share):
    row = {**drawn_world(start=start, slope=slope).loc["base_retention"], "metric": "base_retention"}
    assert effect_at(row, share) == pytest.approx(start + slope * share, abs=1e-9)
    if row["share_needed"] > row["share_least"]:
        assert effect_at(row, row["share_needed"]) == pytest.approx(row["worth"])
    assert np.isnan(effect_at(row, row["share_least"] - 0.01))


def test_where_nothing_was_drawn_nothing_is_read():
    plan = scenario("elder_mode", [Strategy("elder_mode", name="elder_mode")])
    row = {**drawn_world(n=5, plan=plan).loc["base_retention"], "metric": "base_retention"}
    assert row["way"] == FEW and np.isnan(effect_at(row, 0.5))
