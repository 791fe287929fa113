"""Goals in words: a metric that is known at the end says so, in the metric's own unit."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.reports.goals import goal_sheets

ROW = {"scenario": "coupons", "goal": "repeat_buyers", "segment": "lower_tier and silver", "signal": "repeat_buyers",
       "unit": "count", "by": np.nan, "before": np.nan, "target": 0.15, "reached": 1, "reached_baseline": 0, "n": 2,
       "day": 99.0, "gap": -0.0661, "gap_low": -0.07, "gap_high": -0.06, "weakest": "", "grade": ""}  # fmt: skip


@pytest.mark.parametrize(("lang", "title", "target"), [
    ("en", "Repeat buyers, users in both lower-tier cities and silver users, on the last day", "150"),
    ("zh", "期末", "150"),
])  # fmt: skip
def test_a_metric_is_shown_per_thousand_and_at_the_end(lang, title, target):
    comparison = SimpleNamespace(goals=pd.DataFrame([ROW]), manifest={"scale": 600.0})
    line = goal_sheets(comparison, lang)[0].lines[0]
    assert title in line[0]
    assert target in line[2] and "66.1" in " ".join(line)


def test_a_number_of_people_is_at_the_planners_scale():
    row = ROW | {"goal": "daily_active_users", "signal": "daily_active_users", "target": 100.0, "gap": -5.0,
                 "gap_low": -6.0, "gap_high": -4.0}
    line = goal_sheets(SimpleNamespace(goals=pd.DataFrame([row]), manifest={"scale": 600.0}), "en")[0].lines[0]
    assert "60,000" in line[2]
