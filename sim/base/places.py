"""Files and folders that a user names: what is said where there is none, or the other one of the two."""

from __future__ import annotations

import os
from pathlib import Path

from sim.base.message import said


def no_file(path: Path, missing: str) -> str:
    """What is said of a `path` that is no file: that it is a folder, or what is `missing`."""
    return said("'{path}' is a folder; name a file", path=path) if path.is_dir() else missing


def no_folder(path: Path, missing: str) -> str:
    """What is said of a `path` that is no folder: that it is a file, or what is `missing`."""
    return said("'{path}' is a file; name a folder", path=path) if path.exists() else missing


def no_name(path: Path, unknown: str) -> str:
    """What is said of a name that nobody knows: what lies at the `path` of that name, or that it is `unknown`."""
    if path.is_file():
        return said("'{path}' does not end in .yaml; rename the file", path=path)
    return no_file(path, unknown)


def letters_of(name: str) -> str:
    """The letters of a name found on the disk, also on a system that reads its names as ASCII."""
    return os.fsencode(name).decode("utf-8", "replace")


def on_disk(name: str) -> str:
    """What a file's or folder's name is called by this system: `letters_of` undone."""
    return os.fsdecode(name.encode())


def user_cache() -> Path | None:
    """The folder of livesim among the user's caches, None for somebody without a home."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    return cache / "livesim" if cache.is_absolute() else None
