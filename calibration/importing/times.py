"""SQL of moments: whatever unit and shape they are written in, microseconds since 1970, and the day they fall on."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from calibration.logs.days import PLAUSIBLE, SECONDS, Zone

PER_SECOND = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000, "nanoseconds": 1_000_000_000}
"""Unit of times as numbers -> how many make a second."""
DAY = 86_400_000_000
"""Microseconds of a day."""
_CHINESE = r"'^(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日?'"
_TEXT = rf"CASE WHEN contains({{v}}, '年') THEN regexp_replace({{v}}, {_CHINESE}, '\1-\2-\3') ELSE {{v}} END"
_ZONED = r":\d{2}([.,]\d+)?\s*(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
_LONG = r"^\d{14}$"


def unit_sql(number: str) -> str:
    """SQL of the unit that a number has by its size; NULL for a text, "" for a number that is no moment."""
    low, high = SECONDS
    ranges = " ".join(f"WHEN {number} >= {low * size:.0f} AND {number} < {high * size:.0f} THEN '{unit}'"
                      for unit, size in PER_SECOND.items())
    return (f"CASE WHEN {number} IS NULL THEN NULL {ranges} "
            f"WHEN {number} BETWEEN 10000101 AND 99991231 OR {number} BETWEEN 1e13 AND 99991231235959 THEN 'stamps' "
            f"ELSE '' END")


def moment_sql(value: str, number: str, unit: str) -> str:
    """SQL of the moment [us since 1970] of a text `value` whose number is `number` and whose unit is `unit`."""
    scaled = " ".join(f"WHEN {unit} = '{name}' THEN TRY_CAST({number} * {1_000_000 / size!r} AS BIGINT)"
                      for name, size in PER_SECOND.items())
    compact = (f"epoch_us(CASE WHEN regexp_matches({value}, '{_LONG}') THEN try_strptime({value}, '%Y%m%d%H%M%S') "
               f"ELSE try_strptime({value}, '%Y%m%d') END)")
    text = f"epoch_us(TRY_CAST({_TEXT.format(v=value)} AS TIMESTAMPTZ))"
    return f"CASE WHEN {unit} IS NULL THEN {text} {scaled} WHEN {unit} = 'stamps' THEN {compact} END"


def zoned_sql(value: str, unit: str) -> str:
    """SQL of whether a moment is one anywhere: a number since 1970, or a stamp that names its zone."""
    return (f"CASE WHEN {unit} IS NULL THEN regexp_matches({value}, '{_ZONED}') "
            f"ELSE {unit} <> 'stamps' END")


def day_sql(moment: str, zoned: str, zone: Zone) -> str:
    """SQL of the day since 1970 of a moment, in the zone."""
    return f"CAST(floor(({moment} + CASE WHEN {zoned} THEN {_ahead(zone, moment)} ELSE 0 END) / {DAY}) AS INTEGER)"


def plausible_sql(moment: str) -> str:
    """SQL of whether a moment is one of a shopping platform."""
    low, high = (int(stamp.timestamp()) * 1_000_000 for stamp in PLAUSIBLE)
    return f"({moment} >= {low} AND {moment} < {high})"


def _ahead(zone: Zone, moment: str) -> str:
    """SQL of how far [us] the clocks of a zone are ahead of UTC."""
    first, *later = _changes(zone.name or "UTC")
    if not later:
        return str(first[1])
    cases = " ".join(f"WHEN {moment} >= {since} THEN {ahead}" for since, ahead in reversed(later))
    return f"CASE {cases} ELSE {first[1]} END"


@cache
def _changes(name: str) -> tuple[tuple[int, int], ...]:
    """(moment [us] since when, how far ahead [us]) of a zone: its first one, then whenever its clocks are changed."""
    zone = ZoneInfo(name)

    def ahead(second: int) -> int:
        there = dt.datetime.fromtimestamp(second, zone).utcoffset()
        return int((there or dt.timedelta()).total_seconds())

    begin, end = (int(stamp.timestamp()) for stamp in PLAUSIBLE)
    found = [(begin * 1_000_000, ahead(begin) * 1_000_000)]
    for second in range(begin, end, 86_400):
        if ahead(second + 86_400) * 1_000_000 == found[-1][1]:
            continue
        low, high = second, second + 86_400
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if ahead(middle) * 1_000_000 == found[-1][1] else (low, middle)
        found.append((high * 1_000_000, ahead(high) * 1_000_000))
    return tuple(found)
