"""Which factors drive an outcome: Morris's screening and Sobol's indices, computed by SALib.

Morris (1991), Technometrics 33, with mu* of Campolongo et al. (2007); Sobol's first and total indices by the
estimators of Saltelli et al. (2010). Samples lie in the unit cube and are mapped by `factor.spread.at`, so that
an index speaks of each factor over its own range or distribution.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import ResultError, unknown
from sim.base.message import said
from sim.explore.design import EDGE, at_units
from sim.explore.plan import Point, Sweep
from sim.explore.study import Study
from sim.paired.statistics import LEVEL, NAN

METHODS = ("morris", "sobol")
STEPS = 4
"""Levels per factor of Morris's trajectories."""
RESAMPLES = 500
RANKED = {"morris": "mu_star", "sobol": "total"}
"""The index by which factors are ranked."""
COLUMNS = ("factor", "index", "value", "low", "high")


def problem(sweep: Sweep) -> dict[str, Any]:
    """SALib's description of the factors: each of them between 0 and 1."""
    return _problem([factor.name for factor in sweep.factors])


def unit_samples(sweep: Sweep, method: str, samples: int, seed: int) -> np.ndarray:
    """Points x factors in the unit cube: `samples` * (factors + 1) for morris, * (factors + 2) for sobol.

    Raises ResultError for an unknown method, or a number of samples that the method cannot use.
    """
    _check_method(method)
    if samples < 2:
        raise ResultError(said("{method} needs at least 2 samples, found {samples}", method=method, samples=samples))
    if method == "sobol" and samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        raise ResultError(said("sobol needs a power of two as its number of samples, found {samples}; the "
                               "nearest are {below} and {above}", samples=samples, below=below, above=2 * below))
    sampler = _salib(f"sample.{method}")
    options: dict[str, Any] = {"num_levels": STEPS} if method == "morris" else {"calc_second_order": False}
    return np.clip(sampler.sample(problem(sweep), samples, seed=seed, **options), EDGE, 1 - EDGE)


def sampled(study: Study, method: str, samples: int, seed: int) -> Study:
    """The study at the points of a method. Raises ResultError for an unknown one, or a number it cannot use."""
    units = unit_samples(study.sweep, method, samples, seed)
    values = at_units(study.sweep.factors, units)
    points = [Point(number, one) for number, one in enumerate(values)]
    return study.with_points(points, {"method": method, "samples": samples, "seed": seed})


def indices(
    unit: np.ndarray, outputs: np.ndarray, sweep_names: Sequence[str], method: str, seed: int
) -> pd.DataFrame:
    """One row per factor and index: its value and the 95 % interval of SALib's bootstrap.

    mu_star, mu and sigma of morris have the output's unit, first and total of sobol are shares of its variance;
    mu and sigma have no interval. An output that does not vary has indices of 0; one that is nowhere or only in
    part known has none (NaN).
    """
    _check_method(method)
    names = list(sweep_names)
    wanted = ("mu_star", "mu", "sigma") if method == "morris" else ("first", "total")
    outputs = np.asarray(outputs, float)
    known = bool(np.isfinite(outputs).all())
    if not known or np.ptp(outputs) <= 1e-12 * np.abs(outputs).max():
        value = 0.0 if known else NAN
        return pd.DataFrame([(name, index, *[value] * 3) for name in names for index in wanted],
                            columns=list(COLUMNS))
    if method == "morris":
        analysis = _salib("analyze.morris").analyze(
            _problem(names), unit, outputs, num_levels=STEPS, num_resamples=RESAMPLES, conf_level=LEVEL, seed=seed)
        keys = {"mu_star": ("mu_star", "mu_star_conf"), "mu": ("mu", None), "sigma": ("sigma", None)}
    else:
        analysis = _salib("analyze.sobol").analyze(
            _problem(names), outputs, calc_second_order=False, num_resamples=RESAMPLES, conf_level=LEVEL,
            seed=seed)
        keys = {"first": ("S1", "S1_conf"), "total": ("ST", "ST_conf")}
    rows = [(name, index, *_interval(analysis, i, *keys[index])) for i, name in enumerate(names) for index in wanted]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def sensitivities(
    results: pd.DataFrame, sweep: Sweep, unit: np.ndarray, method: str, seed: int
) -> pd.DataFrame:
    """The indices of every scenario and judged outcome, with each factor's rank and the share of noise.

    A point's output is the mean difference over its replicates. `rank` is 1 for the factor with the largest
    mu_star or total. `noise` is the share of the outputs' variance over points that is simulation error; what a
    replicate's luck does alike at all points is no part of it. A point that is missing leaves all indices blank.
    """
    names = [factor.name for factor in sweep.factors]
    tables = []
    for scenario in sweep.scenarios:
        for metric, segment in sweep.outcomes:
            rows = results[(results["scenario"] == scenario) & (results["metric"] == metric)
                           & (results["segment"] == segment)]
            outputs = rows.groupby("point")["difference"].mean().reindex(range(len(unit))).to_numpy(float)
            table = indices(unit, outputs, names, method, seed)
            tables.append(table.assign(scenario=scenario, metric=metric, segment=segment,
                                       rank=_ranks(table, method), noise=noise_share(rows)))
    columns = ["scenario", "metric", "segment", *COLUMNS, "rank", "noise"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def noise_share(rows: pd.DataFrame) -> float:
    """Simulation error's share (0..1) of the variance over points of the mean difference; NaN if not known."""
    rows = rows[np.isfinite(rows["difference"].astype(float))]
    by_point = rows.groupby("point")["difference"]
    means, counts = by_point.mean(), by_point.size()
    if len(means) < 2 or counts.max() < 2:
        return NAN
    apart = rows["difference"] - rows["point"].map(means)
    apart = apart - apart.groupby(rows["replicate"]).transform("mean")  # luck shared by all points moves no index
    lost = 1 - 1 / len(means)  # a part of the noise went with the replicates' means
    squares = (apart**2).groupby(rows["point"]).sum()[counts > 1] / (counts[counts > 1] - 1) / lost
    error = float((squares / counts[counts > 1]).mean())
    over_points = float(means.var(ddof=1))
    if over_points <= (1e-12 * float(means.abs().max())) ** 2:
        return 0.0
    return min(1.0, error / over_points)


def _ranks(table: pd.DataFrame, method: str) -> pd.Series:
    main = table[table["index"] == RANKED[method]].set_index("factor")["value"]
    return table["factor"].map(main.rank(ascending=False, method="min"))


def _interval(analysis: Any, i: int, key: str, half: str | None) -> tuple[float, float, float]:
    value = float(analysis[key][i])
    if half is None:
        return value, NAN, NAN
    return value, value - float(analysis[half][i]), value + float(analysis[half][i])


def _problem(names: list[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0] for _ in names]}


def _check_method(method: str) -> None:
    if method not in METHODS:
        raise ResultError(unknown("method", method, METHODS))


def _salib(module: str) -> ModuleType:
    """SALib is an extra, and slow to import."""
    try:
        return importlib.import_module(f"SALib.{module}")
    except ImportError as error:
        raise ResultError(
            said("sensitivity needs SALib; install it with: pip install 'livesim[explore]'")) from error
