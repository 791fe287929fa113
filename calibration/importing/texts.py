"""Texts of an export in blocks of whole lines, as UTF-8, whatever their encoding, compressed or not."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from calibration.importing.export_files import ExportFile
from calibration.logs.odd import LogError
from calibration.logs.text_files import MARKS
from sim.base.message import said, system_says

SIZE = 1 << 25
"""Bytes of a block."""
BINARY = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF", b"SQLite")
"""What files begin with that are no texts."""


class TextBlock(NamedTuple):
    """Whole lines: their bytes in UTF-8, the line on which they begin, and the bytes of the file read so far."""

    body: bytes
    line: int
    read: int


def text_blocks(file: ExportFile, *, quoted: bool, size: int = SIZE) -> Iterator[TextBlock]:
    """The lines of a file in blocks; a line break inside quotation marks ends none where `quoted`.

    Raises LogError for a file that is no text, is torn, or cannot be read.
    """
    rest, line = b"", 1
    for body, read in _decoded(file, size):
        body = rest + body
        cut = _last_line(body, quoted)
        rest, body = body[cut:], body[:cut]
        if body:
            yield TextBlock(body, line, read)
            line += body.count(b"\n")
    if rest.strip():
        yield TextBlock(rest + b"\n", line, file.size)


def _last_line(body: bytes, quoted: bool) -> int:
    """Where the last whole line ends."""
    cut = body.rfind(b"\n") + 1
    if not quoted or b'"' not in body:
        return cut
    signs = np.frombuffer(body, np.uint8)
    breaks = np.flatnonzero(signs == 10)
    marks = np.searchsorted(np.flatnonzero(signs == 34), breaks)
    outside = breaks[marks % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _raw(file: ExportFile, size: int) -> Iterator[tuple[bytes, int]]:
    """The bytes of a file, decompressed, and how many of its own were read."""
    try:
        with file.path.open("rb") as plain:
            stream = gzip.GzipFile(fileobj=plain) if file.packed else plain
            while body := stream.read(size):
                yield body, plain.tell()
    except (OSError, EOFError, zlib.error) as error:
        why = system_says(error) if isinstance(error, OSError) and error.errno else said("the file is cut or damaged")
        raise LogError(said("{source}: cannot be read: {why}", source=file.name, why=why)) from None


def _decoded(file: ExportFile, size: int) -> Iterator[tuple[bytes, int]]:
    """The bytes of a file as UTF-8."""
    decoder: codecs.IncrementalDecoder | None = None
    begun = plain = False
    for body, read in _raw(file, size):
        if not begun:
            begun, mark = True, next((MARKS[sign] for sign in MARKS if body.startswith(sign)), "")
            if mark == "utf-8-sig":
                body = body[3:]
            elif mark:
                decoder = codecs.getincrementaldecoder(mark)()
            if body.startswith(BINARY) or (not mark and b"\0" in body[:4096]):
                raise no_text(file)
        if decoder is None and not _is_utf8(body, cut=True):
            if plain:
                raise no_text(file)
            decoder = codecs.getincrementaldecoder("gb18030")()
        plain = plain or (decoder is None and not body.isascii())
        yield (body if decoder is None else _other(decoder, body, file)), read
    if decoder is not None:
        _other(decoder, b"", file, final=True)


def no_text(file: ExportFile) -> LogError:
    """What is said of a file that is no text."""
    return LogError(said("{source}: is no text that can be read; save it as CSV or JSON lines in UTF-8",
                         source=file.name))


def _other(decoder: codecs.IncrementalDecoder, body: bytes, file: ExportFile, final: bool = False) -> bytes:
    try:
        return decoder.decode(body, final).encode()
    except UnicodeError:
        raise no_text(file) from None


def _is_utf8(body: bytes, cut: bool = False) -> bool:
    """Whether bytes are UTF-8; the first and the last letter may be cut."""
    if body.isascii():
        return True
    start = next((k for k in range(min(4, len(body))) if body[k] & 0xC0 != 0x80), 0) if cut else 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body[start:], False)
    except UnicodeDecodeError:
        return False
    return True
