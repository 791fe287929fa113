"""Ids become keyed hashes: HMAC-SHA256 [RFC 2104] with the user's own salt, of which the first 64 bits are kept.

Who does not know the salt can neither find an id nor try out candidates. Users and hosts are hashed apart, so that a
host's id says nothing of the user of that name.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path

from calibration.logs.odd import LogError
from sim.base.message import said, system_says
from sim.base.places import no_file

SHORTEST, DIFFERENT = 16, 8
"""Letters that a salt has at least, and how many different ones."""
BLOCK = 64
"""Bytes of a block of SHA-256."""
KINDS = {"user": "u", "host": "h", "id": "i", "visit": "v", "order": "o"}
"""Field -> what is put before an id of its kind."""
MARKED = "livesim import"


@dataclass(frozen=True)
class Salt:
    """The key of the hashes; it is never printed and never written."""

    key: bytes = field(repr=False)

    def number(self, kind: str, identity: str) -> int:
        """The 64-bit hash of an id."""
        body = f"{KINDS[kind]}{identity}".encode()
        return int(hmac.new(self.key, body, hashlib.sha256).hexdigest()[:16], 16)

    @property
    def mark(self) -> str:
        """By which two imports see that they have the same salt."""
        return hmac.new(self.key, MARKED.encode(), hashlib.sha256).hexdigest()[:16]

    def pads(self) -> tuple[bytes, bytes]:
        """The inner and the outer pad of HMAC, for `hashed`."""
        key = hashlib.sha256(self.key).digest() if len(self.key) > BLOCK else self.key
        padded = key.ljust(BLOCK, b"\0")
        return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def hashed(kind: str, cell: str) -> str:
    """SQL of the 64-bit hash of an id; NULL for NULL. The query's parameters `inner` and `outer` are the pads."""
    inside = f"sha256($inner::BLOB || encode('{KINDS[kind]}' || {cell}))"
    return f"('0x' || substr(sha256($outer::BLOB || unhex({inside})), 1, 16))::UBIGINT"


def read_salt(written: str | None, file: Path | None) -> Salt:
    """The salt that was written (option or environment) or stands in a file. Raises LogError for one that is weak."""
    if written is not None and file is not None:
        raise LogError(said("there are two salts, --salt (or LIVESIM_SALT) and --salt-file; give one"))
    if file is not None:
        written = _in_file(file)
    if written is None or not written.strip():
        raise LogError(said(
            "no salt: ids are written as hashes with a salt of your own. Make one and keep it secret: python -c "
            "\"import secrets; print(secrets.token_hex(32))\" > salt.txt; then --salt-file salt.txt or LIVESIM_SALT"))
    salt = written.strip()
    if len(salt) < SHORTEST or len(set(salt)) < DIFFERENT:
        raise LogError(said("the salt is too short: {wanted} letters are needed, {different} of them different; found "
                            "{found} and {kinds}", wanted=SHORTEST, different=DIFFERENT, found=len(salt),
                            kinds=len(set(salt))))
    return Salt(salt.encode())


def _in_file(path: Path) -> str:
    if not path.is_file():
        raise LogError(no_file(path, said("there is no salt file '{path}'", path=path)))
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = system_says(error) if isinstance(error, OSError) else said("it is no text")
        raise LogError(said("{source}: cannot be read: {why}", source=path.name, why=why)) from None
