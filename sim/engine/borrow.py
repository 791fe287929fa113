"""Arrays without a reference count, for the time of one compiled call.

Numba counts a reference whenever an array is handed on or indexed, with an atomic instruction that
cost more than the rules of a user's day. The caller of the kernel holds every array anyway.
"""

from __future__ import annotations

from typing import Any

from numba.core import cgutils, types
from numba.extending import intrinsic


@intrinsic
def borrowed(typing_context: Any, array: Any) -> Any:
    """The same array, as one that owns nothing: valid while the caller's array lives."""
    if not isinstance(array, types.Array):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = context.make_array(array)(context, builder, value=arguments[0])
        view.meminfo = cgutils.get_null_value(view.meminfo.type)
        return view._getvalue()

    return array(array), build
