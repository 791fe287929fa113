"""Two searches beside each other on the shipped targets (`python -m benchmarks.fitting [FOLDER]`).

SciPy's trust region (`calibration/fitting.py`) and a Levenberg-Marquardt search that tries a row of dampings at once
begin at the same point and may ask for the same number of simulations. Where they end is judged by other seeds.
docs/fitting.md keeps the result. A run takes most of an hour on one core, and goes on where it was stopped in FOLDER.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from calibration.evaluations import Evaluations, Simulation
from calibration.fitting import Problem, descend, global_start, jacobian, residuals_at, soft
from calibration.moments import Setting, Shown
from calibration.targets import load_targets

SETTING = Setting(users=700, burn_in=60, days=100)
SCATTER, STEPS = 8, 12
BUDGETS = {160: (1, 2, 3, 4, 5, 6), 300: (4, 5, 6)}
"""Simulations that a search may ask for, its start included -> seeds."""
JUDGES = (101, 102, 103, 104)
"""Other seeds, which judge where a search ends."""
DAMPINGS = ((0.01, 0.1, 0.5, 2.0), (5.0, 20.0, 80.0, 300.0))
"""In units of the diagonal of the normal matrix; the second row is tried when the first finds nothing better."""
LONGEST = 1.5
"""Longest move of one parameter in one step, in standard deviations of its prior."""
Search = Callable[[Problem, Evaluations, np.ndarray, int, Callable[[str], None]], object]


class Spent(Exception):
    """The budget is gone."""


class Budget(Evaluations):
    """Evaluations that may be asked for so many different simulations, and know the best point."""

    def __init__(self, problem: Problem, folder: Path, budget: int) -> None:
        super().__init__(folder, workers=1)
        self.problem, self.budget, self.asked = problem, budget, set[str]()
        self.best = (np.inf, problem.centre)

    def answer(self, tasks: Sequence[Simulation]) -> list[Shown]:
        """The results of `tasks`; Spent when they would be too many."""
        wanted = self.asked | {task.name for task in tasks}
        if len(wanted) > self.budget:
            raise Spent
        self.asked = wanted
        shown = super().answer(tasks)
        tried = [(loss_of(self.problem, task, s), point_of(self.problem, task))
                 for task, s in zip(tasks, shown, strict=True)]
        self.best = min(self.best, *tried, key=lambda pair: pair[0])
        return shown


def by_dampings(problem: Problem, evaluations: Evaluations, point: np.ndarray, steps: int,
                tell: Callable[[str], None]) -> np.ndarray:
    """The point after at most `steps` Levenberg-Marquardt steps, fewer when they stop paying."""
    here = residuals_at(problem, evaluations, [point])[0]
    for step in range(steps):
        before, slopes = soft(here).sum(), jacobian(problem, evaluations, point)
        for dampings in DAMPINGS:
            points = [moved(problem, point, here, slopes, damping) for damping in dampings]
            tried = residuals_at(problem, evaluations, points)
            best = int(np.argmin(soft(tried).sum(axis=1)))
            if soft(tried[best]).sum() < soft(here).sum():
                point, here = points[best], tried[best]
                break
        tell(f"step {step + 1}: loss {soft(here).sum():.2f}")
        if before - soft(here).sum() < 0.005 * soft(here).sum():
            break
    return point


def moved(problem: Problem, point: np.ndarray, residuals: np.ndarray, slopes: np.ndarray,
          damping: float) -> np.ndarray:
    """The point after one damped step, no parameter by more than LONGEST, all inside their bounds."""
    weight = 1.0 / np.sqrt(1.0 + (residuals / 3.0) ** 2)  # of the soft loss
    curve = slopes.T @ (weight[:, None] * slopes)
    step = -np.linalg.solve(curve + damping * np.diag(np.diag(curve)), slopes.T @ (weight * residuals))
    return np.clip(point + np.clip(step, -LONGEST, LONGEST), *problem.bounds)


def loss_of(problem: Problem, task: Simulation, shown: Shown) -> float:
    """The loss of a simulation that was done."""
    return float(soft(problem.residuals(point_of(problem, task), shown)).sum())


def point_of(problem: Problem, task: Simulation) -> np.ndarray:
    """The point of the search that a simulation belongs to."""
    return np.array([task.parameters[name] for name in problem.names]) / problem.scale


def row(name: str, search: Search, problem: Problem, folder: Path, budget: int) -> str:
    """A row of the table: the best point of a search, its loss, and its loss under the seeds of the judges."""
    evaluations = Budget(problem, folder, budget)
    with suppress(Spent):
        start = global_start(problem, evaluations, SCATTER, print)
        search(problem, evaluations, start, STEPS, print)
    loss, end = evaluations.best
    judges = [problem.at(replace(SETTING, seed=seed)) for seed in JUDGES]
    judged = [float(soft(residuals_at(judge, Evaluations(folder, 1), [end])).sum()) for judge in judges]
    return (f"| {budget} | {problem.setting.seed} | {name} | {len(evaluations.asked)} | {loss:.1f} | "
            f"{np.mean(judged):.1f} | {', '.join(f'{x:.1f}' for x in judged)} |")


def main(folder: Path) -> None:
    """Print the table; `folder` remembers the simulations."""
    rows = [row(name, search, Problem(load_targets("industry"), replace(SETTING, seed=seed)), folder, budget)
            for budget, seeds in BUDGETS.items() for seed in seeds
            for name, search in (("SciPy", descend), ("dampings", by_dampings))]
    print("| budget | seed | search | simulations | loss | judged | by seeds 101, 102, 103, 104 |")
    print("|---|---|---|---|---|---|---|", *rows, sep="\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as spare:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else spare))
