"""Logarithm and exponential in plain arithmetic: the same bits in both engines and on every machine.

The functions of a C library differ between systems in the last bit, and compiled code cannot look into them. These
take the nearest entry of a table of 128 and a short polynomial for what is left (Tang 1989, 1990); they agree with
exact values to 2e-15, relative for the exponential, absolute or relative (the larger) for the logarithm.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal

import numpy as np

from sim.chance.compiling import callable_when_compiled, compiled_as

BITS = 7
"""The tables have 2**7 entries: both stay in the first cache."""
SIZE = 1 << BITS
LN2, LN2_REST = float(Decimal(2).ln()), 2.3190468138462996e-17
"""The logarithm of 2, and what a float64 leaves out of it."""
FARTHEST = 700.0
"""An exponent is cut at +-700, where a float ends."""
MANTISSA, BIAS = 52, 1023
MANTISSA_MASK, ONE = (1 << MANTISSA) - 1, BIAS << MANTISSA
"""A float64: 52 bits of mantissa below the exponent, which is biased by 1023; the bits of 1.0."""

_INVERSE = np.array([1.0 / (1.0 + (k + 0.5) / SIZE) for k in range(SIZE)])
_LOG = np.array([float(-Decimal(inverse).ln()) for inverse in _INVERSE.tolist()])  # not by a C library either
_POWER = np.array([float(Decimal(2) ** (Decimal(k) / SIZE)) for k in range(SIZE)])
STEPS = SIZE / LN2
STEP_HIGH = float(np.float32(LN2 / SIZE))
STEP_LOW = LN2 / SIZE - STEP_HIGH + LN2_REST / SIZE
"""The width of a step of the exponential's table, in two parts: the first one times a whole number is exact."""


def as_int(x: float) -> int:
    """The bits of a float64 as an int64."""
    return int(struct.unpack("<q", struct.pack("<d", x))[0])


@compiled_as(as_int)
def _as_int_compiled(x):  # type: ignore[no-untyped-def]
    return lambda x: np.float64(x).view(np.int64)


def as_float(whole: int) -> float:
    """The float64 whose bits are those of an int64."""
    return float(struct.unpack("<d", struct.pack("<q", whole))[0])


@compiled_as(as_float)
def _as_float_compiled(whole):  # type: ignore[no-untyped-def]
    return lambda whole: np.int64(whole).view(np.float64)


@callable_when_compiled
def log(x: float) -> float:
    """The natural logarithm of `x` > 0."""
    whole = as_int(x)
    mantissa = as_float((whole & MANTISSA_MASK) | ONE)  # 1..2
    place = (whole >> (MANTISSA - BITS)) & (SIZE - 1)
    r = mantissa * _INVERSE[place] - 1.0  # within 1/256 of 0
    squared = r * r
    rest = r - squared * (0.5 - r * (1.0 / 3.0)) - squared * squared * (0.25 - r * 0.2)
    return ((whole >> MANTISSA) - BIAS) * LN2 + (_LOG[place] + rest)


@callable_when_compiled
def exp(x: float) -> float:
    """e to the `x`, which is cut at +-700."""
    x = min(FARTHEST, max(-FARTHEST, x))
    steps = math.floor(x * STEPS + 0.5)
    r = (x - steps * STEP_HIGH) - steps * STEP_LOW  # within 0.0028 of 0
    squared = r * r
    series = 1.0 + (r + squared * (0.5 + r * (1.0 / 6.0)) + squared * squared * (1.0 / 24.0))
    return as_float(((steps >> BITS) + BIAS) << MANTISSA) * (_POWER[steps & (SIZE - 1)] * series)
