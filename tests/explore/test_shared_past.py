"""Batches of a sweep that share a past find it in the cache: the same runs, fewer days."""

from __future__ import annotations

import pandas as pd

from sim.base.keeping import KeptFiles
from sim.explore.batch import Batch, lived
from sim.replicate.days import Steps
from sim.scenario import load_scenario


def batch(points, cache):
    """Points (number -> strength) of one replicate."""
    base = load_scenario("baseline", users=60, days=90)
    arms = {number: load_scenario({"extends": "elder_mode", "name": "elder_mode"}, users=60, days=90)
            if strength is None else load_scenario(
                {"extends": "baseline", "name": "mine", "strategies": [
                    {"lever": "elder_mode", "when": {"start": "14d"}, "strength": strength}]}, users=60, days=90)
            for number, strength in points.items()}
    return Batch({number: (base, arm) for number, arm in arms.items()}, 0, ("base_retention",), ("all", "silver"),
                 cache=cache)


def test_the_second_batch_lives_its_own_arms_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("LIVESIM_CACHE", str(tmp_path))
    days, tell = [0], Steps.tell

    def counted(self):
        days[0] += 1
        tell(self)

    monkeypatch.setattr(Steps, "tell", counted)
    lived(batch({0: "30%", 1: None}, cache=True))
    days[0] = 0
    warm = lived(batch({2: "50%", 3: "80%", 4: "30%"}, cache=True))
    assert days[0] == 2 * (90 - 14)
    cold = lived(batch({2: "50%", 3: "80%", 4: "30%"}, cache=False))
    for one, two in zip(warm, cold, strict=True):
        assert (one.point, one.error, one.record.strengths) == (two.point, "", two.record.strengths)
        pd.testing.assert_frame_equal(one.record.rows, two.record.rows, check_exact=True)
    assert KeptFiles(tmp_path).listed()


def test_a_past_that_nobody_else_has_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("LIVESIM_CACHE", str(tmp_path))
    lived(batch({0: "30%"}, cache=False))
    assert KeptFiles(tmp_path).listed() == []
