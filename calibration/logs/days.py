"""Days as exports write them: numbers, dates, stamps with and without a zone, seconds since 1970.

A column has one unit, that of most of its cells; a cell in another one is odd. What says a date becomes days since
1970, in the zone that the reader names, or else on the day that is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd

from calibration.logs.columns import EMPTY
from sim.base.errors import UnknownNameError, unknown
from sim.base.message import Message, said, term

NUMBER, COMPACT, DATE = said("day numbers"), said("dates as 20250131"), said("dates")
EPOCHS: Mapping[str, int] = {
    said("seconds since 1970"): 1, said("milliseconds since 1970"): 1_000,
    said("microseconds since 1970"): 1_000_000, said("nanoseconds since 1970"): 1_000_000_000,
}  # fmt: skip
"""Unit -> how many make a second."""
SECONDS = (1e8, 4.2e9)
"""Seconds since 1970 that are taken for a moment: 1973 to 2103."""
PLAUSIBLE = (pd.Timestamp("2003-01-01"), pd.Timestamp("2050-01-01"))
"""Dates of a shopping platform; a stray 1970 or 2099 is no date but a mistake."""
LARGEST_NUMBER = 1_000_000
"""Of a day that is counted from some origin."""
_DATE = (r"^(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
         r"(?:[T\s]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2}(?:[.,]\d+)?))?)?\s*(?P<zone>Z|UTC|[+-]\d{2}:?(?:\d{2})?)?$")
_COMPACT = (r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[T\s]?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2}))?(?P<zone>Z)?$")


class Days(NamedTuple):
    """The days of a column: day [row] (NaN where there is none), unit [row] ("" where none fits), zone [row]."""

    day: np.ndarray
    unit: np.ndarray
    zone: np.ndarray


@dataclass(frozen=True)
class Zone:
    """The zone whose days are counted; None: the day that a stamp itself says."""

    name: str | None = None

    def __post_init__(self) -> None:
        if self.name is not None and self.name not in available_timezones():
            raise UnknownNameError(unknown("time zone", self.name, available_timezones()))

    def days(self, utc: pd.Series) -> np.ndarray:
        """Days since 1970 of moments in UTC (no zone of their own)."""
        if self.name is not None:
            utc = utc.dt.tz_localize("UTC").dt.tz_convert(ZoneInfo(self.name)).dt.tz_localize(None)
        return _since_1970(utc)


def days_of(cells: pd.Series, zone: Zone) -> Days:
    """The days in a column of texts, each cell by what it looks like."""
    codes, written = pd.factorize(cells)
    texts = pd.Series(written, dtype=object).astype(str)
    day, unit, offset = _numbers(texts, zone)
    for pattern, name in ((_COMPACT, COMPACT), (_DATE, DATE)):
        day, unit, offset = _dates(texts, pattern, name, zone, day, unit, offset)
    return Days(day[codes], unit[codes], offset[codes])


def unit_of(days: Days) -> str:
    """The unit of most cells; "" for a column without a day."""
    units, counts = np.unique(days.unit[days.unit != ""], return_counts=True)
    return str(units[np.argmax(counts)]) if len(units) else ""


def written(day: float, dated: bool) -> str:
    """A day as logs write it: its date where their days are `dated` (since 1970), else its number."""
    return str(np.datetime64(int(day), "D") if dated else int(day))


def is_empty(cells: pd.Series) -> np.ndarray:
    """bool [row]: the cell holds nothing."""
    empty: np.ndarray = cells.str.lower().isin(EMPTY).to_numpy()
    return empty


def why_no_day(cell: str, unit: str, wanted: str) -> Message:
    """What is wrong with a cell that is no day in the unit of its column."""
    if unit and unit != wanted:
        return said("'{value}' is one of the {unit} among {wanted}", value=cell, unit=term(unit), wanted=term(wanted))
    return said("'{value}' is no day; write 2025-03-01 or a number", value=cell)


def implausible_date(days: Days) -> np.ndarray:
    """bool [row]: a date before 2003 or after 2049."""
    low, high = ((stamp - pd.Timestamp("1970-01-01")).days for stamp in PLAUSIBLE)
    with np.errstate(invalid="ignore"):
        outside: np.ndarray = (days.unit != NUMBER) & ((days.day < low) | (days.day >= high))
    return outside


def _since_1970(stamps: pd.Series) -> np.ndarray:
    days = stamps.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype(np.int64))


def _numbers(texts: pd.Series, zone: Zone) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole numbers: of days, or of seconds and their parts since 1970."""
    value = pd.to_numeric(texts.where(texts.str.fullmatch(r"[+-]?\d{1,19}(?:\.0*)?")), errors="coerce").to_numpy(float)
    size = np.abs(value)
    day = np.where(size < LARGEST_NUMBER, value, np.nan)
    unit = np.where(size < LARGEST_NUMBER, NUMBER, "").astype(object)
    offset = np.full(len(texts), "", dtype=object)
    for name, per_second in EPOCHS.items():
        fits = (value >= SECONDS[0] * per_second) & (value < SECONDS[1] * per_second)
        if fits.any():
            stamps = pd.to_datetime(pd.Series(value[fits] / per_second), unit="s")
            day[fits], unit[fits], offset[fits] = zone.days(stamps), name, "UTC"
    return day, unit, offset


def _dates(texts: pd.Series, pattern: str, name: str, zone: Zone, day: np.ndarray, unit: np.ndarray,
           offset: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Texts that are dates by a pattern, put over what was understood before."""
    parts = texts.str.extract(pattern)
    stamps = pd.to_datetime(parts["y"] + "-" + parts["m"].str.zfill(2) + "-" + parts["d"].str.zfill(2),
                            format="%Y-%m-%d", errors="coerce")
    fits = stamps.notna().to_numpy()
    if not fits.any():
        return day, unit, offset
    stamps, parts = stamps[fits], parts[fits]
    written = parts["zone"].fillna("").replace({"Z": "UTC"})
    written = written.str.replace(r"^([+-]\d{2}):?(\d{2})?$", lambda m: f"{m[1]}:{m[2] or '00'}", regex=True)
    days = _since_1970(stamps)
    aware = (written != "").to_numpy()
    if zone.name is not None and aware.any():
        clock = sum((pd.to_numeric(parts[unit_name].str.replace(",", ".")).fillna(0) * size
                     for unit_name, size in (("h", 3600), ("min", 60), ("s", 1))), pd.Series(0.0, parts.index))
        signed = written.where(aware, "+00:00").replace({"UTC": "+00:00"})
        ahead = (signed.str[1:3].astype(int) * 3600 + signed.str[4:6].astype(int) * 60)
        ahead = ahead.where(signed.str[0] == "+", -ahead)
        moments = stamps + pd.to_timedelta(clock - ahead, unit="s")
        days = np.where(aware, zone.days(moments), days)
    day, unit, offset = day.copy(), unit.copy(), offset.copy()
    day[fits], unit[fits], offset[fits] = days, name, written.to_numpy()
    return day, unit, offset
