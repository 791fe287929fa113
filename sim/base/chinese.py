"""Chinese typing in place of the typing of files: `２５％`, `“3天”`, `两百万`, `一半`, `二〇二五年三月一日`."""

from __future__ import annotations

import re
import unicodedata

DIGITS = {sign: value for value, signs in enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
          for sign in signs}
TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile(rf"(?<![\d.{''.join(TENS)}])(?!百分点)[{''.join(DIGITS)}{''.join(TENS)}]+")
_DASHES = re.compile("[‐‑‒–—―−]")
"""Signs that stand for a hyphen or a minus in a number or a date."""
_QUOTED = re.compile(r"“(.*)”|‘(.*)’|「(.*)」|\"(.*)\"|'(.*)'")


def plain(written: str) -> str:
    """What is written, in half-width signs and without quotation marks or blanks around it."""
    narrow = unicodedata.normalize("NFKC", written).strip()
    quoted = _QUOTED.fullmatch(narrow)
    return next(filter(None, quoted.groups()), "").strip() if quoted else narrow


def in_digits(written: str) -> str:
    """What is written, with digits for Chinese numerals, and one sign for minus; 万 and 亿 stay, as scales."""
    half = re.sub(r"^一半$", "50%", _DASHES.sub("-", written))
    half = re.sub(r"半(?=个?[年月天小])", "0.5", half)
    shares = re.sub(r"^百分之(.+)$", r"\1%", half)
    numbers = _NUMERAL.sub(lambda match: str(_number(match[0])), shares)
    return re.sub(r"(?<=\d)点(?=\d)", ".", numbers)


def _number(numeral: str) -> str | int:
    """The number of a numeral below 万: `两百五` is 250, `二〇二五` is read digit by digit."""
    if not set(numeral) & set(TENS):
        return "".join(str(DIGITS[sign]) for sign in numeral)
    total = digit = 0
    for before, sign in zip(f" {numeral}", numeral, strict=False):
        if sign in TENS:
            total += (digit or (before not in DIGITS)) * TENS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit * TENS.get(numeral[-2:-1], 10) // 10
