"""Who is surely harmed, and how rarely that is said of nobody."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.paired.harm import harms
from tests.paired.fake import scenario, treated

SEGMENTS = ("all", "silver", "gen_z", "lower_tier")


def replicates(push, n=20, noise=0.002, people=1000, seed=1):
    """Rows of the baseline and elder mode, which moves rebuying by `push` (segment -> effect)."""
    generator, rows = np.random.default_rng(seed), []
    for number in range(n):
        for segment in SEGMENTS:
            for metric in ("base_retention", "rebuy_rate"):
                size = push.get(segment, 0.0) if metric == "rebuy_rate" else 0.0
                moved = size + noise * generator.normal()
                rows += [(number, "baseline", metric, segment, 0.5, people),
                         (number, "elder_mode", metric, segment, 0.5 + moved, people)]  # fmt: skip
    return pd.DataFrame(rows, columns=["replicate", "arm", "metric", "segment", "value", "people"])


ARMS = (scenario(), treated(worth=0.01))


def test_a_group_that_loses_more_than_the_worth_is_named_whatever_the_outcome_is():
    table = harms(replicates({"gen_z": -0.04}), ARMS)
    row = table.iloc[0]
    assert (row["scenario"], row["metric"], row["segment"]) == ("elder_mode", "rebuy_rate", "gen_z")
    assert (len(table), row["harmed_draws"], row["n"], row["worth"]) == (1, 20, 20, 0.01)
    assert row["low"] < row["difference"] < row["high"] < -0.01


def test_a_loss_below_the_worth_or_not_sure_or_of_few_people_is_no_warning():
    assert harms(replicates({"gen_z": -0.008}), ARMS).empty
    assert harms(replicates({"gen_z": -0.012}, noise=0.05), ARMS).empty
    assert harms(replicates({"gen_z": -0.04}, people=5), ARMS).empty


def test_nobody_is_warned_of_in_worlds_without_harm():
    """300 comparisons in which eight effects are exactly at the edge, -1 point: at most 5 % warn, and three errors."""
    edge = dict.fromkeys(SEGMENTS, -0.01)
    alarms = [len(harms(replicates(edge, seed=seed), ARMS)) > 0 for seed in range(300)]
    assert np.mean(alarms) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_the_worst_comes_first():
    table = harms(replicates({"gen_z": -0.03, "silver": -0.06}), ARMS)
    assert list(table["segment"]) == ["silver", "gen_z"]
