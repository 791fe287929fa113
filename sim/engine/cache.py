"""Where compiled code is kept: a folder named by what it was compiled from.

Numba's own cache does not see that a rule in another file was edited; a folder named by a hash of all
sources and of Numba's version does. Import this before any module with a kernel.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import numba

KEPT = 3


def source_digest() -> str:
    """A hash of every Python source of the model and of the versions that compile it."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256(f"{version('numba')} {version('numpy')}".encode())
    for path in sorted(root.glob("*.py")) + sorted(root.glob("rules/*.py")) + sorted(root.glob("engine/*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """The folder of this source tree's compiled code: in the user's cache, else in the temporary folder."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "livesim" / "numba"
    try:
        (base / source_digest()).mkdir(parents=True, exist_ok=True)
    except OSError:
        base = Path(tempfile.gettempdir()) / "livesim-numba"
        (base / source_digest()).mkdir(parents=True, exist_ok=True)
    return base / source_digest()


def use_cache() -> Path:
    """Tell Numba to use the folder, and remove all but the latest few of other sources."""
    folder = cache_folder()
    os.utime(folder)
    numba.config.CACHE_DIR = str(folder)
    old = sorted((p for p in folder.parent.iterdir() if p != folder), key=lambda p: p.stat().st_mtime)
    for path in old[: max(0, len(old) - KEPT)]:
        shutil.rmtree(path, ignore_errors=True)
    return folder


use_cache()
