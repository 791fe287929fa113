"""The keyed draws of LC1 for one user (plain integers) and for many (NumPy); see README.md, "Draws".

The same hash as in sim/chance/draws.py when LC1 was named. LC1 keeps its own, so that it stays what it is.
"""

from __future__ import annotations

import math

import numpy as np

MASK = (1 << 64) - 1
GOLDEN, ODD = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95
MIX_A, MIX_B = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
ALTERNATIVES = 1 << 20
SCALE = 1.0 / (1 << 52)
PLACE_SCALE = 1.0 / (1 << 39)
WISH_SCALE = 1.0 / (1 << 16)
SLOTS = 512
"""Entries of a table of rooms."""
A = (-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
     -3.066479806614716e+01, 2.506628277459239)
B = (-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
     -1.328068155288572e+01, 1.0)
C = (-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968,
     2.938163982698783)
D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1.0)
LOW = 0.02425


def mix(z: int) -> int:
    """64 well mixed bits of 64 bits."""
    z = ((z ^ (z >> 30)) * MIX_A) & MASK
    z = ((z ^ (z >> 27)) * MIX_B) & MASK
    return z ^ (z >> 31)


def day_key(seed: int, day: int, user: int) -> int:
    """The key of one user's day."""
    return mix((mix((seed + day * ODD) & MASK) + user * GOLDEN) & MASK)


def bits(key: int, decision: int, alternative: int = 0) -> int:
    """64 random bits that belong to (key, decision, alternative)."""
    return mix((key + (decision * ALTERNATIVES + alternative + 1) * GOLDEN) & MASK)


def uniform(key: int, decision: int, alternative: int = 0) -> float:
    """A number strictly between 0 and 1."""
    return ((bits(key, decision, alternative) >> 12) + 0.5) * SCALE


def horner(coefficients: tuple[float, ...], x: float) -> float:
    """A polynomial at x, the highest power first."""
    value = coefficients[0]
    for c in coefficients[1:]:
        value = value * x + c
    return value


def normal_quantile(u: float) -> float:
    """The standard normal quantile (Acklam 2003)."""
    if u < LOW or u > 1.0 - LOW:
        q = math.sqrt(-2.0 * math.log(u if u < 0.5 else 1.0 - u))
        z = horner(C, q) / horner(D, q)
        return z if u < 0.5 else -z
    q = u - 0.5
    return horner(A, q * q) * q / horner(B, q * q)


def mix_many(z: np.ndarray) -> np.ndarray:
    """`mix` of many."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_A)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_B)
    return z ^ (z >> np.uint64(31))


def day_keys(seed: int, day: int, users: np.ndarray) -> np.ndarray:
    """`day_key` of many users."""
    return mix_many(np.uint64(mix((seed + day * ODD) & MASK)) + users.astype(np.uint64) * np.uint64(GOLDEN))


def bits_many(keys: np.ndarray, decision: int, alternative: int = 0) -> np.ndarray:
    """`bits` of many keys."""
    return mix_many(keys + np.uint64(((decision * ALTERNATIVES + alternative + 1) * GOLDEN) & MASK))


def uniforms(keys: np.ndarray, decision: int, alternative: int = 0) -> np.ndarray:
    """`uniform` of many keys."""
    return ((bits_many(keys, decision, alternative) >> np.uint64(12)).astype(float) + 0.5) * SCALE


def normal_quantiles(u: np.ndarray) -> np.ndarray:
    """`normal_quantile` of many."""
    q = u - 0.5
    middle = horner(A, q * q) * q / horner(B, q * q)
    outside = np.flatnonzero((u < LOW) | (u > 1.0 - LOW))
    v = u[outside]
    q = np.sqrt(-2.0 * np.log(np.where(v < 0.5, v, 1.0 - v)))
    tail = horner(C, q) / horner(D, q)
    middle[outside] = np.where(v < 0.5, tail, -tail)
    return middle
