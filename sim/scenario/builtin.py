"""The scenarios that come with livesim."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def builtin_scenarios() -> tuple[str, ...]:
    """The names of the scenarios that come with livesim, sorted; `baseline` is one of them."""
    return tuple(sorted(path.stem for path in builtin_folder().glob("*.yaml")))


def builtin_folder() -> Path:
    """The folder of the scenarios that come with livesim."""
    return Path(str(files("scenarios"))).resolve()
