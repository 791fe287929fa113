"""What is packed comes back as it was: values, types and bits; what could not is refused."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from sim.base.files import is_whole
from sim.base.message import Message, said
from sim.base.packing import body_of, value_of

ROW = np.dtype([("id", "i8"), ("habit", "f8"), ("left", "?"), ("trust", "f8", (2,)), ("tier", "i1")], align=True)
VALUES = [
    None, True, 7, -(2**70), 0.1 + 0.2, float("inf"), -0.0, "", "长辈模式", [], (), {}, [1, [2.0, ()]],
    (1, "a", (None,)), {"a": 1, 3: [4], (5, 6): {}}, {"array": 1}, {"dict": []},
    datetime.date(2025, 3, 1), np.float64(0.1), np.int32(4), np.bool_(True),
]  # fmt: skip


def same(one, two):
    """Equal in kind and content, down to the bits of arrays."""
    if isinstance(one, (np.ndarray, np.generic)):
        return type(one) is type(two) and one.dtype == two.dtype and one.shape == two.shape \
            and one.tobytes() == two.tobytes()
    if isinstance(one, dict):
        return type(two) is dict and list(one) == list(two) and all(same(one[k], two[k]) for k in one)
    if isinstance(one, (list, tuple)):
        return type(one) is type(two) and len(one) == len(two) and all(map(same, one, two))
    return type(one) is type(two) and repr(one) == repr(two)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_in_their_own_type(value):
    assert same(value_of(body_of(value)), value)


@pytest.mark.parametrize("array", [
    np.arange(12, dtype=np.int64).reshape(3, 4), np.arange(12.0)[::3], np.zeros((0, 5), np.int8), np.array(3.5),
    np.array([np.nan, -0.0, 1e-310]), np.zeros(0, ROW), np.array([True, False]),
], ids=lambda array: f"{array.dtype} {array.shape}")  # fmt: skip
def test_arrays_come_back_bit_by_bit(array):
    found = value_of(body_of({"deep": [array]}))["deep"][0]
    assert same(found, array) and found.flags.writeable


def test_rows_come_back_column_by_column():
    rows = np.zeros(50, ROW)
    generator = np.random.default_rng(1)
    for name in ROW.names:
        rows[name] = generator.integers(0, 2, rows[name].shape) * 0.37 + 1
    found = value_of(body_of(rows))
    assert found.dtype == ROW and all(same(found[name].copy(), rows[name].copy()) for name in ROW.names)


def test_a_message_stays_one():
    message = said("{name}: budget used up on day {day}", name="a", day=4)
    found = value_of(body_of((message,)))[0]
    assert type(found) is Message and (found.template, found.values) == (message.template, message.values)


def test_a_body_is_sealed_and_equal_for_equal_values():
    value = {"a": np.arange(5), "b": [1, 2]}
    assert is_whole(body_of(value)) and body_of(value) == body_of(value)
    assert not is_whole(body_of(value)[:-1])


@pytest.mark.parametrize("value", [object(), {1, 2}, np.array([object()]), [lambda: 0], b"a"],
                         ids=["an object", "a set", "objects", "a function", "bytes"])
def test_what_could_not_be_read_back_is_refused(value):
    with pytest.raises(TypeError):
        body_of({"a": value})
