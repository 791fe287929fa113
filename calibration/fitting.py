"""Fit the baseline: weighted simulated moments with common random numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML
from scipy.optimize import least_squares

from calibration.moments import moments
from calibration.targets import Target, load_targets
from sim.fit import FITS, fitted, save_donors
from sim.params import PARAMETERS
from sim.steady import LongRun, long_run

FREE = (
    "open_intercept", "own_sd", "passing_share", "passing_gap", "uninstall_intercept", "bounce_intercept",
    "go_on_bounce", "watch_minutes", "watch_sigma", "interact_intercept", "buy_intercept", "buy_favourite",
    "buy_own_sd", "checkout_intercept", "return_intercept", "problem_intercept",
)  # fmt: skip
"""What is fitted here; as many directions as the targets can pin down."""
STEP = 0.05
"""Finite-difference step, as a share of a parameter's bounds over ten: keyed draws keep the loss smooth."""


def residuals(values: Mapping[str, float], targets: Sequence[Target]) -> np.ndarray:
    """Misses [tolerances] of all targets at simulated `values`, and the drift of MAU in units of 2 %."""
    return np.array([target.miss(values[target.name]) for target in targets] + [values["mau_drift"] / 0.02])


def fit(targets: str = "industry", *, users: int = 6_000, seed: int = 1, rounds: int = 2, steps: int = 3,
        tell: Callable[[str], None] = print) -> tuple[dict[str, float], LongRun]:
    """Fitted parameter values, and the long run at them from which the donors are taken.

    Args:
        targets: a file of `calibration/targets`. users, seed: of the simulation. rounds: of re-centring
            the pivots, each with its own least-squares search of at most so many `steps`.
    """
    wanted = load_targets(targets)
    before = fitted(targets)
    centre = {name: before.get(name, PARAMETERS[name].default) for name in FREE}
    pivots: dict[str, float] = {}

    def at(point: np.ndarray) -> dict[str, float]:
        free = {name: float(value) for name, value in zip(FREE, point, strict=True)}
        return free | {"watch_own_sd": free["watch_sigma"]} | pivots

    def loss(point: np.ndarray) -> np.ndarray:
        return residuals(moments(long_run(at(point), users=users, seed=seed)), wanted)

    for turn in range(rounds):
        run = long_run(at(np.array(list(centre.values()))), users=users, seed=seed)
        pivots = {name: value for name, value in run.levels().items() if name.endswith("_pivot")}
        low, high = (np.array([getattr(PARAMETERS[name], side) for name in FREE]) for side in ("low", "high"))
        start = np.clip(np.array(list(centre.values())), low + 1e-6, high - 1e-6)
        search = least_squares(loss, start, bounds=(low, high), x_scale=(high - low) / 10.0, max_nfev=steps,
                               diff_step=STEP * (high - low) / 10.0 / np.maximum(np.abs(start), 1e-3), loss="soft_l1")
        centre = dict(zip(FREE, (float(x) for x in search.x), strict=True))
        tell(f"round {turn + 1}: loss {2 * search.cost:.1f} " + ", ".join(f"{k} {v:.3f}" for k, v in centre.items()))
    return settle(at(np.array(list(centre.values()))), users, seed)


def settle(values: dict[str, float], users: int, seed: int) -> tuple[dict[str, float], LongRun]:
    """The values with their own steady state's pivots and flows, and the run that shows it."""
    for _ in range(2):
        run = long_run(values, users=users, seed=seed, burn_in=600)
        levels = run.levels()
        levels.pop("mau")
        values = values | levels
    return values, run


def write(values: Mapping[str, float], run: LongRun, name: str = "industry", folder: Path = FITS) -> None:
    """Write a fit: `<name>.yaml` with its values, and the donors of its steady state."""
    write_values(values, name, "least squares on simulated moments with keyed draws; calibration/fitting.py", folder)
    save_donors(run.donors(), folder / f"{name}_steady.npz")


def write_values(values: Mapping[str, float], name: str, method: str, folder: Path = FITS) -> None:
    """Write `<name>.yaml`: how the values were found, and the values."""
    yaml = YAML()
    yaml.width = 120
    content = {"method": method, "values": {key: float(f"{value:.5g}") for key, value in sorted(values.items())}}
    with (folder / f"{name}.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
