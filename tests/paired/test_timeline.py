from __future__ import annotations

import pytest

from sim.paired.timeline import lights, stretches, timeline
from sim.scenario.plan import Strategy
from tests.paired.fake import scenario
from tests.paired.hand import told

ARMS = [scenario(), scenario("plan", [Strategy("coupons", name="coupons")])]


def acted(*spells, arm="plan"):
    return {"arm": arm, "strategy": "coupons", "lever": "coupons", "acted": list(spells)}


def test_equal_shares_make_one_stretch():
    assert stretches([[(0, 10)], [(5, 10)]], 2) == [(0, 5, 0.5), (5, 10, 1.0)]
    assert stretches([[(0, 5), (5, 9)]], 1) == [(0, 9, 1.0)]
    assert stretches([[(0, 5)], [(5, 9)]], 2) == [(0, 9, 0.5)]
    assert stretches([[(0, 2), (8, 9)]], 4) == [(0, 2, 0.25), (8, 9, 0.25)]
    assert stretches([[], []], 2) == []


def test_a_timeline_tells_in_how_many_replicates_a_strategy_acted():
    records = [told(timeline=[acted([14, 60])]), told(timeline=[acted([14, 90])])]
    rows = timeline(records, ARMS)
    assert rows[["start", "end", "share"]].to_numpy().tolist() == [[14, 60, 1.0], [60, 90, 0.5]]
    assert set(rows["scenario"]) == {"plan"}


def test_arms_that_answer_something_else_are_left_out():
    lit = {"arm": "plan@25%", "light": "bounce_rate", "days": [[1, 2]]}
    records = [told(timeline=[acted([14, 60], arm="plan@25%")], lights=[lit])]
    assert timeline(records, ARMS).empty and lights(records, ARMS).empty


def test_lights_are_shown_for_every_arm_in_order():
    both = [{"arm": arm, "light": "bounce_rate", "days": [[3, 9]]} for arm in ("plan", "baseline")]
    rows = lights([told(lights=both), told(lights=both[:1])], ARMS)
    assert rows["arm"].tolist() == ["baseline", "plan"]
    assert rows["share"].tolist() == pytest.approx([0.5, 1.0])
