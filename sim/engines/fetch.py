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
    """Nothing: row `index` of the records `rows` is on its way to the processor from now on."""
    if not (isinstance(rows, types.Array) and isinstance(index, types.Integer)):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(rows)(context, builder, value=arguments[0])
        row = builder.bitcast(cgutils.get_item_pointer(context, builder, rows, array, [arguments[1]]), BYTE)
        kind = ir.FunctionType(ir.VoidType(), [BYTE, WORD, WORD, WORD])
        prefetch = builder.module.declare_intrinsic("llvm.prefetch", [BYTE], kind)
        for offset in range(0, rows.dtype.size, LINE):
            builder.call(prefetch, [builder.gep(row, [WORD(offset)]), TO_READ, NEAR, DATA])
        return context.get_dummy_value()

    return types.none(rows, index), build
