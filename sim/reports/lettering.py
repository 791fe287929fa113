"""How wide words are and where lines break, by a rule of thumb that needs no font: for the picture and the slides."""

from __future__ import annotations

from collections.abc import Iterator

LETTER = 0.58
"""Mean width of a Latin letter [sizes of writing]: that of the widest font in use; a Chinese letter is 1 wide."""


def width(words: str, points: float) -> float:
    """How wide words are in one line [points]."""
    wide = sum(not letter.isascii() for letter in words)
    return points * (wide + LETTER * (len(words) - wide))


def broken(words: str, points: float, most: float) -> list[str]:
    """Words in lines that are at most so wide [points]; Chinese may break anywhere, and so does a word too long."""
    lines, line = [], ""
    for part in _short_parts(words, points, most):
        if line and width((line + part).rstrip(), points) > most:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line] if line else lines


def parts(words: str) -> list[str]:
    """Words that stay together, each with the space behind it; every Chinese letter alone."""
    found = [""]
    for letter in words:
        if found[-1] and (found[-1].endswith(" ") or not letter.isascii() or not found[-1][-1].isascii()):
            found.append("")
        found[-1] += letter
    return found


def _short_parts(words: str, points: float, most: float) -> Iterator[str]:
    """The parts of words, one that is wider than a line cut into pieces of a line."""
    letters = max(1, int(most / (LETTER * points)))
    for part in parts(words):
        long = len(part) > 1 and width(part.rstrip(), points) > most
        yield from (part[at : at + letters] for at in range(0, len(part), letters)) if long else (part,)
