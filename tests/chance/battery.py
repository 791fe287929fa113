"""A statistical battery for keyed draws: (name of a test, p-value) for one way of asking.

A *stream* is a two-dimensional table of 64-bit numbers; rows and columns are neighbours in what is asked
(users and days, decisions and alternatives...). Under the null every p-value is uniform on 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

CELLS = 256


def p_values(stream: np.ndarray) -> Iterator[tuple[str, float]]:
    """All tests of one stream of uint64 numbers [row, column]."""
    high, low = unit(stream), unit(reversed_bits(stream))
    for name, u in (("high bits", high), ("low bits", low)):
        yield f"{name}: uniform cells", uniform_cells(u)
        yield f"{name}: distribution", float(stats.kstest(u.ravel(), "uniform").pvalue)
        yield f"{name}: means of rows", means(u)
        yield f"{name}: means of columns", means(u.T)
        for axis, what in ((0, "rows"), (1, "columns")):
            yield f"{name}: correlation of neighbouring {what}", correlation(u, axis)
            yield f"{name}: pairs of neighbouring {what}", pair_cells(u, axis)
    yield "single bits", single_bits(stream)
    for axis, what in ((0, "rows"), (1, "columns")):
        yield f"changed bits between {what}", changed_bits(stream, axis)
    yield "repeated values", repeated(stream)


def unit(stream: np.ndarray) -> np.ndarray:
    """Numbers in 0..1 by the highest 53 bits."""
    return ((stream >> np.uint64(11)).astype(float) + 0.5) / (1 << 53)


def reversed_bits(stream: np.ndarray) -> np.ndarray:
    """The numbers with their 64 bits in reverse order."""
    octets = np.ascontiguousarray(stream).view(np.uint8)
    return np.packbits(np.unpackbits(octets, bitorder="little")).view(">u8").astype(np.uint64).reshape(stream.shape)


def chi_square(counts: np.ndarray) -> float:
    """The p-value of counts whose cells should be equal."""
    return float(stats.chisquare(counts).pvalue)


def uniform_cells(u: np.ndarray) -> float:
    """Chi-square over equal cells of 0..1."""
    return chi_square(np.bincount((u.ravel() * CELLS).astype(int), minlength=CELLS))


def pair_cells(u: np.ndarray, axis: int) -> float:
    """Chi-square over cells of the unit square, of pairs (x, next x) that do not overlap."""
    a, b = neighbours(u, axis)
    side = 16
    return chi_square(np.bincount(((a * side).astype(int) * side + (b * side).astype(int)).ravel(), minlength=side**2))


def correlation(u: np.ndarray, axis: int) -> float:
    """The p-value of the correlation between neighbours."""
    a, b = neighbours(u, axis)
    return float(stats.pearsonr(a.ravel(), b.ravel()).pvalue)


def neighbours(x: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of neighbours along an axis; no value belongs to two pairs."""
    x = np.moveaxis(x, axis, 0)
    even = len(x) // 2 * 2
    return x[0:even:2], x[1:even:2]


def means(u: np.ndarray) -> float:
    """Chi-square of the row means: whether rows differ more (or less) than chance lets them."""
    z = (u.mean(axis=1) - 0.5) * np.sqrt(12 * u.shape[1])
    tail = stats.chi2.cdf((z**2).sum(), len(z))
    return float(2 * min(tail, 1 - tail))


def single_bits(stream: np.ndarray) -> float:
    """Chi-square over how often each of the 64 bits is set."""
    bits = np.unpackbits(stream.astype(">u8").view(np.uint8).reshape(stream.size, 8), axis=1)
    z = (bits.mean(axis=0) - 0.5) * 2 * np.sqrt(stream.size)
    return float(stats.chi2.sf((z**2).sum(), 64))


def changed_bits(stream: np.ndarray, axis: int) -> float:
    """Whether half of the bits change from one question to the next (avalanche): binomial(64, 1/2)."""
    a, b = neighbours(stream, axis)
    flips = np.bitwise_count(a ^ b).ravel()
    cells = np.clip(flips, 20, 44) - 20
    law = stats.binom(64, 0.5)
    chance = law.pmf(np.arange(20, 45))
    chance[0], chance[-1] = law.cdf(20), law.sf(43)
    return float(stats.chisquare(np.bincount(cells, minlength=25), chance / chance.sum() * len(flips)).pvalue)


def repeated(stream: np.ndarray) -> float:
    """The chance of at least as many repeats among the highest 40 bits as were found (birthdays)."""
    n = stream.size
    found = n - len(np.unique(stream.ravel() >> np.uint64(24)))
    return float(stats.poisson.sf(found - 1, n * (n - 1) / 2 / 2**40))
