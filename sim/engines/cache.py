"""Where compiled code is kept: a folder named by what it was compiled from.

Numba's own cache does not see that a rule in another file was edited; a folder named by a hash of all
compiled sources and of Numba's version does. Import this before any module with a kernel.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import numba
from filelock import FileLock

from sim.base.places import user_cache
from sim.base.sources import COMPILED, digest_of
from sim.chance.compiling import tell_numba

LONGEST = 180.0
"""Seconds to wait for another process that compiles; after them one compiles for oneself."""
KEPT = 3
"""Folders of other sources that are not removed: two versions can be used in turn."""
_compiled: list[bool] = []
"""Not empty once this process has compiled code, its own or what another one has left."""


def source_digest() -> str:
    """A hash of every source that is compiled, and of the versions that compile it."""
    return digest_of(COMPILED, endings=(".py",), also=f"{version('numba')} {version('numpy')}")


def cache_folder() -> Path:
    """The folder of this source tree's compiled code: in the user's cache, else in the temporary folder."""
    digest = source_digest()
    for base in possible_places():
        if is_writable(base / digest):
            return base / digest
    return Path(tempfile.mkdtemp(prefix="livesim-"))


def possible_places() -> Iterator[Path]:
    """Where compiled code may be kept, the best place first."""
    home = user_cache()
    if home is not None:
        yield home / "numba"
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    yield Path(tempfile.gettempdir()) / f"livesim-{user}" / "numba"


def is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, which is made if need be and marked as used now."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


@contextmanager
def compiling() -> Iterator[None]:
    """Inside, the first time, this process alone compiles: workers that begin together would all compile the same."""
    if _compiled:
        yield
        return
    lock = FileLock(Path(numba.config.CACHE_DIR) / "compiling.lock")
    with suppress(OSError, NotImplementedError):  # waited too long (a timeout is one), a file system without locks
        lock.acquire(timeout=LONGEST)
    try:
        yield
        _compiled.append(True)
    finally:
        lock.release()


def use_cache() -> Path:
    """Tell Numba to use the folder, and remove all but the latest few of other sources."""
    folder = cache_folder()
    numba.config.CACHE_DIR = str(folder)
    if folder.parent.name == "numba":
        old = sorted((p for p in folder.parent.iterdir() if p != folder), key=lambda p: p.stat().st_mtime)
        for path in old[: max(0, len(old) - KEPT)]:
            shutil.rmtree(path, ignore_errors=True)
    return folder


use_cache()
tell_numba()
