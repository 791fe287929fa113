"""LC1 in C: compiled at run time with `gcc -O3 -march=native`, called once a day through ctypes."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import which

from benchmarks.peers import keyed
from benchmarks.peers import story as of
from benchmarks.peers.story import CONSTANTS, Totals

SOURCE = Path(__file__).with_name("lc1.c")
COMPILER = which("gcc") or which("cc")
NAMES = ("OPEN", "BOARD", "CHOOSE", "BOUNCE", "MINUTES", "BUY", "CHECKOUT", "BASKET", "CATEGORIES", "BOARD_PLACES",
         "LOOKS_KEPT", "LONGEST_IDLE", "STEEPEST", "BOUNCE_BELOW", "LONGEST_BOUNCE")


def version() -> str:
    """The compiler's version."""
    asked = subprocess.run([compiler(), "--version"], capture_output=True, text=True, encoding="utf-8", check=True)
    return asked.stdout.split("\n")[0]


def compiler() -> str:
    """The path of a C compiler; an ImportError where there is none, as for a tool that is not installed."""
    if COMPILER is None:
        raise ImportError("no C compiler (gcc or cc) was found")
    return COMPILER


@cache
def library() -> ctypes.CDLL:
    """The compiled story."""
    quantile = {f"{name}_QUANTILE": "{" + ",".join(map(repr, getattr(keyed, name))) + "}" for name in "ABCD"}
    defined = ({f"K_{name}": value for name, value in CONSTANTS.items()} | {name: getattr(of, name) for name in NAMES}
               | quantile | {"SLOTS": keyed.SLOTS})
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "lc1.so")
        constants = [f"-D{name}={value}" for name, value in defined.items()]
        subprocess.run([compiler(), "-O3", "-march=native", "-shared", "-fPIC", *constants, str(SOURCE), "-o",
                        str(target), "-lm"], check=True)
        return ctypes.CDLL(str(target))


def addresses(columns: object) -> ctypes.Array[ctypes.c_void_p]:
    """The addresses of a dataclass's arrays, in its order: what the C structure of pointers holds."""
    arrays = list(vars(columns).values())
    return (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))


def ready(users: int) -> Callable[[int], Totals]:
    """A function that lives a day of so many users."""
    people, live = of.people_of(users), library().live
    columns = addresses(people)

    def day_of(day: int) -> Totals:
        rooms = of.rooms_of(day)
        totals = (ctypes.c_int64 * len(Totals._fields))()
        live(columns, ctypes.c_int64(users), addresses(rooms), ctypes.c_int64(day), ctypes.c_uint64(of.SEED),
             ctypes.c_void_p(of.LOG_IDLE.ctypes.data), totals)
        assert len(people) == users  # the arrays live as long as their addresses are used
        return Totals(*totals)

    return day_of
