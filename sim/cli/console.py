"""Standard output and error that any console can show, also one without Chinese, a full disk, or a reader who left."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from typing import TextIO

from sim.base.errors import StoreError
from sim.base.message import said, system_says

NEAR = {"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "―": "-", "·": ".", "•": "*", "…": "...", "×": "x", "÷": "/",
        "±": "+-", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "↑": "^", "↓": "v", "✓": "v",
        "✗": "x", "‘": "'", "’": "'", "“": '"', "”": '"', "¥": "CNY ", "€": "EUR ", "°": " deg", "░": ".", "▒": ":",
        "▓": "#", "█": "#", "■": "#", "●": "*", "○": "o", "▲": "^", "▼": "v", "μ": "u", "σ": "s", "λ": "l", "β": "b",
        "，": ", ", "。": ". ", "：": ": ", "；": "; ", "、": ", ", "（": " (", "）": ") ", "？": "? ", "！": "! ",
        "《": '"', "》": '"', "「": '"', "」": '"', "　": " "}  # fmt: skip
"""A sign that some console lacks -> what is written there."""

BOX = {"─": "-", "━": "-", "═": "=", "│": "|", "┃": "|", "║": "|"}
"""Lines of tables; every corner is a plus."""

ASCII = "ascii"


class Lost:
    """Whether letters were written as numbers, on any of the streams of this process, and what its console knows."""

    encoding = ""


def spelled(words: str, encoding: str) -> str:
    """The words in letters that `encoding` has: near signs for signs, `\\uXXXX` (as JSON has it) for letters."""
    return words if fits(words, encoding) else "".join(_near(letter, encoding) for letter in words)


def _near(letter: str, encoding: str) -> str:
    """What stands for a letter: itself, its plain form, a sign like it, or its number."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    corner = "+" if "\u2500" <= letter <= "\u257f" else letter
    for candidate in (letter, NEAR.get(letter, letter), BOX.get(letter, corner), plain):
        if fits(candidate, encoding):
            return candidate
    if unicodedata.category(letter)[0] not in "LC":  # a picture or an unknown sign tells a reader nothing by its number
        return "?"
    Lost.encoding = encoding
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[k] << 8 | units[k + 1]:04x}" for k in range(0, len(units), 2))


def fits(words: str, encoding: str) -> bool:
    """Whether the encoding has all of these."""
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class ReadableStream(io.TextIOWrapper):
    """A text stream that never fails for a letter."""

    def __init__(self, buffer: io.BufferedWriter, encoding: str, line_buffering: bool = False) -> None:
        self.shows = codecs.lookup(encoding).name
        # typer writes UTF-8 past a stream that says it is ASCII; what comes here is ASCII already
        said_to_be = "latin-1" if self.shows == ASCII else self.shows
        super().__init__(buffer, encoding=said_to_be, errors="backslashreplace", line_buffering=line_buffering)

    def write(self, words: str, /) -> int:
        """Write the words as this console can show them."""
        super().write(spelled(words, self.shows))
        return len(words)


class Drain(io.FileIO):
    """A file descriptor written to until it takes no more; what comes after that is dropped.

    A reader who has seen enough (`| head -1`) is no fault. Any other reason is a StoreError, said once, and only of
    standard output: of standard error there is nobody left to tell.
    """

    over = False

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self.told = descriptor == 1

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """The number of bytes taken. Raises StoreError for what is lost."""
        if not self.over:
            try:
                return super().write(data) or 0
            except BrokenPipeError:
                self.over = True
            except OSError as error:
                self.over = True
                if self.told:
                    raise StoreError(said("standard output cannot be written to: {why}",
                                          why=system_says(error))) from None
        return memoryview(data).nbytes


def make_readable() -> None:
    """Give this process streams that show what they can and fail for nothing but a full disk."""
    sys.stdout, sys.stderr = _mended(sys.stdout, 1), _mended(sys.stderr, 2)


def _mended(stream: TextIO | None, descriptor: int) -> TextIO:
    """The stream in place of one of Python's; a closed one goes nowhere, a console of Windows shows all by itself."""
    if stream is None:
        return _nowhere(descriptor)
    buffer = getattr(stream, "buffer", None)
    if not isinstance(stream, io.TextIOWrapper) or type(getattr(buffer, "raw", buffer)) is not io.FileIO:
        return stream
    stream.flush()
    drain: io.RawIOBase = Drain(descriptor)
    return ReadableStream(io.BufferedWriter(drain), stream.encoding, line_buffering=stream.line_buffering)


def _nowhere(descriptor: int) -> TextIO:
    """A stream that keeps nothing, in the place of a closed one: else the next file opened would have its number."""
    opened = os.open(os.devnull, os.O_WRONLY)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
    os.set_inheritable(descriptor, True)
    return open(descriptor, "w", encoding="utf-8", closefd=False)
