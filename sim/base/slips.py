"""Signs of Chinese typing where YAML needs its own: `name：x`, `{a: 1，b: 2}`, `【618】`, a tab, `name:x`.

In text they are text; these are the places where nothing but structure can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sim.base.message import Message, said

SIGNS = {"：": ": ", "，": ", ", "、": ", ", "；": ", ", "【": "[", "［": "[", "〔": "[", "】": "]", "］": "]",
"〕": "]",
         "｛": "{", "｝": "}", "（": "{", "“": '"', "‘": '"', "「": '"',
         "－": "- ", "—": "- ", "–": "- ", "•": "- ", "＊": "- ", "＃": "# ", "　": " ", "\xa0": " "}
"""A sign -> what YAML needs in its place."""
_START = r"(?:^ *(?:- +)?|[{,｛（]\s*)"
"""Where the name of a field can begin."""
_WORD = r"[A-Za-z_\u4e00-\u9fff][\w.]*"
_WRONG = [re.compile(pattern) for pattern in (
    r"^ *(?P<sign>[\u3000\xa0])",
    r"^ *(?P<sign>[－—–•＊＃])",
    _START + r"[^\s:：,，{}\[\]]+\s*(?P<sign>：)",
    r"[{\[｛【][^{}\[\]]*?(?P<sign>[，、；])\s*(?:\w+\s*:|[A-Za-z_]\w*\s*：)",
    r"(?:^|[:：]|- )\s*(?P<sign>[【［〔｛（])",
    r"(?P<sign>[】］〕｝])\s*$",
    r"(?:^|[:：{,\[]|- )\s*(?P<sign>[“‘「])[^”’」]*[,:{}\[\]]",
)]
_TAB = re.compile(r"^ *(?P<sign>\t)")
_CLOSE = [re.compile(_START + _WORD + r"(?P<sign>:)(?=[^ ])"), re.compile(r"^ *(?P<sign>-)(?=[A-Za-z_\u4e00-\u9fff{])")]
"""Signs of YAML that need a blank after them."""
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|(?<!\S)#.*")
_TEXT_BELOW = re.compile(r"[:-] +[|>][+-]?\d*\s*$")


class Slip(NamedTuple):
    """A wrong sign: where it stands, counted from 1, and what to write."""

    line: int
    column: int
    message: Message


def first_slip(text: str) -> Slip | None:
    """The first sign in the lines of a file that cannot be what YAML needs there; None without one."""
    return next((slip for number, line in _lines(text) if (slip := _in_line(line, number))), None)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(number, line) of the lines that hold structure: what is quoted, a comment or a block of text is left out."""
    below: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip(" "))
        if below is not None and (not line.strip() or indent > below):
            continue
        below = indent if _TEXT_BELOW.search(line) else None
        yield number, _QUOTED.sub(lambda match: "\0" * len(match[0]), line)


def _in_line(line: str, number: int) -> Slip | None:
    """The first wrong sign of a line."""
    spots = [(match.start("sign"), said("'{sign}' is a sign of Chinese typing; write '{right}'",
                                        sign=match["sign"], right=SIGNS[match["sign"]]))
             for pattern in _WRONG if (match := pattern.search(line))]
    spots += [(match.start("sign"), said("a blank is missing after '{sign}'; write '{right}'",
                                         sign=match["sign"], right=f"{match['sign']} "))
              for pattern in _CLOSE if (match := pattern.search(line))]
    spots += [(match.start("sign"), said("a tab; indent with blanks")) for match in [_TAB.search(line)] if match]
    return min((Slip(number, column + 1, message) for column, message in spots), default=None)
