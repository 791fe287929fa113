"""A folder in which what was computed once is found again by name: a cache, which no answer depends on.

What it holds can be made again, so a file that is absent, damaged or from another version is all the same: it is made
anew. Several processes may use one folder: files are written aside and renamed, equal names have equal contents, and a
file that is removed while somebody wants it is absent.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sim.base.errors import ParameterError, StoreError, TornError
from sim.base.files import clear_leftovers, put_whole, read_whole, reason
from sim.base.message import said
from sim.base.places import user_cache

VARIABLE = "LIVESIM_CACHE"
OFF = "off"
SWITCHES = ("on", "yes", "no", "true", "false", "none", "0", "1")
"""What looks like a switch and is no folder."""
CAP = 2_000_000_000
"""Bytes that a folder may hold; what was used longest ago goes first."""
TOO_LARGE = said("it is larger than all that may be kept")
ENDING = ".kept"


class KeptFile(NamedTuple):
    """A file of the cache: its bytes, and when it was used last [s since 1970]."""

    path: Path
    size: int
    used: float


class KeptFiles:
    """Sealed files in groups, in one folder that never grows beyond `cap` bytes for long.

    `trouble`: why something could not be kept, None while all could.
    """

    def __init__(self, folder: Path, cap: int = CAP) -> None:
        self.folder, self.cap = folder, cap
        self.trouble: str | None = None

    def read(self, group: str, name: str) -> bytes | None:
        """A whole file, None where there is none: absent, not to be read, or torn, and then it is removed."""
        path = self._path(group, name)
        try:
            body = read_whole(path)
        except TornError:
            _remove(path)
            return None
        except StoreError:
            return None
        with suppress(OSError):
            os.utime(path)
        return body

    def has(self, group: str, name: str) -> bool:
        """Whether there is such a file, whole or not."""
        return self._path(group, name).is_file()

    def write(self, group: str, name: str, body: bytes) -> None:
        """Keep a sealed body, if that can be done; `trouble` says so if not."""
        if self.trouble is not None:
            return
        path = self._path(group, name)
        try:
            if len(body) > self.cap:
                raise OSError(errno.EFBIG, "")
            put_whole(path, body)
        except OSError as error:
            self.trouble = said(
                "nothing is kept for the next time, so it will take as long as this time: cannot write in {folder}: "
                "{why}; {variable} can name another folder, or say off", folder=self.folder, variable=VARIABLE,
                why=TOO_LARGE if error.errno == errno.EFBIG else reason(error))
            return
        self._make_room(path)

    def names(self, group: str) -> list[str]:
        """The names of the files of a group, in order."""
        return sorted(path.stem for path in (self.folder / group).glob(f"*{ENDING}"))

    def listed(self) -> list[KeptFile]:
        """All files, those first that were used longest ago."""
        found = []
        for path in self.folder.glob(f"*/*{ENDING}"):
            with suppress(OSError):  # another process removed it
                about = path.stat()
                found.append(KeptFile(path, about.st_size, about.st_mtime))
        return sorted(found, key=lambda file: (file.used, file.path))

    def clear(self) -> None:
        """Remove all files, and what killed runs left; nothing that is not of the cache."""
        for path in [*self.folder.glob(f"*/*{ENDING}"), *self.folder.glob(f"*/.*{ENDING}.*.tmp")]:
            _remove(path)

    def _make_room(self, newest: Path) -> None:
        """Remove what was used longest ago until the rest fits; what was written just now stays."""
        clear_leftovers(self.folder, f"*/.*{ENDING}.*.tmp")
        files = self.listed()
        over = sum(file.size for file in files) - self.cap
        for file in files:
            if over <= 0:
                return
            if file.path != newest:
                over -= file.size
                _remove(file.path)

    def _path(self, group: str, name: str) -> Path:
        return self.folder / group / f"{name}{ENDING}"


def _remove(path: Path) -> None:
    """Remove a file, and its folder when that is empty then; another process may have been faster."""
    with suppress(OSError):
        path.unlink()
        path.parent.rmdir()


def kept_files(environment: Mapping[str, str] | None = None) -> KeptFiles | None:
    """The cache that the environment names, None for none: LIVESIM_CACHE is "off" or a folder.

    Without it, it lies in the user's cache folder; somebody without one has none. Raises ParameterError for what is
    neither.
    """
    said_so = (os.environ if environment is None else environment).get(VARIABLE, "").strip()
    if said_so.casefold() == OFF:
        return None
    if said_so.casefold() in SWITCHES:
        raise ParameterError(said("{variable} is '{value}'; allowed: off, or a folder", variable=VARIABLE,
                                  value=said_so))
    if said_so:
        return KeptFiles(Path(said_so).expanduser().absolute())
    home = user_cache()
    return None if home is None else KeptFiles(home / "worlds")
