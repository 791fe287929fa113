from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from sim.base.params import PARAMETERS as DECLARED
from sim.paired.uncertainty import FIT, LEAST, PARAMETERS, REST, STRENGTHS, Driver, acts, causes, uncertainty
from sim.replicate.record import Drawn, Record
from sim.running.single import run
from tests.paired.fake import scenario, treated


def effects_of(n, weights, noise, seed=0):
    generator = np.random.default_rng(seed)
    drivers = generator.random((n, len(weights)))
    return drivers @ np.array(weights) + noise * generator.normal(size=n), drivers


def test_what_moves_the_effect_is_found():
    (cause,) = causes(*effects_of(400, [1.0, 0.0, 0.0], noise=0.01))
    assert (cause.column, cause.share > 0.98) == (0, True)


def test_variance_is_shared_out_as_it_was_made():
    found = causes(*effects_of(2000, [1.0, 1.0, 1.0], noise=np.sqrt(1 / 12)))
    assert sorted(cause.column for cause in found) == [0, 1, 2]
    assert [cause.share for cause in found] == pytest.approx([0.25] * 3, abs=0.06)


@pytest.mark.parametrize("weights", [[1.0] * 20, [3.0, 2.0, 1.0] + [0.0] * 20, [0.0] * 24])
def test_shares_never_add_up_to_more_than_all(weights):
    for seed in range(40):
        shares = [cause.share for cause in causes(*effects_of(20, weights, 0.5, seed))]
        assert all(share >= 0 for share in shares) and sum(shares) <= 1.0 + 1e-12


def test_twenty_replicates_of_nothing_rarely_name_a_cause():
    """24 drivers that do nothing, 400 outcomes: something is named in 1 of 20, give or take three standard errors."""
    named = [bool(causes(*effects_of(20, [0.0] * 24, 1.0, seed))) for seed in range(400)]
    assert 0.02 <= np.mean(named) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)


def test_what_is_named_explains_more_than_shuffling_gives():
    for seed in range(40):
        for cause in causes(*effects_of(20, [1.0, 0.7] + [0.0] * 10, 0.3, seed))[:1]:
            assert cause.share > 0.5 * cause.chance


def rows_of(effects):
    rows = [(arm, "base_retention", "silver", n, value) for n, effect in enumerate(effects)
            for arm, value in (("baseline", 0.5), ("elder_mode", 0.5 + effect))]
    return pd.DataFrame(rows, columns=["arm", "metric", "segment", "replicate", "value"])


def drew(parameters, *strengths):
    """A record of nothing but what was drawn."""
    return Record(pd.DataFrame(), parameters, list(strengths))


def test_the_table_names_strengths_of_its_own_scenario_alone_and_skips_what_did_not_vary():
    effects, drivers = effects_of(60, [1.0, 0.5, 0.0], noise=0.01)
    records = [
        drew({"taste": b, "still": 1.0}, Drawn("elder_mode", "mine", "elder_mode", a),
             Drawn("other", "x", "coupons", a))
        for a, b, c in drivers
    ]
    table = uncertainty(rows_of(effects), records, (scenario(), treated()))
    assert list(table["group"][:4]) == [STRENGTHS, FIT, PARAMETERS, REST]
    assert table["share"][:4].sum() == pytest.approx(1.0)
    named = table[["parameter", "strategy", "lever"]]
    assert [tuple(row) for row in named[4:].to_numpy()] == [("", "mine", "elder_mode"), ("taste", "", "")]


def test_equal_effects_have_no_shares():
    records = [drew({"taste": float(n)}) for n in range(20)]
    table = uncertainty(rows_of(np.zeros(20)), records, (scenario(), treated()))
    assert len(table) == 4 and table["share"].isna().all()


def test_too_few_replicates_say_nothing():
    records = [drew({"taste": float(n)}) for n in range(LEAST - 1)]
    assert uncertainty(rows_of(np.arange(LEAST - 1)), records, (scenario(), treated())).empty


def test_a_parameter_that_the_plan_cannot_reach_is_never_a_cause():
    effects, drivers = effects_of(60, [1.0], noise=0.01)
    records = [drew({"task_audience": value}) for (value,) in drivers]
    table = uncertainty(rows_of(effects), records, (scenario(), treated()))
    assert "task_audience" not in set(table["parameter"])
    assert acts(Driver("task_audience"), {"task_reward"}) and not acts(Driver("task_audience"), {"elder_offer"})


@cache
def metrics_with(users=1500, **settings):
    """All metrics of a small baseline."""
    return run("baseline", users=users, days=60, seed=3, set_=settings).metrics


DRAWN = [
    pytest.param(name, marks=() if entry.acts_with else pytest.mark.slow)
    for name, entry in DECLARED.items()
    if entry.uncertain
]


@pytest.mark.parametrize("name", DRAWN)
def test_a_parameter_acts_in_the_baseline_unless_it_says_what_it_acts_with(name):
    """What is rare (an unanswered problem that makes somebody leave) may need more people to be seen."""
    entry = DECLARED[name]
    sizes = (1500,) if entry.acts_with else (1500, 6000, 24000)
    setting = {name: entry.prior.quantile(0.99)}
    acts_at = (not metrics_with(users, **setting).equals(metrics_with(users)) for users in sizes)
    assert any(acts_at) != bool(entry.acts_with)
