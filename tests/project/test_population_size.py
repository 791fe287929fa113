"""Errors against users and replicates are computed right, and the page says what is stored."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks import population_errors as errors
from benchmarks.population_page import page
from benchmarks.population_size import COLUMNS, FIGURE, FILE, PAGE, PLAN, ROOT, load, question, save
from sim.paired.statistics import mean_interval

ARMS = ("baseline", *errors.SHOWN)
WRITTEN = pytest.mark.skipif(not (ROOT / FILE).exists(), reason="not run yet: python -m benchmarks.population_size")


def run_made(users, fixed, key="made"):
    """A run of five replicates whose numbers are drawn by hand."""
    generator = np.random.default_rng(users + fixed)
    drawn = {str(n): {arm: generator.normal(0.5, 0.01, len(COLUMNS)).tolist() for arm in ARMS} for n in range(5)}
    return {"users": users, "fixed": fixed, "key": key, "replicates": drawn}


def stored_made(sizes=(1_000, 4_000)):
    """What a run of two sizes would have stored."""
    runs = [run_made(users, fixed) for users in sizes for fixed in (False, True)]
    return {"days": 180, "columns": COLUMNS, "runs": runs}


def seen(draws, hosts, people, count=10):
    """Standard deviations that follow the three parts exactly."""
    places = [(users, fixed) for users in (1_000, 4_000, 16_000) for fixed in (False, True)]
    std = [np.sqrt(draws * (not fixed) + hosts + people / users) for users, fixed in places]
    users, fixed = zip(*places, strict=True)
    return pd.DataFrame({"users": users, "fixed": fixed, "std": std, "count": count})


def test_the_spread_is_that_of_levels_and_paired_differences():
    stored = stored_made()
    table = errors.spread(stored).set_index(["users", "fixed", "what", "metric", "segment"])
    place = COLUMNS.index(("rebuy_rate", "silver"))
    level, treated = (np.array([found[arm][place] for found in stored["runs"][0]["replicates"].values()])
                      for arm in ("baseline", "elder_mode"))  # fmt: skip
    for what, expected in (("baseline", level), ("elder_mode", treated - level)):
        row = table.loc[1_000, False, what, "rebuy_rate", "silver"]
        assert row[["mean", "std", "count"]].tolist() == pytest.approx([expected.mean(), expected.std(ddof=1), 5])


def test_a_missing_value_leaves_its_replicate_out():
    stored = stored_made()
    stored["runs"][0]["replicates"]["0"]["elder_mode"][0] = None
    table = errors.spread(stored).set_index(["users", "fixed", "what", "metric", "segment"])
    assert table.loc[1_000, False, "elder_mode", "base_retention", "all"]["count"] == 4
    assert table.loc[1_000, False, "baseline", "base_retention", "all"]["count"] == 5


@pytest.mark.parametrize("parts", [(4e-4, 1e-4, 0.2), (4e-4, 0.0, 0.2), (0.0, 0.0, 0.2), (4e-4, 1e-4, 0.0)])
def test_the_three_parts_are_found_again(parts):
    assert errors.variances(seen(*parts)) == pytest.approx(parts, rel=1e-3, abs=1e-7)


def test_what_was_not_seen_has_no_parts():
    assert errors.variances(seen(1.0, 1.0, 1.0, count=1)).tolist() == [0, 0, 0]


def test_the_half_width_is_that_of_the_interval_and_falls_with_the_root_of_replicates():
    values = np.array([0.1, 0.4, 0.2, 0.7])
    low, high = mean_interval(values)
    assert errors.half_width(values.std(ddof=1), 4) == pytest.approx((high - low) / 2)
    assert errors.half_width(1, 4_000) / errors.half_width(1, 1_000) == pytest.approx(0.5, rel=1e-3)
    assert errors.half_width(3, 20) == pytest.approx(3 * errors.half_width(1, 20))


@pytest.mark.parametrize("std", [0.01, 0.02, 0.05])
def test_as_many_replicates_as_needed_tell_a_point_from_zero(std):
    def told(n):
        """The share of t-intervals of n replicates that lie above zero when the effect is WORTH."""
        return stats.nct.sf(stats.t.ppf(0.975, n - 1), n - 1, errors.WORTH * np.sqrt(n) / std)

    n = errors.needed(std)
    assert told(n) == pytest.approx(errors.POWER, abs=0.06)
    assert errors.needed(std * 1.5) > n
    assert errors.needed(1e9) == errors.MOST + 1


def test_more_users_help_until_the_draws_are_all_that_is_left():
    row = errors.Row(errors.spread(stored_made()), "elder_mode", "rebuy_rate", "silver")
    row.draws, row.hosts, row.people = 4e-4, 0.0, 0.84e-4 * 1_000
    assert row.clear() == pytest.approx(1_000)
    assert row.std(row.clear()) == pytest.approx(errors.BLUR * 0.02)
    assert row.std(1e12) == pytest.approx(0.02)
    assert row.std(1e12, fixed=True) == pytest.approx(0, abs=1e-6)


def test_the_page_has_a_line_for_every_effect_and_level():
    lines = page(stored_made()).splitlines()
    assert sum(line.startswith("| elder mode | rebuy rate | silver users |") for line in lines) == 3
    assert sum(line.startswith("| rebuy rate | silver users |") for line in lines) == 1
    assert [line for line in lines if "nan" in line or (len(line) > 120 and line[0] != "|")] == []


def test_finished_replicates_of_this_model_are_kept_and_others_dropped(tmp_path):
    kept = run_made(1_000, False, question(1_000, False, 180).key)
    path = tmp_path / "stored.json"
    save(path, {"days": 180, "columns": COLUMNS, "runs": [kept, run_made(1_000, True, "of another model")]})
    assert load(path, 180)["runs"] == [kept]
    assert load(path, 90)["runs"] == []
    assert load(tmp_path / "none.json", 180)["runs"] == []


@WRITTEN
def test_the_page_is_what_the_stored_replicates_give():
    stored = json.loads((ROOT / FILE).read_text(encoding="utf-8"))
    assert errors.sizes_of(stored) == PLAN
    assert page(stored) == (ROOT / PAGE).read_text(encoding="utf-8"), "python -m benchmarks.population_size --page"
    assert (ROOT / FIGURE).exists()
