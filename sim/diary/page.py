"""The diary as a page: who it is, how the days went in both worlds, and what they add up to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from sim.diary.living import Day, Diary
from sim.diary.reasons import differing, reasons
from sim.diary.words import portrait, say, stage_word, told, yuan
from sim.levers import LEVERS
from sim.scenario.names import shown

MOST = 25
"""Differing days that are told when no range of days is asked for."""


def heading(diary: Diary, lang: str) -> list[str]:
    """Who the user is, and where the worlds part for him."""
    places = differing(diary)
    if not places:
        return [portrait(diary, lang), say("never", lang)]
    first, days = diary.baseline[places[0]].day, len(diary.baseline)
    dates = {"first": first, "date": date_of(diary, first)}
    return [portrait(diary, lang), say("parts", lang, **dates, differing=len(places), days=days)]


def worlds(diary: Diary, lang: str) -> dict[str, str]:
    """What the two worlds are called: of the baseline, and of the scenario."""
    name = diary.scenario.name
    return {"baseline": say("baseline", lang), "scenario": shown("lever", name, lang) if name in LEVERS else name}


def places_told(diary: Diary, first: int | None, last: int | None) -> tuple[list[int], int]:
    """(positions of the days to tell, differing days that are left out).

    Every day of the range that is asked for; without one, the first MOST that differ.
    """
    if first is None and last is None:
        places = differing(diary)
        return places[:MOST], max(0, len(places) - MOST)
    start = diary.first_day
    low, high = (start if first is None else first), (diary.baseline[-1].day if last is None else last)
    return [place for place in range(len(diary.baseline)) if low <= place + start <= high], 0


def rows(diary: Diary, places: Iterable[int], lang: str) -> list[tuple[int, str, str, str, str]]:
    """One row a day: its number, its date, the day in both worlds, what is behind a difference."""
    lines = []
    for place in places:
        one, other = diary.baseline[place], diary.treated[place]
        why = "\n".join(reasons(diary, place, lang))
        lines.append((one.day, date_of(diary, one.day), told(one, lang), told(other, lang), why))
    return lines


def totals(diary: Diary, lang: str) -> list[tuple[str, str, str]]:
    """What the days add up to in both worlds, and where they lead."""
    old, new = (_sums(days, lang) for days in (diary.baseline, diary.treated))
    return [(say(f"total.{name}", lang), old[name], new[name]) for name in old]


def date_of(diary: Diary, day: int) -> str:
    """The date of a day of the horizon."""
    return (diary.scenario.horizon.start + datetime.timedelta(day)).isoformat()


def _sums(days: Sequence[Day], lang: str) -> dict[str, str]:
    """Name of a total -> it, as shown."""
    lived = [day.done for day in days if day.done is not None]
    last = days[-1]
    mind = {name: f"{getattr(last.before, name):.2f}" for name in ("habit", "trust", "satisfaction", "fatigue")}
    return {
        "opened": str(sum(done.opened for done in lived)),
        "visits": str(sum(done.visits - done.bounces for done in lived)),
        "minutes": f"{sum(done.milliminutes for done in lived) / 1000:.1f}",
        "orders": str(sum(done.orders for done in lived)),
        "spent": yuan(sum(done.spent_fen for done in lived)),
        "shares": str(sum(done.shares for done in lived)),
        "stage": stage_word(last.stage, lang),
        **mind,
    }
