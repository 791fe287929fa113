"""Tears files as disks, crashes and people do, and says what a folder holds."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

TEARS = ("empty", "cut", "flipped", "zeroed", "vanished", "a folder")
VOLATILE = ("started", "seconds", "seal")
"""What a JSON file says differently every time."""


def tear(path: Path, how: str, dice: random.Random) -> None:
    """Do to a file what `how` of TEARS says."""
    body = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
        (path / "somebody's").write_text("thesis", encoding="utf-8")
    elif how != "vanished":
        path.write_bytes(torn(body, how, dice))


def torn(body: bytes, how: str, dice: random.Random) -> bytes:
    """The bytes after an accident; never what they were before, where there were any."""
    if how == "empty":
        return b""
    if how == "cut":
        return body[: dice.randrange(len(body) or 1)]
    start = dice.randrange(len(body) or 1)
    if how == "zeroed":  # a block that the disk never got
        return body[:start] + bytes(len(body) - start) if any(body[start:]) else b""
    flipped = bytearray(body)
    for place in {start, *(dice.randrange(len(body) or 1) for _ in range(dice.randrange(8)))} if body else ():
        flipped[place] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder, at a place where nothing is."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(folder, to))


def content(folder: Path) -> dict[str, object]:
    """Path -> what every file says, without when it was written."""
    return {path.relative_to(folder).as_posix(): _said(path) for path in files_of(folder)}


def _said(path: Path) -> object:
    if path.suffix == ".xlsx":  # holds the time of its making
        return path.stat().st_size > 1000
    if path.suffix != ".json":
        return path.read_bytes()
    return {name: value for name, value in json.loads(path.read_bytes()).items() if name not in VOLATILE}
