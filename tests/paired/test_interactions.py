from __future__ import annotations

from dataclasses import replace

import pytest

from sim.outcomes.goal import Goal
from sim.paired.interactions import alone, interactions
from sim.scenario.plan import Strategy
from tests.paired.fake import scenario, treated
from tests.paired.hand import metric_rows

PLAN = scenario("plan", [Strategy("elder_mode", name="elder"), Strategy("coupons", name="coupons")],
                goals=(Goal("G02", "interaction_rate", 0.3, relative=True),))  # fmt: skip


def found(elder, coupons, plan, scenarios=(PLAN,), fixed=False):
    arms = {"baseline": [0.5, 0.52, 0.48], "plan/elder": elder, "plan/coupons": coupons, "plan": plan}
    rows = metric_rows({(arm, "base_retention"): values for arm, values in arms.items()}, "silver")
    return interactions(rows, scenario(), scenarios, fixed)


def test_each_strategy_gets_an_arm_of_its_own():
    first, second = alone(PLAN)
    assert (first.name, second.name) == ("plan/elder", "plan/coupons")
    assert first.strategies == PLAN.strategies[:1] and second.strategies == PLAN.strategies[1:]
    assert first.outcomes == first.goals == ()
    assert alone(treated()) == [] == alone(scenario())


def test_what_the_baseline_does_too_acts_in_every_arm_and_has_none_of_its_own():
    crisis, weak = Strategy("host_scandal", name="crisis"), Strategy("coupons", name="coupons", options={"value": 1.0})
    plan = replace(PLAN, strategies=(crisis, *PLAN.strategies))
    elder, coupons = PLAN.strategies
    first, second = alone(plan, (crisis, weak))
    assert first.strategies == (crisis, weak, elder)
    assert second.strategies == (crisis, coupons)  # its own strength in place of the baseline's
    assert alone(plan, plan.strategies[:2]) == []
    rows = metric_rows({(arm, "base_retention"): [0.5, 0.6] for arm in ("baseline", first.name, second.name, "plan")},
                       "silver")  # fmt: skip
    table = interactions(rows, scenario(strategies=[crisis]), [plan], False)
    assert table["strategy"].tolist() == ["elder", "coupons", "", "", ""]


def test_the_interaction_is_what_the_whole_has_beyond_the_sum():
    table = found([0.51, 0.53, 0.49], [0.52, 0.54, 0.5], [0.55, 0.57, 0.53])
    assert table["part"].tolist() == ["single", "single", "sum", "joint", "interaction"]
    assert table["strategy"].tolist() == ["elder", "coupons", "", "", ""]
    assert table["effect"].tolist() == pytest.approx([0.01, 0.02, 0.03, 0.05, 0.02])
    left = table.iloc[-1]
    assert (left["low"], left["high"], left["likely_low"]) == pytest.approx((0.02, 0.02, 0.02))
    assert left["n"] == 3


def test_worlds_without_any_effect_have_no_interaction():
    same = [0.5, 0.52, 0.48]
    assert (found(same, same, same)[["effect", "low", "high"]] == 0).all(axis=None)


def test_a_single_strategy_has_none():
    assert found([1.0] * 3, [1.0] * 3, [1.0] * 3, [treated()]).empty


def test_nothing_is_said_of_draws_when_nothing_was_drawn():
    assert found([0.5] * 3, [0.6] * 3, [0.7] * 3, fixed=True)["likely_low"].isna().all()
