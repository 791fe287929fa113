"""The statistical battery of the draws, and a check of the battery: Philox passes, a poor hash does not."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

import sim.engines.cache  # noqa: F401  (before anything is compiled)
from sim.chance import decisions
from sim.chance.draws import bits, day_key, mixed_seed
from sim.users import board
from tests.chance import battery

FALSE_ALARM = 0.001
"""Chance that perfect draws fail the battery: Bonferroni over all its tests (the streams are fixed, so a
pass stays a pass)."""
SIDE = 400


@njit(error_model="numpy")
def ask(seeds, days, users, what, alternatives):
    """The bits of many questions."""
    out = np.empty(len(seeds), np.uint64)
    for k in range(len(seeds)):
        out[k] = bits(day_key(seeds[k], days[k], users[k]), what[k], alternatives[k])
    return out


def stream(rows: str, columns: str, step: int = 1) -> np.ndarray:
    """uint64 [row, column]: the draws while two parts of the question count up, the others stand still."""
    parts = {"seed": np.uint64(mixed_seed(1)), "day": 11, "user": 4711, "decision": decisions.BOUNCE, "alternative": 3}
    grid = np.meshgrid(np.arange(SIDE) * step, np.arange(SIDE), indexing="ij")
    asked = {name: np.full(SIDE * SIDE, value) for name, value in parts.items()}
    for name, values in zip((rows, columns), grid, strict=True):
        asked[name] = values.ravel()
    if "seed" in (rows, columns):  # seeds and replicates as a run mixes them
        asked["seed"] = np.array([mixed_seed(1, int(r)) for r in asked["seed"]], np.uint64)
    return ask(*(asked[name] for name in parts)).reshape(SIDE, SIDE)


def answers() -> np.ndarray:
    """uint64 [draw, answer]: the answers of places' draws as highest bits, below them bits of other draws."""
    draws, others = stream("user", "alternative").ravel(), stream("user", "decision").ravel()
    begins = (board.LUCK, board.INTEREST, board.WISH, board.ROW)
    columns = []
    for low, end, other in zip(begins, (*begins[1:], 64), np.split(others, 4), strict=True):
        answer = draws[: len(other)] << np.uint64(64 - end) >> np.uint64(64 - end + low)
        columns.append(answer << np.uint64(64 - end + low) | other >> np.uint64(end - low))
    return np.stack(columns, axis=1)


STREAMS = {
    "users by days": lambda: stream("user", "day"),
    "users by decisions": lambda: stream("user", "decision"),
    "users by alternatives": lambda: stream("user", "alternative"),
    "days by decisions": lambda: stream("day", "decision"),
    "days by alternatives": lambda: stream("day", "alternative"),
    "decisions by alternatives": lambda: stream("decision", "alternative"),
    "replicates by users": lambda: stream("seed", "user"),
    "replicates by days": lambda: stream("seed", "day"),
    "sparse users": lambda: stream("user", "day", step=1 << 20),
    "the platform's pairs": lambda: stream("user", "day", step=4096),
    "answers of one draw": answers,
}


def failures(streams) -> list[str]:
    """The tests that fail, with their p-values, when all of them together may fail by chance in FALSE_ALARM."""
    found = [(f"{name}: {test}", p) for name, s in streams.items() for test, p in battery.p_values(s)]
    return [f"{test}: p = {p:.2e}" for test, p in found if p < FALSE_ALARM / len(found)]


def test_draws_pass_the_battery():
    assert failures({name: make() for name, make in STREAMS.items()}) == []


def test_a_hundred_seeds_give_uniform_p_values():
    """No test may pass too well either: the p-values of many seeds fill 0..1 evenly."""
    users, days = np.arange(256), np.arange(16)
    p = [
        battery.uniform_cells(battery.unit(ask(
            np.full(4096, np.uint64(mixed_seed(seed))), np.tile(days, 256), np.repeat(users, 16),
            np.full(4096, decisions.OPEN), np.zeros(4096, np.int64))))
        for seed in range(100)
    ]
    counts = np.histogram(p, bins=10, range=(0, 1))[0]
    assert battery.chi_square(counts) > FALSE_ALARM


def test_the_battery_lets_philox_pass():
    generator = np.random.Generator(np.random.Philox(12))
    streams = {name: generator.integers(0, 1 << 64, (SIDE, SIDE), dtype=np.uint64, endpoint=False) for name in STREAMS}
    assert failures(streams) == []


def linear(rows, columns):
    """A multiplication without any mixing: low bits repeat, neighbours follow each other."""
    return (rows * np.uint64(SIDE) + columns) * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)


def added(rows, columns):
    """Two well mixed parts that are only added: every row repeats the others' differences."""
    z = np.uint64(0x9E3779B97F4A7C15)
    return (rows * z ^ (rows * z >> np.uint64(29))) + (columns * z ^ (columns * z >> np.uint64(31)))


def narrow(rows, columns):
    """A good hash of 32 bits in the place of 64."""
    generator = np.random.Generator(np.random.Philox(5))
    return generator.integers(0, 1 << 32, rows.shape, dtype=np.uint64) << np.uint64(32)


@pytest.mark.parametrize("poor", [linear, added, narrow])
def test_the_battery_sees_a_poor_hash(poor):
    rows, columns = np.meshgrid(*[np.arange(SIDE, dtype=np.uint64)] * 2, indexing="ij")
    assert failures({"poor": poor(rows, columns)}) != []
