"""How a thing looks in a notebook: a room above draws it, and the front door says which one.

Imports run downwards, so a comparison cannot import the reports that show it. The front door knows both; what it names
is imported when somebody looks.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_ROOMS: dict[str, str] = {}


def shown_by(kind: str, module: str) -> None:
    """Name the module that shows things of a `kind`."""
    _ROOMS[kind] = module


def shower_of(kind: str) -> Any:
    """The module that shows things of a `kind`."""
    return import_module(_ROOMS[kind])
