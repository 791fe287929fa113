"""The points of a design: a grid, draws that fill the space, or one factor at a time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from sim.explore.plan import SAMPLED, Design, Factor, Point
from sim.explore.spread import Value

EDGE = 1e-6
"""How far draws stay from 0 and 1, where the quantiles of a normal are infinite."""

Values = tuple[Value | None, ...]


def points_of(factors: Sequence[Factor], design: Design) -> tuple[Point, ...]:
    """The points of a design, numbered from 0, each setting once."""
    if design.kind in SAMPLED:
        settings: Sequence[Values] = at_units(factors, _unit_cube(design, len(factors)))
    elif design.kind == "one_at_a_time":
        settings = _one_at_a_time(factors)
    else:
        settings = list(itertools.product(*(factor.levels for factor in factors)))
    return tuple(Point(number, values) for number, values in enumerate(dict.fromkeys(settings)))


def at_units(factors: Sequence[Factor], units: np.ndarray) -> list[Values]:
    """The values at `units` [point, factor], each a share of the factor's spread (0..1)."""
    inside = np.clip(units, EDGE, 1 - EDGE)
    return [tuple(factor.spread.at(float(u)) for factor, u in zip(factors, row, strict=True)) for row in inside]


def _unit_cube(design: Design, dimensions: int) -> np.ndarray:
    """Latin hypercube (McKay, Beckman & Conover 1979) or scrambled Sobol points (Owen 1998)."""
    from scipy.stats import qmc

    generator = np.random.default_rng(design.seed)
    count = design.points or 0
    if design.kind == "latin_hypercube":
        return qmc.LatinHypercube(dimensions, rng=generator).random(count)
    sampler = qmc.Sobol(dimensions, scramble=True, rng=generator)
    return sampler.random_base2((count - 1).bit_length())[:count] if count > 1 else sampler.random(1)


def _one_at_a_time(factors: Sequence[Factor]) -> list[Values]:
    """Every scenario as its file says, then each factor at each of its levels alone."""
    nothing: list[Value | None] = [None] * len(factors)
    settings = [tuple(nothing)]
    for place, factor in enumerate(factors):
        for level in factor.levels:
            settings.append(tuple(nothing[:place] + [level] + nothing[place + 1:]))
    return settings
