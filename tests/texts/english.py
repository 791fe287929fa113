"""Finds English sentences in what is said in Chinese; names, files and whatever stands in quotes may be English."""

from __future__ import annotations

import re

QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
SENTENCE = re.compile(r"(?:[A-Za-z]+[ ,;:]+){3,}[A-Za-z]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def english_in(text: str) -> list[str]:
    """Every run of four or more English words outside quotes, and every line without a Chinese character."""
    lines = text.splitlines()
    runs = [match[0] for line in lines for match in SENTENCE.finditer(QUOTED.sub("''", line))]
    return runs + [line for line in lines if line.strip() and not CHINESE.search(line)]
