"""The calendar of a live-commerce year: week-ends, promotions, holidays."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

SPRING_FESTIVALS = {
    2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
"""New Year's Day of the lunar calendar; a scenario of other years cannot name `spring_festival`."""
HOLIDAY_DAYS = 7

Days = Callable[[datetime.date], bool]


def _between(first: tuple[int, int], last: tuple[int, int]) -> Days:
    return lambda date: first <= (date.month, date.day) <= last


def _spring_festival(date: datetime.date) -> bool:
    if date.year not in SPRING_FESTIVALS:
        return False
    eve = datetime.date(date.year, *SPRING_FESTIVALS[date.year]) - datetime.timedelta(1)
    return eve <= date < eve + datetime.timedelta(HOLIDAY_DAYS)


CALENDAR: Mapping[str, Days] = {
    "weekend": lambda date: date.weekday() >= 5,
    "weekday": lambda date: date.weekday() < 5,
    "women_day": _between((3, 5), (3, 8)),
    "618": _between((6, 1), (6, 18)),
    "double_11": _between((10, 31), (11, 11)),
    "double_12": _between((12, 10), (12, 12)),
    "new_year": _between((1, 1), (1, 1)),
    "labour_day": _between((5, 1), (5, 5)),
    "national_day": _between((10, 1), (10, 7)),
    "spring_festival": _spring_festival,
}
"""Name -> whether a date belongs to it: the weeks that platforms sell in, and the public holidays."""
PROMOTIONS = ("women_day", "618", "double_11", "double_12")
HOLIDAYS = ("new_year", "labour_day", "national_day", "spring_festival")
GROUPS = {"promotion": PROMOTIONS, "holiday": HOLIDAYS}
"""Names for several of them at once."""
NAMES = (*CALENDAR, *GROUPS)


def called(name: str, date: datetime.date) -> bool:
    """Whether `date` is called `name` (one of NAMES)."""
    return any(CALENDAR[part](date) for part in GROUPS.get(name, (name,)))


def is_promotion(date: datetime.date) -> bool:
    """Whether `date` belongs to a promotion: the other days are ordinary (G05)."""
    return called("promotion", date)
