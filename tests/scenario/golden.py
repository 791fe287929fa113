"""The golden result beside every scenario: `python -m tests.scenario.golden` writes what is not as it was.

A result that moves is looked at, explained in the changelog, and written anew; nobody moves one by accident.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from sim.base.errors import ScenarioError
from sim.outcomes.metrics.aggregate import evaluate
from sim.paired.arms import in_one_world
from sim.replicate.run import simulate
from sim.scenario.builtin import builtin_folder, builtin_scenarios
from sim.scenario.load import load_scenario

FOLDER = builtin_folder() / "golden"
USERS, DAYS = 800, 90
METRICS = ("base_retention", "activity", "minutes_per_engaged_visit", "bounce_rate", "interaction_rate",
           "conversion", "rebuy_rate", "trust", "satisfaction")
DIGITS = 9


def small(name: str):
    """The scenario in a small world; over its own horizon where its plan does not fit into a short one."""
    try:
        return load_scenario(name, users=USERS, days=DAYS)
    except ScenarioError:
        return load_scenario(name, users=USERS)


def result(name: str) -> dict[str, dict[str, float]]:
    """Arm -> metric -> value for everybody, and the yuan spent, in one replicate without draws."""
    treated = small(name)
    arms = [treated] if name == "baseline" else in_one_world(load_scenario("baseline"), [treated])[0]
    found = {}
    for arm, outcome in zip(arms, simulate(arms, replicate=0, fixed=True).outcomes, strict=True):
        values = {metric: evaluate(outcome, metric).value for metric in METRICS}
        values |= {f"spent {key}": yuan for key, yuan in sorted(outcome.money.items()) if yuan is not None}
        found[arm.name] = {key: float(f"{value:.{DIGITS}g}") for key, value in values.items() if np.isfinite(value)}
    return found


def path_of(name: str) -> Path:
    """Where a scenario's golden result is kept."""
    return FOLDER / f"{name}.yaml"


def kept(name: str) -> dict[str, dict[str, float]]:
    """The golden result of a scenario."""
    return YAML(typ="safe").load(path_of(name))


def main(names: list[str]) -> None:
    """Write the golden results of `names`, of all scenarios when there are none, where they have moved."""
    FOLDER.mkdir(exist_ok=True)
    yaml = YAML()
    for name in names or builtin_scenarios():
        found = result(name)
        if not path_of(name).exists() or kept(name) != found:
            yaml.dump(found, path_of(name))
            print(f"wrote {path_of(name).relative_to(builtin_folder())}")


if __name__ == "__main__":
    main(sys.argv[1:])
