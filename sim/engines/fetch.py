"""Fetching rows before they are needed, so that memory works while the rules do."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

LINE = 64
"""Bytes that memory hands over at a time."""
BYTE, WORD = ir.IntType(8).as_pointer(), ir.IntType(32)
TO_READ, NEAR, DATA = WORD(0), WORD(2), WORD(1)
"""Into the second cache: the first one takes only about twenty lines at a time, and stalls."""


@intrinsic
def fetch(typing_context: Any, rows: Any, index: Any) -> Any:
    """Nothing: row `index` of the records or the table `rows` is on its way to the processor from now on."""
    if not (isinstance(rows, types.Array) and isinstance(index, types.Integer)):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(rows)(context, builder, value=arguments[0])
        width = cgutils.unpack_tuple(builder, array.strides)[0]
        row = builder.gep(builder.bitcast(array.data, BYTE), [builder.mul(arguments[1], width)])
        kind = ir.FunctionType(ir.VoidType(), [BYTE, WORD, WORD, WORD])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [BYTE], kind)
        with cgutils.for_range_slice(builder, width.type(0), width, width.type(LINE), inc=True) as (offset, _):
            builder.call(prefetch, [builder.gep(row, [offset]), TO_READ, NEAR, DATA])
        return context.get_dummy_value()

    return types.none(rows, index), build
