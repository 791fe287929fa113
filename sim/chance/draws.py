"""Keyed chance: the same question, asked of the same user on the same day, always has the same answer.

A draw is a hash of (seed, decision, day, user, alternative). Nothing is consumed, so the order of
users, the number of threads, the engine and new decisions change no other draw, and two worlds that
differ in a strategy alone share their luck.

`key = day_key(seed, day, user)` is computed once; `bits(key, decision, alternative)` mixes it with the
question. The mixer is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), applied twice.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance.compiling import callable_when_compiled, compiled_as
from sim.chance.elementary import log

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
ODD = 0xD1342543DE82EF95
MIX_A = 0xBF58476D1CE4E5B9
MIX_B = 0x94D049BB133111EB
ALTERNATIVES = 1 << 20
SCALE = 1.0 / (1 << 52)


def mix(z: int) -> int:
    """64 well mixed bits of 64 bits."""
    z &= MASK
    z = ((z ^ (z >> 30)) * MIX_A) & MASK
    z = ((z ^ (z >> 27)) * MIX_B) & MASK
    return z ^ (z >> 31)


@compiled_as(mix)
def _mix_compiled(z):  # type: ignore[no-untyped-def]
    def body(z):  # type: ignore[no-untyped-def]
        z = np.uint64(z)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_A)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_B)
        return z ^ (z >> np.uint64(31))

    return body


def day_key(seed: int, day: int, user: int) -> int:
    """The 64-bit key of one user's day under a mixed 64-bit `seed`."""
    return mix(mix((seed + day * ODD) & MASK) + user * GOLDEN)


@compiled_as(day_key)
def _day_key_compiled(seed, day, user):  # type: ignore[no-untyped-def]
    def body(seed, day, user):  # type: ignore[no-untyped-def]
        z = mix(np.uint64(seed) + np.uint64(day) * np.uint64(ODD))  # type: ignore[arg-type]
        return mix(z + np.uint64(user) * np.uint64(GOLDEN))  # type: ignore[arg-type]

    return body


def bits(key: int, decision: int, alternative: int = 0) -> int:
    """64 random bits that belong to (key, decision, alternative), alternative below 2**20."""
    return mix(key + (decision * ALTERNATIVES + alternative + 1) * GOLDEN)


@compiled_as(bits)
def _bits_compiled(key, decision, alternative=0):  # type: ignore[no-untyped-def]
    def body(key, decision, alternative=0):  # type: ignore[no-untyped-def]
        question = np.uint64(decision * ALTERNATIVES + alternative + 1)
        return mix(np.uint64(key) + question * np.uint64(GOLDEN))  # type: ignore[arg-type]

    return body


def unit(z: int) -> float:
    """A float strictly between 0 and 1 from 64 bits (the upper 52 of them, so that the half below them still fits)."""
    return ((z >> 12) + 0.5) * SCALE


@compiled_as(unit)
def _unit_compiled(z):  # type: ignore[no-untyped-def]
    def body(z):  # type: ignore[no-untyped-def]
        return (float(np.int64(z >> np.uint64(12))) + 0.5) * SCALE

    return body


def piece(z: int, low: int, width: int) -> int:
    """The whole number that stands in bits `low` .. `low + width - 1` of 64 bits; `width` at most 62."""
    return (z >> low) & ((1 << width) - 1)


@compiled_as(piece)
def _piece_compiled(z, low, width):  # type: ignore[no-untyped-def]
    def body(z, low, width):  # type: ignore[no-untyped-def]
        return np.int64(z >> np.uint64(low)) & ((1 << width) - 1)

    return body


@callable_when_compiled
def uniform(key: int, decision: int, alternative: int = 0) -> float:
    """A uniform number strictly between 0 and 1 for (key, decision, alternative)."""
    return unit(bits(key, decision, alternative))


@callable_when_compiled
def unit_of_half(z: int, low: int) -> float:
    """A uniform number strictly between 0 and 1 from 32 bits that begin at `low`: one draw answers two questions."""
    return (piece(z, low, 32) + 0.5) / 4294967296.0


@callable_when_compiled
def normal_quantile(u: float) -> float:
    """The standard normal quantile of `u` (Acklam 2003, relative error below 1.2e-9)."""
    if u < 0.02425 or u > 0.97575:
        tail = u if u < 0.5 else 1.0 - u
        q = math.sqrt(-2.0 * log(tail))
        c = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
              - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783)
        d = ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
              + 3.754408661907416) * q + 1.0)
        return c / d if u < 0.5 else -c / d
    q = u - 0.5
    r = q * q
    a = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
          + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239)
    b = (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
          + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1.0)
    return a * q / b


@callable_when_compiled
def normal(key: int, decision: int, alternative: int = 0) -> float:
    """A standard normal number for (key, decision, alternative)."""
    return normal_quantile(uniform(key, decision, alternative))


def mixed_seed(seed: int, replicate: int = 0) -> int:
    """The 64-bit seed of one replicate: seeds and replicates that differ share nothing."""
    return mix(mix(seed * GOLDEN + 1) + (replicate + 1) * ODD)


def uniforms(seed: int, decision: int, users: np.ndarray, day: int = 0, alternative: int = 0) -> np.ndarray:
    """The uniforms of many users at once, equal to the bit to `uniform(day_key(seed, day, user), ...)`."""
    start = np.uint64(mix((seed + day * ODD) & MASK))
    question = np.uint64(((decision * ALTERNATIVES + alternative + 1) * GOLDEN) & MASK)
    z = _mix_many(start + users.astype(np.uint64) * np.uint64(GOLDEN))
    return ((_mix_many(z + question) >> np.uint64(12)).astype(np.float64) + 0.5) * SCALE


def _mix_many(z: np.ndarray) -> np.ndarray:
    z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_A)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_B)
    return z ^ (z >> np.uint64(31))
