"""Fetching rows before they are needed, so that memory works while the rules do."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import RequireLiteralValue
from numba.extending import intrinsic

LINE = 64
"""Bytes that memory hands over at a time."""
BYTE, WORD = ir.IntType(8).as_pointer(), ir.IntType(32)
TO_READ, NEAR, DATA = WORD(0), WORD(2), WORD(1)
"""Into the second cache: the first one takes only about twenty lines at a time, and stalls."""


@intrinsic
def fetch(typing_context: Any, rows: Any, index: Any, size: Any) -> Any:
    """Nothing: row `index` of the records or the table `rows` is on its way to the processor from now on.

    Args:
        size: bytes of a row, a constant, so that no loop is left.
    """
    if not (isinstance(rows, types.Array) and isinstance(index, types.Integer)):
        return None
    if not isinstance(size, types.IntegerLiteral):
        raise RequireLiteralValue("size")
    width = size.literal_value

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(rows)(context, builder, value=arguments[0])
        stride = cgutils.unpack_tuple(builder, array.strides)[0]
        row = builder.gep(builder.bitcast(array.data, BYTE), [builder.mul(arguments[1], stride)])
        kind = ir.FunctionType(ir.VoidType(), [BYTE, WORD, WORD, WORD])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [BYTE], kind)
        for offset in range(0, width, LINE):
            builder.call(prefetch, [builder.gep(row, [stride.type(offset)]), TO_READ, NEAR, DATA])
        return context.get_dummy_value()

    return types.none(rows, index, size), build
