from __future__ import annotations

import math
import sys
import warnings

import numpy as np
import pytest

from sim.base.errors import ResultError
from sim.explore.blank import blank_outcomes
from sim.explore.sensing import sensitivity
from sim.explore.sensitivity import indices, noise_share, problem, sensitivities, unit_samples
from sim.explore.spread import distributed, ranged
from tests.explore import files, made
from tests.paired import fake

RANGES = files.GRID.replace("values: [0%, 50%, 100%]", "range: 0%..100%").replace(
    "values: [50%, 100%]", "range: 50%..100%").replace("replicates: 4", "replicates: 2")

FIRST, TOTAL = (0.314, 0.442, 0.0), (0.558, 0.442, 0.244)
"""Ishigami & Homma (1990), a = 7, b = 0.1: the indices by analysis."""
NAMES = ("x1", "x2", "x3")


def cube(points=None, **more):
    pi = ranged(f"-{math.pi}..{math.pi}", "linear", False)
    return made.sweep(*(made.factor(name, pi) for name in NAMES), points=points or [], scenarios=("a",), **more)


def ishigami(x1, x2, x3):
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def run(method, samples, effect, replicates=2):
    plan = cube()
    unit = unit_samples(plan, method, samples, seed=3)
    rows = [[f.spread.at(u) for f, u in zip(plan.factors, row, strict=True)] for row in unit]
    plan = cube(rows)
    return plan, unit, made.results(plan, {("a", "rebuy_rate"): effect}, replicates)


def values(table, index):
    return table[table["index"] == index].set_index("factor").loc[list(NAMES), "value"].to_numpy()


def test_sobols_indices_of_ishigami_are_the_analytic_ones():
    """At 1024 samples the estimates are within 0.05 (their bootstrap half width is about that)."""
    plan = cube()
    unit = unit_samples(plan, "sobol", 1024, seed=3)
    assert unit.shape == (1024 * 5, 3)
    outputs = ishigami(*(math.pi * (2 * unit.T - 1)))
    found = indices(unit, outputs, NAMES, "sobol", 3)
    assert values(found, "first") == pytest.approx(FIRST, abs=0.05)
    assert values(found, "total") == pytest.approx(TOTAL, abs=0.05)
    for index, truth in (("first", FIRST), ("total", TOTAL)):
        rows = found[found["index"] == index]
        assert ((rows["low"] <= np.array(truth)) & (rows["high"] >= np.array(truth))).all()


def test_the_same_seed_gives_the_same_table():
    unit = unit_samples(cube(), "sobol", 16, seed=3)
    assert np.array_equal(unit, unit_samples(cube(), "sobol", 16, seed=3))
    outputs = unit.sum(axis=1)
    assert indices(unit, outputs, NAMES, "sobol", 4).equals(indices(unit, outputs, NAMES, "sobol", 4))


def test_sobol_over_the_tables():
    plan, unit, table = run("sobol", 256, lambda r, **x: ishigami(**x) + r)
    found = sensitivities(table, plan, unit, "sobol", 3)
    assert list(found) == ["scenario", "metric", "segment", "factor", "index", "value", "low", "high", "rank",
                           "noise"]
    assert values(found, "total") == pytest.approx(TOTAL, abs=0.1)
    assert found.groupby("factor")["rank"].first().to_dict() == {"x1": 1, "x2": 2, "x3": 3}
    assert found["noise"].max() == pytest.approx(0.0, abs=1e-12)  # luck that all points share


def test_morris_finds_what_a_straight_line_does():
    """Elementary effects of a line over the unit cube are its slopes: 2 * pi * (3, -1, 0)."""
    plan, unit, table = run("morris", 6, lambda r, x1, x2, x3: 3 * x1 - x2)
    found = sensitivities(table, plan, unit, "morris", 3)
    slopes = 2 * math.pi * np.array([3, -1, 0])
    assert values(found, "mu") == pytest.approx(slopes, abs=1e-3)
    assert values(found, "mu_star") == pytest.approx(abs(slopes), abs=1e-3)
    assert values(found, "sigma") == pytest.approx([0, 0, 0], abs=1e-3)
    assert found[found["index"] == "mu_star"]["rank"].tolist() == [1, 2, 3]
    assert found[found["index"] == "mu"][["low", "high"]].isna().all(axis=None)


