from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.paired.uncertainty import LEAST, PARAMETERS, STRENGTHS, shares, uncertainty
from sim.replicate.record import Drawn, Record
from tests.paired.fake import treated


def effects_of(n, weights, noise, seed=0):
    generator = np.random.default_rng(seed)
    drivers = generator.random((n, len(weights)))
    return drivers @ np.array(weights) + noise * generator.normal(size=n), drivers


def test_what_moves_the_effect_is_found():
    effects, drivers = effects_of(400, [1.0, 0.0, 0.0], noise=0.01)
    single, grouped, _, n = shares(effects, drivers, [STRENGTHS, PARAMETERS, PARAMETERS])
    assert n == 400
    assert single[0] > 0.98 and grouped[STRENGTHS][0] > 0.98
    assert abs(grouped[PARAMETERS][0]) < grouped[PARAMETERS][1] + 0.03


def test_variance_is_shared_out_as_it_was_made():
    effects, drivers = effects_of(2000, [1.0, 1.0, 1.0], noise=np.sqrt(1 / 12))
    single, grouped, _, _ = shares(effects, drivers, [STRENGTHS, PARAMETERS, PARAMETERS])
    assert single == pytest.approx([0.25, 0.25, 0.25], abs=0.06)
    assert grouped[PARAMETERS][0] == pytest.approx(0.5, abs=0.08)


def test_twenty_replicates_of_nothing_are_rarely_sure():
    """15 drivers that do nothing: their group is called sure in 1 of 20 comparisons, and unbiased."""
    found = [shares(*effects_of(20, [0.0] * 15, 1.0, seed), [PARAMETERS] * 15)[1][PARAMETERS] for seed in range(300)]
    totals, chances = np.array(found).T
    assert np.mean(totals > chances) < 0.1
    assert np.mean(totals) == pytest.approx(0.0, abs=0.06)


def test_equal_effects_have_no_shares():
    single, grouped, _, _ = shares(np.zeros(20), np.random.default_rng(1).random((20, 2)), [STRENGTHS, PARAMETERS])
    assert np.isnan(single).all() and np.isnan(grouped[STRENGTHS][0])


def rows_of(effects):
    rows = [(arm, "base_retention", "silver", n, value) for n, effect in enumerate(effects)
            for arm, value in (("baseline", 0.5), ("elder_mode", 0.5 + effect))]
    return pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])


def drew(parameters, *strengths):
    """A record of nothing but what was drawn."""
    return Record(pd.DataFrame(), parameters, list(strengths))


def test_the_table_names_strengths_of_its_own_scenario_alone_and_skips_what_did_not_vary():
    effects, drivers = effects_of(60, [1.0, 0.1, 0.0], noise=0.01)
    records = [
        drew({"taste": b, "still": 1.0}, Drawn("elder_mode", "mine", "elder_mode", a),
             Drawn("other", "x", "coupons", c))
        for a, b, c in drivers
    ]
    table = uncertainty(rows_of(effects), records, "baseline", [treated()])
    assert list(table["group"][:3]) == [STRENGTHS, PARAMETERS, "chance"]
    assert table["share"][:3].sum() == pytest.approx(1.0, abs=0.02)
    named = table[["parameter", "strategy", "lever"]]
    assert {tuple(row) for row in named[3:].to_numpy()} == {("taste", "", ""), ("", "mine", "elder_mode")}
    assert table.iloc[3]["strategy"] == "mine" and table.iloc[3]["sure"]


def test_too_few_replicates_say_nothing():
    records = [drew({"taste": float(n)}) for n in range(LEAST - 1)]
    assert uncertainty(rows_of(np.arange(LEAST - 1)), records, "baseline", [treated()]).empty
