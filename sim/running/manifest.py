"""What a results folder says of itself: what was asked, every parameter with its origin, versions, time."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from sim.base.params import PARAMETERS, defaults
from sim.base.sources import MODEL, digest_of
from sim.cast import fit
from sim.plugins import origin
from sim.scenario.plan import Scenario

PACKAGES = ("livesim", "numpy", "numba", "scipy", "pandas", "pyarrow", "mesa")


@lru_cache(maxsize=1)
def model_digest() -> str:
    """16 hex digits of every source and data file that a simulated number depends on, fits included."""
    return digest_of(MODEL)


def parameters(scenario: Scenario) -> list[dict[str, Any]]:
    """Name, value, unit, origin, grade and source of every parameter of a run, before strategies and draws."""
    fitted = fit.fitted(scenario.fit.path)
    values = {**defaults(fitted), **scenario.parameters}
    origins = {**dict.fromkeys(fitted, "fit"), **scenario.origins}
    return [
        {
            "name": name,
            "value": values[name],
            "unit": entry.unit,
            "origin": origins.get(name) or origin(PARAMETERS, name) or "default",
            "grade": entry.grade,
            "source": entry.source,
        }
        for name, entry in PARAMETERS.items()
    ]


def ranges(names: Iterable[str], own_fit: str = "") -> list[dict[str, Any]]:
    """Name, low and high of the parameters `names` that every replicate drew anew.

    Of a fit's posterior the 5 and 95 % points of its draws, of a prior its ends.
    """
    entries = [PARAMETERS[name] for name in names if name in PARAMETERS]
    posterior = fit.posterior(own_fit)
    known = {}
    if posterior is not None:
        ends = np.quantile(posterior.values, (0.05, 0.95), axis=0).T.tolist()
        known = dict(zip(posterior.names, ends, strict=True))
    known |= {e.name: [e.prior.low, e.prior.high] for e in entries if e.prior and e.name not in known}
    return [{"name": e.name, "low": known[e.name][0], "high": known[e.name][1]} for e in entries if e.name in known]


def versions() -> dict[str, str]:
    """The versions that results can depend on, the model's own sources among them."""
    numbers = {"python": platform.python_version(), "model": model_digest()}
    for package in PACKAGES:
        try:
            numbers[package] = version(package)
        except PackageNotFoundError:
            continue
    return numbers


def machine() -> dict[str, Any]:
    """The kind of machine, never its name."""
    return {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()}


class Clock:
    """When a run began, and how long it took."""

    def __init__(self) -> None:
        self.started, self.begun = datetime.now(UTC), time.monotonic()

    def read(self) -> dict[str, Any]:
        """The start in UTC (ISO 8601) and the seconds since."""
        started = self.started.isoformat(timespec="seconds")
        return {"started": started, "seconds": round(time.monotonic() - self.begun, 2)}


def describe(
    kind: str, scenarios: Sequence[dict[str, Any]], world: Scenario, drawn: Iterable[str], **more: Any
) -> dict[str, Any]:
    """The manifest of a "comparison" or a "run": what `more` says comes before the long tables."""
    return {
        "kind": kind,
        "seed": world.seed,
        "users": world.population.users,
        "days": world.horizon.days,
        **more,
        "versions": versions(),
        "machine": machine(),
        "scenarios": list(scenarios),
        "drawn": ranges(drawn, world.fit.path),
        "parameters": parameters(world),
    }