def test_morris_ranks_ishigami():
    """Its exact effects over 4 levels: mu* of x2 is 7.88 (7 sin^2, steps of 2/3), x3 has no mean effect."""
    unit = unit_samples(cube(), "morris", 200, seed=3)
    assert unit.shape == (200 * 4, 3)
    found = indices(unit, ishigami(*(math.pi * (2 * unit.T - 1))), NAMES, "morris", 3)
    assert values(found, "mu_star")[1] == pytest.approx(7 * 0.75 / (2 / 3), abs=0.01)
    assert values(found, "mu")[2] == pytest.approx(0.0, abs=1.5)
    assert values(found, "sigma")[2] > 5  # x3 works through x1 alone


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_a_constant_output_has_indices_of_zero_without_a_warning(method):
    plan, unit, table = run(method, 4, lambda r, **x: 0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sensitivities(table, plan, unit, method, 3)
    assert (found[["value", "low", "high"]] == 0).all(axis=None)
    assert (found["noise"] == 0).all()


def test_an_output_that_is_not_known_everywhere_has_no_indices():
    plan, unit, table = run("morris", 4, lambda r, x1, x2, x3: x1)
    table.loc[table["point"] == 2, "difference"] = np.nan
    assert sensitivities(table, plan, unit, "morris", 3)["value"].isna().all()


def test_an_output_that_is_missing_at_a_point_has_no_indices():
    plan, unit, table = run("morris", 4, lambda r, x1, x2, x3: x1)
    assert sensitivities(table[table["point"] != 3], plan, unit, "morris", 3)["value"].isna().all()


def no_world(arms, **options):
    raise MemoryError("no room")


def test_points_that_failed_are_told_with_the_reason_and_what_does_them_again(tmp_path):
    study = files.study(tmp_path, RANGES)
    with pytest.raises(ResultError, match=r"6 of 6 points have no run.*MemoryError: no room \(12\)\. --retry runs"):
        sensitivity(study, tmp_path / "out", samples=2, workers=1, simulate=no_world)
    with pytest.raises(ResultError, match="6 of 6 points"):  # the same command alone does not do them again
        sensitivity(study, tmp_path / "out", samples=2, workers=1, simulate=fake.simulate)
    found = sensitivity(study, tmp_path / "out", samples=2, workers=1, retry=True, simulate=fake.simulate)
    assert found.failed == 0 and not blank_outcomes(found)
    assert found.sensitivity.set_index(["factor", "index"]).loc[("strength", "mu_star"), "value"] > 0


def nobody_silver(arms, **options):
    worlds = fake.simulate(arms, **options)
    for outcome in worlds.outcomes:
        outcome.segments["silver"][:] = False
    return worlds


def test_an_outcome_over_nobody_is_blank_and_says_why(tmp_path):
    study = files.study(tmp_path, RANGES)
    found = sensitivity(study, tmp_path / "out", samples=2, workers=1, simulate=nobody_silver)
    assert found.sensitivity["value"].isna().all()
    (outcome, why), = blank_outcomes(found).items()
    assert outcome == ("base_retention", "silver")
    assert why.startswith("base_retention (silver) has no number in 6 of 6 settings: nobody is counted there.")


@pytest.mark.parametrize(("method", "samples", "said"), [
    ("sobol", 100, "64 and 128"), ("sobol", 1, "at least 2"), ("morris", 1, "at least 2"),
    ("moris", 4, "did you mean 'morris'")])
def test_numbers_that_a_method_cannot_use_are_refused(method, samples, said):
    with pytest.raises(ResultError, match=said):
        unit_samples(cube(), method, samples, seed=3)


def test_noise_is_the_share_that_independent_luck_has():
    """Points vary by 1, luck by 4 over 16 replicates: of the means' variance 0.25 / 1.25 is luck."""
    generator = np.random.default_rng(7)
    plan = made.sweep(made.factor("x", [0, 1]), points=[(float(x),) for x in generator.normal(size=400)])
    luck = generator.normal(0, 2, (16, 400))
    draws = iter(luck.T.ravel())
    table = made.results(plan, {("a", "rebuy_rate"): lambda r, x: x + next(draws)}, 16)
    assert noise_share(table) == pytest.approx(0.2, abs=0.03)
    assert math.isnan(noise_share(table[table["replicate"] == 0]))


def test_samples_have_finite_quantiles():
    plan = made.sweep(made.factor("x", distributed("normal", {"mean": 0, "sd": 1}, False)),
                      made.factor("y", [1, 2, 3]))
    assert problem(plan) == {"num_vars": 2, "names": ["x", "y"], "bounds": [[0.0, 1.0], [0.0, 1.0]]}
    unit = unit_samples(plan, "morris", 4, seed=1)
    assert unit.min() > 0 and unit.max() < 1
    assert all(math.isfinite(plan.factor("x").spread.at(u)) for u in unit[:, 0])


def test_without_salib_its_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(ResultError, match=r"livesim\[explore\]"):
        unit_samples(cube(), "morris", 4, seed=1)
