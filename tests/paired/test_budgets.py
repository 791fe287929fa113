from __future__ import annotations

import numpy as np

from sim.paired.budgets import BUDGETS, budgets
from sim.scenario.plan import Strategy
from tests.paired.fake import scenario
from tests.paired.hand import told

ARMS = [scenario(), scenario("plan", [Strategy("coupons", name="coupons")])]


def account(arm="plan", **parts):
    return {"arm": arm, "strategy": "coupons", "lever": "coupons", "ended": None, **parts}


def test_budgets_say_when_and_how_often_they_ran_out():
    rows = budgets([told(accounts=[account(ended=day)]) for day in (60, None, 70, 80)], ARMS)
    assert list(rows.columns) == BUDGETS
    assert rows.iloc[0][["scenario", "ended", "times", "n"]].tolist() == ["plan", 70, 3, 4]
    never = budgets([told(accounts=[account()])], ARMS).iloc[0]
    assert np.isnan(never["ended"]) and never["times"] == 0


def test_coupons_and_money_are_means_over_replicates_and_blank_where_there_are_none():
    parts = [account(granted=10.0, used=4.0, spent=40.0), account(granted=20.0, used=5.0, spent=50.0)]
    row = budgets([told(accounts=[part]) for part in parts], ARMS).iloc[0]
    assert row[["granted", "used", "spent"]].tolist() == [15.0, 4.5, 45.0]
    assert row[["void", "budget", "left"]].isna().all()


def test_arms_that_answer_something_else_are_left_out():
    assert budgets([told(accounts=[account(arm="plan@25%")])], ARMS).empty
