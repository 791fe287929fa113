"""Every number of the model, declared once beside its rule: value, unit, bounds, prior, source, grade.

A parameter belongs to one *scope*, which says whom its value describes:

- `user`: how a user behaves; one value per profile (kind of user x strategies that reach him);
- `room`: what a live stream is like; one value per room profile;
- `platform`: one value for the whole world;
- `population`: how people are drawn before day 0;
- `lever`: the size of a strategy's push at strength 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.base.errors import ParameterError
from sim.base.message import said
from sim.base.registry import Registry

SCOPES = ("user", "room", "platform", "population", "lever")
GRADES = ("measured", "published", "reported", "judged")


@dataclass(frozen=True)
class Prior:
    """What is known of a value before data: `uniform` or `normal` between `low` and `high`.

    For `normal`, low and high are the 5 % and 95 % points.
    """

    low: float
    high: float
    shape: str = "uniform"

    def quantile(self, u: float) -> float:
        """The value [the parameter's unit] below which a share `u` (0..1) of the prior lies."""
        if self.shape == "uniform":
            return self.low + u * (self.high - self.low)
        from statistics import NormalDist

        return NormalDist(*self._normal).inv_cdf(u)

    def share(self, value: float) -> float:
        """The share (0..1) of the prior below a value: what `quantile` undoes."""
        if self.shape == "uniform":
            return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        from statistics import NormalDist

        return NormalDist(*self._normal).cdf(value)

    @property
    def _normal(self) -> tuple[float, float]:
        """Mean and standard deviation of a normal prior."""
        return (self.low + self.high) / 2, (self.high - self.low) / 3.2897


@dataclass(frozen=True)
class Parameter:
    """One number of the model with all that is known about it."""

    name: str
    default: float
    unit: str
    low: float
    high: float
    source: str
    grade: str
    scope: str
    text: str
    fitted: bool = False
    prior: Prior | None = None
    acts_with: tuple[str, ...] = ()

    @property
    def uncertain(self) -> bool:
        """True when every replicate draws it anew: the baseline cannot see it."""
        return self.prior is not None

    def check(self, value: float, where: str = "") -> float:
        """The value, when it lies inside the bounds. Raises ParameterError otherwise."""
        if not self.low <= value <= self.high:
            raise ParameterError(
                said("{where}parameter '{name}' is {value:g} {unit}; allowed: {low:g} to {high:g}",
                     where=where, name=self.name, value=value, unit=self.unit, low=self.low, high=self.high)
            )
        return value


PARAMETERS: Registry[Parameter] = Registry("parameter")


def parameter(
    name: str,
    default: float,
    unit: str,
    bounds: tuple[float, float],
    source: str,
    text: str,
    *,
    grade: str = "judged",
    scope: str = "user",
    fitted: bool = False,
    prior: Prior | tuple[float, float] | None = None,
    acts_with: tuple[str, ...] = (),
) -> Parameter:
    """Declare a parameter. `source` is an evidence id (B02, W28...) or the reason of a judgement.

    `acts_with` names parameters, off in the baseline: while none of them is on, this one does nothing.
    """
    if grade not in GRADES or scope not in SCOPES:
        raise ValueError(said("parameter '{name}': grade {grade!r} or scope {scope!r} is not known",
                              name=name, grade=grade, scope=scope))
    if not source or not text:
        raise ValueError(said("parameter '{name}' needs a source and a text", name=name))
    spread = Prior(*prior) if isinstance(prior, tuple) else prior
    entry = Parameter(name, float(default), unit, *bounds, source, grade, scope, text, fitted, spread, acts_with)
    entry.check(entry.default)
    return PARAMETERS.add(name, entry)


def names(scope: str) -> tuple[str, ...]:
    """The names of a scope's parameters, in the order of declaration."""
    return _row(scope, PARAMETERS.changes)[0]


def row_dtype(scope: str) -> np.dtype:
    """The structured dtype of one row of a scope's values, all float64."""
    return _row(scope, PARAMETERS.changes)[1]


@cache
def _row(scope: str, changes: int) -> tuple[tuple[str, ...], np.dtype]:
    """Names and dtype of a scope, kept until `changes`, the count of declarations, moves: every morning needs them."""
    of_scope = tuple(name for name, entry in PARAMETERS.items() if entry.scope == scope)
    return of_scope, np.dtype([(name, "f8") for name in of_scope])


def defaults(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Name -> value for every parameter, with checked `overrides` laid over the defaults."""
    values = {name: entry.default for name, entry in PARAMETERS.items()}
    for name, value in (overrides or {}).items():
        values[name] = PARAMETERS[name].check(float(value))
    return values
