"""An emulator: what simulations show as a smooth function of where they stand, learnt from a few hundred of them.

For each output a Gaussian process with the kernel a + b x.x' + c (x.x')^2 and the luck of a simulation as its noise
(Rasmussen and Williams 2006, chapter 2): all quadratic functions at once, shrunk as the evidence says. Its mean is a
polynomial of degree two, which is what makes a walk of a million steps cheap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

VAGUE = 10.0
"""Prior standard deviation of an output's level, in its spread over the design."""
FEWEST = 8
"""Simulations that must show an output before anything is said of it."""


@dataclass(frozen=True)
class Emulator:
    """Quadratic functions of a place x [place, d], one for each output.

    Attributes:
        level: [output]. slope: [output, d]. curve: [output, d, d]: mean = level + slope x + x curve x.
        luck: [output] standard deviation that the luck of one simulation adds.
        doubt: [output] standard deviation of the mean itself, at a place like those of the design that was not seen.
    """

    level: np.ndarray
    slope: np.ndarray
    curve: np.ndarray
    luck: np.ndarray
    doubt: np.ndarray

    def mean(self, x: np.ndarray) -> np.ndarray:
        """[place, output] what simulations show on the average of their luck."""
        outputs, d = self.slope.shape
        bent = (x @ self.curve.reshape(outputs * d, d).T).reshape(len(x), outputs, d)
        return self.level + x @ self.slope.T + np.einsum("pod,pd->po", bent, x)


def learn(x: np.ndarray, y: np.ndarray) -> Emulator:
    """The emulator of outputs `y` [simulation, output] of simulations at `x` [simulation, d], each with its own luck.

    A number that a simulation did not show (NaN) teaches nothing; an output that hardly any showed is NaN everywhere.
    """
    learnt = [_output(x[seen], column[seen]) for column in y.T for seen in (np.isfinite(column),)]
    return Emulator(*(np.array(part) for part in zip(*learnt, strict=True)))


def _output(x: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, float, float]:
    """level, slope [d], curve [d, d], luck and doubt of one output."""
    n, d = x.shape
    if n < FEWEST:
        return np.nan, np.full(d, np.nan), np.full((d, d), np.nan), np.nan, np.nan
    centre, spread = float(y.mean()), float(y.std())
    if spread == 0.0:
        return centre, np.zeros(d), np.zeros((d, d)), 0.0, 0.0
    inner, target = x @ x.T / d, (y - centre) / spread
    b, c, noise = _best_sizes(inner, target)
    kernel = VAGUE**2 + b * inner + c * inner**2
    factor = cho_factor(kernel + noise * np.eye(n), lower=True)
    weight = cho_solve(factor, target)
    left_out = 1.0 / np.diag(cho_solve(factor, np.eye(n)))  # variance of each simulation, told from all others
    doubt = np.sqrt(max(float(np.mean(left_out)) - noise, 0.0))
    level = centre + spread * VAGUE**2 * weight.sum()
    slope = spread * b / d * (weight @ x)
    curve = spread * c / d**2 * (x.T * weight) @ x
    return level, slope, curve, spread * np.sqrt(noise), spread * float(doubt)


def _best_sizes(inner: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(b, c, variance of luck) with the greatest evidence; in units of the output's variance."""

    def surprise(logs: np.ndarray) -> float:
        b, c, noise = np.exp(logs)
        factor = cho_factor(VAGUE**2 + b * inner + c * inner**2 + noise * np.eye(len(target)), lower=True)
        return float(0.5 * target @ cho_solve(factor, target) + np.log(np.diag(factor[0])).sum())

    limits = [(-12.0, 6.0), (-14.0, 6.0), (-12.0, 1.0)]
    found = minimize(surprise, np.log([0.5, 0.05, 0.3]), method="L-BFGS-B", bounds=limits)
    return np.exp(found.x)
