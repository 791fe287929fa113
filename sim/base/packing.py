"""Plain data with arrays in them as bytes and back: what a cache keeps. Reading runs no code, whoever wrote the bytes.

One line of JSON says how the data are built and where each array lies; behind it lie the arrays, column by column and
compressed; a seal (`sim.base.files`) is the end.
"""

from __future__ import annotations

import ast
import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from sim.base.files import MARK, ZEROS, sealed
from sim.base.message import Message, packed, unpacked

LEVEL = 1
"""Of compression: more than this costs time and saves little."""


def body_of(value: Any) -> bytes:
    """A sealed body of None, numbers, texts, messages, dates, lists, tuples, mappings and arrays, one in another.

    Raises TypeError for anything else: what cannot be read back as it was must not be kept.
    """
    blocks: list[bytes] = []
    tree = json.dumps(_packed(value, blocks))
    head = json.dumps([tree, [len(block) for block in blocks]]).encode() + b"\n"
    return sealed(b"".join((head, *blocks, MARK + ZEROS)))


def value_of(body: bytes) -> Any:
    """What a whole body was made of, types and bits the same."""
    start = body.index(b"\n") + 1
    tree, lengths = json.loads(body[:start])
    blocks = []
    for length in lengths:
        blocks.append(body[start : start + length])
        start += length
    return _unpacked(json.loads(tree), blocks)


def _packed(value: Any, blocks: list[bytes]) -> Any:
    """A value as JSON; one that JSON does not know is {what it is: what it is made of}."""
    if isinstance(value, Message):
        return {"said": packed(value)}
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is list:
        return [_packed(item, blocks) for item in value]
    if type(value) is tuple:
        return {"tuple": [_packed(item, blocks) for item in value]}
    if type(value) is dict:
        return {"dict": [[_packed(key, blocks), _packed(item, blocks)] for key, item in value.items()]}
    if type(value) is datetime.date:
        return {"date": value.isoformat()}
    if isinstance(value, (np.ndarray, np.generic)) and not value.dtype.hasobject:
        kind = "array" if isinstance(value, np.ndarray) else "number"
        return {kind: _array(np.asarray(value), blocks)}
    raise TypeError(type(value).__qualname__)


def _array(array: np.ndarray, blocks: list[bytes]) -> list[Any]:
    """Type, shape, and for each column the number of its block and its bytes before compression."""
    names: Sequence[str | None] = array.dtype.names or (None,)
    columns = []
    for name in names:
        column = np.ascontiguousarray(array if name is None else array[name])
        columns.append([len(blocks), column.nbytes])
        blocks.append(_codec().compress(column.tobytes(), asbytes=True) if column.nbytes else b"")
    return [repr(np.lib.format.dtype_to_descr(array.dtype)), list(array.shape), columns]


def _codec() -> pa.Codec:
    return pa.Codec("zstd", compression_level=LEVEL)


def _unpacked(value: Any, blocks: Sequence[bytes]) -> Any:
    if isinstance(value, list):
        return [_unpacked(item, blocks) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, inside),) = value.items()
    return _READ[kind](inside, blocks)


def _read_array(inside: Any, blocks: Sequence[bytes]) -> np.ndarray:
    descr, shape, columns = inside
    dtype = np.lib.format.descr_to_dtype(ast.literal_eval(descr))
    array = np.zeros(shape, dtype)
    for name, (number, size) in zip(dtype.names or (None,), columns, strict=True):
        place = array if name is None else array[name]
        if size:
            block = _codec().decompress(blocks[number], decompressed_size=size, asbytes=True)
            place[...] = np.frombuffer(block, place.dtype).reshape(place.shape)
    return array


_READ: Mapping[str, Callable[[Any, Sequence[bytes]], Any]] = {
    "said": lambda inside, blocks: unpacked(inside),
    "tuple": lambda inside, blocks: tuple(_unpacked(inside, blocks)),
    "dict": lambda inside, blocks: {_unpacked(key, blocks): _unpacked(item, blocks) for key, item in inside},
    "date": lambda inside, blocks: datetime.date.fromisoformat(inside),
    "array": _read_array,
    "number": lambda inside, blocks: _read_array(inside, blocks)[()],
}
