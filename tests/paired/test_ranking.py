"""Arms beside each other draw by draw, and what decides between the first two."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.paired.ranking import common_segment, effects_of, ranking, turning
from sim.replicate.record import Record
from tests.paired.fake import scenario, treated

ARMS = (scenario(), treated("a"), treated("b"))


def world(a, b, n=20):
    """(rows, net benefit) in which a and b move the base retention of silver users by so much in each draw."""
    rows = [(arm, "base_retention", "silver", k, 0.5 + by) for k in range(n)
            for arm, by in (("baseline", 0.0), ("a", a[k]), ("b", b[k]))]
    keys = pd.MultiIndex.from_product([["baseline", "a", "b"], range(n)], names=["arm", "replicate"])
    return pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"]), pd.Series(np.nan, keys)


def test_the_baseline_is_ranked_among_them():
    effects = effects_of(*world(np.full(20, 0.02), np.full(20, -0.01)), ARMS)
    table = ranking(effects)
    assert list(table["scenario"]) == ["a", "baseline", "b"] and list(table["place"]) == [1, 2, 3]
    assert list(table["best_draws"]) == [20, 0, 0] and list(table["ahead_draws"][:2]) == [20, 20]
    assert set(table["metric"]) == {"base_retention"}  # no net benefit without money, no rebuying here


def test_draws_with_several_best_are_shared_out():
    table = ranking(effects_of(*world(np.full(20, 0.02), np.full(20, 0.02)), ARMS)).set_index("scenario")
    assert table["best_draws"].sum() == pytest.approx(20) and table.loc["a", "best_draws"] == 10
    assert table.loc["a", "ahead_draws"] == 10  # ties half


def test_what_turns_the_order_is_found():
    taste = np.linspace(0, 1, 40)
    a, b = 0.05 * taste, 0.05 * (1 - taste)
    effects = effects_of(*world(a, b, 40), ARMS)
    other = np.random.default_rng(1).random(40)
    records = [Record(pd.DataFrame(), {"taste": float(t), "other": float(o)})
               for t, o in zip(taste, other, strict=True)]
    table = turning(effects, records, ARMS, fixed=False)
    assert list(table["parameter"]) == ["taste"] and table["share"][0] > 0.9
    assert turning(effects, records, ARMS, fixed=True).empty


def test_one_segment_is_taken_only_when_all_name_it():
    assert common_segment("base_retention", ARMS) == "silver"
    assert common_segment("rebuy_rate", ARMS) == "all"
