"""Quantities as a planner writes them: `14d`, `50%`, `1pp`, `10 yuan`, `12 million`, `1200万`, `两周`, `90min`.

Arithmetic is decimal, so that `0.3%` is the float nearest to 0.003.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sim.base.chinese import in_digits, plain
from sim.base.errors import unknown
from sim.base.message import Message, brief, said, term
from sim.base.numeric import own

SCALES = {"thousand": "1e3", "million": "1e6", "billion": "1e9",
          "千": "1e3", "万": "1e4", "百万": "1e6", "千万": "1e7", "亿": "1e8"}
MONTHS = {"month": 1, "months": 1, "月": 1, "个月": 1, "quarter": 3, "quarters": 3, "季度": 3, "个季度": 3,
          "year": 12, "years": 12, "年": 12}
"""Lengths of time that are no fixed number of days -> months in them."""
QUANTITY = re.compile(
    r"(?P<yuan>¥)?(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)"
    rf"\s*(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})?\s*(?P<unit>\D*)"
)
TO = re.compile(r"\.\.+|到|至|~|(?<=\w|%)\s*(?:—+|–)\s*|\s+to\s+|(?<=[\d%])\s*[-‐‑‒―−]\s*(?=[\d.])")
"""What stands between the ends of a range: `25%..100%`, `25%到100%`, `25%-100%`."""


class QuantityError(ValueError):
    """A quantity that cannot be understood, with the spelling that can."""


@dataclass(frozen=True)
class Kind:
    """A kind of quantity: its units, the spelling we write, and the bare numbers that are unambiguous.

    Attributes:
        noun: the word of the messages.
        units: spelling of a unit -> its size in the unit of the parsed value.
        spelling: the format we write a value in, its unit included.
        bare: the largest bare number that needs no unit, None when every number needs one.
        also: other words for units, which are read and not proposed.
        traps: wrong units that deserve an own sentence.
        scaled: whether a number with a scale needs no unit: nobody counts 200万 of anything but yuan.
        around: a pattern of words that may stand around a quantity and add nothing to it.
    """

    noun: str
    units: Mapping[str, str]
    spelling: str
    bare: float | None = None
    also: Mapping[str, str] = field(default_factory=dict)
    traps: Mapping[str, str] = field(default_factory=dict)
    scaled: bool = False
    around: str = ""

    @property
    def unit(self) -> str:
        """The unit that we write."""
        return self.spelling.format("").strip()

    def write(self, value: float) -> str:
        """`value` as a planner writes it; `parse` gives back the same float."""
        size = Decimal(self.units[self.unit])
        written = self.spelling.format(_plain(Decimal(f"{value / float(size):.12g}")))
        if parse(written, self) == value:
            return written
        return self.spelling.format(_plain(Decimal(repr(float(value))) / size))


ANY = float("inf")
MINUTES_AN_HOUR = 60.0
TENTHS = {"成": "0.1"}
DAYS = Kind(
    "time", {"d": "1", "day": "1", "days": "1", "天": "1", "日": "1", "w": "7", "week": "7", "weeks": "7",
             "周": "7"}, "{}d", also={"星期": "7", "个星期": "7", "礼拜": "7", "个礼拜": "7"},
    around=r"^(?:每(?!隔)|every\s+)|(?:以后|之后|后)$")
SHARE = Kind("share", {"%": "0.01"}, "{}%", bare=0.999999, also=TENTHS,
             traps={"pp": "write it with %: pp is a difference between two shares"})
STRENGTH = Kind("strength", {"%": "0.01"}, "{}%", bare=2.0, also=TENTHS)
POINTS = Kind("difference of shares", {"pp": "0.01", "个百分点": "0.01", "百分点": "0.01"}, "{}pp",
              traps={"%": "write percentage points, pp: a percentage could be of the share itself"})
YUAN = Kind("sum of money", {"yuan": "1", "元": "1", "rmb": "1", "cny": "1"}, "{} yuan",
            also={"块": "1", "块钱": "1"}, scaled=True)
MINUTES = Kind("length of time", {"min": "1", "minutes": "1", "minute": "1", "分钟": "1", "h": "60",
                                  "hours": "60", "hour": "60", "小时": "60"}, "{}min",
               also={"分": "1", "个小时": "60"})
HOURS = Kind("length of time", {"h": "1", "hours": "1", "hour": "1", "小时": "1", "d": "24", "days": "24", "day": "24",
                                "天": "24"}, "{}h", also={"个小时": "1"})
CHANGE = Kind("change", {"%": "0.01"}, "{}%", also=TENTHS)
PEOPLE = Kind("number of people", {"": "1", "people": "1", "users": "1", "人": "1"}, "{}", bare=ANY,
              also={"名": "1", "用户": "1", "名用户": "1"})
NUMBER = Kind("number", {"": "1"}, "{}", bare=ANY)


def level_kind(unit: str) -> Kind:
    """How a planner writes a level of something measured in `unit`: "share", "minutes"; a number for all others."""
    return {"share": SHARE, "minutes": MINUTES}.get(unit, NUMBER)


def parse(value: object, kind: Kind) -> float:
    """The float that `value` stands for: text such as "14d", or a number that needs no unit.

    Raises QuantityError with the right spelling for anything else.
    """
    value = own(value)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise QuantityError(said("{value} is not a {noun}; write it as {example}",
                                 value=found(value), noun=term(kind.noun), example=_example(kind)))
    match = QUANTITY.fullmatch(_simplified(str(value), kind))
    value = brief(value)  # as it is said from here on
    if match is None:
        raise QuantityError(_not_understood(value, kind))
    number = Decimal(match["number"].replace(",", "")) * Decimal(SCALES.get(match["scale"] or "", "1"))
    unit = match["unit"].strip().lower()
    if kind.scaled and not unit and (match["scale"] or match["yuan"]):
        return float(number)
    return float(number * _size(unit, number, value, kind))


def parse_range(value: object, kind: Kind) -> tuple[float, float]:
    """(low, high) of `25%..100%` or `25%到100%`, or the same number twice for a single one."""
    parts = TO.split(plain(value)) if isinstance(value, str) else [value]
    if len(parts) > 2:
        raise QuantityError(said("'{value}' is not a range; write it as {low}..{high}",
                                 value=value, low=kind.write(0.25), high=kind.write(1.0)))
    low, high = parse(parts[0], kind), parse(parts[-1], kind)
    if low > high:
        raise QuantityError(said("'{value}' runs backwards; write {high}..{low}",
                                 value=value, high=kind.write(high), low=kind.write(low)))
    return low, high


def _simplified(written: str, kind: Kind) -> str:
    """What is written without what adds nothing, in digits: `每周` is `1周`."""
    if not kind.around:
        return in_digits(plain(written))
    inside = re.sub(kind.around, "", plain(written)).strip()
    return in_digits(f"1{inside}" if inside in {*kind.units, *kind.also, *MONTHS} else inside)


def _not_understood(value: object, kind: Kind) -> Message:
    """What is said of a value without a number, or with more than a number and a unit."""
    ordinal = re.fullmatch(r"第(\d+)[天日]", in_digits(plain(str(value)))) if kind is DAYS else None
    if ordinal:
        return said("'{value}': days count from 0; write {after}d for {after} days after the start, or {nth}d for the "
                    "{after}. day itself", value=value, after=int(ordinal[1]), nth=max(0, int(ordinal[1]) - 1))
    return said("{value} is not a {noun}; write it as {example}",
                value=f"'{value}'", noun=term(kind.noun), example=_example(kind))


def _size(unit: str, number: Decimal, value: object, kind: Kind) -> Decimal:
    """The size of `unit`, or 1 for a bare number that leaves no doubt."""
    if size := kind.units.get(unit, kind.also.get(unit)):
        return Decimal(size)
    if unit in MONTHS and "d" in kind.units:
        months = number * MONTHS[unit]
        raise QuantityError(said("'{value}' is not a fixed number of days; write {low}d (30 a month) or {high}d (by "
                                 "the calendar)", value=value, low=math.ceil(months * 30),
                                 high=math.ceil(months * 365 / 12)))
    if unit == "折" and kind.unit == "%":
        raise QuantityError(said("'{value}' takes {off} off and leaves {left}; write the one that is meant",
                                 value=value, off=f"{_plain(100 - 10 * number)}%", left=f"{_plain(10 * number)}%"))
    if unit in kind.traps:
        raise QuantityError(said("'{value}' is not a {noun}; {advice}",
                                 value=value, noun=term(kind.noun), advice=term(kind.traps[unit])))
    if unit:
        raise QuantityError(said("'{value}': {why}", value=value, why=unknown("unit", unit, filter(None, kind.units)))
                            if any(kind.units) else said("'{value}' has a unit; write a number alone", value=value))
    if kind.bare is not None and number <= Decimal(kind.bare):
        return Decimal(1)
    spelt = kind.spelling.format(_plain(number))
    if kind.units[kind.unit] == "0.01" and 0 < abs(number) < 1:  # a share, or so many hundredths?
        raise QuantityError(said("{value} needs a unit; write {share} ({value} as a share) or {spelt}", value=value,
                                 share=kind.spelling.format(_plain(100 * number)), spelt=spelt))
    raise QuantityError(said("{value} needs a unit; write {spelt} or 100%", value=value, spelt=spelt)
                        if kind.unit == "%" and number == 1
                        else said("{value} needs a unit; write {spelt}", value=value, spelt=spelt))


def _plain(number: Decimal) -> str:
    """Digits without an exponent or trailing zeros."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _example(kind: Kind) -> str:
    return kind.spelling.format("10")


def found(value: object) -> str:
    """What a message calls a value that is not of the right sort."""
    if isinstance(value, dict):
        return said("a mapping")
    if isinstance(value, list):
        return said("a list")
    return said("nothing") if value is None else f"'{str(value).lower() if isinstance(value, bool) else brief(value)}'"
