"""Which parameters of the baseline do nothing that a target can see, and which do the same as another one.

`python -m benchmarks.screening [USERS]` moves every parameter of the baseline alone, keeping all luck: by a quarter of
its prior where it has one, else by a quarter of its value, or by a twentieth of its bounds from zero. It reads all
numbers that the targets of `industry` name, levels and responses, in their tolerances. Beside that the luck of another
seed is shown, since a move smaller than it says little. Some 15 minutes on two cores.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from calibration.evaluations import Evaluations, Simulation
from calibration.moments import Setting, keys_of
from calibration.targets import load_targets
from sim.base.params import PARAMETERS, Parameter, defaults
from sim.cast.fit import fitted

SETTING = Setting(users=1_500, burn_in=300, days=400)
SILENT, ALIKE = 0.05, 0.98
"""Tolerances below which nothing is seen, and the cosine above which two parameters move everything alike."""


def moved(entry: Parameter, value: float) -> float:
    """Another value of a parameter, as far away as one might well be wrong."""
    step = (entry.prior.high - entry.prior.low) / 4 if entry.prior else value / 4 or (entry.high - entry.low) / 20
    return value + step if value + step <= entry.high else value - step


def main(users: int) -> None:
    """Print both lists."""
    setting, targets, values = replace(SETTING, users=users), load_targets(), defaults(fitted())
    names = [name for name, entry in PARAMETERS.items() if entry.scope != "lever"]
    keys = keys_of(targets)
    tasks = [Simulation(values | {name: moved(PARAMETERS[name], values[name])}, setting, keys) for name in names]
    seeds = [Simulation(values, replace(setting, seed=setting.seed + k), keys) for k in range(5)]
    shown = Evaluations(None, 2, lambda line: print(line, file=sys.stderr)).answer([*seeds, *tasks])
    scale = np.array([target.tolerance for target in targets])
    numbers = np.nan_to_num(np.array([[target.of(one.values) for target in targets] for one in shown])) / scale
    luck = numbers[: len(seeds)].std(axis=0, ddof=1)
    moves = numbers[len(seeds) :] - numbers[0]
    size = np.abs(moves).max(axis=1)
    quiet = [name for name, most in zip(names, size, strict=True) if most < SILENT]
    print(f"{len(names)} parameters, {len(targets)} numbers; luck of a seed: median {np.median(luck):.2f} tolerances")
    print(f"\nno number moves by {SILENT} tolerances ({len(quiet)}):", ", ".join(quiet))
    loud = np.flatnonzero(size > luck.max())
    unit = moves[loud] / np.linalg.norm(moves[loud], axis=1, keepdims=True)
    pairs = [(abs(unit[i] @ unit[j]), names[loud[i]], names[loud[j]]) for i in range(len(loud)) for j in range(i)]
    print(f"\nalike (cosine above {ALIKE}):")
    for cosine, one, other in sorted(pairs, reverse=True):
        if cosine > ALIKE:
            print(f"  {one} and {other}: {cosine:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SETTING.users)
