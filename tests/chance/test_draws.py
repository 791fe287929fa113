"""Keyed chance: one function with two bodies, and one number for each question for ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit, prange
from scipy.special import ndtri

import sim.engines.cache  # noqa: F401  (before anything is compiled)
from sim.chance import decisions
from sim.chance.draws import (
    ALTERNATIVES,
    bits,
    day_key,
    mix,
    mixed_seed,
    normal_quantile,
    piece,
    uniform,
    uniforms,
    unit,
)
from sim.users import board
from sim.users.rules.watch import MOST_LOOKS

FROZEN = {
    "OPEN": 1, "MESSAGE_SENT": 2, "MESSAGE_OPEN": 3, "FRIEND_OPEN": 4, "PREVIEW_SENT": 5, "PREVIEW_OPEN": 6,
    "ADOPT": 7, "BOARD": 10, "CHOOSE": 12, "GO_ON": 13, "BOUNCE": 14, "MINUTES": 15,
    "MINUTES_LEFT": 16, "INTERACT": 17, "BUY": 18, "CHECKOUT": 19, "BASKET": 20, "FOLLOW": 21, "SHARE": 22,
    "LIKES": 23, "PROBLEM": 24, "ANSWERED": 25, "RETURN": 26, "UNINSTALL": 27, "REINSTALL": 28,
    "JOIN_COMMUNITY": 29, "WINBACK": 30, "DELIVERY": 31, "HOST_ON_AIR": 40, "ROOM_LOOK": 41, "ROOM_LENGTH": 42,
    "ROOM_PROMISE": 43, "SHARE_REACHES": 44, "FRIEND_JOINS": 45, "COUPON_ORDER": 46, "CELL": 60, "TRAIT": 61,
    "DONOR": 62, "ROLE": 63, "ARRIVAL": 64, "CONTACT": 65, "HOST": 66, "ROLLOUT": 67, "WHERE": 68, "STRENGTH": 69,
    "UNCERTAIN": 70, "SEGMENT_SHARE": 71,
}
"""Numbers of decisions that results rest on: a new decision takes a new number, none is changed or used again."""
RETIRED = {11}
"""Numbers that results of older versions rest on."""

whole = st.integers(0, (1 << 64) - 1)


def numbers():
    """Decision -> number, as the model has them."""
    return {name: value for name, value in vars(decisions).items() if name.isupper()}


def test_decision_numbers_are_frozen():
    assert {name: numbers().get(name) for name in FROZEN} == FROZEN


def test_decision_numbers_are_unique():
    assert len(set(numbers().values())) == len(numbers())
    assert RETIRED.isdisjoint(numbers().values())


@njit(parallel=True, error_model="numpy", cache=True)
def compiled(seed, decision, users, day, alternative):
    """The compiled body, user by user."""
    out = np.empty(len(users))
    for k in prange(len(users)):
        out[k] = uniform(day_key(seed, day, users[k]), decision, alternative)
    return out


@pytest.mark.parametrize(("seed", "day", "decision", "alternative"), [
    (1, 0, decisions.OPEN, 0), (mixed_seed(7, 3), 179, decisions.CHOOSE, 1000),
    ((1 << 64) - 1, -150, 71, (1 << 20) - 1),
])
def test_all_bodies_agree_on_a_million_keys(seed, day, decision, alternative):
    users = np.arange(1_000_000) * 37
    many = uniforms(seed, decision, users, day=day, alternative=alternative)
    np.testing.assert_array_equal(compiled(np.uint64(seed), decision, users, day, alternative), many)
    some = np.arange(0, len(users), 50)
    plain = [uniform(day_key(seed, day, int(user)), decision, alternative) for user in users[some]]
    np.testing.assert_array_equal(plain, many[some])


@njit
def compiled_piece(z, low, width):
    """The compiled body."""
    return piece(z, low, width)


def test_plain_bits_and_compiled_bits_agree_on_any_key():
    question = njit(lambda key, decision, alternative: bits(key, decision, alternative))

    @given(whole, st.integers(0, 4000), st.integers(0, (1 << 20) - 1))
    def agree(key, decision, alternative):
        assert int(question(np.uint64(key), decision, alternative)) == bits(key, decision, alternative)

    agree()


@given(whole, st.integers(-400, 4000), st.integers(0, 1 << 40), st.integers(0, 4000), st.integers(0, (1 << 20) - 1))
def test_a_uniform_lies_strictly_between_0_and_1(seed, day, user, decision, alternative):
    assert 0.0 < uniform(day_key(seed, day, user), decision, alternative) < 1.0


@given(whole)
def test_mixing_loses_nothing(z):
    """`mix` can be undone step by step, so different keys never meet."""

    def unshift(x, by):
        y = x
        for _ in range(64 // by):
            y = x ^ (y >> by)
        return y

    x = unshift(mix(z), 31) * pow(0x94D049BB133111EB, -1, 1 << 64) & ((1 << 64) - 1)
    x = unshift(x, 27) * pow(0xBF58476D1CE4E5B9, -1, 1 << 64) & ((1 << 64) - 1)
    assert unshift(x, 30) == z


def test_replicates_and_seeds_share_nothing():
    seeds = {mixed_seed(seed, replicate) for seed in range(300) for replicate in range(300)}
    assert len(seeds) == 300 * 300


def test_normal_quantile_follows_scipy():
    tails = 10.0 ** -np.arange(2, 16)
    u = np.concatenate([np.linspace(1e-12, 1 - 1e-12, 20_001), tails, 1 - tails])
    mine = np.array([normal_quantile(float(x)) for x in u])
    np.testing.assert_allclose(mine, ndtri(u), rtol=2e-9, atol=2e-9)


@given(st.floats(1e-6, 0.5))
def test_normal_quantile_is_odd(u):
    assert normal_quantile(1.0 - u) == pytest.approx(-normal_quantile(u), rel=1e-8)


def test_the_highest_bits_stay_below_1():
    assert unit((1 << 64) - 1) < 1.0


def test_every_place_of_an_open_has_bits_of_its_own():
    """No place shares a draw with another one, and no answer of a draw a bit with another one."""
    assert board.SECOND == MOST_LOOKS * board.BOARD and 2 * board.SECOND <= ALTERNATIVES
    begins = [board.LUCK, board.INTEREST, board.WISH, board.ROW]
    widths = [board.LUCK_BITS, board.SHARE_BITS, board.SHARE_BITS, board.ROW_BITS]
    assert [one + width for one, width in zip(begins, widths, strict=True)] == [*begins[1:], 64]
    assert (1 + board.PLACES - board.BOARD) * board.LUCK_BITS <= 64  # none, the favourite host, a friend


@given(whole, st.integers(0, 63), st.integers(1, 62))
def test_a_piece_is_some_of_the_bits(z, low, width):
    assert piece(z, low, width) == int(f"{z:064b}"[::-1][low : low + width][::-1] or "0", 2)
    assert compiled_piece(np.uint64(z), low, width) == piece(z, low, width)
