"""The fit of buyers: what purchases alone can show of the model, and how far a simulation misses what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from calibration.fitting import Problem
from calibration.holdout.buyers.histories import Histories
from calibration.holdout.buyers.shown import errors_of, shown_by
from calibration.holdout.buyers.simulated import ALL, Buying
from calibration.moments import Setting, Shown
from sim.base.params import defaults
from sim.cast import fit

PRIOR: Mapping[str, tuple[float, float]] = {
    # opening and leaving
    "open_intercept": (-2.5, 1.0), "open_habit": (0.5, 0.5), "open_idle": (0.8, 0.4), "own_sd": (1.1, 0.4),
    "uninstall_intercept": (-5.5, 1.0),
    # buying
    "buy_intercept": (-3.5, 1.0), "buy_favourite": (0.5, 1.0), "buy_own_sd": (0.8, 0.5), "attach_order": (0.3, 0.25),
}  # fmt: skip
"""What purchases can show -> centre and standard deviation of its prior: a shop that people open some days in a month
and in which an engaged visit often ends with an order. Wide, our judgement."""
HELD: Mapping[str, float] = {"passing_share": 0.0}
"""Those who only have a look hardly ever buy, so that purchases say nothing of them."""
FEWEST = 100
"""Customers, real or simulated, below which they show nothing."""
BLIND = 1.0
"""Error of a number that is the same in all resamples, since too few customers show it: it hardly counts."""


@dataclass(frozen=True)
class BuyersProblem(Problem):
    """A problem whose targets are numbers of real customers.

    Attributes:
        numbers: what they show. errors: its standard errors. ages: days from the first purchase to the end of training.
    """

    free: Mapping[str, float] = field(default_factory=lambda: {name: sd for name, (_, sd) in PRIOR.items()})
    numbers: Mapping[str, float] = field(default_factory=dict)
    errors: Mapping[str, float] = field(default_factory=dict)
    ages: tuple[int, ...] = ()

    @classmethod
    def of(cls, histories: Histories, ages: np.ndarray, setting: Setting) -> BuyersProblem:
        """The problem of customers who are seen up to their `ages` [days]."""
        seen = histories.until(ages)
        errors = {name: error or BLIND for name, error in errors_of(seen, ages).items()}
        return cls((), setting, numbers=shown_by(seen, ages), errors=errors, ages=tuple(ages.tolist()))

    @property
    def names(self) -> tuple[str, ...]:
        """What moves; the pivots stay those of the fit that ships."""
        return tuple(self.free)

    @property
    def scale(self) -> np.ndarray:
        """[name] one unit of the search: a prior's standard deviation."""
        return np.array(list(self.free.values()))

    @property
    def centre(self) -> np.ndarray:
        """[name] the centres of the priors, in units of `scale`."""
        return np.array([PRIOR[name][0] for name in self.names]) / self.scale

    def values(self, point: np.ndarray) -> dict[str, float]:
        """Every parameter of the model at a point of the search; what purchases do not show is that of the fit."""
        moved = dict(zip(self.names, (point * self.scale).tolist(), strict=True))
        return defaults(fit.fitted()) | dict(HELD) | moved

    def task(self, point: np.ndarray) -> Buying:
        """The simulation at a point."""
        keys = tuple((name, ALL) for name in self.numbers)
        return Buying(self.values(point), self.setting, keys, ages=self.ages)

    def residuals(self, point: np.ndarray, shown: Shown) -> np.ndarray:
        """Misses of the numbers in standard errors, the luck of the simulation included, then distances from priors.

        So few simulated customers that they show nothing are as wrong as can be told, and more of them less so.
        """
        simulated = max(shown.levels["customers"], 1.0)
        luck = np.sqrt(1.0 + len(self.ages) / max(simulated, FEWEST))
        misses = [(shown.values[name, ALL] - number) / (self.errors[name] * luck)
                  for name, number in self.numbers.items()]
        return np.array([*misses, *(point - self.centre)])
