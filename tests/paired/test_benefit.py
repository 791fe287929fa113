from __future__ import annotations

import numpy as np
import pytest

from sim.paired.benefit import accounts, benefit, costless, ratio
from sim.scenario.plan import Margins, Strategy
from tests.paired.fake import scenario
from tests.paired.hand import metric_rows, told

EARNS = Margins(margin=0.2)
MARGIN, BASE = "margin_per_base_user", "base_retention"


def plan(name="plan", money=EARNS):
    return scenario(name, [Strategy("coupons", name="coupons")], money=money)


def found(margins, costs, kept=None, *, arms=None, scale=10.0, fixed=False):
    """The table of plans whose margin is 5 yuan a person more or less than the baseline's 100."""
    arms = arms or [scenario(), *(plan(name) for name in margins)]
    n = len(next(iter(margins.values())))
    values = {("baseline", MARGIN): [100.0] * n, ("baseline", BASE): [0.5] * n}
    for name, more in margins.items():
        values[name, MARGIN] = [100.0 + one for one in more]
        values[name, BASE] = [0.5 + one for one in (kept or [0.0] * n)]
    records = [told(money={"baseline": {}} | {name: {"coupons": costs[r]} for name in margins}, scale=scale)
               for r in range(n)]  # fmt: skip
    replicates = metric_rows(values, denominator=50.0)
    if not arms[-1].money.stated:  # then the metric refuses
        replicates = replicates[replicates["metric"] != MARGIN]
    return benefit(accounts(records, replicates), records, arms, fixed).set_index("scenario")


def test_net_benefit_is_margin_less_cost_at_the_planners_scale():
    row = found({"plan": [2.0, 4.0, 6.0, 4.0]}, [500.0] * 4).loc["plan"]
    assert row["margin"] == pytest.approx(4 * 50 * 10)
    assert row["cost"] == pytest.approx(500) and row["cost_low"] == pytest.approx(500)
    assert row["net_benefit"] == pytest.approx(1500)
    assert row["net_benefit_low"] < 1500 < row["net_benefit_high"]
    assert row["net_benefit_likely_low"] >= 500 and row["net_benefit_likely_high"] <= 2500
    assert (row["paying_draws"], row["n"], row["roi"]) == (4, 4, pytest.approx(3.0))
    assert row["reason"] == "" and row["probability_pays"] == pytest.approx(0.9)


def test_the_net_benefit_comes_first_and_the_return_after_it():
    columns = list(found({"plan": [1.0, 2.0]}, [5.0, 5.0]).columns)
    assert columns[:2] == ["net_benefit", "net_benefit_low"]
    assert columns.index("roi") > columns.index("net_benefit_likely_high")


def test_cost_per_retained_user_needs_a_sure_rise():
    sure = found({"plan": [2.0] * 4}, [500.0] * 4, [0.1, 0.11, 0.09, 0.1]).loc["plan"]
    assert sure["retained"] == pytest.approx(0.1 * 50 * 10)
    assert sure["cost_per_retained"] == pytest.approx(10.0)
    unsure = found({"plan": [2.0] * 4}, [500.0] * 4, [0.1, -0.1, 0.1, -0.05]).loc["plan"]
    assert np.isnan(unsure["cost_per_retained"]) and np.isfinite(unsure["retained"])


def test_nothing_unstated_counts_as_nothing():
    bare, told_cost = [scenario(), plan(money=Margins())], [500.0] * 3
    row = found({"plan": [2.0] * 3}, told_cost, arms=bare).loc["plan"]
    assert row["reason"] == "no_margin" and np.isnan(row["net_benefit"]) and np.isnan(row["roi"])
    row = found({"plan": [2.0] * 3}, [None] * 3).loc["plan"]
    assert (row["reason"], row["unstated"]) == ("no_cost", "coupons")
    assert np.isnan(row[["net_benefit", "roi", "cost", "cost_per_retained"]].astype(float)).all()
    assert np.isnan(row["paying_draws"])
    assert found({"plan": [2.0] * 3}, [None] * 3, arms=bare).loc["plan"]["reason"] == "neither"


def test_a_crisis_costs_nothing_that_anybody_could_state():
    struck = scenario("plan", [Strategy("coupons", name="coupons"), Strategy("host_scandal", name="scandal")],
                      money=EARNS)  # fmt: skip
    arms = [scenario(), struck]
    records = [told(money={"baseline": {}, "plan": {"coupons": 500.0, "scandal": None}}, scale=10.0)] * 3
    replicates = metric_rows({("baseline", MARGIN): [100.0] * 3, ("plan", MARGIN): [102.0, 104.0, 106.0],
                              ("baseline", BASE): [0.5] * 3, ("plan", BASE): [0.5] * 3}, denominator=50.0)  # fmt: skip
    account = accounts(records, replicates, costless(arms))
    row = benefit(account, records, arms, False).set_index("scenario").loc["plan"]
    assert (row["reason"], row["unstated"], row["cost"]) == ("", "", pytest.approx(500.0))
    assert row["net_benefit"] == pytest.approx(4 * 50 * 10 - 500)


def test_a_margin_that_was_not_measured_is_told():
    arms, records = [scenario(), plan()], [told(money={"baseline": {}, "plan": {"coupons": 1.0}})] * 2
    replicates = metric_rows({(arm, BASE): [0.5, 0.5] for arm in ("baseline", "plan")})
    assert benefit(accounts(records, replicates), records, arms, False)["reason"].tolist() == ["unmeasured"]


def test_two_equal_worlds_differ_by_nothing():
    row = found({"plan": [0.0] * 4}, [0.0] * 4).loc["plan"]
    numbers = row.drop(["reason", "unstated", "paying_draws", "probability_pays", "n"]).astype(float)
    assert (numbers.fillna(0) == 0).all()
    assert row["paying_draws"] == 2  # ties count half


def test_the_order_of_scenarios_is_irrelevant():
    margins = {"one": [2.0, 4.0, 3.0], "two": [1.0, -1.0, 2.0]}
    turned = dict(reversed(margins.items()))
    one, other = found(margins, [50.0] * 3), found(turned, [50.0] * 3)
    assert one.equals(other.loc[list(margins)])


def test_nothing_is_said_of_draws_when_nothing_was_drawn():
    row = found({"plan": [2.0, 3.0]}, [5.0, 5.0], fixed=True).loc["plan"]
    assert np.isnan(row[["net_benefit_likely_low", "roi_likely_low", "paying_draws"]].astype(float)).all()
    assert np.isfinite(row["roi"])


def test_a_ratio_of_means_has_the_interval_of_its_residuals():
    top, bottom = np.array([10.0, 22.0, 29.0, 41.0]), np.array([1.0, 2.0, 3.0, 4.0])
    value, low, high = ratio(top, bottom)
    assert value == pytest.approx(102 / 10)
    assert low < value < high
    assert ratio(3 * bottom, bottom) == pytest.approx((3.0, 3.0, 3.0))
