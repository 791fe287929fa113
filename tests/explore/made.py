"""Made-up sweeps and their tables of results, from functions of the factors."""

from __future__ import annotations

from itertools import product

import pandas as pd

from sim.explore.plan import Design, Factor, Point, Sweep
from sim.explore.spread import Spread, listed


def factor(name, levels, role="uncertainty"):
    """A factor of these levels; a Spread for one that is drawn."""
    spread = levels if isinstance(levels, Spread) else listed(levels)
    return Factor(name, (f"params.{name}",), role, spread, spread.levels(3))


def sweep(*factors, points=None, scenarios=("a", "b"), outcomes=(("rebuy_rate", "all"),), **others):
    """A sweep of a baseline and `scenarios`: at `points` (rows of values), or at the grid of all levels."""
    rows = product(*(f.levels for f in factors)) if points is None else points
    metrics = tuple(dict.fromkeys(metric for metric, _ in outcomes))
    return Sweep(
        name="made", baseline="nothing", scenarios=tuple(scenarios), factors=factors,
        design=Design("grid" if points is None else "latin_hypercube"),
        points=tuple(Point(i, tuple(row)) for i, row in enumerate(rows)), replicates=4, metrics=metrics,
        segments=("all",), outcomes=tuple(outcomes), **others)


def results(made, functions, replicates=4, segment="all"):
    """The table `results` from {(scenario, metric): f(replicate, **values) -> difference}; baselines are 1."""
    rows = []
    for point in made.points:
        values = {f.name: f.shown(v) for f, v in zip(made.factors, point.values, strict=True)}
        for replicate, ((scenario, metric), effect) in product(range(replicates), functions.items()):
            change = float(effect(replicate, **values))
            rows.append({"point": point.number, **values, "replicate": replicate, "scenario": scenario,
                         "metric": metric, "segment": segment, "baseline": 1.0, "treated": 1.0 + change,
                         "difference": change, "same_people": change})
    return pd.DataFrame(rows)
