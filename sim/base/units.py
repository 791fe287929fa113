"""Quantities as a planner writes them: `14d`, `50%`, `1pp`, `10 yuan`, `12 million`, `1200万`, `90min`.

Arithmetic is decimal, so that `0.3%` is the float nearest to 0.003.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sim.base.errors import unknown
from sim.base.message import said, term

SCALES = {"thousand": "1e3", "million": "1e6", "billion": "1e9",
          "千": "1e3", "万": "1e4", "百万": "1e6", "千万": "1e7", "亿": "1e8"}
QUANTITY = re.compile(
    r"¥?(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)"
    rf"\s*(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})?\s*(?P<unit>\D*)"
)


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
        traps: wrong units that deserve an own sentence.
    """

    noun: str
    units: Mapping[str, str]
    spelling: str
    bare: float | None = None
    traps: Mapping[str, str] = field(default_factory=dict)

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
DAYS = Kind(
    "time", {"d": "1", "day": "1", "days": "1", "天": "1", "日": "1", "w": "7", "week": "7", "weeks": "7",
             "周": "7"}, "{}d")
SHARE = Kind("share", {"%": "0.01"}, "{}%", bare=0.999999,
             traps={"pp": "write it with %: pp is a difference between two shares"})
STRENGTH = Kind("strength", {"%": "0.01"}, "{}%", bare=2.0)
POINTS = Kind("difference of shares", {"pp": "0.01", "个百分点": "0.01", "百分点": "0.01"}, "{}pp",
              traps={"%": "write percentage points, pp: a percentage could be of the share itself"})
YUAN = Kind("sum of money", {"yuan": "1", "元": "1", "rmb": "1", "cny": "1"}, "{} yuan")
MINUTES = Kind("length of time", {"min": "1", "minutes": "1", "minute": "1", "分钟": "1", "h": "60",
                                  "hours": "60", "hour": "60", "小时": "60"}, "{}min")
CHANGE = Kind("change", {"%": "0.01"}, "{}%")
PEOPLE = Kind("number of people", {"": "1", "people": "1", "users": "1", "人": "1"}, "{}", bare=ANY)
NUMBER = Kind("number", {"": "1"}, "{}", bare=ANY)


def level_kind(unit: str) -> Kind:
    """How a planner writes a level of something measured in `unit`: "share", "minutes"; a number for all others."""
    return {"share": SHARE, "minutes": MINUTES}.get(unit, NUMBER)


def parse(value: object, kind: Kind) -> float:
    """The float that `value` stands for: text such as "14d", or a number that needs no unit.

    Raises QuantityError with the right spelling for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise QuantityError(said("{value} is not a {noun}; write it as {example}",
                                 value=found(value), noun=term(kind.noun), example=_example(kind)))
    written = unicodedata.normalize("NFKC", str(value)).strip()
    match = QUANTITY.fullmatch(written)
    if match is None:
        raise QuantityError(said("{value} is not a {noun}; write it as {example}",
                                 value=f"'{value}'", noun=term(kind.noun), example=_example(kind)))
    number = Decimal(match["number"].replace(",", "")) * Decimal(SCALES.get(match["scale"] or "", "1"))
    return float(number * _size(match["unit"].strip().lower(), number, value, kind))


def parse_range(value: object, kind: Kind) -> tuple[float, float]:
    """(low, high) of `25%..100%`, or the same number twice for a single one."""
    parts = str(value).split("..") if isinstance(value, str) else [value]
    if len(parts) > 2:
        raise QuantityError(said("'{value}' is not a range; write it as {low}..{high}",
                                 value=value, low=kind.write(0.25), high=kind.write(1.0)))
    low, high = parse(parts[0], kind), parse(parts[-1], kind)
    if low > high:
        raise QuantityError(said("'{value}' runs backwards; write {high}..{low}",
                                 value=value, high=kind.write(high), low=kind.write(low)))
    return low, high


def _size(unit: str, number: Decimal, value: object, kind: Kind) -> Decimal:
    """The size of `unit`, or 1 for a bare number that leaves no doubt."""
    if unit in kind.units:
        return Decimal(kind.units[unit])
    if unit in kind.traps:
        raise QuantityError(said("'{value}' is not a {noun}; {advice}",
                                 value=value, noun=term(kind.noun), advice=term(kind.traps[unit])))
    if unit:
        raise QuantityError(said("'{value}': {why}", value=value, why=unknown("unit", unit, filter(None, kind.units)))
                            if any(kind.units) else said("'{value}' has a unit; write a number alone", value=value))
    if kind.bare is not None and number <= Decimal(kind.bare):
        return Decimal(1)
    spelt = kind.spelling.format(_plain(number))
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
    return said("nothing") if value is None else f"'{str(value).lower() if isinstance(value, bool) else value}'"
