"""Files on disk: written aside and renamed, and sealed, so that one that was torn is never taken for a whole one.

A machine that loses its power may keep the name of a file without its content, and disks lose bits. So a file that is
read back carries a seal: `MARK` and the hash of all its bytes, with zeros in the place of that hash.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.base.errors import DamageWarning, StoreError, TornError
from sim.base.message import packed, said, system_says, unpacked
from sim.base.places import no_folder

MARK = b"livesim-sha256:"
ZEROS = b"0" * 64
SEAL = "seal"
"""The last field of a sealed JSON file."""
NAMED = 3
"""Damaged files that one warning names."""

REASONS = {
    errno.ENOSPC: said("the disk is full"),
    errno.EDQUOT: said("your disk quota is used up"),
    errno.EROFS: said("it is read-only"),
    errno.EACCES: said("you may not write there"),
    errno.EPERM: said("you may not write there"),
    errno.ENOTDIR: said("a part of the path is a file, not a folder"),
    errno.EEXIST: said("a file of that name is in the way"),
    errno.EISDIR: said("a folder of that name is in the way; move it away"),
}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a failure of the file system into a StoreError that says where and why."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            said("cannot write {path}: {why}; free space or choose another folder. What was finished is kept",
                 path=path, why=reason(error))
        ) from None


def reason(error: OSError) -> str:
    """Why the file system could not write."""
    return REASONS.get(error.errno or 0) or system_says(error)


def write_whole(path: Path, body: bytes) -> None:
    """`path` with `body` in it, on the disk when this returns; its folder is made where it is missing.

    Raises StoreError, and leaves what was there before, when it cannot be written.
    """
    with writing(path):
        put_whole(path, body)


def put_whole(path: Path, body: bytes) -> None:
    """`write_whole` for those who go on without the file. Raises OSError when it cannot be written."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    _keep_name(path.parent)


STALE = 3600.0
"""Age [s] from which a temporary file is the leftover of a killed run."""


def clear_leftovers(folder: Path, pattern: str = ".*.tmp") -> None:
    """Remove what killed runs were writing; younger temporary files may be another process's."""
    for path in folder.glob(pattern):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE:
                path.unlink()


def read_whole(path: Path) -> bytes | None:
    """What stands in a sealed file, None when there is no such file.

    Raises TornError when it is not whole, StoreError when it cannot be read or is a folder.
    """
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    except IsADirectoryError:
        raise StoreError(said("{path} is a folder where a file of livesim belongs; move it away and run the same "
                              "command again", path=path)) from None
    except NotADirectoryError as error:
        raise StoreError(no_folder(path.parent, system_says(error))) from None
    except OSError as error:
        raise StoreError(said("cannot read {path}: {why}", path=path, why=system_says(error))) from None
    if not is_whole(body):
        raise TornError(said("{path} is damaged (empty, cut short or changed); run the command that made it again: it "
                             "makes it anew", path=path))
    return body


def sealed(body: bytes) -> bytes:
    """The body with its hash in the place of the zeros behind the last `MARK`. Raises ValueError where there are none.

    The length stays, so that what points into the file goes on doing so.
    """
    start = body.rindex(MARK + ZEROS) + len(MARK)
    return body[:start] + hashlib.sha256(body).hexdigest().encode() + body[start + len(ZEROS) :]


def is_whole(body: bytes) -> bool:
    """True when a body has a seal, and is what was sealed."""
    start = body.rfind(MARK) + len(MARK)
    end = start + len(ZEROS)
    digest = hashlib.sha256(body[:start])
    digest.update(ZEROS)
    digest.update(body[end:])
    return start >= len(MARK) and body[start:end] == digest.hexdigest().encode()


def write_json(path: Path, content: dict[str, Any]) -> None:
    """`content` as readable JSON at `path`, sealed, whole or not at all. Raises ValueError for NaN."""
    content = {**packed(content), SEAL: (MARK + ZEROS).decode()}
    body = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if not body.isascii() and not _is_text(body):  # a path that the locale cannot read: it comes back as it is
        body = json.dumps(content, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
    write_whole(path, sealed(body.encode()))


def _is_text(body: str) -> bool:
    """False for letters that stand for bytes which are none in the locale of this machine."""
    try:
        body.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_json(path: Path) -> dict[str, Any] | None:
    """What `write_json` wrote, None when there is no such file.

    Raises TornError when it is not whole, StoreError when it cannot be read or is a folder.
    """
    body = read_whole(path)
    return None if body is None else opened(body)


def opened(body: bytes) -> dict[str, Any]:
    """The content of a JSON file without its seal. Raises ValueError when it is no JSON."""
    content = dict(unpacked(json.loads(body)))
    content.pop(SEAL, None)
    return content


def warn_of_torn(paths: Sequence[Path]) -> None:
    """Warn, in one line, of files that are not whole and therefore do not count; of none when there are none."""
    if not paths:
        return
    named = [str(path) for path in sorted(paths)]
    more = said(" and {count} more", count=len(named) - NAMED) if len(named) > NAMED else ""
    warnings.warn(DamageWarning(said("damaged files do not count and are made anew by the command that made them: "
                                     "{files}{more}", files=named[:NAMED], more=more)), stacklevel=2)


def _keep_name(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
