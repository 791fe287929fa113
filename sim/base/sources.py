"""What a number or a compiled function was made of: a hash of the rooms whose files decide it.

Rooms are folders, so that a new file is never forgotten: who decides what is said by where a file lies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
"""The folder that holds `sim` and `calibration`."""
COMPILED = ("sim/chance", "sim/users", "sim/cast", "sim/engines")
"""Rooms whose functions are compiled."""
BASELINE = ("sim/base", "sim/chance", "sim/users", "sim/outcomes", "sim/cast", "sim/world", "sim/engines",
            "sim/replicate")  # fmt: skip
"""Rooms that decide what a world without strategies shows, and how that is measured."""
MODEL = (*BASELINE, "sim/levers", "sim/plugins", "sim/scenario", "calibration/fits")
"""Rooms that decide any simulated number, and how it is measured."""
DATA = (".py", ".yaml", ".csv", ".npz", ".parquet", ".json")
"""Endings of the files that can decide a number."""


def digest_of(rooms: Iterable[str], *, endings: tuple[str, ...] = DATA, also: str = "") -> str:
    """16 hex digits of the names and contents of all files in the rooms, folders below `HOME`, with `also`.

    Args:
        rooms: folders, or single files. endings: of the files that count. also: what else decides.
    """
    digest = hashlib.sha256(also.encode())
    for room in rooms:
        place = HOME / room
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in endings:
                digest.update(path.relative_to(HOME).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
